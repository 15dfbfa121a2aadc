import { isFailure, MailroomError } from '../../src/base/errors.ts';
import type { Condition } from '../../src/base/words.ts';

/** The condition to show for a failure a driver threw. Anything but a MailroomError is a bug and goes on its way. */
export function conditionOf(error: unknown): Condition {
  if (!(error instanceof MailroomError)) throw error;
  if (isFailure(error, 'DEVICE_REFUSED')) return [401, 403].includes(error.context.status) ? 'access-denied' : 'other';
  if (error.code === 'DEVICE_ABSENT') return 'connecting-to-device';
  if (error.code === 'DEVICE_BUSY') return 'busy';
  if (error.code === 'SPOOL_FULL') return 'spool-full';
  return 'other';
}
