import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { readCodes } from './codes.ts';
import type { PartReader } from './read-part.ts';
import type { Recogniser } from './recogniser.ts';

/**
 * A second pair of eyes in a thread of the child: looks for codes, reads which way is up while the child sets the page straight, and
 * one half of a head while the child reads the other. What it says is what the child itself would have said.
 */
export interface Assistant extends Recogniser {
  readCodes: typeof readCodes;
  readPart: PartReader;
}

export interface ToAssistant {
  id: number;
  ask: keyof Assistant;
  args: unknown[];
}
export interface FromAssistant {
  id: number;
  answer?: unknown;
  error?: Error;
}

/** Resolves when the thread has loaded its code. Whatever ends the thread ends this process, and the pool says what a child died of. */
export async function openAssistant(): Promise<Assistant & { close(): Promise<void> }> {
  const thread = new Worker(new URL('./assistant-thread.ts', import.meta.url));
  const ended = (code: number): never => {
    throw new Error(`the assistant has ended with ${code}`);
  };
  thread.on('exit', ended);
  await once(thread, 'message');

  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let lastId = 0;
  thread.on('message', ({ id, answer, error }: FromAssistant) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if (error) reject(error);
    else resolve(answer as never);
  });
  const asking =
    (ask: keyof Assistant) =>
    (...args: unknown[]): Promise<never> => {
      const asked = Promise.withResolvers<never>();
      waiting.set(++lastId, asked);
      thread.postMessage({ id: lastId, ask, args } satisfies ToAssistant);
      return asked.promise;
    };

  const readPart = asking('readPart');
  return {
    warm: asking('warm'),
    read: asking('read'),
    readCodes: asking('readCodes'),
    // A part of a page is a window on its pixels; all of them would cross with it.
    readPart: (part, ...more) => readPart({ ...part, gray: part.gray.slice() }, ...more),
    async close() {
      thread.off('exit', ended);
      await thread.terminate();
    },
  };
}
