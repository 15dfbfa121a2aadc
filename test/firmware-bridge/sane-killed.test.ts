import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import sharp from 'sharp';
import { mintId } from '#base/ids.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { watchDevices } from '#test/contracts/device-events.ts';
import { openBridgeBench, SCANNER } from './bridge-bench.ts';
import { overSane } from './drivers/sane-bench.ts';

const SHEETS = 10;
/** 20 mm at 300 dpi, the window of the scan. */
const SIDE_PX = 236;

/** Twenty sides of twenty shades, which is how they are known again. */
const sides = Promise.all(
  Array.from({ length: 2 * SHEETS }, (_, n) => {
    const shade = 10 + n * 12;
    return sharp({ create: { width: SIDE_PX, height: SIDE_PX, channels: 3, background: { r: shade, g: shade, b: shade } } })
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();
  }),
);
const shadeOf = async (side: Buffer): Promise<number> => (await sharp(side).toColourspace('b-w').raw().toBuffer())[0]!;

async function driverProcess(): Promise<number> {
  const children = (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')).trim().split(' ').map(Number);
  for (const pid of children) if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('driver-child-process')) return pid;
  throw new Error('there is no driver process');
}

test('ten sheets of two sides end as twenty, in order, though the SANE process is killed at the seventh', {
  skip: withoutPeer('sane'),
  timeout: 60_000,
}, async (t) => {
  const { devices, scanner } = await openBridgeBench(t, { scannerBy: (url) => overSane(url, { widthMm: 20, heightMm: 20 }) });
  const events = watchDevices(devices);
  await events.status(SCANNER, ({ state }) => state === 'ready');
  const laid = await sides;
  await scanner.control.load(Array.from({ length: SHEETS }, (_, n) => ({ front: laid[2 * n]!, back: laid[2 * n + 1]! })));
  const pid = await driverProcess();
  scanner.control.atSheet(7, () => process.kill(pid, 'SIGKILL'));
  const batchId = mintId('batch');
  const order = { batchId, source: 'adf-duplex', profile: 'routing', resolutionDpi: 300 } as const;
  await devices.startScan(SCANNER, order);
  const broken = await events.end(batchId);
  assert.equal(broken.failure?.code, 'DRIVER_CRASHED');
  const from = broken.atSheet!;
  assert.ok(from <= 7 && broken.sheets === from - 1 && broken.sides === 2 * broken.sheets, JSON.stringify(broken));

  // From the sheet that is named on, all go back: SANE had drawn ahead.
  scanner.control.putBack(Array.from({ length: SHEETS - from + 1 }, (_, n) => from + n));
  await events.status(SCANNER, ({ state, detail }) => state === 'ready' && detail?.feederLoaded === true);
  await devices.startScan(SCANNER, { ...order, firstSheet: from, attempt: 2 });
  const finished = await events.end(batchId, 1);
  assert.deepEqual([finished.condition, finished.atSheet, finished.sheets], [null, null, SHEETS - from + 1]);
  const came = await Promise.all(events.pages(batchId).map(async (page) => shadeOf(await devices.readPage(page))));
  assert.deepEqual(came, await Promise.all(laid.map(shadeOf)));
});
