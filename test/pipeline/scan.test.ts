import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScanJobPayload } from '#acts/start-scan.ts';
import { MailroomError } from '#base/errors.ts';
import type { BatchId } from '#base/ids.ts';
import { openFeederWatch } from '#pipeline/feeder-watch.ts';
import { until } from '#test/contracts/device-events.ts';
import { FAKE_SCANNER } from '#test/fakes/devices.ts';
import { openScanning, type Scanning, sheet } from './scanning.ts';

/** The job of a batch's first run once more, as after a crash before its row went away. */
function scanAgain({ store }: Scanning, batchId: BatchId): void {
  const payload: ScanJobPayload = { batchId, scanner: FAKE_SCANNER, source: 'adf', resolutionDpi: 200, firstSheet: 1, attempt: 1 };
  store.write((tx) => tx.enqueue({ name: 'scan', subject: batchId, payload, unique: true }));
}
const loaded = ({ devices }: Scanning) => devices.status()[0]!.detail?.feederLoaded;
const noScanJob = ({ store }: Scanning) => store.jobs.counts().every(({ name }) => name !== 'scan');

test('a run that was fed is not fed again: the next stack in the feeder belongs to another batch', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  devices.load([sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends');
  devices.load([sheet()]);
  scanAgain(scanning, id);
  await scanning.engine.idle();
  assert.ok(loaded(scanning), 'the next stack lies there still');

  // Stopped in mid-batch, it is the operator who goes on.
  devices.jamAfter(1);
  devices.load([sheet()]);
  const jammed = await scanning.start();
  await until(() => scanning.batch(jammed).state === 'stopped', 'it jams');
  devices.putBack();
  scanAgain(scanning, jammed);
  await scanning.engine.idle();
  assert.ok(loaded(scanning));
  assert.equal(scanning.batch(jammed).state, 'stopped');
});

test('a run whose answer was lost is fed once, while it feeds and when it is over', async (t) => {
  let answered = false;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      await devices.startScan(...of);
      if (!answered) throw new MailroomError('BRIDGE_AWAY', {});
    },
  }));
  const { devices, clock, store } = scanning;
  devices.slow(20);
  devices.load([sheet(), sheet(), sheet()]);
  scanning.begin();
  const id = await scanning.start();
  await until(() => store.jobs.counts().some(({ name, state }) => name === 'scan' && state === 'ready'), 'the answer is missed');
  answered = true;
  clock.advance(10_000);
  await until(() => noScanJob(scanning), 'the feeding batch counts as begun');
  assert.equal(devices.status()[0]!.detail?.batchId, id, 'it was asked while it fed');
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends');
  assert.equal(scanning.pages(id).length, 3);
});

test('a run whose sheets still wait in the spool counts as begun and is not fed again', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  const readPage = scanning.room.devices.readPage;
  const gate = Promise.withResolvers<void>();
  scanning.room.devices.readPage = async (page) => {
    await gate.promise;
    return readPage(page);
  };
  scanning.begin();
  devices.load([sheet()]);
  const id = await scanning.start();
  await until(() => devices.status()[0]!.state === 'ready' && loaded(scanning) === false, 'the sheet is fed');
  devices.load([sheet()]);
  scanAgain(scanning, id);
  await scanning.engine.idle();
  assert.ok(loaded(scanning));
  assert.deepEqual(scanning.store.jobs.parked(), [], 'and nobody is asked about it');
  gate.resolve();
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends with its one sheet');
  assert.equal(scanning.pages(id).length, 1);
});

test('where the scanner needs a person the batch stops at its sheet, and goes on from there', async (t) => {
  let full = true;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      if (full) throw new MailroomError('SPOOL_FULL', { capBytes: 1 });
      await devices.startScan(...of);
    },
  }));
  const { devices } = scanning;
  scanning.begin();
  devices.load([sheet(), sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'it stops');
  assert.deepEqual([scanning.batch(id).condition, scanning.batch(id).at_sheet], ['spool-full', 1]);
  assert.deepEqual(scanning.store.jobs.parked(), []);
  full = false;
  devices.jamAfter(2);
  await scanning.start(id);
  await until(() => scanning.batch(id).condition === 'media-jam', 'it jams at the third sheet');
  full = true;
  devices.putBack();
  await scanning.start(id);
  await until(() => scanning.batch(id).condition === 'spool-full', 'it stops again');
  assert.deepEqual([scanning.batch(id).sheets, scanning.batch(id).at_sheet], [2, 3], 'nothing is rewound');
  full = false;
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'it ends');
  await until(() => scanning.documents(id).length === 3, 'each sheet is one document');
  assert.deepEqual(scanning.documents(id), [[1], [2], [3]]);
});

test('each Resume feeds, also after a run whose sheets the spool lost', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  devices.listen((told) => void (told.kind === 'page' && told.page.attempt === 2 && devices.damage(told.page.pageId)));
  scanning.begin();
  devices.load([sheet(), sheet()]);
  devices.jamAfter(1);
  const id = await scanning.start();
  await until(() => scanning.batch(id).condition === 'media-jam', 'it jams at the last sheet');
  devices.putBack();
  await scanning.start(id);
  await until(() => scanning.batch(id).condition === 'other', 'the sheet arrives damaged');
  devices.load([sheet()]);
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'it is fed once more');
  assert.deepEqual(scanning.pages(id), ['1 front 1', '2 front 3']);
});

/** Time passes in small steps until this is so. */
const inTime = ({ clock }: Scanning, reached: () => boolean, what: string, stepMs = 5_000) =>
  until(() => {
    if (!reached()) clock.advance(stepMs);
    return reached();
  }, what);
const stop = (scanning: Scanning, id: BatchId) => {
  const { state, condition, at_sheet } = scanning.batch(id);
  return [state, condition, at_sheet];
};

test('a scanner that is switched on long after Scan was pressed feeds nothing until somebody presses Resume', async (t) => {
  let absent = true;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      if (absent) throw new MailroomError('DEVICE_ABSENT', { deviceId: FAKE_SCANNER });
      await devices.startScan(...of);
    },
  }));
  const { devices, clock } = scanning;
  scanning.begin();
  devices.load([sheet()]);
  const id = await scanning.start();
  await inTime(scanning, () => scanning.batch(id).state === 'stopped', 'the batch stops');
  assert.deepEqual(stop(scanning, id), ['stopped', 'connecting-to-device', 1]);
  absent = false;
  clock.advance(12 * 3_600_000);
  await scanning.engine.idle();
  assert.ok(loaded(scanning));
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'it goes on');
  assert.deepEqual(scanning.pages(id), ['1 front 2']);
});

test('a scanner that is there again in a moment feeds by itself', async (t) => {
  let absent = true;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      if (absent) throw new MailroomError('DEVICE_ABSENT', { deviceId: FAKE_SCANNER });
      await devices.startScan(...of);
    },
  }));
  scanning.begin();
  scanning.devices.load([sheet()]);
  const id = await scanning.start();
  await until(() => scanning.store.jobs.counts().some(({ name, state }) => name === 'scan' && state === 'ready'), 'it waits');
  absent = false;
  await inTime(scanning, () => scanning.batch(id).state !== 'open', 'it is fed');
  assert.deepEqual([scanning.batch(id).state, scanning.pages(id)], ['closed', ['1 front 1']]);
});

test('a batch does not wait in a queue behind the paper of another', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  devices.slow(60_000);
  devices.load([sheet(), sheet()]);
  const feeding = await scanning.start();
  await until(() => noScanJob(scanning), 'the first feeds');
  const id = await scanning.start();
  await inTime(scanning, () => scanning.batch(id).state === 'stopped', 'the second stops');
  assert.deepEqual(stop(scanning, id), ['stopped', 'busy', 1]);
  await scanning.cancel(feeding);
  await until(() => scanning.batch(feeding).state === 'cancelled', 'the scanner is free');
  await scanning.engine.idle();
  assert.ok(loaded(scanning));
});

for (const heard of [true, false])
  test(`an order that ${heard ? 'was' : 'was not'} heard before the bridge went away for a night feeds nothing when it is back`, async (t) => {
    let away = true;
    let orders = 0;
    const bridge = () => {
      if (away) throw new MailroomError('BRIDGE_AWAY', {});
    };
    const scanning = await openScanning(t, (devices) => ({
      async startScan(...of) {
        if (heard && orders++ === 0) await devices.startScan(...of);
        bridge();
        await devices.startScan(...of);
      },
      async cancelScan(...of) {
        bridge();
        await devices.cancelScan(...of);
      },
    }));
    const { devices, clock } = scanning;
    scanning.begin();
    // What the bridge tells does not come through either.
    const { readPage } = devices;
    const told = Promise.withResolvers<void>();
    scanning.room.devices.readPage = async (page) => {
      await told.promise;
      return readPage(page);
    };
    devices.load([sheet(), sheet()]);
    devices.jamAfter(1);
    const id = await scanning.start();
    await until(() => scanning.store.jobs.counts().some(({ name, state }) => name === 'scan' && state === 'ready'), 'it waits');
    const lateMs = clock.monotonicMs() + 10 * 3_600_000;
    await inTime(scanning, () => clock.monotonicMs() > lateMs, 'the night passes', 600_000);
    assert.equal(scanning.batch(id).state, 'open', 'nobody knows what came of it');
    if (heard) devices.putBack();
    away = false;
    told.resolve();
    await inTime(scanning, () => noScanJob(scanning), 'the bridge has said it');
    assert.ok(loaded(scanning));
    assert.deepEqual(stop(scanning, id), heard ? ['stopped', 'media-jam', 2] : ['stopped', 'connecting-to-device', 1]);
    assert.deepEqual(scanning.pages(id), heard ? ['1 front 1'] : []);
  });

test('a scan that waited for its scanner when the box was switched off feeds nothing when it is on again', async (t) => {
  let absent = true;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      if (absent) throw new MailroomError('DEVICE_ABSENT', { deviceId: FAKE_SCANNER });
      await devices.startScan(...of);
    },
  }));
  scanning.begin();
  scanning.devices.load([sheet()]);
  const id = await scanning.start();
  await until(() => scanning.store.jobs.counts().some(({ name, state }) => name === 'scan' && state === 'ready'), 'it waits');
  scanning.room.clock = { ...scanning.clock, runId: 'the next' };
  absent = false;
  await inTime(scanning, () => scanning.batch(id).state !== 'open', 'it does not wait any longer');
  assert.deepEqual(stop(scanning, id), ['stopped', 'connecting-to-device', 1]);
  assert.ok(loaded(scanning));
});

test('Stop takes back a scan that waits for its scanner: nothing is fed when the scanner is there', async (t) => {
  let absent = true;
  const scanning = await openScanning(t, (devices) => ({
    async startScan(...of) {
      if (absent) throw new MailroomError('DEVICE_ABSENT', { deviceId: FAKE_SCANNER });
      await devices.startScan(...of);
    },
  }));
  const { devices, clock } = scanning;
  scanning.begin();
  devices.load([sheet()]);
  const id = await scanning.start();
  await scanning.cancel(id);
  await until(() => scanning.batch(id).state === 'cancelled', 'it is cancelled');
  absent = false;
  clock.advance(3_600_000);
  await scanning.engine.idle();
  assert.ok(loaded(scanning));
  assert.deepEqual([scanning.batch(id).condition, scanning.batch(id).at_sheet], [null, 1]);
});

test('Stop ends a batch that stopped: its last document is divided, and the next stack begins by itself', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  devices.load([sheet(), sheet(), sheet()]);
  devices.jamAfter(2);
  const id = await scanning.start(null, 'item');
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  t.after(openFeederWatch(scanning.room, scanning.desk, (bug) => assert.fail(String(bug))));
  assert.deepEqual(scanning.documents(id), []);
  assert.equal(loaded(scanning), false, 'the clerk has taken the rest out');
  await scanning.cancel(id);
  await until(() => scanning.batch(id).state === 'cancelled', 'it ends');
  await until(() => scanning.documents(id).length === 1, 'the open document is divided');
  assert.deepEqual(scanning.documents(id), [[1, 2]]);
  devices.putBack();
  await until(() => scanning.store.read.all('batch', { state: 'closed' }).length === 1, 'the next stack is a batch of its own');
});

test('Stop keeps the sheets of a batch that is being fed, and their order', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  scanning.begin();
  // Longer than any test: only stopping ends the second sheet.
  devices.listen((told) => void (told.kind === 'page' && devices.slow(1_000_000)));
  devices.load([sheet(), sheet(), sheet(), sheet()]);
  const id = await scanning.start(null, 'item');
  await until(() => scanning.pages(id).length >= 1, 'the first sheet is taken');
  await scanning.cancel(id);
  await until(() => scanning.batch(id).state === 'cancelled', 'it is cancelled');
  await scanning.engine.idle();
  assert.deepEqual([scanning.pages(id), scanning.batch(id).at_sheet], [['1 front 1'], 2]);
  assert.equal(scanning.documents(id).length, 1, 'what was fed is one document');
});
