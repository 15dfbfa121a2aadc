import type { MailroomError } from '#base/errors.ts';
import type { Effect } from '#base/words.ts';
import type { Tx } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';

/**
 * What a stage wants written. Runs synchronously in the one transaction that also ends the job, so the work and the word
 * that it is done become durable together; `afterwards` runs once that commit is synced.
 */
export interface Finish {
  commit(tx: Tx): void;
  afterwards?(): void;
  /** The job is not done: it is run again after so many milliseconds. */
  again?: number;
}

/** Where a stage's work goes: each lane has its own width, so that a slow mail server never holds up reading. */
export type Lane = 'desk' | 'workshop' | 'mail' | 'notices' | 'printer' | 'school';

/**
 * One step of the way of a page. It may run twice: `effect` says what a second run does, and whoever writes a stage keeps that promise.
 * Failures are thrown as MailroomError; the engine decides from `retry` alone what becomes of the job.
 */
export interface Stage {
  /** The job's name. */
  readonly name: string;
  readonly effect: Effect;
  readonly lane: Lane;
  /** After so many failures in a row that were to be repeated, `gaveUp` has the last word. A far end that is away counts as none. */
  readonly attempts: number;
  run(job: Job, signal: AbortSignal): Promise<Finish>;
  /** A person is needed: the job is parked, and this is written. The same job goes on when a person says so. */
  held?(job: Job, failure: MailroomError): Finish;
  /** It will never succeed: the job ends, and this is written. */
  gaveUp(job: Job, failure: MailroomError): Finish;
}

export const nothing: Finish = { commit: () => {} };
