import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mintId } from '#base/ids.ts';
import { until, watchDevices } from '../contracts/device-events.ts';
import { checkered } from '../contracts/label-printer.contract.ts';
import { duplexSheets, openBridgeBench, PRINTER, SCANNER } from './bridge-bench.ts';

const DUPLEX = { source: 'adf-duplex', profile: 'routing', resolutionDpi: 300 } as const;
const LIMIT = { timeout: 60_000 };
const SHEETS = 3;

/** Pass 3 is the front of the second sheet, pass 4 its back. */
for (const [point, pass] of [
  ['bridge.page.before-spool', 3],
  ['bridge.page.after-spool', 3],
  ['bridge.page.after-spool', 4],
  ['bridge.page.announced', 3],
] as const)
  test(`killed at pass ${pass} of ${point}, the batch ends complete, each side once`, LIMIT, async (t) => {
    const bench = await openBridgeBench(t);
    const { devices, scanner } = bench;
    await bench.stopBridge();
    const events = watchDevices(devices);
    const batchId = mintId('batch');
    const sheets = await duplexSheets(SHEETS);
    await scanner.control.load(sheets);

    const { exited } = await bench.spawnBridge(`${point}:${pass}`);
    await events.status(SCANNER, ({ state }) => state === 'ready');
    await devices.startScan(SCANNER, { batchId, ...DUPLEX });
    assert.equal(await exited, 'SIGKILL');

    await bench.spawnBridge();
    const broken = await events.end(batchId);
    assert.deepEqual([broken.condition, broken.failure?.code], ['other', 'BRIDGE_AWAY']);
    await events.status(SCANNER, ({ state, detail }) => state === 'ready' && detail?.batchId === undefined);

    const drawn = SHEETS - scanner.control.loadedSheets();
    const missing = Array.from({ length: drawn - broken.atSheet! + 1 }, (_, i) => broken.atSheet! + i);
    scanner.control.putBack(missing);
    await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: broken.atSheet!, attempt: 2 });
    assert.equal((await events.end(batchId, 1)).atSheet, null);

    // A page may be told twice; it is one page by its id.
    const pages = [...new Map(events.pages(batchId).map((page) => [page.pageId, page])).values()];
    assert.deepEqual(
      pages.map(({ sheet, side }) => `${sheet} ${side}`),
      sheets.flatMap((_, i) => [`${i + 1} front`, `${i + 1} back`]),
    );
    const bytes = await Promise.all(pages.map((page) => devices.readPage(page)));
    assert.deepEqual(
      bytes,
      sheets.flatMap(({ front, back }) => [front, back]),
    );
  });

test('killed while it forgets an acknowledged page, it tells that page again and forgets it then', LIMIT, async (t) => {
  const bench = await openBridgeBench(t);
  const { devices, scanner } = bench;
  await bench.stopBridge();
  const events = watchDevices(devices);
  const batchId = mintId('batch');
  await scanner.control.load(await duplexSheets(1));
  const { exited } = await bench.spawnBridge('bridge.ack.before-delete');
  await events.status(SCANNER, ({ state }) => state === 'ready');
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  await events.end(batchId);
  const [front, back] = events.pages(batchId);
  await devices.acknowledgePage(front!.pageId);
  assert.equal(await exited, 'SIGKILL');
  await bench.spawnBridge();
  await events.end(batchId, 1);
  assert.deepEqual(events.pages(batchId).slice(2), [front, back]);
  for (const { pageId } of [front!, back!]) await devices.acknowledgePage(pageId);
  assert.deepEqual(await bench.spooledImages(), []);
});

for (const [point, labels] of [
  ['bridge.label.before-send', 0],
  ['bridge.label.after-send', 1],
] as const)
  test(`killed at ${point}, the label is never printed twice, and a person is asked`, LIMIT, async (t) => {
    const bench = await openBridgeBench(t);
    const { devices, printer } = bench;
    await bench.stopBridge();
    const events = watchDevices(devices);
    const job = { jobKey: 'label:1', bitmap: checkered(200, 100) };
    const { exited } = await bench.spawnBridge(point);
    await events.status(PRINTER, ({ state }) => state === 'ready');
    await assert.rejects(devices.printLabel(PRINTER, job), { code: 'BRIDGE_AWAY' });
    assert.equal(await exited, 'SIGKILL');
    await bench.spawnBridge();
    await until(() => events.all.filter(({ kind }) => kind === 'connected').length === 2, 'the bridge is back');
    await events.status(PRINTER, ({ state }) => state === 'ready');
    await assert.rejects(devices.printLabel(PRINTER, job), { code: 'LABEL_UNKNOWN_OUTCOME' });
    await until(() => printer.labels.length === labels, 'what was sent lies in the tray');
  });

test('asked to end, the bridge ends cleanly and takes its socket away', LIMIT, async (t) => {
  const bench = await openBridgeBench(t);
  await bench.stopBridge();
  const events = watchDevices(bench.devices);
  const { child, exited } = await bench.spawnBridge();
  await events.status(SCANNER, ({ state }) => state === 'ready');
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
  await bench.startBridge();
});
