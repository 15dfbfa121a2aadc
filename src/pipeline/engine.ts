import type { Clock } from '#base/clock.ts';
import { FAILURES, type FailureCode, isFailure, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import type { Store, Tx } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';
import { awayPauseMs, backoffMs } from './backoff.ts';
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
  /** What this failure was about is there again: jobs that wait for it are due. */
  back(code: FailureCode): void;
  /** Resolves when no job is ready or running (parked ones do not count). */
  idle(): Promise<void>;
}

/** A job under which the process died so often in a row runs alone, before all others: then it is known which one kills. */
const SUSPICIOUS_DEATHS = 3;
/** A job under which the process died so often is not tried again by itself. */
const MOST_DEATHS = 8;
/** A full disk is a condition of the box: nothing is given up, and after so long it is tried again. */
const FULL_DISK_MS = 5_000;
/** Failures that a person cures elsewhere: in the directory, on the mail server. What stopped for them is tried now and then by itself. */
const CURED_ELSEWHERE: readonly FailureCode[] = [
  'FILING_DENIED',
  'FILING_NO_MAILBOX',
  'FILING_OVER_QUOTA',
  'NOTICE_DENIED',
  'SECRET_UNREADABLE',
];
const CURE_MS = 15 * 60_000;
const AWAY = Object.entries(FAILURES)
  .filter(([, { retry }]) => retry === 'away')
  .map(([code]) => code);

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
  /** Since when a stage finds its far end away, in monotonic milliseconds. */
  const awaySince = new Map<string, number>();
  let started = false;
  let noRoom = false;
  let stopListening = (): void => {};

  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
  const roomAgain = (): Promise<void> => Promise.race([stopped, new Promise<void>((resolve) => void clock.after(FULL_DISK_MS, resolve))]);

  /**
   * Writes as soon as the disk has room for it; what was done is not done again meanwhile.
   * @returns false where the engine was stopped before: the next run does the job again.
   */
  async function write(work: (tx: Tx) => void): Promise<boolean> {
    for (;;) {
      try {
        await store.together(work);
        return true;
      } catch (error) {
        if (!isFailure(error, 'STORAGE_FULL')) throw error;
        if (stopping.signal.aborted) return false;
        log.warn({ code: error.code }, 'waits for room on the disk');
        await roomAgain();
      }
    }
  }

  /** Ends, repeats or parks a job after a failure. Decides from the failure's `retry`, never from its wording. */
  async function failed(stage: Stage, job: Job, failure: MailroomError): Promise<unknown> {
    log.warn({ job: job.name, subject: job.subject, code: failure.code, failures: job.failures + 1 }, 'job failed');
    const { retry, code } = failure;
    if (code === 'ITEM_MOVED_ON' || code === 'BLOB_OVERTAKEN') return write((tx) => tx.wait(job.id, 0, code));
    if (code === 'STORAGE_FULL') return write((tx) => tx.wait(job.id, FULL_DISK_MS, code));
    if (retry === 'away') {
      const sinceMs = awaySince.get(stage.name) ?? clock.monotonicMs();
      awaySince.set(stage.name, sinceMs);
      return write((tx) => tx.wait(job.id, awayPauseMs(clock.monotonicMs() - sinceMs), code));
    }
    if (retry === 'operator') return park(stage, job, failure);
    const failures = job.failures + 1;
    if (retry !== 'never' && failures < stage.attempts) return write((tx) => tx.retry(job.id, backoffMs(retry, failures), code));
    return finish(job, stage.gaveUp(job, failure));
  }

  async function park(stage: Stage, job: Job, failure: MailroomError): Promise<void> {
    const held = stage.held?.(job, failure);
    const written = await write((tx) => {
      held?.commit(tx);
      tx.park(job.id, failure.code);
    });
    if (written) held?.afterwards?.();
  }

  async function finish(job: Job, end: Finish): Promise<void> {
    const written = await write((tx) => {
      end.commit(tx);
      if (end.again === undefined) tx.finish(job.id);
      else tx.wait(job.id, end.again, null);
    });
    if (written) end.afterwards?.();
  }

  /** The far end answers: what waits for it need not wait longer. */
  function answered({ name }: Stage): void {
    if (awaySince.delete(name)) hurry([name], AWAY);
  }

  /** On a full disk nothing is hurried: what waits comes due by itself. */
  function hurry(names: readonly string[], codes: readonly string[]): void {
    try {
      store.jobs.hurry(names, codes);
    } catch (error) {
      if (!isFailure(error, 'STORAGE_FULL')) throw error;
    }
  }

  async function run(stage: Stage, job: Job): Promise<unknown> {
    const startedMs = clock.monotonicMs();
    try {
      if (job.deaths >= MOST_DEATHS)
        return await park(stage, job, new MailroomError('TASK_CRASHED', { task: job.name, signal: 'repeated' }));
      const end = await stage.run(job, stopping.signal);
      await finish(job, end);
      answered(stage);
      return log.debug({ job: job.name, subject: job.subject, ms: Math.round(clock.monotonicMs() - startedMs) }, 'job done');
    } catch (error) {
      if (stopping.signal.aborted && isFailure(error, 'TASK_CANCELLED', 'BRIDGE_AWAY')) return write((tx) => tx.wait(job.id, 0, null));
      if (!isFailure(error)) throw error;
      return failed(stage, job, error);
    }
  }

  /** Nothing is claimed on a full disk until there may be room again. */
  const claimed = <T>(claim: () => T): T | null => {
    if (noRoom) return null;
    try {
      return claim();
    } catch (error) {
      if (!isFailure(error, 'STORAGE_FULL')) throw error;
      noRoom = true;
      clock.after(FULL_DISK_MS, () => {
        noRoom = false;
        if (started) fill();
        else openLanes();
      });
      return null;
    }
  };

  function launch(job: Job, done: () => void): void {
    const work: Promise<void> = run(handlers.get(job.name)!, job)
      .catch(onBug)
      .then(() => {
        inFlight.delete(work);
        done();
      });
    inFlight.add(work);
  }

  /** Whoever is suspected of killing the process runs alone, one after the other; then the lanes open. */
  function openLanes(): void {
    if (stopping.signal.aborted) return;
    const suspect = claimed(() => store.jobs.claimSuspect(SUSPICIOUS_DEATHS));
    if (suspect) {
      launch(suspect, openLanes);
      return;
    }
    if (noRoom) return;
    started = true;
    stopListening = store.jobs.onDue(() => fill());
    fill();
  }

  /** Gives free places to due jobs: in one lane where only there a place has become free. */
  function fill(only?: Lane): void {
    if (!started || stopping.signal.aborted) return;
    for (const lane of only ? [only] : (Object.keys(lanes) as Lane[])) {
      const free = lanes[lane] - (running.get(lane) ?? 0);
      if (free <= 0) continue;
      for (const job of claimed(() => store.jobs.claim(namesIn[lane], free)) ?? []) {
        running.set(lane, (running.get(lane) ?? 0) + 1);
        launch(job, () => {
          running.set(lane, running.get(lane)! - 1);
          fill(lane);
        });
      }
    }
    if (inFlight.size === 0 && store.jobs.nextDueMs() === null) for (const tell of waitingForIdle.splice(0)) tell();
  }

  /** Tries again what a person may have cured meanwhile where the box does not see it. */
  function lookForCures(): void {
    if (stopping.signal.aborted) return;
    const curable = store.jobs.parked().filter(({ reason }) => (CURED_ELSEWHERE as readonly string[]).includes(reason));
    if (curable.length > 0) write((tx) => void curable.map((job) => tx.unpark(job))).catch(onBug);
    clock.after(CURE_MS, lookForCures);
  }

  return {
    start() {
      openLanes();
      // A restart is how many a cure ends.
      lookForCures();
    },
    async stop() {
      stopping.abort();
      stopListening();
      await Promise.all(inFlight);
    },
    back: (code) => hurry([...handlers.keys()], [code]),
    idle: () =>
      new Promise((resolve) => {
        waitingForIdle.push(resolve);
        fill();
      }),
  };
}
