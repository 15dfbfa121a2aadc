import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { rescanSheet } from '#acts/mend-batch.ts';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import type { BatchId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { BridgeServer } from '#bridge/server.ts';
import { until } from '#test/contracts/device-events.ts';
import { bridge, newFolder, scripted } from '#test/firmware-bridge/scripted-bridge.ts';
import { openScanning } from '#test/pipeline/scanning.ts';

test("the button is pressed as a sheet is to be scanned again: over the bridge's own socket no sheet is lost and no batch ends without it", async (t) => {
  const folder = await newFolder();
  const fed = Promise.withResolvers<void>();
  const scanner = scripted([
    { sides: 3, condition: 'media-jam' },
    // What the button feeds: the sheet that was smoothed, and nothing else lies there.
    { sides: 1, condition: null, until: fed.promise, left: false },
    { sides: 1, condition: null, left: false },
  ]);
  const server = new BridgeServer(systemClock(), silentLog, (bug) => assert.fail(String(bug)));
  const socket = join(folder, 'bridge.sock');
  await server.listen(socket);
  const alone = await bridge(folder, 'button', scanner, (news) => server.tell(news));
  server.serve(alone.spool, alone.supervisor);
  const devices = openBridgeDevices({ socketPath: socket, spoolFolder: folder, clock: systemClock(), log: silentLog });
  let pressed = false;
  const scanning = await openScanning(t, () => ({
    ...devices,
    async startScan(deviceId, job) {
      if (job.sheets === 1 && !pressed) {
        pressed = true;
        scanner.hand.press = true;
        await until(() => devices.status()[0]!.detail?.batchId === job.batchId, 'the button has begun');
      }
      await devices.startScan(deviceId, job);
    },
  }));
  t.after(async () => {
    fed.resolve();
    await devices.close();
    await server.close();
    await alone.leave();
  });
  scanning.begin();
  const { store, batch } = scanning;
  await until(() => devices.status()[0]?.state === 'ready', 'the bridge has told how its scanner is');
  scanner.hand.press = true;
  const last = () => store.read.all('batch', {}).at(-1);
  await until(() => last()?.state === 'stopped', 'it jams at the fourth sheet');
  const id = last()!.id as BatchId;
  const standing = () =>
    store.read
      .all('page', { batch_id: id }, 'sheet')
      .filter(({ role }) => role !== 'removed' && role !== null)
      .map(({ sheet, attempt }) => `${sheet}.${attempt}`);
  await until(() => standing().length === 3, 'three sheets are looked at');
  await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
  await until(() => store.jobs.counts().every(({ name }) => name !== 'scan'), 'the order came second');
  fed.resolve();
  await until(() => batch(id).runs === 2 && standing().length === 3, 'the run of the button ends');
  assert.deepEqual([standing(), batch(id).state, batch(id).at_sheet], [['1.1', '3.1', '4.2'], 'stopped', 2]);
  scanner.hand.loaded = true;
  await scanning.act(rescanSheet, { batchId: id, sheet: 2 });
  await until(() => batch(id).state === 'closed' && standing().length === 4, 'the batch ends whole');
  assert.deepEqual(standing(), ['1.1', '2.3', '3.1', '4.2']);
});
