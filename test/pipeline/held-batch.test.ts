import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeBackSheets } from '#acts/mend-batch.ts';
import { MailroomError } from '#base/errors.ts';
import { until } from '#test/contracts/device-events.ts';
import { openScanning, sheet } from './scanning.ts';

test('the bridge hears which batch the paper belongs to before its end is acknowledged, on each change, and with each connection', async (t) => {
  const words: string[] = [];
  const scanning = await openScanning(t, ({ holdScan, acknowledgeBatchEnd }) => ({
    holdScan(deviceId, held) {
      words.push(held ? `sheet ${held.job.firstSheet} attempt ${held.job.attempt}${held.cancelled ? ' over' : ''}` : 'none');
      return holdScan(deviceId, held);
    },
    acknowledgeBatchEnd(batchId, attempt) {
      words.push(`end ${attempt}`);
      return acknowledgeBatchEnd(batchId, attempt);
    },
  }));
  scanning.begin();
  const { devices } = scanning;
  await until(() => words.length === 1, 'it is told at the beginning');
  devices.load([sheet(), sheet(), sheet(), sheet()]);
  devices.jamAfter(3);
  const id = await scanning.start();
  await until(() => words.includes('end 1'), 'it jams');
  await until(() => scanning.store.read.all('page', { batch_id: id }).every(({ role }) => role !== null), 'all is looked at');
  await until(() => scanning.documents(id).length === 3, 'each sheet is a letter');
  await scanning.act(takeBackSheets, { batchId: id, from: 3 });
  await until(() => words.length === 4, 'a clerk takes a sheet back');
  devices.reconnect();
  await until(() => words.length === 5, 'it comes back');
  devices.putBack();
  await scanning.start(id);
  await until(() => words.includes('end 2'), 'the batch goes on and ends');
  devices.load([sheet(), sheet()]);
  devices.jamAfter(1);
  const next = await scanning.start();
  await until(() => scanning.batch(next).state === 'stopped', 'the next one jams');
  await scanning.cancel(next);
  await until(() => words.at(-1)?.endsWith('over') === true, 'it is given up');
  assert.deepEqual(words, [
    ...['none', 'sheet 4 attempt 2', 'end 1', 'sheet 3 attempt 2', 'sheet 3 attempt 2'],
    ...['none', 'end 2', 'sheet 2 attempt 2', 'end 1', 'sheet 2 attempt 3 over'],
  ]);
});

test('the end of a batch is taken once and for all though its scanner is not configured any more', async (t) => {
  const scanning = await openScanning(t, () => ({
    holdScan: (deviceId) => Promise.reject(new MailroomError('DEVICE_UNKNOWN', { deviceId })),
  }));
  scanning.begin();
  const { devices } = scanning;
  devices.load([sheet(), sheet()]);
  devices.jamAfter(1);
  const id = await scanning.start();
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  await scanning.intake.settled();
  assert.equal(scanning.batch(id).runs, 1);
});
