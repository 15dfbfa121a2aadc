import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailroomError } from '#base/errors.ts';
import { openFeederWatch } from '#pipeline/feeder-watch.ts';
import { until } from '#test/contracts/device-events.ts';
import { openScanning, sheet } from './scanning.ts';

test('paper that comes while the disk is full begins its batch once there is room', async (t) => {
  const scanning = await openScanning(t);
  const { room, devices, store, clock } = scanning;
  let full = true;
  let refused = 0;
  room.store = {
    ...store,
    together(work) {
      if (!full) return store.together(work);
      refused++;
      return Promise.reject(new MailroomError('STORAGE_FULL', { folder: scanning.folder }));
    },
  };
  const bugs: unknown[] = [];
  t.after(openFeederWatch(room, scanning.desk, (bug) => bugs.push(bug)));
  scanning.begin();
  devices.load([sheet()]);
  await until(() => {
    clock.advance(5_000);
    return refused > 1;
  }, 'it is looked at again');
  assert.deepEqual([bugs, store.read.all('batch', {})], [[], []]);
  full = false;
  await until(() => {
    clock.advance(5_000);
    return store.read.all('batch', { state: 'closed' }).length === 1;
  }, 'the batch is fed');
  assert.deepEqual(bugs, []);
});

test('what is no foreseen failure is handed up as the bug it is', async (t) => {
  const scanning = await openScanning(t);
  const { room, devices, store } = scanning;
  const bug = new Error('not foreseen');
  room.store = { ...store, together: () => Promise.reject(bug) };
  const bugs: unknown[] = [];
  t.after(openFeederWatch(room, scanning.desk, (told) => bugs.push(told)));
  devices.load([sheet()]);
  await until(() => bugs.length > 0, 'it is told');
  assert.equal(bugs[0], bug);
});
