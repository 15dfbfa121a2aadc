import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { rescanSheet, takeBackSheets } from '#acts/mend-batch.ts';
import { undo } from '#acts/undo.ts';
import { MailroomError } from '#base/errors.ts';
import type { BatchId, DeviceId, DocumentId, ItemId, PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { verify } from '#register/verify.ts';
import { until } from '#test/contracts/device-events.ts';
import { openScanning, type Scanning, sheet } from './scanning.ts';

/** A batch of one-sided sheets that jammed at the one after `kept`; the jammed sheet lies in the feeder again. */
async function jammed(t: TestContext, kept: number, separation: 'sheet' | 'item' = 'sheet', change?: Parameters<typeof openScanning>[1]) {
  const scanning = await openScanning(t, change);
  scanning.begin();
  const { devices } = scanning;
  devices.load(Array.from({ length: kept + 1 }, sheet));
  devices.jamAfter(kept);
  const id = await scanning.start(null, separation);
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  await until(() => scanning.store.read.all('page', { batch_id: id }).every(({ role }) => role !== null), 'all is looked at');
  if (separation === 'sheet') await until(() => scanning.documents(id).length === kept, 'each sheet is a letter');
  devices.putBack();
  return { scanning, id };
}
const standing = ({ store }: Scanning, id: BatchId) =>
  store.read
    .all('page', { batch_id: id }, 'sheet')
    .filter(({ role }) => role !== 'removed')
    .map(({ sheet: n, attempt }) => `${n}.${attempt}`);
/** The order to scan is done with, in a while. */
const noScan = ({ store, clock }: Scanning) =>
  until(() => {
    const isDone = store.jobs.counts().every(({ name }) => name !== 'scan');
    if (!isDone) clock.advance(5_000);
    return isDone;
  }, 'nothing is to be scanned any more');
const voided = ({ store }: Scanning) => store.read.all('item', {}).filter((item) => item.voided_position !== null).length;
const closed = ({ batch }: Scanning, id: BatchId) => until(() => batch(id).state === 'closed', 'the batch ends');

test('the last sheets are taken back and a forgotten one goes in between: the batch goes on from there', async (t) => {
  const { scanning, id } = await jammed(t, 3);
  await scanning.act(takeBackSheets, { batchId: id, from: 3 });
  assert.deepEqual(standing(scanning, id), ['1.1', '2.1']);
  assert.equal(voided(scanning), 1, 'the letter made of the third is not there');
  assert.equal(scanning.batch(id).at_sheet, 3);
  scanning.devices.load([sheet(), sheet()]);
  await scanning.start(id);
  await closed(scanning, id);
  assert.deepEqual(standing(scanning, id), ['1.1', '2.1', '3.2', '4.2', '5.2']);
  assert.equal(scanning.batch(id).sheets, 5);
  await until(() => scanning.store.read.all('item', {}).length === 6, 'three more letters');
});

test('one sheet is scanned again in its place, and nothing else moves', async (t) => {
  for (const separation of ['sheet', 'item'] as const) {
    const { scanning, id } = await jammed(t, 3, separation);
    scanning.devices.load([sheet()]);
    await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
    await until(() => standing(scanning, id).includes('2.2'), 'it is here');
    await scanning.intake.settled();
    const { state, condition, at_sheet } = scanning.batch(id);
    assert.deepEqual([state, condition, at_sheet], ['stopped', 'media-jam', 4], 'the batch stands where it stood');
    assert.deepEqual(standing(scanning, id), ['1.1', '2.2', '3.1'], 'one sheet was fed, the other lies in the feeder still');
    await scanning.start(id);
    await closed(scanning, id);
    assert.deepEqual(standing(scanning, id), ['1.1', '2.2', '3.1', '4.3']);
    const divided = separation === 'sheet' ? [[1], [2], [3], [4]] : [[1, 2, 3, 4]];
    await until(() => scanning.documents(id).filter(({ length }) => length > 0).length === divided.length, 'it is divided');
    assert.deepEqual(
      scanning
        .documents(id)
        .filter(({ length }) => length > 0)
        .sort(([a], [b]) => a! - b!),
      divided,
    );
  }
});

test('a sheet whose image was lost is scanned under its own number, and the batch is whole', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  devices.listen(
    (told) => void (told.kind === 'page' && told.page.sheet === 2 && told.page.attempt === 1 && devices.damage(told.page.pageId)),
  );
  scanning.begin();
  devices.load([sheet(), sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'the batch stops');
  devices.load([sheet()]);
  await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
  await closed(scanning, id);
  assert.deepEqual(standing(scanning, id), ['1.1', '2.2', '3.1']);
});

test('what was taken back stands again on undo, under new numbers, until scanning has gone on', async (t) => {
  const { scanning, id } = await jammed(t, 3);
  const done = await scanning.act(takeBackSheets, { batchId: id, from: 2 });
  await scanning.act(undo, { actId: done.actId });
  assert.deepEqual(standing(scanning, id), ['1.1', '2.1', '3.1']);
  assert.equal(scanning.batch(id).at_sheet, 4);
  await until(() => scanning.store.read.all('item', {}).length === 5, 'they are letters again');
  const again = await scanning.act(takeBackSheets, { batchId: id, from: 3 });
  await scanning.start(id);
  await closed(scanning, id);
  await assert.rejects(scanning.act(undo, { actId: again.actId }), { code: 'ACT_REFUSED' });
  verify(scanning.folder);
});

test('what was taken back and has been erased meanwhile does not stand again', async (t) => {
  const { scanning, id } = await jammed(t, 3);
  const { store } = scanning;
  const done = await scanning.act(takeBackSheets, { batchId: id, from: 3 });
  const pages = store.read.all('page', { batch_id: id, role: 'removed' }).map((page) => page.id as PageId);
  store.write((tx) => tx.append([event('contents.erased@1', null, { documents: [], pages, keys: [], reason: 'retention', by: 'box' })]));
  await assert.rejects(scanning.act(undo, { actId: done.actId }), /not kept any more/);
});

test('sheets whose letter somebody has, decided about or filed stay: that mail is corrected where it is', async (t) => {
  const { scanning, id } = await jammed(t, 3);
  const documents = scanning.store.read.all('document', { batch_id: id }, 'sheet');
  const [first, second, third] = documents.map((one) => ({ itemId: one.item_id as ItemId, documentId: one.id as DocumentId }));
  const numberOf = (itemId: ItemId) => scanning.store.read.get('item', { id: itemId })!.number as never;
  scanning.store.write((tx) => {
    const by = 'operator:clerk' as const;
    const label = { number: numberOf(first!.itemId), copy: 1, outcome: 'printed', printer: 'printer-1' as DeviceId, by } as const;
    tx.append([event('label.printed@1', first!.itemId, label)]);
    tx.append([event('item.handed-over@1', second!.itemId, { departmentId: null, personId: null, shelf: 'A', by })]);
    const decision = { outcome: 'review', class: null, classConfidence: 0, departmentId: null, personId: null, confidence: 0 } as const;
    const rest = { secrecy: null, registered: false, reason: null, candidates: [], revision: 1, by, undoOf: null };
    tx.append([event('document.corrected@1', third!.itemId, { ...decision, ...rest, documentId: third!.documentId })]);
  });
  for (const n of [1, 2, 3]) await assert.rejects(scanning.act(rescanSheet, { batchId: id, sheet: n }), { code: 'ACT_REFUSED' });
  await assert.rejects(scanning.act(takeBackSheets, { batchId: id, from: 1 }), { code: 'ACT_REFUSED' });
  await assert.rejects(scanning.act(rescanSheet, { batchId: id, sheet: 9 }), { code: 'ACT_REFUSED' });
  assert.deepEqual(standing(scanning, id), ['1.1', '2.1', '3.1']);
});

test('a sheet that belongs to an item with other sheets is not taken out of it', async (t) => {
  const { scanning, id } = await jammed(t, 2);
  const [first] = scanning.store.read.all('document', { batch_id: id }, 'sheet');
  const pages = scanning.store.read.all('page', { batch_id: id, sheet: 2 });
  const body = {
    documentId: 'dc_x' as DocumentId,
    batchId: id,
    seq: 2,
    pages: pages.map((page) => page.id as PageId),
    blankPages: [],
    sheet: 2,
  };
  scanning.store.write((tx) => tx.append([event('document.divided@1', first!.item_id as ItemId, body)]));
  await assert.rejects(scanning.act(rescanSheet, { batchId: id, sheet: 1 }), /has other sheets too/);
});

test('while a batch feeds nothing in it is mended, nor is that taken back', async (t) => {
  const { scanning, id } = await jammed(t, 3);
  const { devices } = scanning;
  // Longer than any test: only stopping ends it.
  devices.slow(1_000_000);
  const taken = await scanning.act(takeBackSheets, { batchId: id, from: 3 });
  await scanning.start(id);
  await until(() => devices.status()[0]!.detail?.batchId === id, 'it goes on');
  assert.equal(scanning.batch(id).state, 'stopped', 'the register knows of the last run');
  const no = { code: 'ACT_REFUSED' };
  await assert.rejects(scanning.act(rescanSheet, { batchId: id, sheet: 2 }), no);
  await assert.rejects(scanning.act(takeBackSheets, { batchId: id, from: 2 }), no);
  await assert.rejects(scanning.act(undo, { actId: taken.actId }), no);
  assert.deepEqual(standing(scanning, id), ['1.1', '2.1']);
});

test('a sheet to be scanned again while the button at the scanner was pressed first is asked for: no batch ends without it', async (t) => {
  for (const itsRun of ['feeds still', 'waits to be taken'] as const) {
    let pressed = false;
    const { scanning, id } = await jammed(t, 3, 'item', (devices) => ({
      async startScan(scanner, job) {
        if (job.sheets === undefined || pressed) return devices.startScan(scanner, job);
        // The bridge goes on by itself with what it was told the paper belongs to, and is busy with that when the order comes.
        pressed = true;
        const { sheets: _, ...run } = job;
        await devices.startScan(scanner, { ...run, firstSheet: 4 });
        const busy = new MailroomError('DEVICE_BUSY', { deviceId: scanner });
        if (itsRun === 'waits to be taken') await until(() => scanning.batch(id).runs === 2, 'that run is over');
        throw busy;
      },
    }));
    scanning.devices.slow(20);
    await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
    await until(() => scanning.batch(id).runs === 2, 'what lay in the feeder is fed');
    await noScan(scanning);
    const { state, condition, at_sheet } = scanning.batch(id);
    assert.deepEqual([standing(scanning, id), state, condition, at_sheet], [['1.1', '3.1', '4.2'], 'stopped', 'other', 2]);
    assert.deepEqual(scanning.documents(id), [], 'nothing is joined over the gap');
    scanning.devices.load([sheet()]);
    await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
    await closed(scanning, id);
    assert.deepEqual(standing(scanning, id), ['1.1', '2.3', '3.1', '4.2']);
  }
});

test('a scan that waits for its scanner keeps its batch as it is, and what is undone meanwhile is not fed', async (t) => {
  let absent = false;
  const { scanning, id } = await jammed(t, 3, 'sheet', (devices) => ({
    async startScan(...of) {
      if (absent) throw new MailroomError('DEVICE_ABSENT', { deviceId: of[0] });
      await devices.startScan(...of);
    },
  }));
  absent = true;
  const { actId } = await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
  await until(() => scanning.store.jobs.counts().some(({ name, state }) => name === 'scan' && state === 'ready'), 'it waits');
  await assert.rejects(scanning.act(takeBackSheets, { batchId: id, from: 3 }), /being scanned/);
  await assert.rejects(scanning.act(rescanSheet, { batchId: id, sheet: 3 }), /being scanned/);
  await scanning.act(undo, { actId });
  absent = false;
  await noScan(scanning);
  assert.equal(scanning.devices.status()[0]!.detail?.feederLoaded, true);
  assert.deepEqual([standing(scanning, id), scanning.batch(id).runs], [['1.1', '2.1', '3.1'], 1]);
});

test('a batch gone on with before its sheets lie in the feeder waits where it stood', async (t) => {
  const scanning = await openScanning(t);
  scanning.begin();
  const { devices } = scanning;
  devices.load([sheet(), sheet()]);
  devices.jamAfter(1);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  devices.putBack();
  const [lying] = devices.take();
  await scanning.start(id);
  await until(() => scanning.batch(id).runs === 2, 'nothing is fed');
  const { state, condition, at_sheet } = scanning.batch(id);
  assert.deepEqual([state, condition, at_sheet], ['stopped', 'media-jam', 2]);
  devices.load([lying!]);
  await scanning.start(id);
  await closed(scanning, id);
  assert.deepEqual(standing(scanning, id), ['1.1', '2.3']);
});
