import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Touching } from '#acts/act.ts';
import { closeItem } from '#acts/close-item.ts';
import { decide } from '#acts/decide.ts';
import { handOver } from '#acts/hand-over.ts';
import { type EraseJobPayload, openedInError } from '#acts/opened-in-error.ts';
import type { DeskParts } from '#acts/perform.ts';
import { perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { type RegisterItemCommand, registerItem } from '#acts/register-item.ts';
import { returnItem } from '#acts/return-item.ts';
import { cancelScan } from '#acts/start-scan.ts';
import { undo } from '#acts/undo.ts';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { type BatchId, type BlobName, type DepartmentId, type DeviceId, type DocumentId, type ItemId, mintId, pageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { parseDirectory } from '#domain/directory.ts';
import { type Decision, event } from '#domain/events.ts';
import { isReturned } from '#domain/rows.ts';
import { openStore, type Store } from '#register/store.ts';
import { testDesk } from './test-desk.ts';

const directory = parseDirectory({
  organisation: 'Ardoise et Fils',
  departments: [
    { id: 'd1', name: 'Comptabilité', mailbox: 'compta@ardoise.example' },
    { id: 'd2', name: 'Juridique', mailbox: 'juridique@ardoise.example' },
  ],
  people: [{ id: 'p1', first_name: 'Noémie', last_name: 'Bertholet', department_id: 'd2' }],
});
const desk = testDesk({
  directory,
  policy: {
    target: 'imap',
    domain: 'box.example',
    graceMs: 120_000,
    urgentClasses: ['legal'],
    mailboxOf: (id, year) => `Post/${id}/${year}`,
  },
});
const letter: RegisterItemCommand = { direction: 'in', kind: 'letter', departmentId: null, personId: null, tracking: null, print: false };
const nadia = 'operator:nadia';

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'acts-'));
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  try {
    await use(store);
  } finally {
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const review: Decision = {
  outcome: 'review',
  class: 'invoice',
  classConfidence: 0.6,
  departmentId: null,
  personId: null,
  confidence: 0.4,
  secrecy: null,
  registered: false,
  reason: 'two_departments',
  candidates: [],
};

/** A letter that was scanned and waits in review: item, document, one page. */
async function waitingLetter(store: Store): Promise<{ itemId: ItemId; documentId: DocumentId; blob: BlobName }> {
  const { itemId } = await perform(store, desk, registerItem, letter, nadia, randomUUID());
  const batchId = mintId('batch') as BatchId;
  const documentId = mintId('document') as DocumentId;
  const page = pageId(batchId, 1, 'front', 1);
  const blob = await store.blobs.put(Buffer.from(`page ${documentId}`), { retention: 'mail' });
  const look = await store.blobs.put(Buffer.from(`look ${documentId}`), { retention: 'mail' });
  const reading = await store.blobs.put(Buffer.from(`reading ${documentId}`), { retention: 'mail' });
  store.write((tx) => {
    tx.append([
      event('batch.opened@1', null, { batchId, scanner: null, source: 'adf', resolutionDpi: 200, separation: 'sheet', by: 'box' }),
      event('page.scanned@1', null, {
        pageId: page,
        batchId,
        sheet: 1,
        side: 'front',
        attempt: 1,
        blob,
        format: 'jpeg',
        sizeBytes: 1,
        resolutionDpi: 200,
      }),
      event('page.looked@1', null, {
        pageId: page,
        orientation: 0,
        blank: false,
        separator: null,
        ownNumber: null,
        look,
        widthPx: 10,
        heightPx: 10,
      }),
      event('document.divided@1', itemId, { documentId, batchId, seq: 1, pages: [page], blankPages: [], sheet: 1 }),
      event('document.decided@1', itemId, { ...review, documentId, reading, model: 'seed' }),
      event('document.read@1', itemId!, { documentId, reading, language: 'fr', words: 3 }, [
        { subject: documentId, field: 'sender', value: 'Imprimerie de l’Étoile' },
      ]),
    ]);
  });
  return { itemId: itemId!, documentId, blob };
}

const choose = (
  store: Store,
  letter: { itemId: ItemId; documentId: DocumentId },
  departmentId: string,
  by: 'operator:nadia' | 'operator:paul' = nadia,
) =>
  perform(store, desk, decide, { ...letter, choice: { kind: 'department', departmentId: departmentId as DepartmentId } }, by, randomUUID());

test('gives five registrations five numbers, each with its own label', () =>
  withStore(async (store) => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => perform(store, desk, registerItem, { ...letter, print: true }, nadia, randomUUID())),
    );
    assert.equal(new Set(answers.map((answer) => answer.number)).size, 5);
    const jobs = store.jobs.claim(['label'], 10);
    assert.deepEqual(jobs.map((job) => job.subject).sort(), answers.map((answer) => `${answer.number};1`).sort());
  }));

test('does an act once however often its key comes, and gives the same answer', () =>
  withStore(async (store) => {
    const key = randomUUID();
    const first = await perform(store, desk, registerItem, letter, nadia, key);
    const again = await perform(store, desk, registerItem, letter, nadia, key);
    assert.deepEqual(again, first);
    assert.equal(store.read.all('item', {}).length, 1);
  }));

test('refuses nobody among 200 interleaved acts of two clerks on different items', () =>
  withStore(async (store) => {
    const mine = await perform(store, desk, registerItem, letter, nadia, randomUUID());
    const theirs = await perform(store, desk, registerItem, letter, 'operator:paul', randomUUID());
    let seen = {
      mine: store.read.get('item', { id: mine.itemId! })!.last_position,
      theirs: store.read.get('item', { id: theirs.itemId! })!.last_position,
    };
    const hand = (itemId: ItemId, expected: number, by: 'operator:nadia' | 'operator:paul', shelf: string) =>
      perform(store, desk, handOver, { itemId, expected, personId: null, departmentId: null, shelf }, by, randomUUID());
    for (let i = 0; i < 100; i++) {
      const [a, b] = await Promise.all([
        hand(mine.itemId!, seen.mine, nadia, `A${i}`),
        hand(theirs.itemId!, seen.theirs, 'operator:paul', `B${i}`),
      ]);
      seen = { mine: a.position, theirs: b.position };
    }
    assert.equal(store.read.all('custody', {}).length, 200);
  }));

test('refuses the second of two clerks who decide about the same item from the same sight of it', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    const expected = store.read.get('item', { id: waiting.itemId })!.last_position;
    const command = { ...waiting, expected, choice: { kind: 'department' as const, departmentId: 'd1' as DepartmentId } };
    await perform(store, desk, decide, command, nadia, randomUUID());
    await assert.rejects(perform(store, desk, decide, command, 'operator:paul', randomUUID()), (error) =>
      isFailure(error, 'ITEM_MOVED_ON'),
    );
  }));

test('a clerk may say that a document is none of the classes; where nothing is said its class stays', () =>
  withStore(async (store) => {
    const classOf = ({ documentId: id }: { documentId: DocumentId }) => store.read.get('document', { id })!;
    const [said, silent] = [await waitingLetter(store), await waitingLetter(store)];
    const choice = { kind: 'department' as const, departmentId: 'd1' as DepartmentId };
    await perform(store, desk, decide, { ...said, choice, class: null }, nadia, randomUUID());
    await choose(store, silent, 'd1');
    assert.deepEqual([classOf(said).class, classOf(said).class_confidence], [null, 1]);
    assert.deepEqual([classOf(silent).class, classOf(silent).class_confidence], ['invoice', 0.6]);
  }));

test('what a clerk said, and what was taken back, is looked for as it stands', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    const toFind = () => store.jobs.claim(['index'], 5).map(({ subject }) => subject);
    const decided = await choose(store, waiting, 'd1');
    assert.deepEqual(toFind(), [waiting.documentId]);
    await perform(store, desk, undo, { actId: decided.undo!.actId }, nadia, randomUUID());
    // The first job still runs, and its twin waits for it.
    const counts = store.jobs.counts().filter(({ name }) => name === 'index');
    assert.deepEqual(counts.map(({ state }) => state).sort(), ['ready', 'running']);
  }));

test('refuses a class that the box has not, or has no longer; a document that has it keeps it', () =>
  withStore(async (store) => {
    const withClasses: DeskParts = { ...desk, classes: ['minutes', 'fax'].map((id) => ({ id, fr: id, en: id, retired: id === 'fax' })) };
    const { itemId, documentId } = await waitingLetter(store);
    const say = (classId: string, parts = withClasses) => {
      const choice = { kind: 'department', departmentId: directory.departments[0]!.id as DepartmentId } as const;
      const expected = store.read.get('item', { id: itemId })!.last_position;
      return perform(store, parts, decide, { itemId, documentId, expected, choice, class: classId }, nadia, randomUUID());
    };
    for (const unknown of ['fax', 'Minutes', 'telex']) await assert.rejects(() => say(unknown), { code: 'ACT_REFUSED' });
    await say('minutes');
    // The class was retired since.
    await say('minutes', desk);
    assert.equal(store.read.get('document', { id: documentId })!.class, 'minutes');
  }));

test('plans a filing with its grace period when a clerk decides, and leaves nothing behind when that is undone in time', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    const decided = await choose(store, waiting, 'd1');
    assert.equal(store.read.all('filing', { document_id: waiting.documentId, state: 'planned' })[0]?.mailbox.startsWith('Post/d1/'), true);
    assert.ok(decided.undo !== null && decided.department === 'Comptabilité');
    await perform(store, desk, undo, { actId: decided.undo.actId }, nadia, randomUUID());
    assert.deepEqual(
      [
        store.read.get('document', { id: waiting.documentId })?.state,
        store.read.all('filing', {}).map((filing) => filing.state),
        store.jobs.claim(['file'], 5).length,
      ],
      ['review', ['cancelled'], 0],
    );
  }));

test('withdraws the wrong copy and files a second revision when a filed document is corrected', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    await choose(store, waiting, 'd1');
    const [filing] = store.read.all('filing', {});
    store.write((tx) =>
      tx.append([
        event('mail.filed@1', waiting.itemId, {
          filingId: filing!.id as never,
          mailbox: filing!.mailbox,
          locator: '{}',
          uid: 7,
          digest: 'x',
          sizeBytes: 1,
        }),
      ]),
    );
    await choose(store, waiting, 'd2');
    const filings = store.read.all('filing', {}, 'revision');
    assert.deepEqual(
      filings.map(({ revision, state, department_id }) => [revision, state, department_id]),
      [
        [1, 'filed', 'd1'],
        [2, 'planned', 'd2'],
      ],
    );
    assert.notEqual(filings[0]?.message_id, filings[1]?.message_id);
    assert.deepEqual(
      store.jobs.claim(['withdraw'], 5).map((job) => job.subject),
      [filing!.id],
    );
  }));

test('refuses to undo what another clerk has decided since', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    const first = await choose(store, waiting, 'd1');
    await choose(store, waiting, 'd2', 'operator:paul');
    await assert.rejects(perform(store, desk, undo, { actId: first.undo!.actId }, nadia, randomUUID()), (error) =>
      isFailure(error, 'ACT_REFUSED'),
    );
  }));

test('leaves no image, text, reading or key of an item that was opened in error', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    await perform(store, desk, openedInError, { itemId: waiting.itemId } as Touching, nadia, randomUUID());
    const document = store.read.get('document', { id: waiting.documentId })!;
    const page = store.read.all('page', { document_id: waiting.documentId })[0]!;
    assert.deepEqual([document.routing_reading, document.full_reading, page.blob, page.look], [null, null, null, null]);
    assert.deepEqual(store.read.personal(waiting.documentId), {});
    const [job] = store.jobs.claim(['erase'], 1);
    const { blobs, keys } = job!.payload as EraseJobPayload;
    assert.ok(blobs.includes(waiting.blob));
    assert.deepEqual(keys, [`own-${waiting.documentId}`]);
    assert.deepEqual(erasedKeys(store), keys, 'and the register says so');
  }));

test('another firm’s mail goes back to the carrier, once, and nothing that was seen of it stays', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    await choose(store, waiting, 'd1');
    const give = () => perform(store, desk, returnItem, { itemId: waiting.itemId } as Touching, nadia, randomUUID());
    const answer = await give();
    assert.equal(answer.undo, null, 'it cannot be taken back');
    const document = store.read.get('document', { id: waiting.documentId })!;
    const [page] = store.read.all('page', { document_id: waiting.documentId });
    assert.deepEqual([document.state, document.routing_reading, page!.blob, page!.look], ['erased', null, null, null]);
    assert.deepEqual(store.read.personal(waiting.documentId), {});
    assert.equal(store.read.all('filing', { document_id: waiting.documentId })[0]!.state, 'cancelled');
    const { blobs, keys } = store.jobs.claim(['erase'], 1)[0]!.payload as EraseJobPayload;
    assert.ok(blobs.includes(waiting.blob));
    assert.deepEqual(erasedKeys(store), keys, 'and the register says so');
    assert.equal(isReturned(store.read.all('custody', { item_id: waiting.itemId })[0]!), true);
    await assert.rejects(give(), (error) => isFailure(error, 'ACT_REFUSED'));
  }));

test('what nobody scanned goes back too, and only what a carrier brought', () =>
  withStore(async (store) => {
    const asked = (itemId: string | null) => perform(store, desk, returnItem, { itemId } as Touching, nadia, randomUUID());
    const { itemId } = await perform(store, desk, registerItem, letter, nadia, randomUUID());
    await asked(itemId);
    assert.deepEqual(store.jobs.claim(['erase'], 1), []);
    const own = await perform(store, desk, registerItem, { ...letter, direction: 'out' }, nadia, randomUUID());
    await assert.rejects(asked(own.itemId), (error) => isFailure(error, 'ACT_REFUSED'));
  }));

const erasedKeys = (store: Store): string[] =>
  store.read
    .query<{ body: string }>(`SELECT CAST(body AS TEXT) AS body FROM ledger WHERE type = 'contents.erased@1'`)
    .flatMap(({ body }) => (JSON.parse(body) as { keys: string[] }).keys);

test('closed as personal, what was read of an item goes and its original stays, to be moved under its own key', () =>
  withStore(async (store) => {
    const waiting = await waitingLetter(store);
    const { routing_reading: reading } = store.read.get('document', { id: waiting.documentId })!;
    const answer = await perform(store, desk, closeItem, { itemId: waiting.itemId } as Touching, nadia, randomUUID());
    assert.equal(answer.undo, null, 'it cannot be taken back');
    const document = store.read.get('document', { id: waiting.documentId })!;
    const page = store.read.all('page', { document_id: waiting.documentId })[0]!;
    assert.deepEqual([document.state, document.routing_reading, document.full_reading], ['close', null, null]);
    assert.equal(page.blob, waiting.blob);
    assert.deepEqual(store.read.personal(waiting.documentId), {});
    const jobs = store.jobs.claim(['erase', 'seal'], 5);
    assert.deepEqual(
      jobs.map(({ name }) => name),
      ['erase', 'seal'],
    );
    const { blobs, keys } = jobs[0]!.payload as EraseJobPayload;
    assert.deepEqual([new Set(blobs), keys], [new Set([reading]), []]);
    await assert.rejects(perform(store, desk, closeItem, { itemId: waiting.itemId } as Touching, nadia, randomUUID()), (error) =>
      isFailure(error, 'ACT_REFUSED'),
    );
  }));

test('counts up the copy index of a label, so that two live copies can be told apart', () =>
  withStore(async (store) => {
    const { itemId, number } = await perform(store, desk, registerItem, letter, nadia, randomUUID());
    await perform(store, desk, printLabel, { itemId: itemId! }, nadia, randomUUID());
    store.write((tx) =>
      tx.append([
        event('label.printed@1', itemId!, { number: number!, copy: 1, outcome: 'printed', printer: 'labels' as DeviceId, by: 'box' }),
      ]),
    );
    await perform(store, desk, printLabel, { itemId: itemId! }, nadia, randomUUID());
    assert.deepEqual(
      store.jobs
        .claim(['label'], 5)
        .map((job) => job.subject)
        .sort(),
      [`${number};1`, `${number};2`],
    );
  }));

test('stopping without saying what stops the batch that was opened last', () =>
  withStore(async (store) => {
    const opened = (batchId: BatchId) =>
      event('batch.opened@1', null, { batchId, scanner: null, source: 'adf', resolutionDpi: 200, separation: 'sheet', by: 'box' });
    // Their ids say nothing of their order.
    store.write((tx) => void tx.append(['bt_z', 'bt_a'].map((id) => opened(id as BatchId))));
    assert.equal((await perform(store, desk, cancelScan, { batchId: null }, nadia, randomUUID())).batchId, 'bt_a');
  }));
