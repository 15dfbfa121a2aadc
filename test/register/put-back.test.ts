import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { labelNumber } from '#domain/label-number.ts';
import { verify } from '#register/verify.ts';
import { openRoom, type Room, registerOne, temporaryFolder } from './state-folder.ts';

const number = (sequence: number) => labelNumber({ prefix: 'VM', year: 2026, sequence });
const letters = (room: Room, count: number): void => room.store.write((tx) => void Array.from({ length: count }, () => registerOne(tx)));

/** Puts `backup` in the place of a closed room's register. */
function putBack(room: Room, backup: string): void {
  room.store.close();
  for (const end of ['-wal', '-shm']) rmSync(`${room.store.databaseFile}${end}`, { force: true });
  copyFileSync(backup, room.store.databaseFile);
}

/** A room whose register has gone on for some letters after a backup of it. */
async function withBackup(t: Parameters<typeof openRoom>[0], lettersAfter: number) {
  const room = await openRoom(t, { reservedBlock: 10 });
  letters(room, 3);
  const backup = join(temporaryFolder(t), 'register.db');
  await room.store.backup(backup);
  letters(room, lettersAfter);
  return { room, backup };
}

test('an older register put in place of the newer one is not gone on with silently, by a single event even', async (t) => {
  const { room, backup } = await withBackup(t, 1);
  const { position } = room.store.head();
  putBack(room, backup);
  await assert.rejects(room.reopen(), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'REGISTER_WENT_BACK');
    assert.match(error.message, new RegExp(`ends at position ${position - 1} of epoch 1 and had reached position ${position} of epoch 1`));
    assert.match(error.message, /register resume/);
    return true;
  });
  assert.equal(verify(room.folder).position, position - 1, 'and nothing was written into it');
});

test('once somebody says so, it goes on in an epoch of its own and beyond every number that may be on a label', async (t) => {
  const { room, backup } = await withBackup(t, 5);
  putBack(room, backup);
  const store = await room.reopen({ putBack: true });
  const voided = store.resume('restore', number(8));
  assert.deepEqual([voided[0]!.from, voided.at(-1)!.to], [number(4), number(18)]);
  const { epoch, position } = store.head();
  assert.deepEqual([epoch, store.epochBegan()], [2, position - voided.length]);
  room.store = store;
  letters(room, 1);
  assert.equal(store.read.get('item', { number: number(19) })?.registered_position, position + 1);
  await room.reopen();
  assert.equal(verify(room.folder).epoch, 2);
});

test('an epoch that was used in what was lost is not used again', async (t) => {
  const { room, backup } = await withBackup(t, 5);
  for (const epoch of [2, 3]) {
    putBack(room, backup);
    const store = await room.reopen({ putBack: true });
    store.resume('restore', number(60));
    assert.equal(store.head().epoch, epoch);
    verify(room.folder);
  }
});

test('opening a register that is behind, and closing it again, does not make it the newest', async (t) => {
  const { room, backup } = await withBackup(t, 5);
  putBack(room, backup);
  (await room.reopen({ putBack: true })).close();
  await assert.rejects(room.reopen(), { code: 'REGISTER_WENT_BACK' });
});

test('the register of another box at the same place is not taken for this one', async (t) => {
  const [{ room }, other] = [await withBackup(t, 0), await openRoom(t)];
  letters(other, 3);
  other.store.close();
  putBack(room, other.store.databaseFile);
  await assert.rejects(room.reopen(), { code: 'REGISTER_WENT_BACK' });
});

test('after a crash the register goes on: what was noted is never ahead of it, and is noted seldom', async (t) => {
  const room = await openRoom(t);
  const noted = join(room.folder, 'head.json');
  const written = new Set<number>();
  for (let n = 0; n < 450; n++) {
    letters(room, 1);
    written.add(statSync(noted).ino);
    assert.ok((JSON.parse(readFileSync(noted, 'utf8')) as { position: number }).position <= room.store.head().position);
  }
  assert.ok(written.size <= 4, `${written.size} times`);
  // As a crash leaves it: no last note at the end of the run.
  const left = readFileSync(noted);
  room.store.close();
  writeFileSync(noted, left);
  await room.reopen();
});

test('a folder in which nothing was noted yet is opened as it is, and noted from then on', async (t) => {
  const { room, backup } = await withBackup(t, 5);
  putBack(room, backup);
  const noted = join(room.folder, 'head.json');
  rmSync(noted);
  const { registerId, epoch, position } = (await room.reopen()).head();
  room.store.close();
  assert.deepEqual(JSON.parse(readFileSync(noted, 'utf8')), { format: 1, registerId, epoch, position });
});
