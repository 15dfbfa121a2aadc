/** What is scanned of two sheets drawn at once is kept beside the batch, and becomes a sheet of it where a clerk finds that it was one. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openedInError } from '#acts/opened-in-error.ts';
import { startScan } from '#acts/start-scan.ts';
import { undo } from '#acts/undo.ts';
import { writtenSheet } from '#acts/written-sheet.ts';
import type { BatchId, ItemId } from '#base/ids.ts';
import { verify } from '#register/verify.ts';
import { until } from '#test/contracts/device-events.ts';
import { DIRECTORY } from '#test/views/mailroom.ts';
import { currentBatch } from '#views/batch.ts';
import { namesOf } from '#views/sight.ts';
import { openScanning, type Scanning, sheet } from './scanning.ts';

/** Three sheets of two sides, the second of which is said to have taken the third along. */
async function doubled(t: TestContext) {
  const scanning = await openScanning(t);
  scanning.begin();
  const { devices, store } = scanning;
  devices.load([sheet(), sheet(), sheet()]);
  devices.doubleFeedAfter(1);
  const command = { deviceId: null, separation: 'item', duplex: true, resume: null } as const;
  const id = (await scanning.act(startScan, command)).batchId!;
  await until(() => scanning.batch(id).state === 'stopped', 'it stops');
  await looked(scanning, id);
  const shown = () => {
    const { sheets, sides, setAside, stop, missing } = currentBatch({ read: store.read, names: namesOf(DIRECTORY) }, {}).batch!;
    return { sheets, sides, aside: setAside.map(({ page, as }) => `${page.sheet} ${page.side} ${as}`), putBack: stop?.putBack, missing };
  };
  return { scanning, id, shown };
}
const looked = ({ store }: Scanning, id: BatchId) =>
  until(() => store.read.all('page', { batch_id: id }).every(({ role }) => role !== null), 'all is looked at');
const standing = ({ store }: Scanning, id: BatchId) =>
  store.read
    .all('page', { batch_id: id }, 'sheet')
    .filter(({ role }) => role !== 'removed')
    .map(({ sheet: n, side, attempt }) => `${n} ${side} ${attempt}`);

test('a double feed stops the batch at its sheet, and what was scanned of it is listed and counted nowhere', async (t) => {
  const { scanning, id, shown } = await doubled(t);
  assert.deepEqual(shown(), { sheets: 1, sides: 2, aside: ['2 front suspect'], putBack: [2, 3], missing: [] });
  assert.deepEqual([scanning.batch(id).condition, scanning.batch(id).sides], ['double-feed', 2]);
  scanning.devices.putBack();
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'both are scanned');
  await looked(scanning, id);
  assert.deepEqual(standing(scanning, id), ['1 front 1', '1 back 1', '2 front 2', '2 back 2', '3 front 2', '3 back 2']);
  assert.deepEqual(shown(), { sheets: 3, sides: 6, aside: [], putBack: undefined, missing: [] }, 'nobody needs it any more');
  await assert.rejects(scanning.act(writtenSheet, { batchId: id, sheet: 2, side: 'front' }), { code: 'ACT_REFUSED' });
});

test('opened in error, what was scanned of the letter when it was drawn with another is erased as well', async (t) => {
  const { scanning, id } = await doubled(t);
  scanning.devices.putBack();
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'both are scanned');
  await until(() => scanning.documents(id).length > 0, 'it is divided');
  const { store } = scanning;
  const [document] = store.read.all('document', { batch_id: id });
  await scanning.act(openedInError, { itemId: document!.item_id as ItemId });
  const images = store.read.query<{ sheet: number }>('SELECT sheet FROM page WHERE batch_id = ? AND blob IS NOT NULL', id);
  assert.deepEqual(images, []);
  verify(scanning.folder);
});

test('where it was one sheet it is taken as it is, scanning goes on behind it, and until then that is undone', async (t) => {
  const { scanning, id, shown } = await doubled(t);
  const take = () => scanning.act(writtenSheet, { batchId: id, sheet: 2, side: 'front' });
  const first = await take();
  await looked(scanning, id);
  assert.deepEqual(shown(), { sheets: 2, sides: 3, aside: [], putBack: [], missing: [2] }, 'its back is missing, and said to be');
  await scanning.act(undo, { actId: first.actId });
  assert.deepEqual(shown(), { sheets: 1, sides: 2, aside: ['2 front suspect'], putBack: [2, 3], missing: [] });

  const { actId } = await take();
  await looked(scanning, id);
  scanning.devices.putBack();
  scanning.devices.take();
  scanning.devices.load([sheet()]);
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'the batch ends');
  await until(() => scanning.documents(id).some(({ length }) => length === 5), 'it is divided');
  assert.deepEqual(standing(scanning, id), ['1 front 1', '1 back 1', '2 front 1', '3 front 2', '3 back 2']);
  await assert.rejects(scanning.act(undo, { actId }), /gone on since/);
  verify(scanning.folder);
});

test('two sheets drawn at once right behind one that was taken for a single sheet go back', async (t) => {
  const { scanning, id, shown } = await doubled(t);
  const { devices } = scanning;
  await scanning.act(writtenSheet, { batchId: id, sheet: 2, side: 'front' });
  await looked(scanning, id);
  assert.deepEqual(shown().putBack, []);
  devices.putBack();
  devices.take();
  devices.load([sheet(), sheet()]);
  devices.doubleFeedAfter(0);
  await scanning.start(id);
  await until(() => scanning.batch(id).runs === 2, 'it stops again');
  await looked(scanning, id);
  assert.deepEqual(shown().putBack, [3, 4]);
  assert.deepEqual(shown().aside, ['3 front suspect']);
});
