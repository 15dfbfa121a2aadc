import { crashPoint } from '../../src/base/crash-point.ts';
import { type FailureWire, MailroomError, toWire } from '../../src/base/errors.ts';
import { type BatchId, pageId } from '../../src/base/ids.ts';
import type { Log } from '../../src/base/log.ts';
import type { Condition } from '../../src/base/words.ts';
import { type BatchEndWire, type PageWire, parsePageWire, type ScanOrder } from '../protocol/messages.ts';
import type { Spool, Waiting } from '../spool/spool.ts';
import { conditionOf } from './condition-of.ts';
import type { ScannedSide, ScannerSession } from './driver.ts';
import { placeOf } from './side-place.ts';

/**
 * Feeds one run of a batch into the spool and tells each sheet once all its sides are durable: half a sheet is worth nothing to
 * anybody, because the sheet has to go back. Always ends with a durable batch end, which is told last.
 */
export async function runBatch(
  session: ScannerSession,
  order: ScanOrder,
  spool: Spool,
  tell: (news: Waiting) => void,
  signal: AbortSignal,
  log: Log,
): Promise<BatchEndWire> {
  let held: PageWire[] = [];
  let sides = 0;
  let condition: Condition | null = null;
  let failure: FailureWire | null = null;
  let ranEmpty = false;

  const announce = () => {
    for (const page of held) {
      spool.release(page);
      tell({ kind: 'page', page });
      crashPoint('bridge.page.announced');
    }
    held = [];
  };
  /** A page the daemon would refuse is refused here: in the spool it would be told again for ever. */
  const wordOf = (page: PageWire): PageWire => {
    try {
      return parsePageWire(page);
    } catch (cause) {
      const what = `a page of ${page.sizeBytes} bytes at ${page.resolutionDpi} dpi`;
      throw new MailroomError('DEVICE_SPEECH', { deviceId: order.deviceId, what }, { cause });
    }
  };
  const keep = async (scanned: ScannedSide) => {
    const { sheet, side } = placeOf(order, sides + held.length);
    const page = wordOf({
      pageId: pageId(order.batchId as BatchId, sheet, side, order.attempt),
      batchId: order.batchId,
      sheet,
      side,
      attempt: order.attempt,
      format: scanned.format,
      sizeBytes: scanned.bytes.length,
      resolutionDpi: scanned.resolutionDpi,
    });
    crashPoint('bridge.page.before-spool');
    await spool.put(page, scanned.bytes);
    crashPoint('bridge.page.after-spool');
    held.push(page);
    if (order.source === 'adf-duplex' && side === 'front') return;
    sides += held.length;
    announce();
  };

  const feed = session.scan(order, signal, (handle) => spool.noteHandle(order, handle));
  try {
    const most = (order.sheets ?? Number.POSITIVE_INFINITY) * (order.source === 'adf-duplex' ? 2 : 1);
    while (!signal.aborted) {
      if (sides >= most) {
        ranEmpty = true;
        break;
      }
      // The back of a sheet that has been drawn is taken whatever the spool holds: not to feed means not to draw.
      if (held.length === 0 && spool.full()) throw new MailroomError('SPOOL_FULL', { capBytes: spool.capBytes });
      const next = await feed.next();
      if (next.done) {
        condition = next.value;
        ranEmpty = condition === null && !signal.aborted;
        break;
      }
      await keep(next.value);
    }
  } catch (error) {
    condition = conditionOf(error);
    failure = toWire(error as MailroomError);
  } finally {
    await feed.return(null);
  }
  if (signal.aborted) [condition, failure] = [null, null];

  // A feeder that ran empty after a front has drawn a sheet whose back the device left out.
  const lastFront = ranEmpty ? held : [];
  // Two sheets drawn at once are taken for one page: what there is of it is kept, should a person find that it was one.
  if (!ranEmpty)
    for (const page of held) {
      const suspect = condition === 'double-feed' ? await spool.suspect(page) : await spool.drop(page);
      if (suspect) tell({ kind: 'page', page: suspect });
    }
  const duplex = order.source === 'adf-duplex';
  const sheets = (duplex ? sides / 2 : sides) + lastFront.length;
  const { batchId, firstSheet, attempt } = order;
  const end: BatchEndWire = {
    ...{ batchId, firstSheet, attempt },
    sheets,
    sides: sides + lastFront.length,
    condition,
    atSheet: ranEmpty ? null : firstSheet + sheets,
    ...(failure ? { failure } : {}),
  };
  await spool.endRun(end);
  if (ranEmpty) announce();
  tell({ kind: 'batch-end', end });
  log.info({ device: order.deviceId, batch: order.batchId, sheets, sides: end.sides, condition, at: end.atSheet }, 'batch ended');
  return end;
}

/** Ends a run whose scanner went away between the promise to feed and the first sheet. @param error anything but a failure is a bug. */
export async function endUnfed(order: ScanOrder, error: unknown, spool: Spool, tell: (news: Waiting) => void): Promise<BatchEndWire> {
  const condition = conditionOf(error);
  const { batchId, firstSheet, attempt } = order;
  const nothing = { sheets: 0, sides: 0, condition, atSheet: firstSheet };
  const end: BatchEndWire = { batchId, firstSheet, attempt, ...nothing, failure: toWire(error as MailroomError) };
  await spool.endRun(end);
  tell({ kind: 'batch-end', end });
  return end;
}
