import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type BatchId, type BlobName, type DeviceId, type DocumentId, type ItemId, mintId, pageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Store, Tx } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { emptyLog, openForReading, openForWriting } from '#store/database.ts';
import type { SearchEntry } from '#store/search-index.ts';
import { openRoom, registered, temporaryFolder } from './state-folder.ts';

/** Marks that stand nowhere but where this test puts them: small letters only, as the index keeps them. */
const MARKS = ['zyxquuvarblon', 'wrompfnistelgurk', 'kjodeflapperqixt'] as const;

/**
 * Files of the state folder that contain a mark, also the logs. Read by another process: to open and close a database's file
 * in this one would give up SQLite's locks on it.
 */
function filesWith(folder: string, mark: string): string[] {
  const { stdout, status, stderr } = spawnSync('grep', ['-r', '-a', '-i', '-l', '-F', mark, folder], { encoding: 'utf8' });
  assert.ok(status === 0 || status === 1, stderr);
  return stdout.split('\n').filter(Boolean);
}

interface Letter {
  item: ItemId;
  document: DocumentId;
  page: ReturnType<typeof pageId>;
  blob: BlobName;
}

/** A letter with its page, its text in the personal table and its words in the index. */
async function arrive(store: Store, batchId: BatchId, sheet: number, bytes: Buffer, words: string, own = false): Promise<Letter> {
  const [item, document] = [mintId('item'), mintId('document')];
  const page = pageId(batchId, sheet, 'front', 1);
  const blob = await store.blobs.put(bytes, own ? { own: document } : { retention: 'mail' });
  const events = store.write((tx) => {
    const texts = [
      { subject: item, field: 'sender', value: words },
      { subject: document, field: 'subject', value: `Objet : ${words}` },
    ];
    return tx.append([
      event('page.scanned@1', null, {
        pageId: page,
        batchId,
        sheet,
        side: 'front',
        attempt: 1,
        blob,
        format: 'jpeg',
        sizeBytes: bytes.length,
        resolutionDpi: 300,
      }),
      { ...registered(item, tx.allotNumber()), texts },
      event('document.divided@1', item, { documentId: document, batchId, seq: 1, pages: [page], blankPages: [], sheet }),
    ]);
  });
  const entry: SearchEntry = {
    position: events[2]!.position,
    documentId: document,
    itemId: item,
    number: '',
    departmentId: 'dp',
    departmentName: 'Achats',
    personName: words,
    sender: words,
    subject: words,
    class: null,
    direction: 'in',
    text: `Madame, Monsieur, ${words} ${sheet} et cetera, ${words.slice(0, 5)}`,
  };
  store.search.put([entry]);
  return { item, document, page, blob };
}

const erased = (tx: Tx, letter: Letter): void => {
  tx.append([
    event('contents.erased@1', letter.item, {
      documents: [letter.document],
      pages: [letter.page],
      keys: [],
      reason: 'opened-in-error',
      by: 'operator:1',
    }),
  ]);
  tx.forgetPersonal([letter.item, letter.document]);
};

const openBatch = (tx: Tx): BatchId => {
  const batchId = mintId('batch');
  const scanner = 'sc' as DeviceId;
  tx.append([event('batch.opened@1', null, { batchId, scanner, source: 'adf', resolutionDpi: 300, separation: 'item', by: 'box' })]);
  return batchId;
};

test('after an erasure a byte search of the state folder finds nothing, and the register verifies', async (t) => {
  const room = await openRoom(t);
  const { store, folder } = room;
  const batch = store.write(openBatch);
  const letters: Letter[] = [];
  for (let sheet = 1; sheet <= 60; sheet++) {
    const marked = sheet % 20 === 0;
    const words = marked ? `${MARKS[0]} ${MARKS[1]} ${MARKS[2]}` : `ordinary ${sheet} words of a letter, zyxq, wrom, kjod`;
    const letter = await arrive(store, batch, sheet, Buffer.from(`image ${sheet} ${words}`), words, marked);
    if (marked) letters.push(letter);
  }
  for (const mark of MARKS) {
    assert.ok(
      filesWith(folder, mark).some((file) => file.includes('register.db')),
      'the search would find it in the register',
    );
    assert.ok(
      filesWith(folder, mark).some((file) => file.includes('search.db')),
      'the search would find it in the index',
    );
  }
  const keys = await Promise.all(letters.map(({ blob }) => store.blobs.keyOf(blob)));
  store.write((tx) => letters.forEach((letter) => void erased(tx, letter)));
  await store.erase({ documents: letters.map(({ document }) => document), blobs: letters.map(({ blob }) => blob), keys });

  for (const mark of [...MARKS, ...MARKS.map((mark) => mark.slice(5))]) assert.deepEqual(filesWith(folder, mark), [], mark);
  for (const { item, blob } of letters) {
    assert.deepEqual(store.read.personal(item), {});
    await assert.rejects(store.blobs.get(blob), { code: 'BLOB_MISSING' });
    assert.ok(!existsSync(join(folder, 'blobs', blob.slice(0, 2), blob)));
  }
  verify(folder);
  await room.reopen();
  for (const mark of MARKS) assert.deepEqual(filesWith(folder, mark), [], mark);
});

test('erasing one of two identical pages leaves the other readable', async (t) => {
  const { store } = await openRoom(t);
  const batch = store.write(openBatch);
  const first = await arrive(store, batch, 1, Buffer.from('the same sheet'), 'one');
  const second = await arrive(store, batch, 2, Buffer.from('the same sheet'), 'two');
  assert.equal(first.blob, second.blob);
  store.write((tx) => erased(tx, first));
  await store.erase({ blobs: [first.blob] });
  assert.equal((await store.blobs.get(second.blob)).toString(), 'the same sheet');
  store.write((tx) => erased(tx, second));
  await store.erase({ blobs: [second.blob] });
  await assert.rejects(store.blobs.get(second.blob), { code: 'BLOB_MISSING' });
});

test('an erasure takes what was put and never named, however often it was put', async (t) => {
  const { store } = await openRoom(t);
  const put = () => store.blobs.put(Buffer.from('a reading nobody wanted any more'), { retention: 'mail' });
  const name = await put();
  assert.equal(await put(), name);
  await store.erase({ blobs: [name] });
  await assert.rejects(store.blobs.get(name), { code: 'BLOB_MISSING' });
});

test('with a key goes what was made of the erased and broke off before anything named it, and no other work', async (t) => {
  const { store } = await openRoom(t);
  const batch = store.write(openBatch);
  const letter = await arrive(store, batch, 1, Buffer.from('opened in error'), 'one', true);
  const other = await arrive(store, batch, 2, Buffer.from('another letter'), 'two');
  const picture = await store.blobs.put(Buffer.from('its picture'), { retention: 'mail', madeOf: letter.document });
  const moved = await store.blobs.put(Buffer.from('its back'), { own: letter.document });
  const othersPicture = await store.blobs.put(Buffer.from('the picture of another'), { retention: 'mail', madeOf: other.document });
  const scanned = await store.blobs.put(Buffer.from('a page that just arrives'), { retention: 'mail' });
  store.write((tx) => erased(tx, letter));
  await store.erase({ blobs: [letter.blob], keys: [await store.blobs.keyOf(letter.blob)] });
  for (const gone of [picture, moved]) await assert.rejects(store.blobs.get(gone), { code: 'BLOB_MISSING' });
  assert.equal((await store.blobs.get(other.blob)).toString(), 'another letter');
  store.write((tx) => tx.remember('picture:2', { view: othersPicture, page: scanned }));
  assert.equal((await store.blobs.get(othersPicture)).toString(), 'the picture of another');
});

test('a page whose identical twin is erased while it arrives is refused, put again, and there', async (t) => {
  const { store } = await openRoom(t);
  const batch = store.write(openBatch);
  const first = await arrive(store, batch, 1, Buffer.from('the same sheet'), 'one');
  const arriving = await store.blobs.put(Buffer.from('the same sheet'), { retention: 'mail' });
  store.write((tx) => erased(tx, first));
  await store.erase({ blobs: [first.blob] });
  assert.throws(() => store.write((tx) => tx.remember('picture:1', { view: arriving })), { code: 'BLOB_OVERTAKEN' });
  assert.equal(store.read.recall('picture:1'), null, 'nothing of it was written');
  const second = await arrive(store, batch, 2, Buffer.from('the same sheet'), 'two');
  assert.equal(second.blob, arriving);
  assert.equal((await store.blobs.get(arriving)).toString(), 'the same sheet');
});

test('what a run put and never named is gone at the next opening, and nothing else is', async (t) => {
  const room = await openRoom(t);
  const batch = room.store.write(openBatch);
  const letter = await arrive(room.store, batch, 1, Buffer.from('a page'), 'one');
  const orphan = await room.store.blobs.put(Buffer.from('a reading'), { retention: 'mail' });
  assert.equal(await room.store.blobs.put(Buffer.from('a page'), { retention: 'mail' }), letter.blob, 'and a named one once more');
  const store = await room.reopen();
  await assert.rejects(store.blobs.get(orphan), { code: 'BLOB_MISSING' });
  assert.equal((await store.blobs.get(letter.blob)).toString(), 'a page');
  assert.deepEqual(readdirSync(join(room.folder, 'blobs', 'unnamed')), []);
});

test('what is remembered keeps the blobs it names, and no longer', async (t) => {
  const room = await openRoom(t);
  const picture = await room.store.blobs.put(Buffer.from('a picture of two identical pages'), { retention: 'mail' });
  room.store.write((tx) => {
    tx.remember('picture:1', { view: picture, widthPx: 10 });
    tx.remember('picture:2', { view: picture, widthPx: 10 });
  });
  room.store.write((tx) => tx.remember('picture:1', null));
  assert.equal(room.store.read.recall('picture:1'), null);
  await room.store.erase({ blobs: [picture] });
  assert.equal((await room.store.blobs.get(picture)).length, 32);
  room.store.write((tx) => tx.remember('picture:2', { view: null }));
  await room.store.erase({ blobs: [picture] });
  await assert.rejects(room.store.blobs.get(picture), { code: 'BLOB_MISSING' });
});

/** A second connection in the midst of a query that looks at an older state, as `register verify` or a backup is. */
function readerIn(t: Pick<TestContext, 'after'>, file: string) {
  const reader = openForReading(file);
  t.after(() => reader.close());
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM sqlite_schema').get();
  return reader;
}

test('an erasure that meets a reader does all it can at once, says that it waits, and is completed when it comes again', async (t) => {
  const { store, folder } = await openRoom(t);
  const batch = store.write(openBatch);
  const letter = await arrive(store, batch, 1, Buffer.from('x'), MARKS[0], true);
  const reader = readerIn(t, store.databaseFile);
  store.write((tx) => erased(tx, letter));
  const what = { documents: [letter.document], blobs: [letter.blob], keys: [await store.blobs.keyOf(letter.blob)] };
  await assert.rejects(store.erase(what), { code: 'ERASURE_WAITS' });
  assert.equal(existsSync(join(folder, 'keys', what.keys[0]!)), false);
  await assert.rejects(store.blobs.get(letter.blob), { code: 'BLOB_MISSING' });
  assert.deepEqual(
    filesWith(folder, MARKS[0]).filter((file) => file.includes('search.db')),
    [],
    'the index, which nobody reads, is clean already',
  );
  reader.exec('COMMIT');
  await store.erase(what);
  assert.deepEqual(filesWith(folder, MARKS[0]), []);
});

test('a log that cannot be emptied yet does not keep the event loop', async (t) => {
  const file = join(temporaryFolder(t), 'some.db');
  const db = openForWriting(file);
  t.after(() => db.close());
  db.exec('CREATE TABLE word (text TEXT)');
  const patience = db.pragma('busy_timeout', { simple: true });
  const reader = readerIn(t, file);
  db.exec("INSERT INTO word VALUES ('a')");
  const asked: string[] = [];
  const pragma = db.pragma.bind(db);
  db.pragma = (source, options) => {
    if (source.startsWith('wal_checkpoint')) asked.push(String(pragma('busy_timeout', { simple: true })));
    return pragma(source, options);
  };
  assert.equal(emptyLog(db), false);
  reader.exec('COMMIT');
  assert.equal(emptyLog(db), true);
  assert.deepEqual(asked, ['0', '0'], 'SQLite itself does not wait');
  assert.equal(pragma('busy_timeout', { simple: true }), patience);
});

test('a reader delays neither the removal of what nobody names nor the opening of the register', async (t) => {
  const room = await openRoom(t);
  const orphan = await room.store.blobs.put(Buffer.from('a reading'), { retention: 'mail' });
  const dropped = await room.store.blobs.put(Buffer.from('another'), { retention: 'mail' });
  readerIn(t, room.store.databaseFile);
  room.store.write(openBatch);
  await room.store.erase({ blobs: [dropped] });
  await assert.rejects(room.store.blobs.get(dropped), { code: 'BLOB_MISSING' });
  const store = await room.reopen();
  await assert.rejects(store.blobs.get(orphan), { code: 'BLOB_MISSING' });
});
