import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import type { Devices, LabelBitmap } from '#ports/devices.ts';
import { until, watchDevices } from './device-events.ts';

/** One label printer behind the port, and a look into its tray. */
export interface LabelPrinterBench {
  devices: Devices;
  printerId: DeviceId;
  /** How many labels have come out. */
  printed(): number;
  /** The roll is at its end; `false` puts a new one in. */
  mediaOut(out: boolean): void;
  /** The next label's answer gets lost on the way; whether it came out nobody knows. */
  loseNextJob(): void;
}

/** What every adapter promises of a label printer. */
export function labelPrinterContract(name: string, open: (t: TestContext) => Promise<LabelPrinterBench>): void {
  const promise = (title: string, body: (bench: LabelPrinterBench) => Promise<void>) =>
    test(`${name}: ${title}`, { timeout: 30_000 }, async (t) => body(await open(t)));

  promise('a label is printed once, however often its key is asked for', async ({ devices, printerId, printed }) => {
    const job = { jobKey: 'label:1', bitmap: checkered(200, 100) };
    assert.deepEqual(await Promise.all([devices.printLabel(printerId, job), devices.printLabel(printerId, job)]), ['printed', 'printed']);
    assert.equal(await devices.printLabel(printerId, job), 'printed');
    // The second label comes out behind the first: two in the tray are these two.
    await devices.printLabel(printerId, { ...job, jobKey: 'label:2' });
    await until(() => printed() >= 2, 'two labels lie in the tray');
    assert.equal(printed(), 2);
  });

  promise('without media nothing comes out, the condition shows, and the same key prints later', async (bench) => {
    const { devices, printerId, printed } = bench;
    const events = watchDevices(devices);
    const job = { jobKey: 'label:1', bitmap: checkered(200, 100) };
    bench.mediaOut(true);
    await assert.rejects(devices.printLabel(printerId, job), { code: 'LABEL_NOT_PRINTED' });
    const status = await events.status(printerId, ({ state }) => state === 'faulted');
    assert.deepEqual(status.conditions, ['media-empty']);
    bench.mediaOut(false);
    await events.status(printerId, ({ state }) => state === 'ready');
    assert.equal(await devices.printLabel(printerId, job), 'printed');
    await until(() => printed() === 1, 'the label lies in the tray');
  });

  promise('an unknown outcome stays unknown and is never tried again by itself', async (bench) => {
    const { devices, printerId, printed } = bench;
    const events = watchDevices(devices);
    const job = { jobKey: 'label:1', bitmap: checkered(200, 100) };
    bench.loseNextJob();
    await assert.rejects(devices.printLabel(printerId, job), { code: 'LABEL_UNKNOWN_OUTCOME' });
    await events.status(printerId, ({ state }) => state === 'ready');
    const before = printed();
    await assert.rejects(devices.printLabel(printerId, job), { code: 'LABEL_UNKNOWN_OUTCOME' });
    assert.equal(printed(), before);
  });

  promise('a printer that there is not, and a label that does not fit, are refused', async ({ devices, printerId, printed }) => {
    const bitmap = checkered(64, 64);
    await assert.rejects(devices.printLabel('no-such' as DeviceId, { jobKey: 'label:1', bitmap }), { code: 'DEVICE_UNKNOWN' });
    await assert.rejects(devices.printLabel(printerId, { jobKey: 'label:2', bitmap: checkered(4_000, 8) }), { code: 'DEVICE_REFUSED' });
    await assert.rejects(devices.printLabel(printerId, { jobKey: 'label:4', bitmap: checkered(8, 4_000) }), { code: 'DEVICE_REFUSED' });
    await assert.rejects(devices.printLabel(printerId, { jobKey: 'label:3', bitmap: { ...bitmap, bits: new Uint8Array(3) } }), {
      code: 'REQUEST_INVALID',
    });
    assert.equal(printed(), 0);
  });
}

/** A pattern that is neither empty nor the same in two directions. */
export function checkered(widthDots: number, heightDots: number): LabelBitmap {
  const rowBytes = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(rowBytes * heightDots);
  for (let y = 0; y < heightDots; y++)
    for (let x = 0; x < widthDots; x++) if (((x >> 3) + (y >> 2)) % 3 === 0) bits[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
  return { widthDots, heightDots, bits };
}
