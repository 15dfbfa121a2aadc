import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ClassModel, Example } from '#understanding/class-model.ts';

/** What is to be made of the class model. Without `model` it begins with the seed alone. */
export interface Lesson {
  model: ClassModel | null;
  examples: readonly Example[];
}

/** Trains in a thread that lives for one lesson: up to a second of CPU that the event loop has not. */
export async function inSchool(lesson: Lesson): Promise<ClassModel> {
  const thread = new Worker(new URL('./class-school-thread.ts', import.meta.url), { workerData: lesson });
  // What the thread throws comes as 'error' and rejects: it is a bug.
  const [model] = (await once(thread, 'message')) as [ClassModel];
  await thread.terminate();
  return model;
}
