import { availableParallelism, loadavg } from 'node:os';
import type { Clock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';

/**
 * A file has so long on a machine with nothing else to do, the wait for a worker included, and longer for each page after the first. A
 * letter takes two to three seconds.
 */
const FIRST_PAGE_MS = 18_000;
const FURTHER_PAGE_MS = 10_000;

export interface Deadline {
  signal: AbortSignal;
  /** To be told as soon as it is known. */
  pagesAre(count: number): void;
}

/** How many times slower than that the machine is: what waits for each of its cores. */
export const slowness = (): number => Math.min(SLOWNESS_MAX, Math.max(1, loadavg()[0]! / availableParallelism()));
const SLOWNESS_MAX = 10;

/**
 * Runs all that is done with one file against one deadline: its tasks together may take no longer than its pages allow.
 *
 * @param slower how many times longer everything takes, at least 1
 * @throws TASK_TIMED_OUT where the deadline ended it
 */
export async function againstDeadline<T>(clock: Clock, slower: number, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const startedMs = clock.monotonicMs();
  const controller = new AbortController();
  let deadlineMs = 0;
  let stop = (): void => {};
  const pagesAre = (count: number): void => {
    stop();
    deadlineMs = Math.round(slower * (FIRST_PAGE_MS + Math.max(0, count - 1) * FURTHER_PAGE_MS));
    stop = clock.after(Math.max(0, startedMs + deadlineMs - clock.monotonicMs()), () => controller.abort());
  };
  pagesAre(1);
  try {
    return await work({ signal: controller.signal, pagesAre });
  } catch (error) {
    if (controller.signal.aborted && isFailure(error, 'TASK_CANCELLED'))
      throw new MailroomError('TASK_TIMED_OUT', { task: 'read', deadlineMs }, { cause: error });
    throw error;
  } finally {
    stop();
  }
}
