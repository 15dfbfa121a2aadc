import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import type { DeviceInput, Devices } from '#ports/devices.ts';
import { type DeviceEvents, until, watchDevices } from './device-events.ts';

/** One hand scanner behind the port, and the hand that holds it. */
export interface ReaderBench {
  devices: Devices;
  readerId: DeviceId;
  scan(code: string): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

export const inputsIn = (events: DeviceEvents): DeviceInput[] =>
  events.all.flatMap((event) => (event.kind === 'input' ? [event.input] : []));

/** What every adapter promises of a reader. */
export function readerContract(name: string, open: (t: TestContext) => Promise<ReaderBench>): void {
  const promise = (title: string, body: (bench: ReaderBench) => Promise<void>) =>
    test(`${name}: ${title}`, { timeout: 30_000 }, async (t) => body(await open(t)));
  const code = (text: string, symbology: string | null = null) => ({ kind: 'code', text, symbology });

  promise('each code is told once, in order, and by which reader', async ({ devices, readerId, scan }) => {
    const events = watchDevices(devices);
    scan('VM-2026-000123-M');
    scan(']C06A12345678901');
    scan('VM-2026-000123-M');
    await until(() => inputsIn(events).length >= 3, 'three codes are told');
    assert.deepEqual(inputsIn(events), [code('VM-2026-000123-M'), code('6A12345678901', 'C0'), code('VM-2026-000123-M')]);
    assert.ok(events.all.every((event) => event.kind !== 'input' || event.deviceId === readerId));
  });

  promise('what was scanned while nobody listened is told to nobody later', async ({ devices, scan }) => {
    const first = watchDevices(devices);
    scan('YESTERDAY');
    await until(() => inputsIn(first).length >= 1, 'the code is told');
    const events = watchDevices(devices);
    scan('TODAY');
    await until(() => inputsIn(events).length >= 1, 'the next code is told');
    assert.deepEqual(inputsIn(events), [code('TODAY')]);
  });

  promise('unplugged it is absent, plugged in again it reads', async ({ devices, readerId, scan, unplug, plug }) => {
    const events = watchDevices(devices);
    await unplug();
    await events.status(readerId, ({ state }) => state === 'absent' || state === 'opening');
    await plug();
    await events.status(readerId, ({ state }) => state === 'ready');
    scan('BACK-AGAIN');
    await until(() => inputsIn(events).length >= 1, 'the code is told');
    assert.deepEqual(inputsIn(events), [code('BACK-AGAIN')]);
  });
}
