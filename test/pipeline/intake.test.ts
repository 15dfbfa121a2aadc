import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailroomError } from '#base/errors.ts';
import { mintId, type PageId, pageId } from '#base/ids.ts';
import { until } from '#test/contracts/device-events.ts';
import { FAKE_SCANNER } from '#test/fakes/devices.ts';
import { openScanning, sheet } from './scanning.ts';

/** What the spool holds beyond what was acknowledged: told again with the next connection. */
const waitingIn = (devices: Parameters<Parameters<typeof openScanning>[1] & object>[0]) => {
  const told = new Set<PageId>();
  const stop = devices.listen((event) => void (event.kind === 'page' && told.add(event.page.pageId)));
  return { told, stop };
};

test('a full disk holds up the end of a batch with its pages, and all of it is taken once there is room again', async (t) => {
  const scanning = await openScanning(t);
  const { store, clock, devices } = scanning;
  let full = true;
  let tries = 0;
  const { put } = store.blobs;
  store.blobs.put = async (...of) => {
    tries++;
    if (full) throw new MailroomError('STORAGE_FULL', { folder: 'state' });
    return put(...of);
  };
  scanning.begin();
  devices.load([sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => devices.status()[0]!.detail?.feederLoaded === false, 'both sheets are fed');
  await until(() => tries > 0, 'it was tried');
  const before = tries;
  await until(() => {
    clock.advance(2_000);
    return tries > before;
  }, 'it was tried again');
  assert.deepEqual([scanning.batch(id).state, scanning.pages(id)], ['open', []], 'the end did not overtake its pages');
  full = false;
  await until(() => {
    clock.advance(60_000);
    return scanning.batch(id).state === 'closed';
  }, 'the batch ends');
  assert.deepEqual(scanning.pages(id), ['1 front 1', '2 front 1']);
  await until(() => scanning.documents(id).length === 2, 'both are divided');
});

test('a sheet whose image the spool lost stops its batch there, is put back, and the batch ends whole', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  devices.listen(
    (told) => void (told.kind === 'page' && told.page.sheet === 2 && told.page.attempt === 1 && devices.damage(told.page.pageId)),
  );
  scanning.begin();
  devices.load([sheet(), sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'the batch stops');
  assert.deepEqual([scanning.batch(id).condition, scanning.batch(id).at_sheet], ['other', 2]);
  assert.deepEqual(scanning.pages(id), ['1 front 1', '3 front 1'], 'what came after it is kept');
  // The clerk puts it on top of the next stack. The daemon's last words to the bridge are lost.
  const { acknowledgePage, acknowledgeBatchEnd } = devices;
  Object.assign(scanning.room.devices, { acknowledgePage: async () => {}, acknowledgeBatchEnd: async () => {} });
  devices.load([sheet(), sheet()]);
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'the batch goes on');
  assert.deepEqual(scanning.pages(id), ['1 front 1', '3 front 1', '5 front 2', '6 front 2'], 'nothing is replaced');
  await until(() => scanning.documents(id).length === 4, 'nothing waits behind the gap any more');
  await scanning.intake.settled();
  Object.assign(scanning.room.devices, { acknowledgePage, acknowledgeBatchEnd });
  devices.reconnect();
  await scanning.intake.settled();
  assert.equal(scanning.batch(id).state, 'closed', 'the sheet is not asked for twice');
  const { told } = waitingIn(devices);
  devices.reconnect();
  assert.equal(told.size, 0, 'the lost image is given up now that its sheet was fed again');
});

test('a sheet the bridge has counted and nobody was told of stops its batch there', async (t) => {
  const scanning = await openScanning(t, (devices) => ({
    listen: (listener) => devices.listen((told) => (told.kind === 'page' && told.page.sheet === 2 ? undefined : listener(told))),
  }));
  scanning.begin();
  scanning.devices.load([sheet(), sheet(), sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'the batch stops');
  assert.deepEqual([scanning.batch(id).condition, scanning.batch(id).at_sheet], ['other', 2]);
  assert.deepEqual(scanning.pages(id), ['1 front 1', '3 front 1'], 'what came after it is kept');
});

test('the only sheet of a batch, its image lost, is asked for until it is there, and put back under its own number', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  let lost = true;
  devices.listen((told) => void (told.kind === 'page' && lost && devices.damage(told.page.pageId)));
  scanning.begin();
  devices.load([sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'the batch stops');
  const { position } = scanning.store.head();
  devices.load([sheet()]);
  await scanning.start(id);
  await until(() => scanning.store.head().position > position, 'it ends again');
  assert.deepEqual([scanning.batch(id).state, scanning.batch(id).at_sheet], ['stopped', 1]);
  lost = false;
  devices.load([sheet()]);
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends');
  assert.deepEqual(scanning.pages(id), ['1 front 3']);
});

test('a page told again is acknowledged where the register holds its very bytes, and never where it holds others', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  const acknowledge = devices.acknowledgePage;
  let deaf = true;
  scanning.room.devices.acknowledgePage = async (id) => (deaf ? undefined : acknowledge(id));
  scanning.begin();
  devices.load([sheet()]);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends');
  deaf = false;
  devices.reconnect();
  await scanning.intake.settled();
  const again = waitingIn(devices);
  devices.reconnect();
  again.stop();
  assert.equal(again.told.size, 0, 'acknowledged when it was told again');

  // Other paper goes through under the same name, past everything that should keep it from it.
  devices.load([sheet()]);
  await devices.startScan(FAKE_SCANNER, { batchId: id, source: 'adf', profile: 'routing', resolutionDpi: 200 });
  await until(() => scanning.batch(id).state === 'stopped', 'the batch says so');
  assert.equal(scanning.batch(id).at_sheet, 1);
  const kept = waitingIn(devices);
  devices.reconnect();
  assert.deepEqual([...kept.told], [pageId(id, 1, 'front', 1)], 'the other image stays in the spool');
});

test('a page of a batch that a restored register does not know opens its batch again', async (t) => {
  const scanning = await openScanning(t);
  const { devices } = scanning;
  const id = mintId('batch');
  devices.load([sheet(), sheet()]);
  scanning.begin();
  await devices.startScan(FAKE_SCANNER, { batchId: id, source: 'adf', profile: 'routing', resolutionDpi: 200, firstSheet: 3 });
  await until(() => scanning.store.read.get('batch', { id })?.state === 'closed', 'the batch is there and ends');
  await until(() => scanning.documents(id).length === 2, 'its sheets are documents');
  assert.deepEqual(scanning.documents(id), [[3], [4]]);
});
