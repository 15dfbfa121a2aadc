import { crashPoint } from '#base/crash-point.ts';
import { type BatchId, type ItemId, mintId } from '#base/ids.ts';
import type { Separation } from '#base/words.ts';
import { type BatchPage, type DividedDocument, divideBatch } from '#domain/divide-batch.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';
import { type Room, URGENT } from '../room.ts';
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
  const standing = tx.all('page', { batch_id: batchId }).filter(({ role }) => role !== 'removed');
  const pages = standing.map(
    (page): BatchPage => ({
      id: page.id as BatchPage['id'],
      sheet: page.sheet,
      side: page.side as BatchPage['side'],
      attempt: page.attempt,
      role: page.role as BatchPage['role'],
      separator: page.separator as BatchPage['separator'],
      orders: page.orders === null ? null : (JSON.parse(page.orders) as BatchPage['orders']),
      ownNumber: page.own_number as BatchPage['ownNumber'],
      documentId: page.document_id,
    }),
  );
  const documents = divideBatch(pages, {
    separation: batch.separation as Separation,
    sheetsPerItem: batch.sheets_per_item,
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
    const isUrgent = tx.get('item', { id: itemId })!.urgent === 1;
    tx.enqueue({ name: 'route', subject: documentId, priority: isUrgent ? URGENT : 5 });
  }
}

/**
 * The item a document belongs to: that of an earlier document of its group, that of the label on it, or a new one. Only a new one is what the
 * separator sheet before it says; an item that is there was registered by somebody who had it in hand.
 */
function itemFor(tx: Tx, document: DividedDocument): ItemId {
  const before = document.sameItemAs === null ? undefined : tx.get('document', { id: document.sameItemAs });
  if (before) return before.item_id as ItemId;
  const labelled = document.number === null ? undefined : tx.get('item', { number: document.number });
  if (labelled) return labelled.id as ItemId;
  const itemId = mintId('item');
  const { departmentId = null, registered = false, urgent = false, day = null } = document.orders ?? {};
  tx.append([
    event('item.registered@1', itemId, {
      number: tx.allotNumber(),
      direction: 'in',
      kind: registered ? 'registered' : 'letter',
      parentId: null,
      departmentId,
      personId: null,
      source: 'scan',
      ...(urgent ? { urgent } : {}),
      ...(day === null ? {} : { day }),
      by: 'box',
    }),
  ]);
  return itemId;
}
