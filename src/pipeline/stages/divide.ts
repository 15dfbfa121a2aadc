import { crashPoint } from '#base/crash-point.ts';
import { type BatchId, type ItemId, mintId } from '#base/ids.ts';
import { type BatchPage, divideBatch } from '#domain/divide-batch.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Divides what is settled of a batch into items and documents. Nothing is awaited: it decides inside the transaction that writes it. */
export default (_room: Room): Stage => ({
  name: 'divide',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 5,
  async run(job) {
    crashPoint('divide.commit.before');
    return { commit: (tx) => divide(tx, job.subject as BatchId) };
  },
  gaveUp: () => nothing,
});

function divide(tx: Tx, batchId: BatchId): void {
  const batch = tx.get('batch', { id: batchId });
  if (!batch) return;
  const pages = tx.all('page', { batch_id: batchId }).map(
    (page): BatchPage => ({
      id: page.id as BatchPage['id'],
      sheet: page.sheet,
      side: page.side as BatchPage['side'],
      attempt: page.attempt,
      role: page.role as BatchPage['role'],
      separator: page.separator as BatchPage['separator'],
      ownNumber: page.own_number as BatchPage['ownNumber'],
      documentId: page.document_id,
    }),
  );
  const documents = divideBatch(pages, {
    separation: batch.separation as 'sheet',
    duplex: batch.source === 'adf-duplex',
    complete: batch.state === 'closed' || batch.state === 'cancelled',
  });
  const itemOfGroup = new Map<number, ItemId>();
  for (const document of documents) {
    const itemId = itemOfGroup.get(document.group) ?? itemFor(tx, document);
    itemOfGroup.set(document.group, itemId);
    const documentId = mintId('document');
    const seq = tx.all('document', { item_id: itemId }).length + 1;
    tx.append([
      event('document.divided@1', itemId, {
        documentId,
        batchId,
        seq,
        pages: document.pages,
        blankPages: document.blankPages,
        sheet: document.sheet,
      }),
    ]);
    tx.enqueue({ name: 'route', subject: documentId, priority: 5 });
  }
}

/** The item a document belongs to: that of an earlier document of its group, that of the label on it, or a new one. */
function itemFor(tx: Tx, document: ReturnType<typeof divideBatch>[number]): ItemId {
  const before = document.sameItemAs === null ? undefined : tx.get('document', { id: document.sameItemAs });
  if (before) return before.item_id as ItemId;
  const labelled = document.number === null ? undefined : tx.get('item', { number: document.number });
  if (labelled) return labelled.id as ItemId;
  const itemId = mintId('item');
  tx.append([
    event('item.registered@1', itemId, {
      number: tx.allotNumber(),
      direction: 'in',
      kind: 'letter',
      parentId: null,
      departmentId: null,
      personId: null,
      source: 'scan',
      by: 'box',
    }),
  ]);
  return itemId;
}
