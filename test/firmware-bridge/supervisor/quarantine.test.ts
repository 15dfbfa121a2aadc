import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import { manualClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { keepDevice } from '#bridge/supervisor/device.ts';
import type { LabelPrinterDriver, ScannerDriver } from '#bridge/supervisor/driver.ts';
import { openQuarantine } from '#bridge/supervisor/quarantine.ts';
import { until } from '../../contracts/device-events.ts';

const deviceId = 'scanner' as DeviceId;
const CRASH = { deviceId, driver: 'made-up', call: 'sane_read', page: 3, how: 'SIGSEGV' };
const REPORT = { crashes: 5, driver: 'made-up', call: 'sane_read', page: 3, how: 'SIGSEGV' };

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-quarantine-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('five crashes within five minutes are too many, five in an hour are not, and each device has its own', async (t) => {
  const clock = manualClock();
  const quarantine = await openQuarantine(scratch(t), clock);
  for (let crashes = 0; crashes < 10; crashes++) {
    assert.equal(await quarantine.crashed(CRASH), null);
    clock.advance(12 * 60_000);
  }
  for (const other of ['scanner', 'other', 'scanner', 'scanner', 'scanner'])
    assert.equal(await quarantine.crashed({ ...CRASH, deviceId: other }), null, other);
  assert.deepEqual(await quarantine.crashed(CRASH), REPORT);
  assert.deepEqual(quarantine.reportOf('scanner'), REPORT);
  assert.equal(quarantine.reportOf('other'), null);
});

test('a restart of the bridge releases nothing, a person does, and what nobody can read is passed over', async (t) => {
  const folder = scratch(t);
  const before = await openQuarantine(folder, manualClock());
  for (let crashes = 0; crashes < 5; crashes++) await before.crashed(CRASH);
  appendFileSync(join(folder, 'quarantine.jsonl'), '["other",{"crashes":"many"}]\n["half",{"cra');
  const after = await openQuarantine(folder, manualClock());
  assert.deepEqual([after.reportOf('scanner'), after.reportOf('other'), after.reportOf('half')], [REPORT, null, null]);
  await after.release('scanner');
  assert.equal(readFileSync(join(folder, 'quarantine.jsonl'), 'utf8'), '');
  assert.equal((await openQuarantine(folder, manualClock())).reportOf('scanner'), null);
});

test('a scanner that brings its driver down again and again is left alone until it is released', async (t) => {
  const clock = manualClock();
  let opened = 0;
  let broken = true;
  const driver: ScannerDriver = {
    ...{ kind: 'scanner', name: 'made-up', transport: ['sane'], match: [], isolation: 'shared' },
    ...{ limits: { pageBytes: 1 }, options: Type.Object({}) },
    async open() {
      opened++;
      return {
        async status() {
          if (broken) throw new MailroomError('DRIVER_CRASHED', CRASH);
          return { conditions: [] };
        },
        scan: () => assert.fail(),
        abandon: async () => undefined,
        close: async () => undefined,
      };
    },
  };
  const link = { deviceId, address: 'sane:made-up', options: {}, clock, log: silentLog } as unknown as Parameters<typeof keepDevice>[1];
  const quarantine = await openQuarantine(scratch(t), clock);
  const device = keepDevice(driver, link, 1_000, () => undefined, quarantine);
  await until(() => {
    clock.advance(5_000);
    return device.known().state === 'quarantined';
  }, 'it is put into quarantine');
  assert.equal(opened, 5);
  assert.deepEqual(quarantine.reportOf(deviceId), REPORT);

  // Neither time nor a plug brings it back.
  clock.advance(3_600_000);
  device.wake();
  await turn();
  assert.equal(opened, 5);

  broken = false;
  await device.release();
  await until(() => device.known().state === 'ready', 'it is ready');
  device.close();
  await device.closed;
});

/** A run of the bridge with one label printer, whose driver breaks down as it is told to: not as drivers may, but by a bug. */
async function runWith(folder: string, { broken, afterMs = 0 }: { broken: boolean; afterMs?: number }) {
  const clock = manualClock();
  const quarantine = await openQuarantine(folder, clock);
  clock.advance(afterMs);
  let opened = 0;
  const driver: LabelPrinterDriver = {
    ...{ kind: 'label-printer', name: 'made-up', transport: ['tcp'], match: [], isolation: 'shared' },
    ...{ limits: { widthDots: 8, resolutionDpi: 200 }, options: Type.Object({}) },
    async open() {
      opened++;
      return {
        ...{ widthDots: 8, lengthDots: 8, resolutionDpi: 200 },
        async status() {
          if (broken) throw new TypeError('reading 0 of undefined');
          return { conditions: [] };
        },
        encode: () => assert.fail(),
        print: () => assert.fail(),
        close: async () => undefined,
      };
    },
  };
  const link = { deviceId, address: 'tcp://made-up:9', options: {}, clock, log: silentLog } as unknown as Parameters<typeof keepDevice>[1];
  const device = keepDevice(driver, link, 1_000, () => undefined, quarantine);
  return { quarantine, device, opened: () => opened };
}

test('a driver that brings the bridge itself down is left alone after the fifth time in a row, and named with its call', async (t) => {
  const folder = scratch(t);
  for (let run = 1; run <= 5; run++) {
    const { device, quarantine } = await runWith(folder, { broken: true });
    assert.equal(quarantine.reportOf(deviceId), null, `run ${run}`);
    await assert.rejects(device.closed, TypeError);
  }
  const { device, quarantine, opened } = await runWith(folder, { broken: true });
  await until(() => device.known().state === 'quarantined', 'it is put into quarantine');
  assert.deepEqual(quarantine.reportOf(deviceId), {
    crashes: 5,
    driver: 'made-up',
    call: 'status',
    page: null,
    how: 'TypeError: reading 0 of undefined',
  });
  assert.equal(opened(), 0);
  device.close();
  await device.closed;

  await quarantine.release(deviceId);
  const released = await runWith(folder, { broken: true });
  await assert.rejects(released.device.closed, TypeError);
  assert.equal((await openQuarantine(folder, manualClock())).reportOf(deviceId), null, 'it has five times again');
});

test('a bridge that ran for five minutes before it broke down counts from the beginning, and one that is well writes nothing', async (t) => {
  const folder = scratch(t);
  const well = await runWith(folder, { broken: false });
  await until(() => well.device.known().state === 'ready', 'it is ready');
  well.device.close();
  await well.device.closed;
  assert.deepEqual(readdirSync(folder), []);
  for (let run = 1; run <= 12; run++) {
    const { device } = await runWith(folder, { broken: true, afterMs: run % 4 === 0 ? 5 * 60_000 : 0 });
    await assert.rejects(device.closed, TypeError);
  }
  assert.equal((await openQuarantine(folder, manualClock())).reportOf(deviceId), null);
});

test('a run that was well for five minutes ends the row, however it ends: a driver that breaks down each morning is not left alone', async (t) => {
  const folder = scratch(t);
  for (let day = 1; day <= 6; day++) {
    const { device } = await runWith(folder, { broken: true });
    await assert.rejects(device.closed, TypeError);
    const well = await runWith(folder, { broken: false, afterMs: 5 * 60_000 });
    await until(() => well.device.known().state === 'ready', `day ${day}`);
    well.device.close();
    await well.device.closed;
    assert.deepEqual(readdirSync(folder), []);
  }
});
