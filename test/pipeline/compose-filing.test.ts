import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { type DepartmentId, type FilingId, pageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { composeFiling } from '#pipeline/compose-filing.ts';
import { MAIL, type Room } from '#pipeline/room.ts';
import { DECIDED, DIRECTORY, openMailroom } from '#test/views/mailroom.ts';
import { makePdf, type PdfInput } from '#workshop/searchable-pdf.ts';

/** A letter of one page that could not be looked at, decided by a person. */
async function decidedLetter(t: TestContext) {
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
  const workshop = { run: (_task: string, input: PdfInput) => makePdf(input) };
  const policy = { domain: 'box.example' };
  const room = { store, workshop, directory: DIRECTORY, policy, station: { language: 'fr' } } as unknown as Room;
  const composed = async (filingId: string): Promise<string> => {
    const { bytes } = await composeFiling(room, store.read.get('filing', { id: filingId })!, new AbortController().signal);
    return bytes.toString('latin1');
  };
  return { store, hands, jpeg, composed, letter: { itemId, number, documentId } };
}

test('a page that could not be looked at is filed all the same once a person has decided', async (t) => {
  const { hands, jpeg, composed, letter } = await decidedLetter(t);
  const message = await composed(hands.plan(letter));
  const pdf = Buffer.from(/application\/pdf[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(message)![1]!, 'base64');
  assert.ok(pdf.includes(jpeg), 'the message carries the image as it was scanned');
});

test('a corrected copy refers to those before it, the oldest first, and answers the newest', async (t) => {
  const { store, composed, letter } = await decidedLetter(t);
  const { itemId, documentId } = letter;
  // Their ids say nothing of their order.
  const filings = ['fl_z', 'fl_m', 'fl_a', 'fl_k'] as FilingId[];
  const to = { documentId, target: 'house', departmentId: 'd1' as DepartmentId, mailbox: 'Post', graceMs: 0 };
  store.write((tx) => {
    for (const [i, filingId] of filings.entries())
      tx.append([event('filing.planned@1', itemId, { filingId, ...to, revision: i + 1, messageId: `<v${i + 1}@box.example>` })]);
  });
  const message = await composed('fl_k');
  assert.match(message, /^In-Reply-To: <v3@box\.example>\r$/m);
  assert.match(message, /^References: <v1@box\.example>\s+<v2@box\.example>\s+<v3@box\.example>\r$/m);
});
