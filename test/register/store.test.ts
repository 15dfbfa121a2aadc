import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import { type ItemId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event, type StoredEvent } from '#domain/events.ts';
import { labelNumber } from '#domain/label-number.ts';
import { openStore, type Tx } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { openRoom, registered, registerOne } from './state-folder.ts';

const moved = (id: ItemId, shelf: string) =>
  event('item.handed-over@1', id, { departmentId: null, personId: null, shelf, by: 'operator:1' });
const NUMBER = labelNumber({ prefix: 'VM', year: 2026, sequence: 1 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a register begins with its first epoch, and a restore goes on in a new one', async (t) => {
  const room = await openRoom(t);
  const first = room.store.head();
  assert.equal(first.epoch, 1);
  assert.equal(first.position, 1);
  room.store.resume('restore', NUMBER);
  assert.deepEqual({ ...room.store.head(), root: '' }, { registerId: first.registerId, epoch: 2, position: 3, root: '' });
  assert.equal(room.store.epochBegan(), 2);
  room.store.resume('clone', NUMBER);
  assert.equal(room.store.head().epoch, 3);
  assert.notEqual(room.store.head().registerId, first.registerId);
  assert.equal(room.store.write((tx) => tx.append([registered(mintId('item'), tx.allotNumber())]))[0]?.epoch, 3);
  verify(room.folder);
});

test('appends, projects and enqueues in one transaction, or does none of it', async (t) => {
  const { store } = await openRoom(t);
  const head = store.head();
  const id = mintId('item');
  const work = (tx: Tx, fail: boolean): void => {
    tx.append([{ ...registered(id, tx.allotNumber()), texts: [{ subject: id, field: 'sender', value: 'Zoé' }] }]);
    tx.enqueue({ name: 'print', subject: id });
    assert.equal(tx.get('item', { id })?.last_position, head.position + 1);
    if (fail) throw new Error('the act thought better of it');
  };
  assert.throws(() => store.write((tx) => work(tx, true)), /thought better/);
  assert.deepEqual(store.head(), head);
  assert.equal(store.read.get('item', { id }), undefined);
  assert.deepEqual(store.jobs.counts(), []);
  assert.deepEqual(store.read.personal(id), {});
  store.write((tx) => work(tx, false));
  assert.equal(store.read.get('item', { id })?.number, 'VM-2026-000001-5');
  assert.deepEqual(store.read.personal(id), { sender: 'Zoé' });
  assert.equal(store.read.eventsOf(id).length, 1);
});

test('refuses an act on an item that has moved on, and only that one', async (t) => {
  const { store } = await openRoom(t);
  const [mine, other] = store.write((tx) => [registerOne(tx), registerOne(tx)]);
  const saw = new Map([[mine!, store.read.get('item', { id: mine! })!.last_position]]);
  store.write((tx) => tx.append([moved(other!, 'A')]));
  store.write((tx) => tx.append([moved(mine!, 'A')], saw));
  assert.throws(() => store.write((tx) => tx.append([moved(mine!, 'B')], saw)), { code: 'ITEM_MOVED_ON' });
  assert.equal(store.read.get('item', { id: mine! })?.shelf, 'A');
});

test('200 interleaved acts of two clerks on different items are all accepted', async (t) => {
  const room = await openRoom(t);
  const { store } = room;
  const [ours, theirs] = store.write((tx) => [registerOne(tx), registerOne(tx)]) as [ItemId, ItemId];
  const clerk = async (id: ItemId, name: string): Promise<void> => {
    for (let n = 1; n <= 100; n++) {
      const expected = new Map([[id, store.read.get('item', { id })!.last_position]]);
      await turn(); // the other clerk's act comes in between reading and writing
      await store.together((tx) => tx.append([moved(id, `${name}-${n}`)], expected));
    }
  };
  await Promise.all([clerk(ours, 'left'), clerk(theirs, 'right')]);
  assert.equal(store.read.get('item', { id: ours })?.shelf, 'left-100');
  assert.equal(store.read.get('item', { id: theirs })?.shelf, 'right-100');
  assert.equal(verify(room.folder).position, 3 + 200);
});

test('calls of one turn share a commit, and the failure of one does not undo another', async (t) => {
  const room = await openRoom(t);
  const { store } = room;
  const commits: StoredEvent[][] = [];
  store.onCommit((events) => void commits.push(events));
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4].map((n) =>
      store.together((tx) => {
        const number = tx.allotNumber();
        tx.append([registered(mintId('item'), number)]);
        if (n === 2) throw new Error('no');
        return number;
      }),
    ),
  );
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value.slice(0, -2) : result.reason.message)),
    ['VM-2026-000001', 'VM-2026-000002', 'no', 'VM-2026-000003', 'VM-2026-000004'],
  );
  await turn();
  assert.deepEqual(
    commits.map((events) => events.map(({ position }) => position)),
    [[2, 3, 4, 5]],
  );
  verify(room.folder);
});

test('listeners hear of events in order, once each, after the commit', async (t) => {
  const { store } = await openRoom(t);
  const heard: number[] = [];
  const stop = store.onCommit((events) => {
    for (const { position } of events) heard.push(position);
  });
  store.write(registerOne);
  store.write((tx) => [registerOne(tx), registerOne(tx)]);
  assert.throws(() =>
    store.write((tx) => {
      registerOne(tx);
      throw new Error('no');
    }),
  );
  assert.deepEqual(heard, []);
  await turn();
  assert.deepEqual(heard, [2, 3, 4]);
  stop();
  store.write(registerOne);
  await turn();
  assert.deepEqual(heard, [2, 3, 4]);
  assert.deepEqual(
    store.read.eventsAfter(3, 10).map(({ position, type }) => [position, type]),
    [
      [4, 'item.registered@1'],
      [5, 'item.registered@1'],
    ],
  );
});

test('a transaction within a transaction, or one that waits, is a bug that leaves nothing behind', async (t) => {
  const { store } = await openRoom(t);
  const head = store.head();
  assert.throws(() => store.write(() => store.write(registerOne)), /inside a transaction/);
  assert.throws(() => store.write(async (tx) => registerOne(tx)), /synchronous/);
  assert.throws(() => store.read.query('DELETE FROM item'), /not a reading statement/);
  assert.deepEqual(store.head(), head);
});

test('each commit is synced: FULL is set on every connection that writes', async (t) => {
  const { store, folder } = await openRoom(t);
  assert.deepEqual(store.read.query('PRAGMA synchronous'), [{ synchronous: 2 }]);
  store.jobs.claim(['any'], 1);
  assert.deepEqual(store.read.query('PRAGMA synchronous'), [{ synchronous: 2 }]);
  assert.deepEqual(store.read.query('PRAGMA secure_delete'), [{ secure_delete: 1 }]);
  assert.ok(existsSync(join(folder, 'register.db-wal')));
});

test('remembers what acts answered, across runs', async (t) => {
  const room = await openRoom(t);
  room.store.write((tx) => tx.remember('act-1', { position: 7 }));
  assert.deepEqual((await room.reopen()).read.recall('act-1'), { position: 7 });
  assert.equal(room.store.read.recall('act-2'), null);
});

test('a second daemon on the same state folder is refused, also from another process, until the first is gone', async (t) => {
  const room = await openRoom(t);
  await assert.rejects(openStore({ folder: room.folder, station: 'VM', clock: room.clock, log: silentLog }), { code: 'STATE_LOCKED' });
  const other = (): string => {
    const code = `import { lockState } from '#store/state-lock.ts'; try { lockState(${JSON.stringify(room.folder)}); console.log('taken') } catch (e) { console.log(e.code) }`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    }).stdout.trim();
  };
  assert.equal(other(), 'STATE_LOCKED');
  room.store.close();
  assert.equal(other(), 'taken');
  await room.reopen();
});

test('a state folder of a newer version is left alone', async (t) => {
  const room = await openRoom(t);
  room.store.close();
  const db = new BetterSqlite(room.store.databaseFile);
  db.pragma('user_version = 9999');
  db.close();
  await assert.rejects(openStore({ folder: room.folder, station: 'VM', clock: room.clock, log: silentLog }), { code: 'STATE_TOO_NEW' });
  assert.throws(() => verify(room.folder), { code: 'STATE_TOO_NEW' });
});

test('a backup taken while acts go on is a register that verifies', async (t) => {
  const { store, folder } = await openRoom(t);
  for (let n = 0; n < 50; n++) store.write(registerOne);
  const copy = join(folder, 'copy.db');
  const backup = store.backup(copy);
  for (let n = 0; n < 20; n++) await store.together(registerOne);
  await backup;
  assert.ok(verify(copy).position > 50);
});
