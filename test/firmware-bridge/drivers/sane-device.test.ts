import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import sharp from 'sharp';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import type { ScannedSide } from '#bridge/supervisor/driver.ts';
import { openEsclScanner } from '#lab/escl-scanner.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { scanimage } from '#lab/sane.ts';
import { duplexSheets } from '../bridge-bench.ts';
import { networkDevice, openSane, orderOf, scanAll, TEST_DEVICE } from './sane-bench.ts';

/** Where driver processes keep their things, of this file's tests alone. */
const RUN = await mkdtemp(join(tmpdir(), 'sane-run-'));
process.env.RUNTIME_DIRECTORY = RUN;
after(() => rm(RUN, { recursive: true }));

const skip = withoutPeer('sane');
/** Options of SANE's test backend, in the words of scanimage and in those of our `settings`. */
const WINDOW = { widthMm: 40, heightMm: 30 };

/** Size and dots of a PNM (netpbm, raw formats): 16 bits a sample become two bytes, one bit a sample one byte. */
function dotsOfPnm(pnm: Buffer): { width: number; height: number; dots: Buffer } {
  const head = /^(P[456])\s(?:#.*\n)*(\d+) (\d+)\s(?:(\d+)\s)?/.exec(pnm.toString('latin1', 0, 200))!;
  const [all, kind, width, height] = head;
  const rest = pnm.subarray(all.length);
  if (kind !== 'P4') return { width: Number(width), height: Number(height), dots: rest };
  const rowBytes = Math.ceil(Number(width) / 8);
  const dots = Buffer.alloc(Number(width) * Number(height));
  for (let y = 0; y < Number(height); y++)
    for (let x = 0; x < Number(width); x++) {
      const black = (rest[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
      dots[y * Number(width) + x] = black ? 0 : 255;
    }
  return { width: Number(width), height: Number(height), dots };
}

async function dotsOfPng({ bytes }: ScannedSide, colour: boolean, deep: boolean) {
  const { data, info } = await sharp(bytes)
    .toColourspace(colour ? (deep ? 'rgb16' : 'srgb') : deep ? 'grey16' : 'b-w')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (deep) data.swap16();
  return { width: info.width, height: info.height, dots: data };
}

const KINDS = [
  { title: 'gray', mode: 'gray', settings: '', options: [] },
  { title: 'colour', mode: 'colour', settings: '', options: [] },
  { title: 'one bit', mode: 'gray', settings: 'depth=1', options: ['--depth=1'] },
  { title: 'sixteen bits of gray', mode: 'gray', settings: 'depth=16', options: ['--depth=16'] },
  { title: 'sixteen bits of colour', mode: 'colour', settings: 'depth=16', options: ['--depth=16'] },
  { title: 'three passes in an order of their own', mode: 'colour', settings: 'three-pass=yes; three-pass-order=GBR', options: [] },
  { title: 'three passes of sixteen bits', mode: 'colour', settings: 'depth=16; three-pass=yes', options: ['--depth=16'] },
  { title: 'a length nobody knows before', mode: 'gray', settings: 'hand-scanner=yes', options: ['--hand-scanner=yes'] },
] as const;
for (const { title, mode, settings, options } of KINDS) {
  test(`a page of ${title} has the very dots that scanimage gets`, { skip }, async (t) => {
    const picture = 'test-picture=Color pattern';
    const session = await openSane(t, TEST_DEVICE, { ...WINDOW, settings: `${settings}; ${picture}` });
    const { sides, end } = await scanAll(session, orderOf({ source: 'flatbed', profile: mode === 'gray' ? 'routing' : 'evidence' }));
    assert.deepEqual([sides.length, end], [1, null]);
    assert.equal(sides[0]!.resolutionDpi, 100);
    const geometry = settings.includes('hand') ? ['-y', '30'] : ['-x', '40', '-y', '30'];
    const own = ['--format=pnm', '--resolution=100', '--mode', mode === 'gray' ? 'Gray' : 'Color', `--${picture}`, ...options, ...geometry];
    const expected = dotsOfPnm(await scanimage(own));
    const got = await dotsOfPng(sides[0]!, mode === 'colour', settings.includes('depth=16'));
    assert.deepEqual([got.width, got.height], [expected.width, expected.height]);
    assert.ok(got.dots.equals(expected.dots), 'the dots differ');
  });
}

test('the filler at the end of each line is left out', { skip }, async (t) => {
  // scanimage leaves it in, so the page without the loss is what there is to compare with.
  const page = async (settings: string) => {
    const session = await openSane(t, TEST_DEVICE, { ...WINDOW, settings: `${settings}; test-picture=Grid` });
    const { sides } = await scanAll(session, orderOf({ source: 'flatbed' }));
    return dotsOfPng(sides[0]!, false, false);
  };
  const [whole, cut] = [await page('ppl-loss=0'), await page('ppl-loss=17')];
  assert.deepEqual([cut.width, cut.height], [whole.width - 17, whole.height]);
  for (let y = 0; y < cut.height; y++) {
    const row = whole.dots.subarray(y * whole.width, y * whole.width + cut.width);
    assert.ok(row.equals(cut.dots.subarray(y * cut.width, (y + 1) * cut.width)), `line ${y} differs`);
  }
});

test('a feeder gives its ten sheets, then runs empty, again and again on one handle', { skip }, async (t) => {
  const session = await openSane(t, TEST_DEVICE, WINDOW);
  for (let round = 0; round < 3; round++) {
    const { sides, end } = await scanAll(session);
    assert.deepEqual([sides.length, end], [10, null]);
  }
});

test('each status libsane can give becomes a condition or a failure with its number', { skip }, async (t) => {
  const expected = {
    UNSUPPORTED: 'DEVICE_REFUSED',
    CANCELLED: 'other',
    DEVICE_BUSY: 'busy',
    INVAL: 'DEVICE_REFUSED',
    JAMMED: 'media-jam',
    NO_DOCS: 'feeder-empty',
    COVER_OPEN: 'cover-open',
    IO_ERROR: 'PAGE_DAMAGED',
    NO_MEM: 'DEVICE_REFUSED',
    ACCESS_DENIED: 'DEVICE_REFUSED',
  };
  const got: Record<string, unknown> = {};
  for (const name of Object.keys(expected)) {
    const session = await openSane(t, TEST_DEVICE, { ...WINDOW, settings: `read-return-value=SANE_STATUS_${name}` });
    const { end } = await scanAll(session);
    got[name] = isFailure(end) ? end.code : end;
    await session.close();
  }
  assert.deepEqual(got, expected);
});

test('what the device has not got, and settings it does not know, are refused by name', { skip }, async (t) => {
  const refusal = async (settings: string, source: 'adf' | 'adf-duplex') => {
    const session = await openSane(t, TEST_DEVICE, { ...WINDOW, settings });
    const { end } = await scanAll(session, orderOf({ source }));
    await session.close();
    return isFailure(end, 'DEVICE_REFUSED') ? end.context.detail : end;
  };
  assert.equal(await refusal('', 'adf-duplex'), 'it has no adf-duplex');
  assert.equal(await refusal('swdeskew=yes', 'adf'), 'it has no setting swdeskew');
  assert.equal(await refusal('hand-scanner=perhaps', 'adf'), '"perhaps" is no value of hand-scanner');
  await assert.rejects(openSane(t, TEST_DEVICE, { settings: 'swdeskew' }), { code: 'DEVICE_REFUSED' });
});

test('a device that is not there is absent, and a libsane that cannot be loaded is said to be missing', { skip }, async (t) => {
  await assert.rejects(openSane(t, { ...TEST_DEVICE, address: 'sane:test:7' }), { code: 'DEVICE_ABSENT' });
  await assert.rejects(openSane(t, { ...TEST_DEVICE, address: 'sane:no-such-backend:1' }), { code: 'DEVICE_ABSENT' });
  const folder = await mkdtemp(join(tmpdir(), 'no-sane-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'libsane.so.1'), 'no library');
  const without = openSane(t, TEST_DEVICE, {}, undefined, { LD_LIBRARY_PATH: folder });
  await assert.rejects(without, (error) => isFailure(error, 'DRIVER_UNAVAILABLE') && /libsane\.so\.1/.test(error.context.what));
});

// --- the virtual eSCL scanner behind sane-airscan ------------------------------------------------------------------------------------

async function feeder(t: TestContext, sheets: number, options = {}, clock?: Parameters<typeof openSane>[3]) {
  const scanner = await openEsclScanner();
  t.after(() => scanner.close());
  if (sheets > 0) await scanner.control.load(await duplexSheets(sheets));
  const open = () => openSane(t, networkDevice(scanner.url), { ...WINDOW, ...options }, clock);
  return { scanner, open, session: await open() };
}
const duplex = () => orderOf({ source: 'adf-duplex', resolutionDpi: 300 });

test('a jam at sheet 7 of 10 leaves twelve sides in order, and the last four sheets follow when the jam is cleared', {
  skip,
}, async (t) => {
  const { scanner, session } = await feeder(t, 10);
  scanner.control.jamAfter(6);
  const first = await scanAll(session, duplex());
  assert.deepEqual([first.sides.length, first.end], [12, 'media-jam']);
  scanner.control.putBack();
  const second = await scanAll(session, { ...duplex(), firstSheet: 7, attempt: 2 });
  assert.deepEqual([second.sides.length, second.end], [8, null]);
  const passed = scanner.control.delivered().map(({ sheet, side }) => `${sheet} ${side}`);
  assert.deepEqual(
    passed,
    Array.from({ length: 20 }, (_, i) => `${(i >> 1) + 1} ${i % 2 ? 'back' : 'front'}`),
  );
});

test('what libsane calls an I/O error is told as what the scanner itself says: a double feed', { skip }, async (t) => {
  const { scanner, session } = await feeder(t, 4);
  scanner.control.doubleFeedAt(2);
  const { sides, end } = await scanAll(session, duplex());
  assert.deepEqual([sides.length, end], [2, 'double-feed']);
  assert.deepEqual((await session.status()).conditions, ['double-feed']);
});

test('an open cover, an empty and a loaded feeder show while nothing is scanned', { skip }, async (t) => {
  const { scanner, session } = await feeder(t, 0);
  assert.deepEqual(await session.status(), { conditions: ['feeder-empty'], feederLoaded: false });
  await scanner.control.load(await duplexSheets(1));
  assert.deepEqual(await session.status(), { conditions: [], feederLoaded: true });
  scanner.control.coverOpen(true);
  assert.deepEqual((await session.status()).conditions, ['cover-open']);
  assert.deepEqual((await scanAll(session, duplex())).end, 'cover-open');
});

test('a page broken off on its way is damaged while the scanner is there, and the scanner away when it is gone', { skip }, async (t) => {
  const { scanner, session } = await feeder(t, 3);
  scanner.control.dropConnectionAt(3);
  const { sides, end } = await scanAll(session, duplex());
  assert.equal(sides.length, 2);
  assert.ok(isFailure(end, 'PAGE_DAMAGED') && end.context.sheet === 2, String(end));
  await scanner.close();
  const { end: gone } = await scanAll(session, duplex());
  assert.ok(isFailure(gone, 'DEVICE_ABSENT'), String(gone));
  await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
});

test('a scan that is told to stop while a page will not end is stopped with its process, in time', { skip }, async (t) => {
  const clock = manualClock();
  const { scanner, open, session } = await feeder(t, 2, {}, clock);
  const stop = new AbortController();
  const ended = scanAll(session, duplex(), stop.signal, () => {
    // The second side never comes; libsane's own cancelling waits for it.
    scanner.control.slow(60_000);
    void setImmediate().then(() => {
      stop.abort();
      clock.advance(1_500);
    });
  });
  assert.equal((await ended).sides.length, 1);
  await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' }, 'nobody has broken down');
  scanner.control.slow(0);
  await (await open()).status();
});

/** The process that holds the one scanner of this test. */
async function childOf(): Promise<number> {
  const children = (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')).trim().split(' ').map(Number);
  for (const pid of children) if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('driver-child-process')) return pid;
  throw new Error('there is no driver process');
}

for (const signal of ['SIGKILL', 'SIGSEGV'] as const) {
  test(`${signal} in the driver's process ends the run after its whole pages, and is told with call and page`, { skip }, async (t) => {
    const { scanner, open, session } = await feeder(t, 3);
    const pid = await childOf();
    scanner.control.atSheet(3, () => {
      scanner.control.slow(60_000);
      process.kill(pid, signal);
    });
    const { sides, end } = await scanAll(session, duplex());
    assert.ok(isFailure(end, 'DRIVER_CRASHED'), String(end));
    assert.deepEqual([end.context.driver, end.context.how], ['sane', signal]);
    // sane-airscan draws sheets while the pages before them are still being handed over.
    const { page } = end.context;
    assert.ok(sides.length < 6 && (page === sides.length || page === sides.length + 1), `page ${page} after ${sides.length}`);
    assert.match(end.context.call, /^sane_[a-z_]+$/);
    await assert.rejects(session.status(), { code: 'DRIVER_CRASHED' });
    await session.close();
    assert.deepEqual(await readdir(RUN), [], 'nothing of it is left lying about');
    await (await open()).status();
  });
}

test('a process that stands still is ended when nothing has moved for as long as it may', { skip }, async (t) => {
  const clock = manualClock();
  const { session } = await feeder(t, 2, { stallMs: 30_000 }, clock);
  const pid = await childOf();
  const { sides, end } = await scanAll(session, duplex(), undefined, (count) => {
    if (count !== 1) return;
    process.kill(pid, 'SIGSTOP');
    void setImmediate().then(() => clock.advance(30_000));
  });
  assert.equal(sides.length, 1);
  assert.ok(isFailure(end, 'DRIVER_CRASHED') && end.context.how === 'no progress for 30000 ms', String(end));
});
