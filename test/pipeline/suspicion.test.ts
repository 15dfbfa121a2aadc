import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { Act, Touching } from '#acts/act.ts';
import { oneLetter } from '#acts/one-letter.ts';
import { perform } from '#acts/perform.ts';
import { undo } from '#acts/undo.ts';
import { type DocumentId, mintId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Room } from '#pipeline/room.ts';
import readStage from '#pipeline/stages/read.ts';
import { verify } from '#register/verify.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { directory, HOUSE, printLetter } from '#test/understanding/printed-page.ts';
import { CLOSED, DECIDED, openMailroom } from '#test/views/mailroom.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import type { ReadPage } from '#understanding/page-words.ts';

const glassworks = printLetter({
  sender: ['Verrerie des Aulnes SARL', '71110 MARCIGNY', 'gestion@verrerie-aulnes.example'],
  ...{ address: HOUSE, head: ['Marcigny, le 12 mars 2026'], footer: 'Page 1 sur 2' },
});
const bank = printLetter({
  sender: ['Crédit Régional du Forez', '42600 MONTBRISON', 'contact@credit-forez.example'],
  ...{ address: HOUSE, head: ['Montbrison, le 27 mars 2026'], footer: 'Page 1 sur 1' },
});
const goesOn = printLetter({ sender: [], body: ['Suite de notre courrier.'], footer: 'Page 2 sur 2' });

/** A document whose sheets say this, read in full; each has a blank back. */
async function readInFull(t: TestContext, pages: readonly ReadPage[], decided: typeof DECIDED = DECIDED, before = 0) {
  const mailroom = await openMailroom(t);
  const { store, clock, hands } = mailroom;
  for (let n = 0; n < before; n++) await hands.scanned(DECIDED);
  const { itemId } = hands.register('letter', { source: 'scan' });
  const batchId = hands.openBatch();
  const documentId = mintId('document');
  const sheets = [];
  for (const [i, page] of pages.entries()) {
    const { front, back } = await hands.sheet(batchId, i + 1);
    const { widthPx, heightPx, dpi } = page;
    const look = await store.blobs.put(Buffer.from(JSON.stringify({ upright: { widthPx, heightPx, dpi }, codes: [] })), {
      retention: 'mail',
    });
    const looked = { orientation: 0, blank: false, separator: null, ownNumber: null, widthPx, heightPx } as const;
    store.write((tx) => tx.append([event('page.looked@1', null, { pageId: front, look, ...looked })]));
    sheets.push({ front, back });
  }
  const divided = { batchId, seq: 1, pages: sheets.map(({ front }) => front), blankPages: sheets.map(({ back }) => back), sheet: 1 };
  store.write((tx) =>
    tx.append([
      event('document.divided@1', itemId, { documentId, ...divided }),
      event('document.decided@1', itemId, { documentId, ...decided, reading: null, model: 'seed' }),
    ]),
  );
  const workshop = {
    run: async (_: string, { pageKey }: { pageKey: string }) => ({
      words: pages[divided.pages.indexOf(pageKey as never)]!.words,
      text: '',
      language: 'fr',
    }),
  };
  const room = {
    store,
    clock,
    workshop,
    directory,
    classModel: { current: trainFromSeed() },
    senders: new Map(),
    station: { prefix: 'VM' },
  } as unknown as Room;
  const { commit } = await readStage(room).run({ subject: documentId, payload: null } as never, new AbortController().signal);
  store.write(commit!);
  return {
    ...mailroom,
    itemId,
    batchId,
    documentId: documentId as DocumentId,
    document: () => store.read.get('document', { id: documentId })!,
  };
}

test('two letters in one document are suspected once it is read, and nothing else becomes of that', async (t) => {
  const { document, folder, store } = await readInFull(t, [glassworks, goesOn, bank]);
  assert.deepEqual(JSON.parse(document().suspicions), [
    { kind: 'first-page-again', page: 3 },
    { kind: 'other-sender', page: 3 },
    { kind: 'other-date', page: 3 },
  ]);
  const { document: ofOne } = await readInFull(t, [glassworks, goesOn]);
  const decision = (row: ReturnType<typeof document>) => [row.state, row.reason, row.department_id, row.person_id];
  assert.deepEqual(decision(document()), decision(ofOne()));
  assert.deepEqual(verify(folder), store.head(), 'the register can be built again from its events');
});

test('one letter is not suspected', async (t) => {
  const { document } = await readInFull(t, [glassworks, goesOn]);
  assert.equal(document().suspicions, '[]');
});

test('a document of far more pages than those before it is suspected, once the house has had enough of them', async (t) => {
  const many = [glassworks, ...Array.from({ length: 11 }, () => goesOn)];
  const { document } = await readInFull(t, many, DECIDED, 20);
  assert.deepEqual(JSON.parse(document().suspicions), [{ kind: 'many-pages', page: null }]);
  const { document: early } = await readInFull(t, many, DECIDED, 5);
  assert.equal(early().suspicions, '[]');
});

test('nothing is said of what was closed', async (t) => {
  const { document, store } = await readInFull(t, [glassworks, bank], CLOSED);
  assert.equal(document().suspicions, '[]');
  assert.equal(store.read.query('SELECT 1 FROM ledger WHERE type = ?', 'document.suspected@1').length, 0);
});

test('a clerk who says that it is one letter is not asked again, and may take that back', async (t) => {
  const { document, store, folder, clock, itemId, documentId } = await readInFull(t, [glassworks, goesOn, bank]);
  const suspected = document().suspicions;
  const act = <C extends Touching>(one: Act<C>, command: C) =>
    perform(store, testDesk({ clock }), one, command, 'operator:clerk', randomUUID());
  const touching = () => ({ itemId, expected: store.read.get('item', { id: itemId })!.last_position });
  const { actId } = await act(oneLetter, { ...touching(), documentId });
  assert.equal(document().suspicions, '[]');
  await assert.rejects(act(oneLetter, { ...touching(), documentId }), { code: 'ACT_REFUSED' });
  await act(undo, { actId });
  assert.equal(document().suspicions, suspected);
  await assert.rejects(act(undo, { actId }), { code: 'ACT_REFUSED' });
  assert.deepEqual(verify(folder), store.head());
});
