import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DepartmentId, type DocumentId, type ItemId, mintId } from '#base/ids.ts';
import { CurrentBatch } from '#contract/batch.ts';
import { ItemPage } from '#contract/item.ts';
import { event, type SeparatorNote } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import { fits } from '#test/views/contract.ts';
import { currentBatch } from '#views/batch.ts';
import { itemPage } from '#views/item-page.ts';
import { reviewItem, reviewQueue, waitingDocument } from '#views/review.ts';
import { CLOSED, DECIDED, type Mailroom, openMailroom, UNSURE } from './mailroom.ts';

const batchOf = (mailroom: Mailroom) => fits(CurrentBatch, currentBatch(mailroom.sight, {})).batch!;
const itemOf = async (mailroom: Mailroom, itemId: string) =>
  fits(ItemPage, await itemPage(mailroom.sight, itemId, { nowMs: 0, operatorName: (id) => id, reading: async () => null }));

/** Two sheets of one document, the second of which may begin another letter. */
async function suspected(mailroom: Mailroom, decision = DECIDED) {
  const { hands, store } = mailroom;
  const batchId = hands.openBatch();
  const [, first, second] = [await hands.sheet(batchId, 1), await hands.sheet(batchId, 2), await hands.sheet(batchId, 3)];
  const { itemId } = hands.register('letter', { source: 'scan' });
  const documentId = hands.divide(itemId, batchId, 2, [first.front, second.front], [first.back, second.back]);
  hands.decide({ itemId, documentId }, decision);
  store.write((tx) =>
    tx.append([
      event('document.suspected@1', itemId, {
        documentId,
        suspicions: [
          { kind: 'other-sender', page: 2 },
          { kind: 'many-pages', page: null },
        ],
      }),
    ]),
  );
  return { itemId, batchId };
}

test('the batch and the item say where a separator may be missing, by sheet and by page', async (t) => {
  const mailroom = await openMailroom(t);
  const { itemId } = await suspected(mailroom);
  const told = [
    { kind: 'other-sender', page: 2, sheet: 3 },
    { kind: 'many-pages', page: null, sheet: null },
  ];
  assert.deepEqual(batchOf(mailroom).items[0]!.suspicions, told);
  assert.deepEqual((await itemOf(mailroom, itemId)).documents[0]!.suspicions, told);
});

test('nothing of the kind is said of closed mail', async (t) => {
  const mailroom = await openMailroom(t);
  const { itemId } = await suspected(mailroom, CLOSED);
  assert.deepEqual(batchOf(mailroom).items[0]!.suspicions, []);
  assert.deepEqual((await itemOf(mailroom, itemId)).documents[0]!.suspicions, []);
});

test('a batch tells what is odd about its separators, and the printed back of one holds it up for nobody', async (t) => {
  const mailroom = await openMailroom(t);
  const { hands, store } = mailroom;
  const batchId = hands.openBatch();
  const { front, back } = await hands.sheet(batchId, 1);
  const seen = { orientation: 0, blank: false, ownNumber: null, widthPx: 1, heightPx: 1 } as const;
  const look = await store.blobs.put(Buffer.from('{}'), { retention: 'mail' });
  const notes: SeparatorNote[] = ['unknown-department', 'other-day'];
  store.write((tx) =>
    tx.append([
      event('page.looked@1', null, { pageId: front, separator: 'next', notes, look, ...seen }),
      event('page.looked@1', null, { pageId: back, separator: null, look, ...seen }),
    ]),
  );
  hands.closeBatch(batchId, 1);
  const batch = batchOf(mailroom);
  assert.deepEqual([batch.state, batch.separators, batch.sidesRead], ['finished', 1, 2]);
  assert.deepEqual(
    batch.setAside.map(({ page, as }) => [page.sheet, page.side, as, page.full]),
    [
      [1, 'back', 'written', null],
      [1, 'front', 'separator', null],
    ],
    'what was never read is listed, and not shown',
  );
  assert.deepEqual(batch.notes, [
    { sheet: 1, note: 'unknown-department' },
    { sheet: 1, note: 'other-day' },
  ]);
});

/** A letter behind a separator sheet that says it is urgent, waiting for a choice. */
function urgent({ hands, store }: Mailroom): { itemId: ItemId; documentId: DocumentId } {
  const itemId = mintId('item');
  const told = { departmentId: 'staff' as DepartmentId, urgent: true, day: '2026-11-27' };
  store.write((tx) => {
    const facts = {
      number: tx.allotNumber() as LabelNumber,
      direction: 'in',
      kind: 'letter',
      parentId: null,
      personId: null,
      source: 'scan',
      by: 'box',
    } as const;
    tx.append([event('item.registered@1', itemId, { ...facts, ...told })]);
  });
  const documentId = hands.divide(itemId, hands.openBatch(), 1, []);
  hands.decide({ itemId, documentId }, UNSURE);
  return { itemId, documentId };
}

test('what a separator sheet says is urgent is decided first, until a clerk has put it aside', async (t) => {
  const mailroom = await openMailroom(t);
  const { sight, store, hands } = mailroom;
  const [first, second] = [await hands.scanned(UNSURE), await hands.scanned(UNSURE)];
  const hurried = urgent(mailroom);
  const order = () => reviewQueue(sight).entries.map(({ itemId }) => itemId);
  const place = (itemId: string) => reviewItem(sight, waitingDocument(store.read, itemId, undefined), null).place;
  assert.deepEqual(order(), [hurried.itemId, first.itemId, second.itemId]);
  assert.deepEqual(place(hurried.itemId), { index: 0, count: 3, next: first.itemId });
  assert.deepEqual(place(second.itemId), { index: 2, count: 3, next: null });
  const aside = { ...UNSURE, documentId: hurried.documentId, revision: 1, by: 'operator:clerk', undoOf: null } as const;
  store.write((tx) => tx.append([event('document.corrected@1', hurried.itemId, aside)]));
  assert.deepEqual(order(), [first.itemId, second.itemId, hurried.itemId]);
});

test('the time line of an item tells what its separator sheet said', async (t) => {
  const mailroom = await openMailroom(t);
  const { itemId } = urgent(mailroom);
  const [received] = (await itemOf(mailroom, itemId)).timeline;
  assert.deepEqual(
    [received!.code, received!.params],
    ['registered-scan', { department: 'Ressources humaines', urgent: true, day: '2026-11-27' }],
  );
});
