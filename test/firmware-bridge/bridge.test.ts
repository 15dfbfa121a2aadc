import assert from 'node:assert/strict';
import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { runBridge } from '#bridge/main.ts';
import { MAX_CONNECTIONS } from '#bridge/protocol/limits.ts';
import { until, watchDevices } from '../contracts/device-events.ts';
import { checkered } from '../contracts/label-printer.contract.ts';
import { type BenchOptions, duplexSheets, openBridgeBench, PRINTER, SCANNER } from './bridge-bench.ts';

const DUPLEX = { source: 'adf-duplex', profile: 'routing', resolutionDpi: 300 } as const;
const LIMIT = { timeout: 60_000 };

/** A bench whose devices are both ready. */
async function ready(t: TestContext, options: BenchOptions = {}) {
  const bench = await openBridgeBench(t, options);
  const events = watchDevices(bench.devices);
  await events.status(SCANNER, ({ state }) => state === 'ready');
  await events.status(PRINTER, ({ state }) => state === 'ready');
  return { ...bench, events, batchId: mintId('batch') };
}

test('ten duplex sheets: twenty sides, byte for byte', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  const sheets = await duplexSheets(10);
  await scanner.control.load(sheets);
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  const { sides, atSheet } = await events.end(batchId);
  assert.deepEqual([sides, atSheet], [20, null]);
  const bytes = await Promise.all(events.pages(batchId).map((page) => devices.readPage(page)));
  assert.deepEqual(
    bytes,
    sheets.flatMap(({ front, back }) => [front, back]),
  );
  assert.deepEqual([...new Set(events.pages(batchId).map(({ resolutionDpi }) => resolutionDpi))], [200], 'the resolution the JPEG states');
});

test('whatever stops sheet 7 of ten, twelve sides are kept and the batch ends complete', LIMIT, async (t) => {
  const sheets = await duplexSheets(10);
  const stops = {
    'media-jam': (control) => control.jamAfter(6),
    'double-feed': (control) => control.doubleFeedAt(7),
    'truncated page': (control) => control.truncateJpegAt(13),
    'truncated back': (control) => control.truncateJpegAt(14),
    'wrong length': (control) => control.wrongContentLengthAt(13),
    'dropped connection': (control) => control.dropConnectionAt(14),
  } satisfies Record<string, (control: Awaited<ReturnType<typeof ready>>['scanner']['control']) => void>;
  for (const [what, arm] of Object.entries(stops)) {
    const { devices, scanner, events, batchId } = await ready(t);
    await scanner.control.load(sheets);
    arm(scanner.control);
    await devices.startScan(SCANNER, { batchId, ...DUPLEX });
    const stopped = await events.end(batchId);
    assert.deepEqual([stopped.sheets, stopped.sides, stopped.atSheet], [6, 12, 7], what);
    assert.equal(stopped.condition, what in { 'media-jam': 1, 'double-feed': 1 } ? what : 'other', what);
    if (stopped.condition === 'other') assert.equal(stopped.failure?.code, 'PAGE_DAMAGED', what);
    scanner.control.putBack();
    await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: 7, attempt: 2 });
    const finished = await events.end(batchId, 1);
    assert.deepEqual([finished.sides, finished.atSheet], [8, null], what);
    const bytes = await Promise.all(events.pages(batchId).map((page) => devices.readPage(page)));
    assert.deepEqual(
      bytes,
      sheets.flatMap(({ front, back }) => [front, back]),
      what,
    );
  }
});

test(
  'a double feed noticed at the back of a sheet leaves its front as a suspect, and both sheets are scanned when they are put back',
  LIMIT,
  async (t) => {
    const { devices, scanner, events, batchId } = await ready(t);
    const sheets = await duplexSheets(3);
    await scanner.control.load(sheets);
    scanner.control.doubleFeedAt(2, 'at its back');
    await devices.startScan(SCANNER, { batchId, ...DUPLEX });
    const { condition, sheets: counted, atSheet } = await events.end(batchId);
    assert.deepEqual([condition, counted, atSheet], ['double-feed', 1, 2]);
    const suspects = () => events.pages(batchId).filter(({ suspect }) => suspect);
    assert.deepEqual(
      suspects().map(({ pageId }) => pageId),
      [`${batchId}.2.f.1`],
    );
    assert.deepEqual(await devices.readPage(suspects()[0]!), sheets[1]!.front);
    scanner.control.putBack();
    await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: 2, attempt: 2 });
    assert.deepEqual((await events.end(batchId, 1)).sides, 4);
    assert.equal(suspects().length, 1);
  },
);

test('a run of one sheet feeds one, both sides of it, and leaves the others in the tray', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  await scanner.control.load(await duplexSheets(3));
  await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: 7, attempt: 2, sheets: 1 });
  const { sheets, sides, condition, atSheet } = await events.end(batchId);
  assert.deepEqual({ sheets, sides, condition, atSheet }, { sheets: 1, sides: 2, condition: null, atSheet: null });
  assert.deepEqual(
    events.pages(batchId).map(({ sheet, side, attempt }) => `${sheet} ${side} ${attempt}`),
    ['7 front 2', '7 back 2'],
  );
  assert.equal(scanner.control.loadedSheets(), 2);
  await devices.startScan(SCANNER, { batchId: mintId('batch'), ...DUPLEX });
});

test('an open cover is told while idle, refuses to feed, and goes away by itself', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  await scanner.control.load(await duplexSheets(1));
  scanner.control.coverOpen(true);
  const status = await events.status(SCANNER, ({ state }) => state === 'faulted');
  assert.deepEqual(status.conditions, ['cover-open']);
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  const { condition, atSheet, sheets } = await events.end(batchId);
  assert.deepEqual([condition, atSheet, sheets], ['cover-open', 1, 0]);
  scanner.control.coverOpen(false);
  await events.status(SCANNER, ({ state, detail }) => state === 'ready' && detail?.feederLoaded === true);
});

test('a scanner that is busy at first is waited for', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  await scanner.control.load(await duplexSheets(2));
  scanner.control.busy(3);
  scanner.control.busy(2, 'page');
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  assert.equal((await events.end(batchId)).sides, 4);
});

test('cancelling in the middle of a slow page takes no page time, keeps whole sheets, and the scanner is free again', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  await scanner.control.load(await duplexSheets(3));
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  scanner.control.slow(3_600_000);
  await devices.cancelScan(batchId);
  const end = await events.end(batchId);
  assert.equal(end.condition, null);
  assert.equal(end.atSheet, end.sheets + 1);
  assert.equal(end.sides, end.sheets * 2);
  scanner.control.clearFaults();
  scanner.control.putBack();
  await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: end.atSheet!, attempt: 2 });
  assert.equal((await events.end(batchId, 1)).atSheet, null);
  assert.equal(new Set(events.pages(batchId).map(({ sheet, side }) => `${sheet} ${side}`)).size, 6);
});

test('a batch that is stopped at the scanner waits to be gone on with, also over an empty tray', LIMIT, async (t) => {
  const sheets = await duplexSheets(4);
  for (const [loaded, msPerSide] of [
    [4, 40],
    [1, 3_600_000],
  ] as const) {
    const { devices, scanner, events, batchId } = await ready(t);
    await scanner.control.load(sheets.slice(0, loaded));
    scanner.control.slow(msPerSide);
    await devices.startScan(SCANNER, { batchId, ...DUPLEX });
    await until(() => scanner.control.loadedSheets() < loaded, 'a sheet has been drawn');
    scanner.control.pressStop();
    const end = await events.end(batchId);
    assert.deepEqual([end.condition, end.sides, end.atSheet], ['other', end.sheets * 2, end.sheets + 1]);
    scanner.control.clearFaults();
    scanner.control.putBack();
    await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: end.atSheet!, attempt: 2 });
    assert.equal((await events.end(batchId, 1)).atSheet, null);
    assert.equal(new Set(events.pages(batchId).map(({ sheet, side }) => `${sheet} ${side}`)).size, loaded * 2);
  }
});

test('cancelling a batch that is not known, or that has ended, changes nothing and holds nobody', LIMIT, async (t) => {
  const { devices, scanner, events, batchId } = await ready(t);
  await devices.cancelScan(mintId('batch'));
  await scanner.control.load(await duplexSheets(1));
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  const { atSheet } = await events.end(batchId);
  await devices.cancelScan(batchId);
  await devices.acknowledgeBatchEnd(batchId, 1);
  await devices.cancelScan(batchId);
  assert.deepEqual([atSheet, events.ends(batchId).length], [null, 1]);
});

test('a scanner that goes away is absent, and back when it is back', LIMIT, async (t) => {
  const { devices, scanner, events, config, startBridge, stopBridge } = await ready(t);
  await scanner.close();
  await events.status(SCANNER, ({ state }) => state === 'absent' || state === 'opening');
  await assert.rejects(devices.startScan(SCANNER, { batchId: mintId('batch'), ...DUPLEX }), { code: 'DEVICE_ABSENT' });
  assert.equal((await events.status(PRINTER, () => true)).state, 'ready', 'the printer does not care');
  await stopBridge();
  const { openEsclScanner } = await import('../lab/escl-scanner.ts');
  const again = await openEsclScanner();
  t.after(() => again.close());
  config.devices[0]!.address = again.url;
  await startBridge();
  await events.status(SCANNER, ({ state }) => state === 'ready');
});

test('unacknowledged pages and ends are told again to whoever connects, also by a bridge that was restarted', LIMIT, async (t) => {
  const bench = await ready(t);
  const { devices, scanner, events, batchId } = bench;
  await scanner.control.load(await duplexSheets(3));
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  await events.end(batchId);
  const [first, ...others] = events.pages(batchId);
  await devices.acknowledgePage(first!.pageId);

  const second = watchDevices(bench.connect());
  await second.end(batchId);
  assert.deepEqual(second.pages(batchId), others);

  await bench.stopBridge();
  await until(() => events.all.some(({ kind }) => kind === 'disconnected'), 'the bridge is gone');
  assert.deepEqual(
    devices.status().map(({ state }) => state),
    ['absent', 'absent'],
  );
  await bench.startBridge();
  await events.end(batchId, 1);
  assert.deepEqual(events.pages(batchId).slice(6), others, 'told again, and nothing else');

  for (const { pageId } of others) await devices.acknowledgePage(pageId);
  await devices.acknowledgeBatchEnd(batchId, 1);
  assert.deepEqual(await bench.spooledImages(), []);
  const third = watchDevices(bench.connect());
  await third.status(SCANNER, () => true);
  assert.deepEqual([third.pages(), third.ends()], [[], []]);
});

test('a bridge that is stopped in the middle of a batch keeps whole sheets and says where to go on', LIMIT, async (t) => {
  const { devices, scanner, events, batchId, stopBridge, startBridge } = await ready(t);
  await scanner.control.load(await duplexSheets(4));
  scanner.control.slow(40);
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  await until(() => events.pages(batchId).length >= 2, 'a sheet has passed');
  await stopBridge();
  await startBridge();
  const end = await events.end(batchId, events.ends(batchId).length > 0 ? 1 : 0);
  assert.equal(end.atSheet, end.sheets + 1);
  scanner.control.clearFaults();
  scanner.control.putBack();
  await events.status(SCANNER, ({ state }) => state === 'ready');
  await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: end.atSheet!, attempt: 2 });
  await until(() => events.ends(batchId).at(-1)?.atSheet === null, 'the batch is complete');
  assert.equal(new Set(events.pages(batchId).map(({ sheet, side }) => `${sheet} ${side}`)).size, 8);
});

test('above the cap nothing is fed; acknowledging makes room and the batch goes on', LIMIT, async (t) => {
  const sheets = await duplexSheets(4);
  const twoSheets = [...sheets.slice(0, 2)].reduce((sum, { front, back }) => sum + front.length + back.length, 0);
  const { devices, scanner, events, batchId } = await ready(t, { spoolCapBytes: twoSheets });
  await scanner.control.load(sheets);
  await devices.startScan(SCANNER, { batchId, ...DUPLEX });
  const { condition, sides, atSheet } = await events.end(batchId);
  assert.deepEqual([condition, sides, atSheet], ['spool-full', 4, 3]);
  assert.equal(scanner.control.delivered().length, 4, 'nothing was drawn that could not be kept');
  await events.status(SCANNER, ({ conditions }) => conditions.includes('spool-full'));
  await assert.rejects(devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: 3, attempt: 2 }), { code: 'SPOOL_FULL' });
  for (const { pageId } of events.pages(batchId)) await devices.acknowledgePage(pageId);
  await events.status(SCANNER, ({ conditions }) => !conditions.includes('spool-full'));
  await devices.startScan(SCANNER, { batchId, ...DUPLEX, firstSheet: 3, attempt: 2 });
  assert.deepEqual((await events.end(batchId, 1)).sides, 4);
});

test('a label comes out as it was drawn, in both encodings', LIMIT, async (t) => {
  for (const encoding of ['z64', 'run-length']) {
    const { devices, printer } = await ready(t, { printer: { encoding } });
    const bitmap = checkered(601, 203);
    await devices.printLabel(PRINTER, { jobKey: 'label:1', bitmap });
    await until(() => printer.labels.length === 1, 'the label lies in the tray');
    assert.deepEqual(printer.control.refused(), []);
    const { data, info } = await sharp(printer.labels[0]!.png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [601, 203]);
    const rowBytes = Math.ceil(601 / 8);
    for (let y = 0; y < 203; y++)
      for (let x = 0; x < 601; x++) {
        const black = (bitmap.bits[y * rowBytes + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
        assert.equal(data[(y * 601 + x) * info.channels]! < 128, black, `${encoding} ${x},${y}`);
      }
  }
});

test('printer faults are told, and what they mean for a label', LIMIT, async (t) => {
  const { devices, printer, events } = await ready(t);
  const bitmap = checkered(200, 100);
  printer.control.headOpen(true);
  await events.status(PRINTER, ({ conditions }) => conditions.includes('cover-open'));
  await assert.rejects(devices.printLabel(PRINTER, { jobKey: 'a', bitmap }), {
    code: 'LABEL_NOT_PRINTED',
    context: { deviceId: PRINTER, condition: 'cover-open' },
  });
  printer.control.clear();
  printer.control.silent(true);
  await events.status(PRINTER, ({ conditions }) => conditions.includes('timed-out'));
  await assert.rejects(devices.printLabel(PRINTER, { jobKey: 'a', bitmap }), { code: 'LABEL_NOT_PRINTED' });
  printer.control.clear();
  await events.status(PRINTER, ({ state }) => state === 'ready');
  printer.control.mediaOutAfter(1);
  assert.equal(
    await devices.printLabel(PRINTER, { jobKey: 'a', bitmap }).catch((error: { code: string }) => error.code),
    'LABEL_UNKNOWN_OUTCOME',
    'the last of the roll: ~HS is silent, nobody knows',
  );
  printer.control.clear();
  await events.status(PRINTER, ({ state }) => state === 'ready');
  assert.equal(await devices.printLabel(PRINTER, { jobKey: 'b', bitmap }), 'printed');
});

test('a label that is stuck in the printer is given up, and does not come out later by itself', LIMIT, async (t) => {
  const { devices, printer, events, config } = await ready(t);
  printer.control.slow(300);
  const bitmap = checkered(200, 100);
  const waits = devices.printLabel(PRINTER, { jobKey: 'a', bitmap });
  await until(async () => (await readFile(join(config.spool, 'labels.jsonl'), 'utf8')).includes('"begun"'), 'the job is on its way');
  printer.control.headOpen(true);
  await assert.rejects(waits, { code: 'LABEL_UNKNOWN_OUTCOME' });
  printer.control.clear();
  await events.status(PRINTER, ({ state }) => state === 'ready');
  await assert.rejects(devices.printLabel(PRINTER, { jobKey: 'a', bitmap }), { code: 'LABEL_UNKNOWN_OUTCOME' });
  await devices.printLabel(PRINTER, { jobKey: 'b', bitmap });
  await until(() => printer.labels.length > 0, 'a label lies in the tray');
  assert.equal(printer.labels.length, 1, 'only the second one came out');
});

test('a printer that never answers prints blind when the configuration says so', LIMIT, async (t) => {
  const { devices, printer } = await ready(t, { printer: { quirk: 'silent' } });
  printer.control.silent(true);
  assert.equal(await devices.printLabel(PRINTER, { jobKey: 'a', bitmap: checkered(200, 100) }), 'printed');
});

test('a living bridge, or a file that is no socket, is not pushed aside', LIMIT, async (t) => {
  const { config, stopBridge, startBridge } = await ready(t);
  const another = runBridge(
    { ...config, spool: join(config.spool, 'other') },
    { clock: systemClock(), log: silentLog, signal: new AbortController().signal },
  );
  await assert.rejects(another, { code: 'STATE_LOCKED' });
  await stopBridge();
  await writeFile(config.socket, 'precious');
  await assert.rejects(startBridge(), { code: 'STATE_LOCKED' });
  await unlink(config.socket);
  await startBridge();
  assert.equal((await stat(config.socket)).mode & 0o777, 0o660);
});

test('garbage on the socket costs its sender the connection, and nobody else anything', LIMIT, async (t) => {
  const { config, devices, events } = await ready(t);
  for (const noise of ['GET / HTTP/1.1\r\n\r\n', '\xff'.repeat(100), '\x00\x00\x00\x02\x01\x00\x00\x00\x00{}']) {
    const stranger = createConnection(config.socket);
    stranger.on('error', () => stranger.destroy());
    stranger.resume();
    const gone = new Promise((resolve) => stranger.once('close', resolve));
    stranger.write(noise, 'latin1');
    await gone;
  }
  const crowd = Array.from({ length: MAX_CONNECTIONS + 2 }, () => createConnection(config.socket));
  for (const one of crowd) one.on('error', () => one.destroy()).resume();
  await until(() => crowd.filter((one) => one.closed).length >= 3, 'those too many are shown out');
  for (const one of crowd) one.destroy();
  assert.equal((await events.status(SCANNER, () => true)).state, 'ready');
  assert.equal(await devices.printLabel(PRINTER, { jobKey: 'a', bitmap: checkered(64, 64) }), 'printed');
});

test('mistakes in the configuration are all named before anything is opened', LIMIT, async (t) => {
  const { config } = await ready(t);
  const devices = [
    { id: 'a', driver: 'no-such', address: 'tcp://127.0.0.1:9100', name: '', options: {} },
    { id: 'b', driver: 'zpl', address: 'http://127.0.0.1/', name: '', options: {} },
    { id: 'c', driver: 'zpl', address: 'tcp://127.0.0.1:9100', name: '', options: { darkness: 30 } },
    { id: 'c', driver: 'escl', address: 'http://127.0.0.1/', name: '', options: {} },
    { id: 'd', driver: 'escl', address: 'http://[scanner/', name: '', options: {} },
    { id: 'e', driver: 'zpl', address: 'tcp://127.0.0.1:91000', name: '', options: {} },
  ];
  const signal = new AbortController().signal;
  await assert.rejects(
    runBridge({ ...config, devices }, { clock: systemClock(), log: silentLog, signal }),
    (error: { context: { problems: string[] } }) => {
      assert.deepEqual(
        error.context.problems.map((problem) => problem.slice(0, 2)),
        ['a:', 'b:', 'c:', 'c:', 'd:', 'e:'],
      );
      return true;
    },
  );
});

test('without a bridge every order is BRIDGE_AWAY, and acknowledging waits for the next telling', LIMIT, async (t) => {
  const { devices, stopBridge, events, batchId } = await ready(t);
  await stopBridge();
  await until(() => events.all.some(({ kind }) => kind === 'disconnected'), 'the bridge is gone');
  await assert.rejects(devices.startScan(SCANNER as DeviceId, { batchId, ...DUPLEX }), { code: 'BRIDGE_AWAY' });
  await assert.rejects(devices.printLabel(PRINTER, { jobKey: 'a', bitmap: checkered(8, 8) }), { code: 'BRIDGE_AWAY' });
  await devices.acknowledgeBatchEnd(batchId, 1);
});
