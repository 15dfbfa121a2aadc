import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import type { BlobName } from '#base/ids.ts';
import { ItemPage } from '#contract/item.ts';
import { event } from '#domain/events.ts';
import { type ItemPageParts, itemPage } from '#views/item-page.ts';
import type { KeptReading } from '#views/reading.ts';
import { fits } from './contract.ts';
import { READING } from './kept-reading.ts';
import { CLOSED, DECIDED, type Mailroom, openMailroom, type Scanned, UNSURE } from './mailroom.ts';

const parts = (mailroom: Mailroom, reading: KeptReading | null = null): ItemPageParts => ({
  nowMs: mailroom.clock.wallMs(),
  operatorName: (id) => (id === 'clerk' ? 'Nadia Belkacem' : id),
  reading: async () => reading,
});
const pageOf = async (mailroom: Mailroom, { itemId }: Pick<Scanned, 'itemId'>, reading: KeptReading | null = null) =>
  fits(ItemPage, await itemPage(mailroom.sight, itemId, parts(mailroom, reading)));

test('an item that was only registered waits for its pages', async (t) => {
  const mailroom = await openMailroom(t);
  const page = await pageOf(mailroom, mailroom.hands.register('registered', { personId: 'bertholet', departmentId: 'staff' }));
  assert.equal(page.registered, true);
  assert.equal(page.to!.person, 'Noémie Bertholet');
  assert.equal(page.message!.place.code, 'awaiting-scan');
  assert.equal(page.paper!.place.code, 'mailroom');
  assert.deepEqual(
    page.timeline.map((one) => [one.code, one.params]),
    [['registered-desk', { by: 'Nadia Belkacem' }]],
  );
  assert.equal(page.documents.length, 0);
});

test('an item nobody knows is unknown', async (t) => {
  const mailroom = await openMailroom(t);
  await assert.rejects(pageOf(mailroom, { itemId: 'it_ghost' as never }), (error) => isFailure(error, 'ITEM_UNKNOWN'));
});

test('fields stand where they were read, in thousandths of the page', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(DECIDED);
  const page = await pageOf(mailroom, scanned, READING(scanned.pages[0]!));
  const fields = page.documents[0]!.fields;
  const of = (name: string) => fields.filter((one) => one.name === name);
  assert.deepEqual(of('recipient')[0]!.box, [500, 100, 800, 145]);
  assert.deepEqual(of('subject')[0]!.box, [100, 300, 600, 320]);
  assert.deepEqual(
    of('amount').map((one) => [one.value, one.box![1]]),
    [
      ['120.00 EUR', 800],
      ['100.00 EUR', 750],
    ],
  );
  assert.deepEqual(of('reference')[0]!.box, [100, 300, 200, 320]);
  assert.deepEqual([of('date')[0]!.page, of('date')[0]!.box], [null, null]);
  assert.equal(page.sender, 'Papeterie du Vieux Pont');
  assert.deepEqual(page.documents[0]!.evidence[0], {
    letter: 'A',
    why: { code: 'address-names-person', params: { words: 'Mme Vasseur' } },
    page: 0,
    box: [500, 100, 800, 145],
  });
});

test('a field says its kind, how it is printed and by which rule it was found; another value of its name lends it no place', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(DECIDED);
  const reading = READING(scanned.pages[0]!);
  const elsewhere = { page: 0, boxes: [[10, 10, 20, 20] as [number, number, number, number]], confidence: 0.9 };
  reading.understanding.evidence.push({
    ...elsewhere,
    field: 'department',
    value: 'Juridique',
    text: 'Service Juridique',
    rule: 'department_block',
  });
  const { fields } = (await pageOf(mailroom, scanned, reading)).documents[0]!;
  const of = (name: string) => fields.find((one) => one.name === name)!;
  assert.deepEqual([of('amount').kind, of('reference').kind, of('date').kind], ['total', 'invoice', null]);
  assert.deepEqual([of('subject').printed, of('subject').rule], ['FACTURE n° 4711', 'subject_line']);
  assert.deepEqual([of('department').box, of('department').rule], [null, null]);
  assert.deepEqual(of('class').box, of('subject').box, 'the line with the word that decided');
});

test('an item says by which words its class was decided, unless somebody has called it otherwise', async (t) => {
  const mailroom = await openMailroom(t);
  const classWhy = async (decision: typeof DECIDED) => {
    const scanned = await mailroom.hands.scanned(decision);
    const page = await pageOf(mailroom, scanned, READING(scanned.pages[0]!));
    return page.documents[0]!.evidence.find(({ why }) => why.code.startsWith('class-words'))?.why;
  };
  assert.deepEqual(await classWhy(DECIDED), { code: 'class-words', params: { words: 'facture, montant', class: 'invoice' } });
  assert.equal(await classWhy({ ...DECIDED, class: 'contract' }), undefined);
});

test('closed mail shows its envelope and nothing else', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(CLOSED);
  await mailroom.hands.draw(scanned.pages[0]!);
  mailroom.hands.sender(scanned.documentId, 'Cabinet Merle');
  const page = await pageOf(mailroom, scanned, READING(scanned.pages[0]!));
  assert.doesNotMatch(JSON.stringify(page), /Merle|Papeterie|invoice|\/api\/pages|Facture/);
  assert.deepEqual([page.secrecy, page.documents[0]!.state, page.to!.person], ['medical', 'closed', 'Noémie Bertholet']);
  assert.deepEqual([page.documents[0]!.pages, page.documents[0]!.fields], [[], []]);
});

test('of another firm’s mail one sees that the carrier has it, and nothing of what it was', async (t) => {
  const mailroom = await openMailroom(t);
  const { hands, store } = mailroom;
  const scanned = await hands.scanned(UNSURE);
  hands.sender(scanned.documentId, 'Cabinet Merle');
  const { itemId, documentId } = scanned;
  const by = 'operator:clerk' as const;
  store.write((tx) =>
    tx.append([
      event('contents.erased@1', itemId, { documents: [documentId], pages: scanned.pages, keys: [], reason: 'misdelivered', by }),
      event('item.returned@1', itemId, { to: 'carrier', by }),
    ]),
  );
  const page = await pageOf(mailroom, scanned, READING(scanned.pages[0]!));
  assert.deepEqual([page.paper!.place.code, page.paper!.done, page.message!.place.code], ['returned', true, 'erased']);
  assert.deepEqual(
    page.timeline.slice(-2).map((one) => [one.code, one.params]),
    [
      ['erased', { by: 'Nadia Belkacem' }],
      ['returned', { by: 'Nadia Belkacem' }],
    ],
  );
  assert.doesNotMatch(JSON.stringify(page), /Merle|Papeterie|invoice/);
});

test('a page that is still being read shows no picture', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(null);
  await mailroom.hands.draw(scanned.pages[0]!);
  const page = await pageOf(mailroom, scanned);
  assert.deepEqual([page.documents[0]!.state, page.documents[0]!.confidence], ['reading', 'unread']);
  for (const one of page.documents[0]!.pages) assert.deepEqual([one.thumbnail, one.view, one.full], [null, null, null]);
});

test('the original is offered on zoom only where it lies upright', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(DECIDED);
  await mailroom.hands.draw(scanned.pages[0]!);
  assert.ok((await pageOf(mailroom, scanned)).documents[0]!.pages[0]!.full);
  const look = mailroom.store.read.get('page', { id: scanned.pages[0]! })!.look as BlobName;
  mailroom.store.write((tx) =>
    tx.append([
      event('page.looked@1', null, {
        ...{ pageId: scanned.pages[0]!, orientation: 180, blank: false, separator: null, ownNumber: null },
        ...{ look, widthPx: 1654, heightPx: 2339 },
      }),
    ]),
  );
  const turned = (await pageOf(mailroom, scanned)).documents[0]!.pages[0]!;
  assert.equal(turned.full, null);
  assert.deepEqual([turned.view!.widthPx, turned.thumbnail!.widthPx, turned.thumbnail!.heightPx], [990, 190, 269]);
});

test('a filing is in grace, then leaves, then is filed; undo is free for as long as it says', async (t) => {
  const mailroom = await openMailroom(t);
  const scanned = await mailroom.hands.scanned(DECIDED);
  const filingId = mailroom.hands.plan(scanned, 60_000);
  const inGrace = await pageOf(mailroom, scanned);
  const untilMs = mailroom.clock.wallMs() + 60_000;
  assert.deepEqual([inGrace.filings[0]!.state, inGrace.filings[0]!.undoUntilMs, inGrace.filings[0]!.actId], ['planned', untilMs, null]);
  assert.deepEqual(inGrace.message!.place, { code: 'grace', params: { department: 'Comptabilité', untilMs } });
  mailroom.clock.advance(60_000);
  const leaving = await pageOf(mailroom, scanned);
  assert.deepEqual([leaving.filings[0]!.state, leaving.filings[0]!.undoUntilMs, leaving.message!.place.code], ['filing', null, 'filing']);
  mailroom.hands.file(scanned.itemId, filingId);
  const filed = await pageOf(mailroom, scanned);
  assert.deepEqual([filed.filings[0]!.state, filed.filings[0]!.filed!.atMs], ['filed', mailroom.clock.wallMs()]);
  assert.deepEqual([filed.message!.place.code, filed.message!.done], ['filed', true]);
});

test('the time line says each thing once, in the order of the register, with names and without a text of the mail', async (t) => {
  const mailroom = await openMailroom(t);
  const { hands, store } = mailroom;
  const scanned = await hands.scanned(UNSURE);
  const { itemId, documentId } = scanned;
  const label = { number: scanned.number as never, printer: 'printer-1' as never };
  store.write((tx) =>
    tx.append([
      event('label.printed@1', itemId, { ...label, copy: 1, outcome: 'unknown', by: 'box' }),
      event('label.confirmed@1', itemId, { ...label, copy: 1, found: true, by: 'operator:clerk' }),
      event('document.corrected@1', itemId, { ...DECIDED, documentId, revision: 1, by: 'operator:clerk', undoOf: null }),
      event('document.read@1', itemId, { documentId, reading: 'a'.repeat(64) as BlobName, language: 'fr', words: 212 }),
    ]),
  );
  const filingId = hands.plan(scanned, 0);
  store.write((tx) =>
    tx.append([
      event('filing.held@1', itemId, { filingId, code: 'FILING_OVER_QUOTA' }),
      event('item.handed-over@1', itemId, { personId: null, departmentId: null, shelf: 'B3', by: 'operator:clerk' }),
    ]),
  );
  const page = await pageOf(mailroom, scanned);
  assert.deepEqual(
    page.timeline.map((one) => [one.code, one.params]),
    [
      ['registered-scan', {}],
      ['scanned', { sheets: 1, sides: 2 }],
      ['blank-sides', { sides: 1 }],
      ['asked', { reason: 'two_departments' }],
      ['label-unknown', { copy: 1 }],
      ['label-printed', { copy: 1, by: 'Nadia Belkacem' }],
      ['corrected', { department: 'Comptabilité', by: 'Nadia Belkacem' }],
      ['read', { words: 212, language: 'fr' }],
      ['filing-planned', { mailbox: 'accounts/2026' }],
      ['filing-held', { mailbox: 'accounts/2026', failure: 'FILING_OVER_QUOTA' }],
      ['handed-over', { shelf: 'B3', by: 'Nadia Belkacem' }],
    ],
  );
  assert.deepEqual(page.paper!.place, { code: 'shelf', params: { shelf: 'B3' } });
  assert.deepEqual([page.message!.place.code, page.message!.stopped], ['held', true]);
  assert.deepEqual(page.labels, { copies: 1, lastOutcome: 'printed' });
});
