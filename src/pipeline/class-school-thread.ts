/** The thread behind `inSchool`: one lesson, one model. */
import { parentPort, workerData } from 'node:worker_threads';
import { learn, trainFromSeed } from '#understanding/class-model.ts';
import type { Lesson } from './class-school.ts';

const { model, examples } = workerData as Lesson;
parentPort!.postMessage(learn(model ?? trainFromSeed(), ...examples));
