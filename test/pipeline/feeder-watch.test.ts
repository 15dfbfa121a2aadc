import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailroomError } from '#base/errors.ts';
import { openFeederWatch } from '#pipeline/feeder-watch.ts';
import { until } from '#test/contracts/device-events.ts';
import { openScanning, type Scanning, sheet } from './scanning.ts';

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

const watch = (scanning: Scanning) => openFeederWatch(scanning.room, scanning.desk, (bug) => assert.fail(String(bug)));
const states = ({ store }: Scanning) => store.read.all('batch', {}, 'position').map(({ state }) => state);

test('paper belongs to the batch that scanned last: one that was left stopped before it keeps none from beginning', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  t.after(watch(scanning));
  devices.jamAfter(1);
  devices.load([sheet(), sheet()]);
  await until(() => states(scanning).join() === 'stopped', 'it jams');
  devices.putBack();
  assert.equal(states(scanning).length, 1, 'paper put back is its own');
  // The rest is taken out and left lying; another stack is begun by hand.
  const rest = devices.take();
  devices.load([sheet()]);
  await scanning.start();
  await until(() => states(scanning).join() === 'stopped,closed', 'that one is through');
  devices.load(rest);
  await until(() => states(scanning).join() === 'stopped,closed,closed', 'what is laid in now begins by itself');
});

test('what a cancelled batch left in the feeder is fed by nobody, also after a restart, until it has been taken out', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  devices.jamAfter(1);
  devices.load([sheet(), sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  await scanning.cancel(id);
  await until(() => scanning.batch(id).state === 'cancelled', 'it is given up');
  devices.putBack();
  t.after(watch(scanning));
  devices.load([sheet()]);
  await scanning.engine.idle();
  assert.deepEqual(states(scanning), ['cancelled']);
  devices.take();
  devices.load([sheet()]);
  await until(() => states(scanning).join() === 'cancelled,closed', 'the next stack');
});

test('a batch that somebody ordered while another was being fed gets the paper that is laid in for it', async (t) => {
  const scanning = await openScanning(t);
  const { devices, store, clock } = scanning;
  scanning.begin();
  devices.jamAfter(1);
  devices.load([sheet(), sheet()]);
  const first = await scanning.start();
  await until(() => scanning.batch(first).state === 'stopped', 'it jams');
  devices.putBack();
  devices.slow(50);
  await scanning.start(first);
  await until(() => devices.status().some(({ state }) => state === 'busy'), 'it is fed again');
  const second = await scanning.start();
  await until(() => scanning.batch(first).state === 'closed', 'the first is through');
  t.after(watch(scanning));
  devices.slow(0);
  devices.load([sheet()]);
  await until(() => {
    clock.advance(1_000);
    return scanning.batch(second).state === 'closed';
  }, 'the second is fed');
  assert.equal(store.read.all('batch', {}).length, 2, 'none began by itself');
});
