/** The reader thread as the faces use it: lists and searches are asked here and never hold up the writer. */
import { Worker } from 'node:worker_threads';
import type { Clock } from '#base/clock.ts';
import { type FailureWire, fromWire, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import type { Directory } from '#domain/directory.ts';
import type { ViewAnswer, ViewArgs, ViewName } from './thread-views.ts';

export type ToReader = { kind: 'ask'; id: number; view: ViewName; args: unknown[] } | { kind: 'directory'; directory: Directory };
export type FromReader = { id: number; answer?: unknown; failure?: FailureWire; bug?: string };

export interface ReadersOptions {
  /** Of the register and of the search index, both made already. */
  databaseFile: string;
  searchFile: string;
  directory: Directory;
  clock: Clock;
  log: Log;
  /** How long one answer may take before the thread is given up. */
  deadlineMs?: number;
  /** Questions that may wait at once. */
  mostWaiting?: number;
}

export interface Readers {
  /** @throws TASK_TIMED_OUT, TASK_CRASHED; what the view itself refuses. A bug of a view comes as a plain Error. */
  ask<N extends ViewName>(view: N, ...args: ViewArgs<N>): Promise<ViewAnswer<N>>;
  /** The directory has changed: answers from now on show its names. */
  useDirectory(directory: Directory): void;
  close(): Promise<void>;
}

interface Waiting {
  view: ViewName;
  resolve(answer: never): void;
  reject(error: Error): void;
}

const DEADLINE_MS = 5_000;
const MOST_WAITING = 200;

export function openReaders(options: ReadersOptions): Readers {
  const { databaseFile, searchFile, clock, log, deadlineMs = DEADLINE_MS, mostWaiting = MOST_WAITING } = options;
  let { directory } = options;
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();
  let stopWatch: (() => void) | null = null;

  /** One question is answered at a time, so the deadline runs for the oldest. */
  function watch(): void {
    stopWatch?.();
    stopWatch = null;
    const [oldest] = waiting.values();
    if (oldest) stopWatch = clock.after(deadlineMs, () => giveUp(new MailroomError('TASK_TIMED_OUT', { task: oldest.view, deadlineMs })));
  }

  /** Everybody who waits is told; the next question starts another thread. */
  function giveUp(failure: MailroomError): void {
    log.warn({ code: failure.code, waiting: waiting.size }, 'reader thread given up');
    const gone = worker;
    worker = null;
    const told = [...waiting.values()];
    waiting.clear();
    watch();
    for (const { reject } of told) reject(failure);
    void gone?.terminate();
  }

  function heard({ id, answer, failure, bug }: FromReader): void {
    const asked = waiting.get(id);
    if (!asked) return;
    waiting.delete(id);
    watch();
    if (failure) asked.reject(fromWire(failure));
    else if (bug !== undefined) asked.reject(new Error(`view ${asked.view}: ${bug}`));
    else asked.resolve(answer as never);
  }

  function thread(): Worker {
    if (worker) return worker;
    const fresh = new Worker(new URL('./reader-thread.ts', import.meta.url), { workerData: { databaseFile, searchFile, directory } });
    const ended = (signal: string): void => {
      if (worker === fresh) giveUp(new MailroomError('TASK_CRASHED', { task: 'reader thread', signal }));
    };
    fresh.on('message', heard);
    fresh.on('error', (error: Error) => {
      log.error({ error: error.name }, 'reader thread failed');
      ended(error.name);
    });
    fresh.on('exit', (code) => ended(`exit ${code}`));
    worker = fresh;
    return fresh;
  }

  return {
    ask: (view, ...args) =>
      new Promise((resolve, reject) => {
        if (closed || waiting.size >= mostWaiting) return reject(new MailroomError('TASK_CANCELLED', { task: view }));
        const id = ++lastId;
        waiting.set(id, { view, resolve, reject });
        if (waiting.size === 1) watch();
        thread().postMessage({ kind: 'ask', id, view, args } satisfies ToReader);
      }),
    useDirectory(changed) {
      directory = changed;
      worker?.postMessage({ kind: 'directory', directory } satisfies ToReader);
    },
    async close() {
      closed = true;
      const gone = worker;
      worker = null;
      stopWatch?.();
      for (const { view, reject } of waiting.values()) reject(new MailroomError('TASK_CANCELLED', { task: view }));
      waiting.clear();
      await gone?.terminate();
    },
  };
}
