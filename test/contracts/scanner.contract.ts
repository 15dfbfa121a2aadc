import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type DeviceId, mintId } from '#base/ids.ts';
import type { Devices } from '#ports/devices.ts';
import { watchDevices } from './device-events.ts';

/** One scanner behind the port, with a hand at its feeder. */
export interface ScannerBench {
  devices: Devices;
  scannerId: DeviceId;
  load(sheets: { front: Buffer; back: Buffer }[]): Promise<void>;
  /** That many more sheets pass, the one after jams. */
  jamAfter(goodSheets: number): void;
  /** The jam is cleared and its sheet lies on top of the feeder again. */
  putBack(): void;
  /** Each side takes this long. */
  slow(msPerSide: number): void;
  /** What of a side is compared: its bytes, or its dots where the adapter gets no more than those. */
  essence?(side: Buffer): Promise<Buffer>;
}

/** What every adapter promises of a scanner. @param jpegs six different small JPEGs, gray. */
export function scannerContract(name: string, jpegs: () => Promise<Buffer[]>, open: (t: TestContext) => Promise<ScannerBench>): void {
  const promise = (title: string, body: (bench: ScannerBench, sheets: { front: Buffer; back: Buffer }[]) => Promise<void>) =>
    test(`${name}: ${title}`, { timeout: 30_000 }, async (t) => {
      const bench = await open(t);
      const [a, b, c, d, e, f] = await jpegs();
      const sheets = [
        { front: a!, back: b! },
        { front: c!, back: d! },
        { front: e!, back: f! },
      ];
      await body(bench, sheets);
    });
  const duplex = { source: 'adf-duplex', profile: 'routing', resolutionDpi: 300 } as const;

  promise('a duplex batch comes side by side, as it was scanned, and then ends', async (bench, sheets) => {
    const { devices, scannerId, load } = bench;
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await load(sheets);
    await devices.startScan(scannerId, { batchId, ...duplex });
    const end = await events.end(batchId);
    assert.deepEqual(end, { kind: 'batch-end', batchId, firstSheet: 1, attempt: 1, sheets: 3, sides: 6, condition: null, atSheet: null });
    const pages = events.pages(batchId);
    assert.deepEqual(
      pages.map(({ sheet, side, attempt }) => `${sheet} ${side} ${attempt}`),
      ['1 front 1', '1 back 1', '2 front 1', '2 back 1', '3 front 1', '3 back 1'],
    );
    await sameSides(bench, pages, sheets);
  });

  promise('two identical sheets are two pages', async ({ devices, scannerId, load }, [sheet]) => {
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await load([sheet!, sheet!]);
    await devices.startScan(scannerId, { batchId, ...duplex, source: 'adf' });
    assert.equal((await events.end(batchId)).sheets, 2);
    assert.equal(new Set(events.pages(batchId).map(({ pageId }) => pageId)).size, 2);
  });

  promise('an empty feeder is a condition at the first sheet, not a failure', async ({ devices, scannerId }) => {
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await devices.startScan(scannerId, { batchId, ...duplex });
    const { condition, sheets, atSheet } = await events.end(batchId);
    assert.deepEqual({ condition, sheets, atSheet }, { condition: 'feeder-empty', sheets: 0, atSheet: 1 });
  });

  promise('a jam keeps the whole sheets, names the one to put back, and the batch goes on from it', async (bench, sheets) => {
    const { devices, scannerId } = bench;
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await bench.load(sheets);
    bench.jamAfter(1);
    await devices.startScan(scannerId, { batchId, ...duplex });
    const jammed = await events.end(batchId);
    assert.deepEqual([jammed.condition, jammed.atSheet, jammed.sheets, jammed.sides], ['media-jam', 2, 1, 2]);
    bench.putBack();
    await devices.startScan(scannerId, { batchId, ...duplex, firstSheet: 2, attempt: 2 });
    const finished = await events.end(batchId, 1);
    assert.deepEqual([finished.condition, finished.atSheet, finished.sheets, finished.sides], [null, null, 2, 4]);
    await sameSides(bench, events.pages(batchId), sheets);
  });

  promise('one batch at a time, and only on a scanner that there is', async ({ devices, scannerId, load, slow }, sheets) => {
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await load(sheets);
    slow(50);
    await devices.startScan(scannerId, { batchId, ...duplex });
    await assert.rejects(devices.startScan(scannerId, { batchId: mintId('batch'), ...duplex }), { code: 'DEVICE_BUSY' });
    await assert.rejects(devices.startScan('no-such' as DeviceId, { batchId: mintId('batch'), ...duplex }), { code: 'DEVICE_UNKNOWN' });
    await events.end(batchId);
  });

  promise(
    'sheets that wait to be taken are not fed again under the same attempt',
    async ({ devices, scannerId, load }, [first, second]) => {
      const events = watchDevices(devices);
      const batchId = mintId('batch');
      await load([first!]);
      await devices.startScan(scannerId, { batchId, ...duplex });
      await events.end(batchId);
      await load([second!]);
      await assert.rejects(devices.startScan(scannerId, { batchId, ...duplex }), { code: 'DEVICE_REFUSED' });
      await devices.startScan(scannerId, { batchId, ...duplex, attempt: 2 });
      assert.equal((await events.end(batchId, 1)).sheets, 1);
    },
  );

  promise('a cancelled batch keeps whole sheets and names where it stopped', async ({ devices, scannerId, load, slow }, sheets) => {
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await load(sheets);
    slow(60_000);
    await devices.startScan(scannerId, { batchId, ...duplex });
    await devices.cancelScan(batchId);
    const end = await events.end(batchId);
    assert.deepEqual([end.condition, end.atSheet], [null, 1]);
    await devices.cancelScan(batchId);
  });

  promise('a page can be read until it is acknowledged, not after', async ({ devices, scannerId, load }, [sheet]) => {
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    await load([sheet!]);
    await devices.startScan(scannerId, { batchId, ...duplex, source: 'adf' });
    await events.end(batchId);
    const page = events.pages(batchId)[0]!;
    assert.equal((await devices.readPage(page)).length, page.sizeBytes);
    await devices.acknowledgePage(page.pageId);
    await devices.acknowledgePage(page.pageId);
    await devices.acknowledgeBatchEnd(batchId, 1);
    await assert.rejects(devices.readPage(page), { code: 'PAGE_DAMAGED' });
  });
}

type Page = Parameters<Devices['readPage']>[0];

async function sameSides(bench: ScannerBench, pages: Page[], sheets: { front: Buffer; back: Buffer }[]): Promise<void> {
  const essence = bench.essence ?? (async (side: Buffer) => side);
  const came = await Promise.all(pages.map(async (page) => essence(await bench.devices.readPage(page))));
  const lay = await Promise.all(sheets.flatMap(({ front, back }) => [essence(front), essence(back)]));
  assert.equal(came.length, lay.length);
  for (const [at, side] of came.entries()) assert.ok(side.equals(lay[at]!), `side ${at + 1} is another`);
}
