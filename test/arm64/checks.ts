/** Under emulation: each piece of native code is loaded and made to work, and the SANE driver scans. */
import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { SerialPort } from 'serialport';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import sane from '#bridge/drivers/scanner/sane.ts';
import { ADDONS, loadAddon } from '#bridge/native/load.ts';
import { sourceHash } from '#bridge/native/source-hash.ts';
import { grab, notify } from '#bridge/native/system.ts';
import type { ScannedSide } from '#bridge/supervisor/driver.ts';
import { TEST_BACKEND } from '#lab/sane.ts';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
let total = 0;
let failed = 0;

/** @param run gives what there is to say of it. */
async function check(name: string, run: () => string | Promise<string>): Promise<void> {
  total++;
  try {
    tell(`ok  ${name}: ${await run()}`);
  } catch (error) {
    failed++;
    tell(`FAILED  ${name}\n${(error as Error).stack}`);
  }
}

await check('Node', () => {
  assert.equal(process.arch, 'arm64');
  return `${process.version}, ${process.arch}`;
});

await check('better-sqlite3', () => {
  const database = new Database(':memory:');
  const row = database.prepare("SELECT sqlite_version() AS version, json_extract('[7]', '$[0]') AS seven").get() as Record<string, unknown>;
  database.close();
  assert.equal(row.seven, 7);
  return `SQLite ${row.version}`;
});

await check('sharp', async () => {
  const grey = Buffer.from([0, 255, 128, 64]);
  const png = await sharp(grey, { raw: { width: 2, height: 2, channels: 1 } })
    .png()
    .toBuffer();
  assert.deepEqual(await sharp(png).greyscale().raw().toBuffer(), grey);
  return `libvips ${sharp.versions.vips}`;
});

await check('serialport', async () => {
  await assert.rejects(
    new Promise((resolve, reject) => new SerialPort({ path: '/nowhere/tty', baudRate: 9_600 }).once('open', resolve).once('error', reject)),
    /No such file/,
  );
  return 'its binding opens lines, and says so where there is none';
});

await check('the addons', () => {
  for (const addon of ADDONS) assert.equal(loadAddon<{ source: string }>(addon).source, sourceHash(), addon);
  const fd = openSync('/dev/null', 'r');
  // QEMU 7.2 does not carry this call across and says ENOSYS itself; what is no input device is ENOTTY to a kernel.
  assert.throws(
    () => grab(fd, true),
    ({ code }: NodeJS.ErrnoException) => code === 'ENOSYS' || code === 'ENOTTY',
  );
  closeSync(fd);
  assert.equal(notify('READY=1'), false);
  return `${ADDONS.join(', ')}, built from the source that is here`;
});

await check('a server answers', async () => {
  const server = createServer((_, answer) => answer.end('here')).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
  server.close();
  assert.equal(text, 'here');
  return 'sockets, HTTP';
});

await check('the SANE driver scans its test backend', async () => {
  const startedMs = performance.now();
  const session = await sane.open({
    deviceId: 'scanner' as DeviceId,
    address: 'sane:test:0',
    options: { configuration: TEST_BACKEND, settings: 'test-picture=Color pattern' },
    clock: systemClock(),
    log: silentLog,
    openPipe: () => Promise.reject(new Error('there is no pipe')),
  });
  const order = { deviceId: 'scanner', batchId: mintId('batch'), firstSheet: 1, attempt: 1 };
  const feed = session.scan({ ...order, source: 'adf', profile: 'evidence', resolutionDpi: 75 }, new AbortController().signal);
  const sides: ScannedSide[] = [];
  let end = await feed.next();
  for (; !end.done; end = await feed.next()) sides.push(end.value);
  await session.close();
  assert.deepEqual([sides.length, end.value], [10, null]);
  const { width, height } = await sharp(sides[9]!.bytes).metadata();
  const { channels } = await sharp(sides[9]!.bytes).stats();
  assert.deepEqual([width, height], [620, 876], 'A4 at 75 dpi');
  assert.ok(
    channels.every(({ min, max }) => min === 0 && max === 255),
    'the pattern',
  );
  return `10 pages of ${width} by ${height} dots in ${Math.round(performance.now() - startedMs)} ms`;
});

tell(`${total} checks, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
