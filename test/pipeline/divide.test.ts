import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BatchId, type DepartmentId, type PageId, pageId } from '#base/ids.ts';
import { event, type SeparatorMark, type SeparatorOrders } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { Room } from '#pipeline/room.ts';
import divideStage from '#pipeline/stages/divide.ts';
import { CLOSED, JPEG, type Mailroom, openMailroom } from '#test/views/mailroom.ts';

test('a sheet with the label of an item that is closed, or was handed over, is one more document of that item', async (t) => {
  const { store, hands } = await openMailroom(t);
  const closed = await hands.scanned(CLOSED);
  const away = hands.register('letter');
  store.write((tx) =>
    tx.append([event('item.handed-over@1', away.itemId, { departmentId: null, personId: null, shelf: 'A3', by: 'operator:clerk' })]),
  );
  const batchId = hands.openBatch();
  const blob = await store.blobs.put(JPEG, { retention: 'mail' });
  const pages: PageId[] = [];
  for (const [n, number] of [closed.number, away.number].entries()) {
    for (const side of ['front', 'back'] as const) {
      const id = pageId(batchId, n + 1, side, 1);
      const facts = { batchId, sheet: n + 1, side, attempt: 1, format: 'jpeg', sizeBytes: JPEG.length, resolutionDpi: 200 } as const;
      const ownNumber = side === 'front' ? (number as LabelNumber) : null;
      const seen = { orientation: 0, blank: false, separator: null, look: blob, widthPx: 1, heightPx: 1 } as const;
      store.write((tx) =>
        tx.append([
          event('page.scanned@1', null, { pageId: id, blob, ...facts }),
          event('page.looked@1', null, { pageId: id, ownNumber, ...seen }),
        ]),
      );
      pages.push(id);
    }
  }
  const { commit } = await divideStage({} as Room).run({ subject: batchId } as never, new AbortController().signal);
  store.write(commit);
  const documents = store.read.all('document', { batch_id: batchId }, 'sheet');
  assert.deepEqual(
    documents.map((document) => document.item_id),
    [closed.itemId, away.itemId],
  );
  assert.ok(pages.every((id) => documents.some(({ id: document }) => document === store.read.get('page', { id })!.document_id)));
});

/** A sheet with a blank back that lay in the feeder, and what was seen on it: nothing but writing where nothing is said. */
async function lay(
  { store }: Mailroom,
  batchId: BatchId,
  sheet: number,
  seen: { separator?: SeparatorMark; orders?: SeparatorOrders; ownNumber?: LabelNumber } = {},
) {
  const blob = await store.blobs.put(JPEG, { retention: 'mail' });
  for (const side of ['front', 'back'] as const) {
    const id = pageId(batchId, sheet, side, 1);
    const facts = { batchId, sheet, side, attempt: 1, format: 'jpeg', sizeBytes: JPEG.length, resolutionDpi: 200 } as const;
    const looked = {
      orientation: 0,
      blank: side === 'back',
      separator: null,
      ownNumber: null,
      look: blob,
      widthPx: 1,
      heightPx: 1,
    } as const;
    store.write((tx) =>
      tx.append([
        event('page.scanned@1', null, { pageId: id, blob, ...facts }),
        event('page.looked@1', null, { pageId: id, ...looked, ...(side === 'front' ? seen : {}) }),
      ]),
    );
  }
}

async function divided({ store }: Mailroom, batchId: BatchId) {
  const { commit } = await divideStage({} as Room).run({ subject: batchId } as never, new AbortController().signal);
  store.write(commit);
  return store.read.all('document', { batch_id: batchId }, 'sheet').map((document) => store.read.get('item', { id: document.item_id })!);
}

test('what follows a separator sheet of ours is registered as the sheet says, and its letters are read before all others', async (t) => {
  const mailroom = await openMailroom(t);
  const batchId = mailroom.hands.openBatch();
  const orders: SeparatorOrders = { departmentId: 'accounts' as DepartmentId, urgent: true, registered: true, day: '2026-11-27' };
  await lay(mailroom, batchId, 1);
  await lay(mailroom, batchId, 2, { separator: 'sheet', orders });
  await lay(mailroom, batchId, 3);
  const items = await divided(mailroom, batchId);
  assert.deepEqual(
    items.map(({ kind, department_id, urgent, day }) => ({ kind, department_id, urgent, day })),
    [
      { kind: 'letter', department_id: null, urgent: 0, day: null },
      { kind: 'registered', department_id: 'accounts', urgent: 1, day: '2026-11-27' },
    ],
  );
  const priorities = mailroom.store.read.query<{ priority: number }>(`SELECT priority FROM job WHERE name = 'route' ORDER BY priority`);
  assert.deepEqual(
    priorities.map(({ priority }) => priority),
    [5, 9],
  );
});

test('a labelled sheet stays with its item, whatever the separator sheet before it says', async (t) => {
  const mailroom = await openMailroom(t);
  const known = mailroom.hands.register('parcel', { departmentId: 'staff' });
  const batchId = mailroom.hands.openBatch();
  const orders: SeparatorOrders = { departmentId: 'accounts' as DepartmentId, urgent: true, registered: true, day: null };
  await lay(mailroom, batchId, 1, { separator: 'next', orders });
  await lay(mailroom, batchId, 2, { ownNumber: known.number as LabelNumber });
  const [item] = await divided(mailroom, batchId);
  assert.deepEqual([item?.id, item?.kind, item?.department_id, item?.urgent], [known.itemId, 'parcel', 'staff', 0]);
});
