import type { Clock } from '../../../../src/base/clock.ts';
import type { InputWire } from '../../../protocol/messages.ts';
import type { ReaderSession } from '../../../supervisor/driver.ts';

/**
 * A reader is listened to without a pause; whether it is there shows in the listening. @param inputs ends only by throwing.
 * @param close must make `inputs` throw.
 */
export function readerSession(inputs: AsyncGenerator<InputWire, void>, close: () => Promise<void>): ReaderSession {
  let gone: unknown;
  return {
    async *inputs() {
      try {
        yield* inputs;
      } catch (error) {
        gone = error;
        throw error;
      }
    },
    async status() {
      if (gone !== undefined) throw gone;
      return { conditions: [] };
    },
    close,
  };
}

/** As late as a timer is on a machine that is not short of time, and as long as what lies unread needs to be read. */
const LATE_MS = 20;

/**
 * What `next` gives, or null after a pause of `pauseMs`. A wait that ended late was no pause: this process was kept from listening, and what was
 * said meanwhile may lie there unread, so that it is looked for once more. Half a code told as one would be worse than one told late.
 */
export async function orPause<T>(clock: Clock, pauseMs: number, next: (patienceMs: number) => Promise<T | null>): Promise<T | null> {
  for (let patienceMs = pauseMs; ; patienceMs = LATE_MS) {
    const sinceMs = clock.monotonicMs();
    const heard = await next(patienceMs);
    if (heard !== null || clock.monotonicMs() - sinceMs <= patienceMs + LATE_MS) return heard;
  }
}
