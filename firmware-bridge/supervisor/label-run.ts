import { crashPoint } from '../../src/base/crash-point.ts';
import { MailroomError } from '../../src/base/errors.ts';
import type { LabelLedger } from '../spool/label-ledger.ts';
import { inTheWay } from './device-state.ts';
import type { LabelBits, LabelPrinterSession, Report } from './driver.ts';

export interface LabelOrder {
  deviceId: string;
  jobKey: string;
  label: LabelBits;
}

/** @throws LABEL_UNKNOWN_OUTCOME this key may have printed. Returns true when it has, false when it never did. */
export function alreadyPrinted(ledger: LabelLedger, { deviceId, jobKey }: LabelOrder): boolean {
  const record = ledger.outcome(jobKey);
  if (!record) return false;
  if (record.outcome === 'printed') return true;
  const { sentBytes, totalBytes } = record;
  throw new MailroomError('LABEL_UNKNOWN_OUTCOME', { deviceId, sentBytes, totalBytes });
}

/**
 * Prints one label at most once: the key is synced as begun before the first byte leaves.
 * @throws LABEL_NOT_PRINTED, LABEL_UNKNOWN_OUTCOME, DEVICE_ABSENT, DEVICE_REFUSED
 */
export async function printOnce(
  session: LabelPrinterSession,
  order: LabelOrder,
  ledger: LabelLedger,
  report: (seen: Report) => void,
): Promise<void> {
  const { deviceId, jobKey, label } = order;
  if (label.widthDots > session.widthDots || label.heightDots > session.lengthDots) {
    const detail = `a label of ${label.widthDots} by ${label.heightDots} dots does not fit one of ${session.widthDots} by ${session.lengthDots}`;
    throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 413, detail });
  }
  const seen = await session.status();
  report(seen);
  const condition = inTheWay(seen.conditions);
  if (condition) throw new MailroomError('LABEL_NOT_PRINTED', { deviceId, condition });

  const job = session.encode(label);
  await ledger.begin(jobKey, job.length);
  crashPoint('bridge.label.before-send');
  const result = await session.print(job);
  crashPoint('bridge.label.after-send');
  const sentBytes = result.outcome === 'unknown' ? result.sentBytes : result.outcome === 'printed' ? job.length : 0;
  await ledger.settle({ jobKey, outcome: result.outcome, sentBytes, totalBytes: job.length });
  if (result.outcome === 'not-printed') throw new MailroomError('LABEL_NOT_PRINTED', { deviceId, condition: result.condition });
  if (result.outcome === 'unknown') throw new MailroomError('LABEL_UNKNOWN_OUTCOME', { deviceId, sentBytes, totalBytes: job.length });
}
