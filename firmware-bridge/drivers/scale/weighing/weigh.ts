import { MailroomError } from '../../../../src/base/errors.ts';
import type { Link } from '../../../supervisor/driver.ts';
import { NONE, type Reading } from './weight.ts';

/**
 * Waits for a weight that stands still.
 *
 * @param next   The next reading, made after it was asked for; null when none came within the time given.
 * @param times  How often a weight must be read alike. Two where the line has no checksum: a byte lost on the way makes a weight that
 *               looks like one.
 * @throws SCALE_UNSTABLE within `patienceMs`, saying why by what the scale said last. DEVICE_ABSENT
 */
export async function weighOut(
  { deviceId, clock }: Pick<Link, 'deviceId' | 'clock'>,
  next: (leftMs: number) => Promise<Reading | null>,
  { patienceMs, capacityGrams, times }: { patienceMs: number; capacityGrams: number; times: 1 | 2 },
): Promise<number> {
  const untilMs = clock.monotonicMs() + patienceMs;
  let why: string = NONE.silent;
  let before: number | null = null;
  for (let leftMs = patienceMs; leftMs > 0; leftMs = untilMs - clock.monotonicMs()) {
    const reading = await next(leftMs);
    if (!reading) continue;
    if ('none' in reading || reading.grams > capacityGrams) {
      why = 'none' in reading ? reading.none : NONE.over;
      before = null;
    } else if (times === 1 || before === reading.grams) return reading.grams;
    else {
      why = NONE.moving;
      before = reading.grams;
    }
  }
  throw new MailroomError('SCALE_UNSTABLE', { deviceId, what: why });
}
