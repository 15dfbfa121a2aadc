import { crashPoint } from '#base/crash-point.ts';
import { isFailure } from '#base/errors.ts';
import { event } from '#domain/events.ts';
import type { DeviceEvent, SpooledPage } from '#ports/devices.ts';
import { MAIL, type Room } from './room.ts';

/**
 * Takes what the bridge announces: bytes out of the spool, into a blob, into the register; then, and only then, the spool may forget.
 * Announced again after every reconnection, so all of it may run twice and takes each page once.
 *
 * @returns how to stop taking; resolves when what was begun is done.
 */
export function openIntake(room: Room, onBug: (bug: unknown) => void): () => Promise<void> {
  const taking = new Set<string>();
  // One at a time: pages come in order, and a batch's end must not overtake its last page.
  let queue: Promise<void> = Promise.resolve();
  const stopListening = room.devices.listen((told) => {
    const key =
      told.kind === 'page' ? told.page.pageId : told.kind === 'batch-end' ? `${told.batchId}:${told.sheets}:${told.atSheet}` : null;
    if (key === null || taking.has(key)) return;
    taking.add(key);
    queue = queue
      .then(() =>
        told.kind === 'page' ? takePage(room, told.page) : takeBatchEnd(room, told as Extract<DeviceEvent, { kind: 'batch-end' }>),
      )
      .catch((error) => {
        // Away or full: the bridge announces it again, the paper lies safe in the spool.
        if (isFailure(error, 'BRIDGE_AWAY', 'STORAGE_FULL', 'PAGE_DAMAGED')) room.log.warn({ code: error.code }, 'page waits in the spool');
        else onBug(error);
      })
      .finally(() => taking.delete(key));
  });
  return async () => {
    stopListening();
    await queue;
  };
}

async function takePage(room: Room, page: SpooledPage): Promise<void> {
  while (!room.store.read.get('page', { id: page.pageId })) {
    const bytes = await room.devices.readPage(page);
    const blob = await room.store.blobs.put(bytes, MAIL);
    crashPoint('intake.page.before-commit');
    const taken = room.store.together((tx) => {
      if (tx.get('page', { id: page.pageId })) return;
      const { pageId, batchId, sheet, side, attempt, format, sizeBytes, resolutionDpi } = page;
      tx.append([event('page.scanned@1', null, { pageId, batchId, sheet, side, attempt, blob, format, sizeBytes, resolutionDpi })]);
      tx.enqueue({ name: 'prepare', subject: pageId, priority: 4 });
    });
    await taken.catch((error) => {
      // An identical page was just erased, and these bytes with it: they are put again.
      if (!isFailure(error, 'BLOB_OVERTAKEN')) throw error;
    });
  }
  crashPoint('intake.page.before-ack');
  await room.devices.acknowledgePage(page.pageId);
}

async function takeBatchEnd(room: Room, end: Extract<DeviceEvent, { kind: 'batch-end' }>): Promise<void> {
  await room.store.together((tx) => {
    const batch = tx.get('batch', { id: end.batchId });
    if (!batch || batch.state === 'closed' || batch.state === 'cancelled') return;
    // The bridge counts the sheets of this run; a batch that was continued has those of earlier runs too.
    const sides = new Set(tx.all('page', { batch_id: end.batchId }).map((page) => `${page.sheet}.${page.side}`));
    const sheets = new Set([...sides].map((side) => side.split('.')[0]));
    tx.append([
      event('batch.closed@1', null, {
        batchId: end.batchId,
        sheets: sheets.size,
        sides: sides.size,
        condition: end.condition,
        atSheet: end.atSheet,
      }),
    ]);
    tx.enqueue({ name: 'divide', subject: end.batchId, priority: 8, unique: true });
  });
  crashPoint('intake.batch-end.before-ack');
  await room.devices.acknowledgeBatchEnd(end.batchId);
}
