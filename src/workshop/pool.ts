import type { Clock } from '#base/clock.ts';
import { fromWire, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import { type Ending, type Hand, startHand } from './hand.ts';
import { type Order, openOrderQueue, type RunOptions, type Worker } from './order-queue.ts';
import type { TaskInput, TaskName, TaskOutput } from './task.ts';
import type { FromChild } from './wire.ts';

export type { RunOptions } from './order-queue.ts';

export interface WorkshopOptions {
  /** Child processes; cores minus one is a good number, at least 1. */
  size: number;
  /** What one child may use above Node's own base. */
  ceilingMb: number;
  log: Log;
  clock: Clock;
  /** A child is replaced after this many tasks: a recogniser's memory only grows. */
  tasksPerChild?: number;
  /** Folder of task files; tests bring their own. */
  tasks?: URL;
}

export interface WorkshopStats {
  size: number;
  busy: number;
  queued: number;
  queuedUrgent: number;
  done: number;
  failed: number;
  timedOut: number;
  outOfMemory: number;
  /** Given to a new child after one that had worked before broke at it. */
  ranAgain: number;
  crashed: number;
  recycled: number;
  /** Of each living child. */
  rssBytes: number[];
  /** Of each living child, before it was given anything: Node and our own code. */
  baseRssBytes: number[];
}

export interface Workshop {
  /**
   * Runs a task in a child process. The pool is healthy afterwards whatever the input did. One that ends a child which has
   * worked before, by a crash or for want of memory, is run once more in a new one, in what is left of its deadline.
   *
   * @throws TASK_TIMED_OUT, TASK_OUT_OF_MEMORY, TASK_CRASHED, TASK_CANCELLED, and the failures of the task itself.
   *   A plain Error is a bug in the task.
   */
  run<K extends TaskName>(name: K, input: TaskInput<K>, options?: RunOptions): Promise<TaskOutput<K>>;
  stats(): WorkshopStats;
  /** Kills the children and rejects what waits or runs with TASK_CANCELLED. */
  close(): Promise<void>;
}

interface Place extends Worker {
  /** Undefined while the process is being started. */
  hand: Hand | undefined;
  order: Order | undefined;
  /** Its process has been killed and will be gone in a moment. */
  leaving: boolean;
  /** When it was given its task. */
  givenMs: number;
  stopTimers: (() => void)[];
  /** Its replacement is on the way; it works until that is ready. */
  retiring: boolean;
  ended: Promise<void>;
}

/** Loading a task's file must not take longer, whatever else the machine does. */
const LOAD_DEADLINE_MS = 20_000;
const MEMORY_WATCH_MS = 150;
const TASKS_PER_CHILD = 500;
/** A child at rest above this share of its ceiling is replaced before it fails on an innocent page. */
const TIRED_SHARE = 0.75;
const FAILED_STARTS_MAX = 5;

export function openWorkshop(options: WorkshopOptions): Workshop {
  const { size, ceilingMb, log, clock } = options;
  const tasksPerChild = options.tasksPerChild ?? TASKS_PER_CHILD;
  const queue = openOrderQueue();
  const places = new Set<Place>();
  const count = { done: 0, failed: 0, timedOut: 0, outOfMemory: 0, ranAgain: 0, crashed: 0, recycled: 0 };
  let nextId = 0;
  let closed = false;
  let failedStarts = 0;
  let cancelRestart: (() => void) | undefined;

  const cancelled = (name: string) => new MailroomError('TASK_CANCELLED', { task: name });

  /** Takes the running order off a place; exactly one of its ends is reported. */
  function finish(place: Place): Order | undefined {
    const order = place.order;
    place.order = undefined;
    for (const stop of place.stopTimers.splice(0)) stop();
    return order;
  }

  function fail(place: Place, error: Error): void {
    const order = finish(place);
    if (!order) return;
    count.failed++;
    order.reject(error);
  }

  function dispatch(): void {
    while (!closed) {
      const next = queue.next([...places].filter((p) => p.hand && !p.order && !p.leaving));
      if (!next) return;
      give(next.worker, next.order);
    }
  }

  function give(place: Place, order: Order): void {
    place.order = order;
    place.givenMs = clock.monotonicMs();
    place.tasks++;
    arm(place, order, LOAD_DEADLINE_MS);
    watchMemory(place, order);
    place.hand?.send({ say: 'run', id: order.id, name: order.name, input: order.input });
  }

  function arm(place: Place, order: Order, deadlineMs: number, spentMs = 0): void {
    const stop = clock.after(Math.max(0, deadlineMs - spentMs), () => {
      count.timedOut++;
      condemn(place, new MailroomError('TASK_TIMED_OUT', { task: order.name, deadlineMs }));
    });
    place.stopTimers.push(stop);
  }

  /** RLIMIT_DATA bounds what is allocated; this bounds what file mappings and shared pages add. */
  function watchMemory(place: Place, order: Order): void {
    const { hand } = place;
    if (!hand) return;
    const look = (): void => {
      if (place.order !== order) return;
      if (hand.rssBytes() - hand.baseRssBytes > ceilingMb * 1024 * 1024) exhaust(place);
      else place.stopTimers.push(clock.after(MEMORY_WATCH_MS, look));
    };
    place.stopTimers.push(clock.after(MEMORY_WATCH_MS, look));
  }

  function dismiss(place: Place): void {
    place.leaving = true;
    place.hand?.kill();
  }

  /** Ends the running task at once; the place is filled again when its process is gone. */
  function condemn(place: Place, verdict: MailroomError): void {
    fail(place, verdict);
    dismiss(place);
  }

  /**
   * The child broke at its task. What it had kept of earlier tasks may be why, memory or harm: only in a new child it is the task's own
   * doing. False where it is.
   */
  function runAgain(place: Place): boolean {
    const { order } = place;
    if (!order || order.spentMs !== null || place.tasks === 1) return false;
    finish(place);
    count.ranAgain++;
    order.spentMs = clock.monotonicMs() - place.givenMs;
    log.warn({ task: order.name }, 'workshop child broke at a task, which runs once more in a new one');
    queue.add(order);
    dismiss(place);
    // A new child may be there already: the worn one's replacement.
    dispatch();
    return true;
  }

  function exhaust(place: Place): void {
    if (!place.order || runAgain(place)) return;
    count.outOfMemory++;
    condemn(place, new MailroomError('TASK_OUT_OF_MEMORY', { task: place.order.name, ceilingMb }));
  }

  function heard(place: Place, message: Exclude<FromChild, { say: 'ready' }>): void {
    const { order } = place;
    if (!order || message.id !== order.id) return;
    switch (message.say) {
      case 'started': {
        for (const stop of place.stopTimers.splice(0)) stop();
        arm(place, order, order.options.deadlineMs ?? message.deadlineMs, order.spentMs ?? 0);
        watchMemory(place, order);
        return;
      }
      case 'done':
        finish(place);
        count.done++;
        order.resolve(message.output as never);
        settle(place, message.spoiled);
        return;
      case 'failed':
        if (message.spoiled && runAgain(place)) return;
        fail(place, fromWire(message.failure));
        settle(place, message.spoiled);
        return;
      case 'exhausted':
        exhaust(place);
        return;
      case 'bug':
        fail(place, new Error(`${order.name} failed in the workshop`, { cause: message.stack }));
        settle(place, true);
        return;
    }
  }

  /** After a task: back to work, or replaced. A spoiled child gets no further task; a tired one works on until relieved. */
  function settle(place: Place, spoiled: boolean): void {
    const { hand } = place;
    if (spoiled && hand) {
      dismiss(place);
    } else if (hand && !place.retiring) {
      const tired = hand.rssBytes() - hand.baseRssBytes > ceilingMb * 1024 * 1024 * TIRED_SHARE;
      if (tired || place.tasks >= tasksPerChild) replace(place);
    }
    relieve();
    dispatch();
  }

  function replace(place: Place): void {
    place.retiring = true;
    count.recycled++;
    start();
  }

  /** Lets go a retiring child that is idle, once there are enough others. */
  function relieve(): void {
    for (const place of places) {
      const others = [...places].filter((p) => p !== place && p.hand && !p.retiring && !p.leaving).length;
      if (place.retiring && !place.order && !place.leaving && others >= size) dismiss(place);
    }
  }

  function ended(place: Place, ending: Ending): void {
    places.delete(place);
    const task = place.order?.name;
    if (task !== undefined) {
      log.warn({ task, signal: ending.signal, exhausted: ending.exhausted }, 'workshop child died at work');
      if (ending.exhausted) exhaust(place);
      else if (!runAgain(place)) {
        count.crashed++;
        fail(place, new MailroomError('TASK_CRASHED', { task, signal: ending.signal }));
      }
    }
    refill();
  }

  function refill(): void {
    if (closed || cancelRestart) return;
    if (failedStarts === 0) {
      while ([...places].filter((p) => !p.retiring).length < size) start();
      // Who ran out of memory when its replacement was at work already: another makes room for the new child.
      const coming = [...places].filter((p) => !p.retiring && (p.leaving || p.tasks === 0)).length;
      const worn = [...places].find((p) => !p.retiring && !p.leaving && p.tasks > 0);
      if (queue.again > coming && worn) replace(worn);
      return;
    }
    if (failedStarts >= FAILED_STARTS_MAX) {
      for (const order of queue.takeAll()) {
        count.failed++;
        order.reject(new MailroomError('TASK_CRASHED', { task: order.name, signal: 'no worker can be started' }));
      }
    }
    cancelRestart = clock.after(Math.min(250 * 2 ** failedStarts, 30_000), () => {
      cancelRestart = undefined;
      start();
    });
  }

  function start(): void {
    const gone = Promise.withResolvers<void>();
    const place: Place = {
      hand: undefined,
      order: undefined,
      leaving: false,
      tasks: 0,
      givenMs: 0,
      recentPages: [],
      stopTimers: [],
      retiring: false,
      ended: gone.promise,
    };
    places.add(place);
    startHand(
      { ceilingMb, tasks: options.tasks ?? new URL('./tasks/', import.meta.url) },
      {
        message: (message) => heard(place, message),
        ended: (ending) => {
          gone.resolve();
          if (!place.hand) failedStarts++;
          ended(place, ending);
        },
      },
    ).then(
      (hand) => {
        place.hand = hand;
        failedStarts = 0;
        if (closed) {
          hand.kill();
          return;
        }
        hand.send({ say: 'warm' });
        refill();
        relieve();
        dispatch();
      },
      (error: unknown) => log.error({ detail: error instanceof Error ? error.message : String(error) }, 'workshop child did not start'),
    );
  }

  refill();

  return {
    run<K extends TaskName>(name: K, input: TaskInput<K>, runOptions: RunOptions = {}): Promise<TaskOutput<K>> {
      const { promise, resolve, reject } = Promise.withResolvers<TaskOutput<K>>();
      const { signal } = runOptions;
      if (closed || signal?.aborted) return Promise.reject(cancelled(name));
      const order: Order = { id: ++nextId, name, input, options: runOptions, spentMs: null, resolve, reject };
      const abort = (): void => {
        if (queue.remove(order)) {
          count.failed++;
          reject(cancelled(name));
        } else {
          const place = [...places].find((p) => p.order === order);
          if (place) condemn(place, cancelled(name));
        }
      };
      signal?.addEventListener('abort', abort, { once: true });
      queue.add(order);
      dispatch();
      return promise.finally(() => signal?.removeEventListener('abort', abort));
    },
    stats: () => ({
      size,
      busy: [...places].filter((p) => p.order).length,
      queued: queue.length,
      queuedUrgent: queue.urgent,
      ...count,
      rssBytes: [...places].flatMap((p) => (p.hand ? [p.hand.rssBytes()] : [])),
      baseRssBytes: [...places].flatMap((p) => (p.hand ? [p.hand.baseRssBytes] : [])),
    }),
    async close() {
      closed = true;
      cancelRestart?.();
      for (const order of queue.takeAll()) order.reject(cancelled(order.name));
      const leaving = [...places];
      for (const place of leaving) {
        if (place.order) fail(place, cancelled(place.order.name));
        dismiss(place);
      }
      await Promise.all(leaving.map((place) => place.ended));
    },
  };
}
