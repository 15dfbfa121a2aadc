import type { Clock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';

/** A file has so long, the wait for a worker included, and longer for each page after the first. */
const FIRST_PAGE_MS = 18_000;
const FURTHER_PAGE_MS = 10_000;

export interface Deadline {
  signal: AbortSignal;
  /** To be told as soon as it is known. */
  pagesAre(count: number): void;
}

/**
 * Runs all that is done with one file against one deadline: its tasks together may take no longer than its pages allow.
 *
 * @throws TASK_TIMED_OUT where the deadline ended it
 */
export async function againstDeadline<T>(clock: Clock, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const startedMs = clock.monotonicMs();
  const controller = new AbortController();
  let deadlineMs = 0;
  let stop = (): void => {};
  const pagesAre = (count: number): void => {
    stop();
    deadlineMs = FIRST_PAGE_MS + Math.max(0, count - 1) * FURTHER_PAGE_MS;
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
