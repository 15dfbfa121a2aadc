import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import type { Devices } from '#ports/devices.ts';
import { watchDevices } from './device-events.ts';

/** One scale behind the port, and a hand on its pan. */
export interface ScaleBench {
  devices: Devices;
  scaleId: DeviceId;
  /** Puts so much on the pan. It stands still at once, or never. */
  load(grams: number, still?: boolean): void;
  /** More lies on it than it can weigh. */
  overload(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

/** What every adapter promises of a scale. */
export function scaleContract(name: string, open: (t: TestContext) => Promise<ScaleBench>): void {
  const promise = (title: string, body: (bench: ScaleBench) => Promise<void>) =>
    test(`${name}: ${title}`, { timeout: 30_000 }, async (t) => body(await open(t)));

  promise('what lies on it is told in grams, and so is that nothing does', async ({ devices, scaleId, load }) => {
    load(1_005);
    assert.equal(await devices.weigh(scaleId), 1_005);
    load(0);
    assert.equal(await devices.weigh(scaleId), 0);
    load(23);
    assert.equal(await devices.weigh(scaleId), 23);
  });

  promise('a weight that moves, and one beyond its range, are none, and it says why', async ({ devices, scaleId, load, overload }) => {
    load(500, false);
    await assert.rejects(devices.weigh(scaleId), { code: 'SCALE_UNSTABLE', message: /moving/ });
    overload();
    await assert.rejects(devices.weigh(scaleId), { code: 'SCALE_UNSTABLE', message: /more lies on it/ });
    load(500);
    assert.equal(await devices.weigh(scaleId), 500);
  });

  promise('unplugged it is absent, plugged in again it weighs', async ({ devices, scaleId, load, unplug, plug }) => {
    const events = watchDevices(devices);
    load(42);
    await unplug();
    await events.status(scaleId, ({ state }) => state === 'absent' || state === 'opening');
    await assert.rejects(devices.weigh(scaleId), { code: 'DEVICE_ABSENT' });
    await plug();
    await events.status(scaleId, ({ state }) => state === 'ready');
    assert.equal(await devices.weigh(scaleId), 42);
  });

  promise('a scale that there is not is refused', async ({ devices }) => {
    await assert.rejects(devices.weigh('no-such' as DeviceId), { code: 'DEVICE_UNKNOWN' });
  });
}
