import type { Clock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import type { Store } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';
import type { Finish, Lane, Stage } from './stage.ts';

export interface EngineOptions {
  store: Store;
  stages: readonly Stage[];
  /** How many jobs of a lane run at once. */
  lanes: Record<Lane, number>;
  clock: Clock;
  log: Log;
  /** What to do about a bug. The daemon lets the process die; the job table resumes. */
  onBug: (bug: unknown) => void;
}

export interface Engine {
  start(): void;
  /** Lets running jobs end, starts no more. */
  stop(): Promise<void>;
  /** Resolves when no job is ready or running (parked ones do not count). */
  idle(): Promise<void>;
}

const BACK_OFF_MS = { soon: 1_000, later: 60_000 } as const;
const LONGEST_MS = 15 * 60_000;
/** A job that was claimed so often without an end makes the process die: it is parked instead of tried for ever. */
const CLAIMS_BEFORE_PARKING = 8;

/** Refuses a stage list in which a job name has two handlers, or a job in the table has none. */
function byName(stages: readonly Stage[], waiting: readonly string[]): Map<string, Stage> {
  const map = new Map<string, Stage>();
  for (const stage of stages) {
    if (map.has(stage.name)) throw new Error(`two stages handle "${stage.name}"`);
    map.set(stage.name, stage);
  }
  for (const name of waiting) if (!map.has(name)) throw new Error(`no stage handles the waiting job "${name}"`);
  return map;
}

/** Runs durable jobs through their stages, lane by lane, the most urgent first. */
export function openEngine({ store, stages, lanes, clock, log, onBug }: EngineOptions): Engine {
  const handlers = byName(
    stages,
    store.jobs.counts().map((count) => count.name),
  );
  const namesIn = Object.fromEntries(
    Object.keys(lanes).map((lane) => [lane, stages.filter((stage) => stage.lane === lane).map(({ name }) => name)]),
  ) as Record<Lane, string[]>;
  const running = new Map<Lane, number>();
  const inFlight = new Set<Promise<void>>();
  const waitingForIdle: (() => void)[] = [];
  const stopping = new AbortController();
  let started = false;
  let stopListening: (() => void) | null = null;

  const delayFor = (retry: 'soon' | 'later', attempts: number): number => {
    const full = Math.min(LONGEST_MS, BACK_OFF_MS[retry] * 2 ** Math.max(0, attempts - 1));
    return full * (0.75 + Math.random() * 0.5);
  };

  /** Ends, repeats or parks a job after a failure. Decides from the failure's `retry`, never from its wording. */
  async function failed(stage: Stage, job: Job, failure: MailroomError): Promise<void> {
    log.warn({ job: job.name, subject: job.subject, code: failure.code, attempts: job.attempts }, 'job failed');
    const { retry } = failure;
    if (isFailure(failure, 'ITEM_MOVED_ON')) return store.together((tx) => tx.retry(job.id, 0, failure.code));
    if (retry === 'operator') {
      const held = stage.held?.(job, failure);
      await store.together((tx) => {
        held?.commit(tx);
        tx.park(job.id, failure.code);
      });
      held?.afterwards?.();
      return;
    }
    if (retry !== 'never' && job.attempts < stage.attempts)
      return store.together((tx) => tx.retry(job.id, delayFor(retry, job.attempts), failure.code));
    await finish(job, stage.gaveUp(job, failure));
  }

  async function finish(job: Job, end: Finish): Promise<void> {
    await store.together((tx) => {
      end.commit(tx);
      if (end.again === undefined) tx.finish(job.id);
      else tx.retry(job.id, end.again, 'AGAIN');
    });
    end.afterwards?.();
  }

  async function run(stage: Stage, job: Job): Promise<void> {
    const startedMs = clock.monotonicMs();
    try {
      if (job.attempts > CLAIMS_BEFORE_PARKING + stage.attempts)
        throw new MailroomError('TASK_CRASHED', { task: job.name, signal: 'repeated' });
      const end = await stage.run(job, stopping.signal);
      await finish(job, end);
      log.debug({ job: job.name, subject: job.subject, ms: Math.round(clock.monotonicMs() - startedMs) }, 'job done');
    } catch (error) {
      if (stopping.signal.aborted && isFailure(error, 'TASK_CANCELLED', 'BRIDGE_AWAY')) return;
      if (!isFailure(error)) throw error;
      await failed(stage, job, error);
    }
  }

  /** Gives free places to due jobs: in one lane where only there a place has become free. */
  function fill(only?: Lane): void {
    if (!started || stopping.signal.aborted) return;
    for (const lane of only ? [only] : (Object.keys(lanes) as Lane[])) {
      const free = lanes[lane] - (running.get(lane) ?? 0);
      if (free <= 0) continue;
      for (const job of store.jobs.claim(namesIn[lane], free)) {
        running.set(lane, (running.get(lane) ?? 0) + 1);
        const work = run(handlers.get(job.name)!, job)
          .catch(onBug)
          .finally(() => {
            running.set(lane, running.get(lane)! - 1);
            inFlight.delete(work);
            fill(lane);
          });
        inFlight.add(work);
      }
    }
    if (inFlight.size === 0 && store.jobs.nextDueMs() === null) for (const tell of waitingForIdle.splice(0)) tell();
  }

  return {
    start() {
      started = true;
      stopListening = store.jobs.onDue(() => fill());
      fill();
    },
    async stop() {
      stopping.abort();
      stopListening?.();
      await Promise.all(inFlight);
    },
    idle: () =>
      new Promise((resolve) => {
        waitingForIdle.push(resolve);
        fill();
      }),
  };
}
