import type { JobId } from '#base/ids.ts';

/** A job to be put on the durable table. `payload` holds ids and codes only, never personal data. */
export interface NewJob {
  /** Name of the handler. */
  name: string;
  /** What it is about: an item, a document, a page id. */
  subject: string;
  payload?: unknown;
  /** Higher goes first; work somebody stands waiting for is 10, the usual 0, background work -10. */
  priority?: number;
  /** Not before this many milliseconds of this run have passed (grace period). After a restart the delay begins anew. */
  delayMs?: number;
  /** At most one waiting job of this name and subject: enqueueing again returns the one there, made more urgent if need be. */
  unique?: boolean;
}

export interface Job {
  id: JobId;
  name: string;
  subject: string;
  payload: unknown;
  priority: number;
  /** How often it has been claimed, this time included; counts a claim that ended in a crash. */
  attempts: number;
  /** What `progress` last stored, null at first. */
  progress: unknown;
  /** Register position at which it was enqueued. */
  createdPosition: number;
}

export type JobState = 'ready' | 'running' | 'parked';
export interface JobCount {
  name: string;
  state: JobState;
  count: number;
}

/** What a transaction may do to jobs. */
export interface JobChanges {
  enqueue(job: NewJob): JobId;
  /** The job is done: its row goes away in this transaction. */
  finish(job: JobId): void;
  /** Ready again after `delayMs`; `code` says why (a failure code). */
  retry(job: JobId, delayMs: number, code: string): void;
  /** Waits for a person, with the reason. */
  park(job: JobId, code: string): void;
  /** Ready at once, attempts counted anew. */
  unpark(job: JobId): void;
  /** Stores where the job stands (filing: UIDVALIDITY and UIDNEXT before APPEND); durable when the transaction is. */
  progress(job: JobId, value: unknown): void;
  /** Waiting jobs of this name and subject go away (undo within the grace period); a running one stays. Returns how many went. */
  cancel(name: string, subject: string): number;
}

export interface Jobs {
  /** Takes up to `limit` due jobs of these names, the most urgent first, and marks them running. */
  claim(names: readonly string[], limit: number): Job[];
  counts(): JobCount[];
  /** Milliseconds until the next ready job of these names (of any name) is due: 0 when one is, null when none waits. */
  nextDueMs(names?: readonly string[]): number | null;
  /** Calls back after a commit that made work ready, and when a delayed job comes due. Returns how to stop listening. */
  onDue(listener: () => void): () => void;
  parked(): { id: JobId; name: string; subject: string; reason: string }[];
}
