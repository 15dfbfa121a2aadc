import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { pageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { composeFiling } from '#pipeline/compose-filing.ts';
import { MAIL, type Room } from '#pipeline/room.ts';
import { DECIDED, DIRECTORY, openMailroom } from '#test/views/mailroom.ts';
import { makePdf, type PdfInput } from '#workshop/searchable-pdf.ts';

test('a page that could not be looked at is filed all the same once a person has decided', async (t) => {
  const { store, hands } = await openMailroom(t);
  const jpeg = await sharp({ create: { width: 100, height: 140, channels: 3, background: 'white' } })
    .jpeg()
    .toBuffer();
  const { itemId, number } = hands.register('letter', { source: 'scan' });
  const batchId = hands.openBatch();
  const page = pageId(batchId, 1, 'front', 1);
  const blob = await store.blobs.put(jpeg, MAIL);
  const facts = { batchId, sheet: 1, side: 'front', attempt: 1, format: 'jpeg', sizeBytes: jpeg.length, resolutionDpi: 200 } as const;
  store.write((tx) =>
    tx.append([
      event('page.scanned@1', null, { pageId: page, blob, ...facts }),
      event('page.unreadable@1', null, { pageId: page, code: 'TASK_TIMED_OUT' }),
    ]),
  );
  const documentId = hands.divide(itemId, batchId, 1, [page], []);
  hands.decide({ itemId, documentId }, DECIDED);
  const filing = store.read.get('filing', { id: hands.plan({ itemId, number, documentId }) })!;
  const workshop = { run: (_task: string, input: PdfInput) => makePdf(input) };
  const policy = { domain: 'box.example' };
  const room = { store, workshop, directory: DIRECTORY, policy, station: { language: 'fr' } } as unknown as Room;
  const { bytes } = await composeFiling(room, filing, new AbortController().signal);
  const pdf = Buffer.from(/application\/pdf[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(bytes.toString('latin1'))![1]!, 'base64');
  assert.ok(pdf.includes(jpeg), 'the message carries the image as it was scanned');
});
