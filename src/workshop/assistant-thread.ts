/** The thread of `assistant.ts`: answers one question after the other. */
import { parentPort } from 'node:worker_threads';
import type { Assistant, FromAssistant, ToAssistant } from './assistant.ts';
import { readCodes } from './codes.ts';
import { partReader } from './read-part.ts';
import { openRecogniser, type Recogniser } from './recogniser.ts';

let recogniser: Promise<Recogniser> | undefined;
const own = (): Promise<Recogniser> => (recogniser ??= openRecogniser());
const able: Assistant = {
  readCodes,
  warm: async () => (await own()).warm(),
  read: async (...strip) => (await own()).read(...strip),
  readPart: async (...part) => partReader(await own())(...part),
};

const port = parentPort!;
async function answer({ id, ask, args }: ToAssistant): Promise<FromAssistant> {
  try {
    return { id, answer: await (able[ask] as (...given: unknown[]) => Promise<unknown>)(...args) };
  } catch (error) {
    // WASM modules throw numbers and objects of their own, too.
    return { id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

let busy: Promise<void> = Promise.resolve();
port.on('message', (asked: ToAssistant) => {
  busy = busy.then(async () => port.postMessage(await answer(asked)));
});
port.postMessage('loaded');
