import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PageId, pageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { Room } from '#pipeline/room.ts';
import divideStage from '#pipeline/stages/divide.ts';
import { CLOSED, JPEG, openMailroom } from '#test/views/mailroom.ts';

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
