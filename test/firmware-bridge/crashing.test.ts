import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { manualClock, systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { BridgeServer } from '#bridge/server.ts';
import { openHeldBatches } from '#bridge/spool/held-batches.ts';
import { openLabelLedger } from '#bridge/spool/label-ledger.ts';
import { openSpool } from '#bridge/spool/spool.ts';
import { inChild } from '#bridge/supervisor/driver-child.ts';
import { openQuarantine } from '#bridge/supervisor/quarantine.ts';
import { supervise } from '#bridge/supervisor/supervisor.ts';
import { watchDevices } from '../contracts/device-events.ts';
import driver from './crashing-driver.ts';

const SCANNER = 'scanner-1' as DeviceId;

test('a driver that dies of its device is told with call and page, set aside, and tried again when the daemon asks', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'crashing-'));
  const cure = join(folder, 'calm');
  const clock = manualClock();
  const spool = await openSpool(join(folder, 'spool'), 1_000);
  const ledger = await openLabelLedger(folder);
  const held = await openHeldBatches(folder, spool);
  const socketPath = join(folder, 'socket');
  const server = new BridgeServer(systemClock(), silentLog, (error) => assert.fail(String(error)));
  await server.listen(socketPath);
  const options = { stallMs: 3_600_000 };
  const supervisor = supervise({
    devices: [{ id: SCANNER, driver: driver.name, address: `sane:${cure}`, name: 'Scanner', options }],
    drivers: new Map([[driver.name, inChild(driver, join(import.meta.dirname, 'crashing-driver.ts'))]]),
    ...{ spool, held, ledger, quarantine: await openQuarantine(folder, clock), clock, log: silentLog, pollMs: 1_000 },
    tell: (news) => server.tell(news),
  });
  server.serve(spool, supervisor);
  const devices = openBridgeDevices({ socketPath, spoolFolder: join(folder, 'spool'), clock: systemClock(), log: silentLog });
  const events = watchDevices(devices);
  devices.connect();
  t.after(async () => {
    await devices.close();
    await supervisor.close();
    await server.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  const passing = setInterval(() => clock.advance(50), 5);
  await new Promise<void>((aside) => {
    devices.listen((event) => event.kind === 'status' && event.status.state === 'quarantined' && aside());
  });
  clearInterval(passing);
  const crash = { crashes: 5, driver: 'crashing-driver', call: 'sane_read', page: 3, how: 'SIGSEGV' };
  assert.deepEqual(devices.status()[0]?.detail, { crash });
  const batch = { batchId: 'bt_00000000000000000001', source: 'adf', profile: 'routing', resolutionDpi: 200 } as const;
  await assert.rejects(devices.startScan(SCANNER, batch as unknown as Parameters<typeof devices.startScan>[1]), { code: 'DEVICE_ABSENT' });

  await writeFile(cure, '');
  await devices.release(SCANNER);
  await events.status(SCANNER, ({ state }) => state === 'ready');
  assert.equal(devices.status()[0]?.detail, undefined);
  await assert.rejects(devices.release('nobody' as DeviceId), { code: 'DEVICE_UNKNOWN' });
});
