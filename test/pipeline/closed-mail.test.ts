import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { closeItem } from '#acts/close-item.ts';
import { openedInError } from '#acts/opened-in-error.ts';
import { perform } from '#acts/perform.ts';
import { MailroomError } from '#base/errors.ts';
import type { BlobName, ItemId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Room } from '#pipeline/room.ts';
import type { Stage } from '#pipeline/stage.ts';
import eraseStage from '#pipeline/stages/erase.ts';
import pictureStage from '#pipeline/stages/picture.ts';
import readStage from '#pipeline/stages/read.ts';
import routeStage from '#pipeline/stages/route.ts';
import sealStage from '#pipeline/stages/seal.ts';
import type { Job } from '#store/jobs.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { CLOSED, DECIDED, DIRECTORY, openMailroom, UNSURE } from '#test/views/mailroom.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import { mayBeSeen } from '#views/page-views.ts';

const classModel = { current: trainFromSeed() };
const policy = { target: 'imap', domain: 'box.example', graceMs: 120_000, urgentClasses: [], mailboxOf: (id: string) => `Post/${id}` };
const LOOK = { upright: { widthPx: 100, heightPx: 140, dpi: 200 }, codes: [] };
const READ = { words: [], text: 'Chère Madame', language: 'fr' };

/** The stages on a register, with a workshop that can be stopped in the midst of a page. */
async function house(t: TestContext) {
  const mailroom = await openMailroom(t);
  const { store, clock } = mailroom;
  const asked: string[] = [];
  /** What happens while a page is worked on. */
  let meanwhile = async (): Promise<void> => {};
  const workshop = {
    async run(task: string) {
      asked.push(task);
      await meanwhile();
      if (task === 'picture') return { thumbnail: Buffer.from('thumbnail'), view: { bytes: Buffer.from('view'), widthPx: 1, heightPx: 1 } };
      return READ;
    },
  };
  const room = {
    ...{ store, clock, classModel, senders: new Map(), policy, workshop, directory: DIRECTORY, notifier: {}, station: { prefix: 'VM' } },
  } as unknown as Room;
  const stages = [routeStage, readStage, pictureStage, sealStage, eraseStage].map((make) => make(room) as Stage);
  const named = (name: string): Stage => stages.find((stage) => stage.name === name)!;
  const end = async (job: Job, run: Promise<{ commit(tx: never): void }>): Promise<void> => {
    const finish = await run;
    store.write((tx) => {
      finish.commit(tx as never);
      tx.finish(job.id);
    });
  };
  return {
    ...mailroom,
    asked,
    during: (what: () => Promise<unknown>) => {
      meanwhile = async () => void (await what());
    },
    run: (name: string, subject: string) =>
      end(claimed(store, name, subject), named(name).run({ subject, payload: null } as Job, new AbortController().signal)),
    giveUp: (name: string, subject: string) => {
      const job = claimed(store, name, subject);
      return end(job, Promise.resolve(named(name).gaveUp(job, new MailroomError('TASK_CRASHED', { task: name, signal: 'SIGKILL' }))));
    },
    /** Does what is waiting of these names. */
    async work(...names: string[]) {
      for (let jobs = store.jobs.claim(names, 1); jobs.length > 0; jobs = store.jobs.claim(names, 1))
        await end(jobs[0]!, named(jobs[0]!.name).run(jobs[0]!, new AbortController().signal));
    },
    act: (act: typeof closeItem, itemId: ItemId) =>
      perform(store, testDesk({ directory: DIRECTORY, policy, clock }), act, { itemId }, 'operator:nadia', randomUUID()),
    waiting: () => store.jobs.counts().map(({ name }) => name),
    /** Puts a look in the place of the empty one of the mailroom. */
    async looked(pageId: string) {
      const look = await store.blobs.put(Buffer.from(JSON.stringify(LOOK)), { retention: 'mail' });
      store.write((tx) =>
        tx.append([
          event('page.looked@1', null, {
            ...{ pageId: pageId as never, orientation: 0, blank: false, separator: null, ownNumber: null, look, widthPx: 1, heightPx: 1 },
          }),
        ]),
      );
    },
  };
}

/** Enqueues the job and claims it, as if it had been its turn. */
function claimed(store: Awaited<ReturnType<typeof openMailroom>>['store'], name: string, subject: string): Job {
  store.write((tx) => tx.enqueue({ name, subject, priority: 99 }));
  return store.jobs.claim([name], 1)[0]!;
}

test('a sheet that comes to closed mail later is closed without being read', async (t) => {
  const it = await house(t);
  const { itemId, batchId } = await it.hands.scanned(CLOSED);
  const { front } = await it.hands.sheet(batchId, 2);
  const later = it.hands.divide(itemId, batchId, 2, [front], [], 2);
  await it.run('route', later);
  assert.deepEqual(it.asked, [], 'nothing was read');
  const document = it.store.read.get('document', { id: later })!;
  assert.deepEqual([document.state, document.secrecy, document.routing_reading], ['close', 'medical', null]);
  assert.deepEqual(it.waiting(), ['erase', 'seal']);
});

test('a sheet that comes to an item that was opened in error is closed without being read', async (t) => {
  const it = await house(t);
  const { itemId, batchId } = await it.hands.scanned(DECIDED);
  await it.act(openedInError, itemId);
  const { front } = await it.hands.sheet(batchId, 2);
  const later = it.hands.divide(itemId, batchId, 2, [front], [], 2);
  await it.run('route', later);
  assert.deepEqual(it.asked, []);
  assert.equal(it.store.read.get('document', { id: later })!.state, 'close');
});

test('a sheet whose item is closed while it is being routed is closed too, and its reading goes', async (t) => {
  const it = await house(t);
  const first = await it.hands.scanned(DECIDED);
  await it.hands.plan(first);
  const { front } = await it.hands.sheet(first.batchId, 2);
  await it.looked(front);
  const second = it.hands.divide(first.itemId, first.batchId, 2, [front], [], 2);
  it.during(async () => it.hands.decide(first, CLOSED));
  await it.run('route', second);
  assert.deepEqual(it.asked, ['routing-read']);
  assert.equal(it.store.read.get('document', { id: second })!.state, 'close');
  await it.work('erase', 'seal');
  const blobs = await blobsOf(it.folder);
  assert.deepEqual(
    blobs.filter((name) => !named(it.store, name)),
    [],
    'no blob is left that nobody names',
  );
});

test('with a sheet the box closes what it decided of the same item and has not filed yet', async (t) => {
  const it = await house(t);
  const first = await it.hands.scanned(DECIDED);
  const filing = it.hands.plan(first);
  const { front } = await it.hands.sheet(first.batchId, 2);
  const second = it.hands.divide(first.itemId, first.batchId, 2, [front], [], 2);
  it.hands.decide({ itemId: first.itemId, documentId: second }, { ...UNSURE, secrecy: null });
  const third = it.hands.divide(first.itemId, first.batchId, 3, [], [], 3);
  it.hands.decide({ itemId: first.itemId, documentId: third }, CLOSED);
  const fourth = it.hands.divide(first.itemId, first.batchId, 4, [], [], 4);
  await it.run('route', fourth);
  const states = it.store.read.all('document', { item_id: first.itemId }, 'seq').map(({ state }) => state);
  assert.deepEqual(states, ['close', 'close', 'close', 'close']);
  assert.equal(it.store.read.get('filing', { id: filing })!.state, 'cancelled');
});

test('a page whose routing read failed is not shown before the full read has passed the gate', async (t) => {
  const it = await house(t);
  const { documentId, pages } = await it.hands.scanned(null);
  await it.looked(pages[0]!);
  await it.giveUp('route', documentId);
  assert.deepEqual(it.waiting(), ['read'], 'nothing is drawn');
  const seen = () => mayBeSeen(it.store.read.get('document', { id: documentId }));
  assert.equal(it.store.read.get('document', { id: documentId })!.state, 'review');
  assert.equal(seen(), false);
  await it.work('read');
  assert.equal(seen(), true);
  assert.ok(it.waiting().includes('picture'));
});

test('opened in error during the full read or while it is drawn, a letter leaves neither its words nor its pictures', async (t) => {
  const it = await house(t);
  for (const [name, unread] of [
    ['read', true],
    ['picture', false],
  ] as const) {
    const { itemId, documentId, pages } = await it.hands.scanned(unread ? { ...DECIDED, departmentId: null, outcome: 'review' } : DECIDED);
    await it.looked(pages[0]!);
    it.during(() => it.act(openedInError, itemId));
    await it.run(name, documentId);
    it.during(async () => {});
    await it.work('erase');
    const left = (await blobsOf(it.folder)).filter((blob) => !named(it.store, blob));
    // The blank back belongs to the document too; nothing is named by an erased row.
    assert.deepEqual(left, [], name);
  }
});

test('closed by a clerk, an original lies under its own key alone; opened in error, that key is destroyed', async (t) => {
  const it = await house(t);
  const { itemId, documentId, pages } = await it.hands.scanned(DECIDED);
  await it.hands.draw(pages[0]!);
  const before = it.store.read.get('page', { id: pages[0]! })!.blob as BlobName;
  await it.act(closeItem, itemId);
  await it.work('erase', 'seal');
  const page = it.store.read.get('page', { id: pages[0]! })!;
  const key = join(it.folder, 'keys', `own-${documentId}`);
  assert.equal(await it.store.blobs.keyOf(page.blob as BlobName), `own-${documentId}`);
  assert.equal(page.look, null);
  await assert.rejects(it.store.blobs.get(before), { code: 'BLOB_MISSING' });
  assert.equal((await blobsOf(it.folder)).length, 2, 'front and back, and no picture');
  assert.ok(existsSync(key));
  assert.deepEqual(
    it.store.read.all('notice', { item_id: itemId }).map(({ kind }) => kind),
    ['closed-mail'],
    'the addressee is told',
  );

  await it.act(openedInError, itemId);
  await it.work('erase', 'seal');
  assert.deepEqual(await blobsOf(it.folder), []);
  assert.equal(existsSync(key), false, 'the key file is gone');
  await assert.rejects(it.store.blobs.put(Buffer.from('x'), { own: documentId }), { code: 'BLOB_ERASED' });
});

test('what was scanned of a sheet before follows its letter under the key, with no picture left of it', async (t) => {
  const it = await house(t);
  const first = await it.hands.scanned(DECIDED);
  const { store, hands } = it;
  await hands.draw(first.pages[0]!);
  const body = { batchId: first.batchId, pages: first.pages, documents: [first.documentId], atSheet: 1, by: 'operator:nadia' as const };
  store.write((tx) => tx.append([event('sheets.removed@1', null, body)]));
  const { front } = await hands.sheet(first.batchId, 1, 2);
  const again = await hands.register('letter', { source: 'scan' });
  const documentId = hands.divide(again.itemId, first.batchId, 1, [front], []);
  hands.decide({ ...again, documentId }, DECIDED);
  const before = store.read.get('page', { id: first.pages[0]! })!;
  assert.equal(
    await store.blobs.keyOf(before.blob as BlobName),
    await store.blobs.keyOf(store.read.get('page', { id: front })!.blob as BlobName),
  );

  await it.act(closeItem, again.itemId);
  await it.work('erase', 'seal');
  for (const id of [front, first.pages[0]!]) {
    const { blob, look } = store.read.get('page', { id })!;
    assert.deepEqual([await store.blobs.keyOf(blob as BlobName), look], [`own-${documentId}`, null]);
    assert.ok((await store.blobs.get(blob as BlobName)).includes(id), 'and opens under it');
  }
  await assert.rejects(store.blobs.get(before.blob as BlobName), { code: 'BLOB_MISSING' });
  assert.equal(store.read.query('SELECT 1 FROM remembered_blob').length, 0, 'no picture');
});

test('opened in error while its original is being moved, nothing of it is kept', async (t) => {
  const it = await house(t);
  const { itemId, documentId } = await it.hands.scanned(CLOSED);
  const { rekey } = it.store.blobs;
  it.store.blobs.rekey = async (...of) => {
    const moved = await rekey(...of);
    if (it.store.read.get('document', { id: documentId })!.state === 'close') await it.act(openedInError, itemId);
    return moved;
  };
  await it.run('seal', documentId).catch((error) => assert.equal(error.code, 'BLOB_MISSING'));
  it.store.blobs.rekey = rekey;
  await it.work('erase', 'seal');
  const left = await blobsOf(it.folder);
  for (const blob of left) await assert.rejects(it.store.blobs.get(blob), 'nothing can be opened');
});

const blobsOf = async (folder: string): Promise<BlobName[]> =>
  (await readdir(join(folder, 'blobs'), { recursive: true }))
    .map((path) => path.split('/').at(-1)!)
    .filter((name) => /^[0-9a-f]{64}$/.test(name)) as BlobName[];

/** Whether a row or a remembered picture names it. */
const named = (store: Awaited<ReturnType<typeof openMailroom>>['store'], name: BlobName): boolean =>
  [
    ...store.read.query('SELECT 1 FROM page WHERE blob = ? OR look = ?', name, name),
    ...store.read.query('SELECT 1 FROM document WHERE routing_reading = ? OR full_reading = ?', name, name),
    ...store.read.query('SELECT 1 FROM remembered_blob WHERE name = ?', name),
  ].length > 0;
