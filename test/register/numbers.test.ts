import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { manualClock } from '#base/clock.ts';
import type { EventBodies } from '#domain/events.ts';
import { type LabelNumber, labelNumber } from '#domain/label-number.ts';
import { openNumbers } from '#register/numbers.ts';
import type { Store } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { openRoom, registerOne, temporaryFolder } from './state-folder.ts';

const number = (sequence: number, year = 2026): LabelNumber => labelNumber({ prefix: 'VM', year, sequence });
const numbersOf = (store: Store): string[] =>
  store.read.query<{ number: string }>('SELECT number FROM item ORDER BY number').map((row) => row.number);
const voidedIn = (store: Store): EventBodies['number.voided@1'][] =>
  store.read.eventsAfter(0, 1000).flatMap((event) => (event.type === 'number.voided@1' ? [event.body] : []));

test('numbers follow each other without a gap over properly closed runs', async (t) => {
  const room = await openRoom(t, { reservedBlock: 10 });
  for (let run = 0; run < 3; run++) {
    room.store.write((tx) => [1, 2, 3, 4].map(() => registerOne(tx)));
    await room.reopen();
  }
  assert.deepEqual(
    numbersOf(room.store),
    [...Array(12)].map((_, at) => number(at + 1)),
  );
  assert.deepEqual(voidedIn(room.store), []);
});

test('the end of a block is on disk before a number of it is used', async (t) => {
  const room = await openRoom(t, { reservedBlock: 10 });
  for (let n = 1; n <= 25; n++) {
    room.store.write((tx) => {
      const { sequence } = { sequence: Number(tx.allotNumber().slice(8, 14)) };
      const onDisk = JSON.parse(readFileSync(join(room.folder, 'numbers.json'), 'utf8'));
      assert.ok(onDisk.stations.VM.reservedTo >= sequence);
      assert.equal(sequence, n);
    });
  }
});

/** Registers letters in another process until it dies at the point; returns the numbers it had told anyone. */
function crashAt(folder: string, point: string): string[] {
  const child = fileURLToPath(new URL('./registering-process.ts', import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: '', VAGUEMESTRE_CRASH_AT: point };
  const { stdout, signal, stderr } = spawnSync(process.execPath, [child, folder, '40'], { encoding: 'utf8', env });
  assert.equal(signal, 'SIGKILL', stderr);
  return stdout.split('\n').filter(Boolean);
}

test('no number comes back after a crash at any point, and what was skipped is recorded', async (t) => {
  for (const point of ['store.numbers.before-block:3', 'store.numbers.after-block:3', 'store.commit.before:28', 'store.commit.after:28']) {
    const room = await openRoom(t, { reservedBlock: 10 });
    room.store.close();
    const told = crashAt(room.folder, point);
    assert.ok(told.length >= 20, point);
    const store = await room.reopen();
    const kept = numbersOf(store);
    for (const one of told) assert.ok(kept.includes(one), `${point}: ${one} was told and is lost`);
    const next = store.write((tx) => {
      registerOne(tx);
      return tx.query<{ number: string }>('SELECT max(number) AS number FROM item')[0]!.number;
    });
    assert.ok(kept.every((one) => one < next));
    const gaps = voidedIn(store).map(({ from, to, reason }) => [from.slice(8, 14), to.slice(8, 14), reason]);
    assert.deepEqual(gaps, point.startsWith('store.numbers.before') ? [] : [[gaps[0]![0], '000030', 'spoiled']], point);
    const used = numbersOf(store).map((one) => Number(one.slice(8, 14)));
    const skipped = gaps.flatMap(([from, to]) => Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at));
    assert.deepEqual(
      [...used, ...skipped].sort((a, b) => a - b),
      [...Array(Math.max(...used))].map((_, at) => at + 1),
      'every gap is explained',
    );
    verify(room.folder);
  }
});

test('a transaction that comes to nothing uses no number', async (t) => {
  const { store } = await openRoom(t, { reservedBlock: 3 });
  for (let n = 0; n < 5; n++)
    assert.throws(() =>
      store.write((tx) => {
        for (let k = 0; k < 4; k++) tx.allotNumber();
        throw new Error('no');
      }),
    );
  assert.equal(
    store.write((tx) => tx.allotNumber()),
    number(1),
  );
});

test('after a restore it goes on a block beyond the label in hand, and says what it voids', async (t) => {
  const room = await openRoom(t, { reservedBlock: 10 });
  room.store.write((tx) => [1, 2, 3].map(() => registerOne(tx)));
  const backup = join(temporaryFolder(t), 'register.db');
  await room.store.backup(backup);
  room.store.write((tx) => [4, 5, 6, 7, 8].map(() => registerOne(tx)));
  room.store.close();
  for (const end of ['-wal', '-shm']) rmSync(`${room.store.databaseFile}${end}`, { force: true });
  copyFileSync(backup, room.store.databaseFile);
  rmSync(join(room.folder, 'numbers.json'));

  const store = await room.reopen({ putBack: true });
  store.resume('restore', number(48));
  assert.deepEqual(
    voidedIn(store),
    [
      { from: number(4), to: number(13), reason: 'restore' },
      { from: number(14), to: number(58), reason: 'restore' },
    ],
    'without the file it skips a block by itself',
  );
  assert.equal(
    store.write((tx) => tx.allotNumber()),
    number(59),
  );
  assert.throws(() => store.resume('restore', 'XX-2026-000001-0' as LabelNumber), /no number of station/);
  verify(room.folder);
});

test('an older file than the register does not bring numbers back', async (t) => {
  const room = await openRoom(t, { reservedBlock: 10 });
  room.store.write((tx) => [...Array(25)].map(() => registerOne(tx)));
  room.store.close();
  writeFileSync(join(room.folder, 'numbers.json'), JSON.stringify({ format: 1, stations: { VM: { year: 2026, reservedTo: 7 } } }));
  const store = await room.reopen();
  assert.equal(
    store.write((tx) => tx.allotNumber()),
    number(36),
  );
});

test('the year is the last one used, or a later one that a trusted clock says', (t) => {
  const file = join(temporaryFolder(t), 'numbers.json');
  const clock = (year: number, quality: 'unconfirmed' | 'ntp') => ({ ...manualClock(Date.UTC(year, 5, 1)), quality: () => quality });
  const open = (year: number, quality: 'unconfirmed' | 'ntp', newest: Parameters<typeof openNumbers>[4] = null) =>
    openNumbers(file, 'VM', 10, clock(year, quality), newest);
  const fresh = open(1970, 'unconfirmed');
  assert.equal(fresh.allot(), number(1), 'a box without a clock does not print 1970');
  fresh.close();
  const newest = { prefix: 'VM', year: 2026, sequence: 1 };
  const jumped = open(2031, 'unconfirmed', newest);
  assert.equal(jumped.allot(), number(2), 'an unconfirmed clock starts no year');
  jumped.close();
  const next = open(2027, 'ntp', { ...newest, sequence: 2 });
  assert.equal(next.allot(), number(1, 2027));
  next.close();
  const behind = open(2025, 'ntp', { ...newest, year: 2027, sequence: 1 });
  assert.equal(behind.allot(), number(2, 2027), 'and no clock goes back a year');
});

test('says so when a station has used all numbers of a year', (t) => {
  const file = join(temporaryFolder(t), 'numbers.json');
  writeFileSync(file, JSON.stringify({ format: 1, stations: { VM: { year: 2026, reservedTo: 999_998 } } }));
  const numbers = openNumbers(file, 'VM', 10, manualClock(), { prefix: 'VM', year: 2026, sequence: 999_998 });
  assert.equal(numbers.allot(), number(999_999));
  assert.throws(() => numbers.allot(), { code: 'NUMBERS_EXHAUSTED' });
});

test('stations in one state folder have their own numbers', async (t) => {
  const room = await openRoom(t);
  room.store.write(registerOne);
  await room.reopen({ station: 'VMX' });
  assert.equal(
    room.store.write((tx) => tx.allotNumber().slice(0, -2)),
    'VMX-2026-000001',
  );
  await room.reopen({ station: 'VM' });
  assert.equal(
    room.store.write((tx) => tx.allotNumber()),
    number(2),
  );
});
