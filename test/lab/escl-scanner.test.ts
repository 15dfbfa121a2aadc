import assert from 'node:assert/strict';
import { access, copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { type EsclScanner, openEsclScanner } from './escl-scanner.ts';

const SETTINGS = (duplex: boolean, more = '') => `<?xml version="1.0"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>2.0</pwg:Version><pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>${duplex}</scan:Duplex>
<scan:ColorMode>Grayscale8</scan:ColorMode><scan:XResolution>200</scan:XResolution><scan:YResolution>200</scan:YResolution>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>${more}</scan:ScanSettings>`;

async function scanner(t: TestContext, options?: Parameters<typeof openEsclScanner>[0]): Promise<EsclScanner> {
  const opened = await openEsclScanner(options);
  t.after(() => opened.close());
  return opened;
}

const page = (gray: number) =>
  sharp({ create: { width: 166, height: 234, channels: 3, background: { r: gray, g: gray, b: gray } } })
    .toColourspace('b-w')
    .withDensity(80)
    .jpeg()
    .toBuffer();

async function startJob(device: EsclScanner, duplex = false): Promise<string> {
  const answer = await fetch(`${device.url}/ScanJobs`, { method: 'POST', body: SETTINGS(duplex) });
  assert.equal(answer.status, 201);
  return answer.headers.get('location')!;
}

/** Fetches pages until the device has no more: the bytes, and the code that ended it. */
async function fetchPages(job: string): Promise<{ pages: Buffer[]; endedWith: number }> {
  const pages: Buffer[] = [];
  for (;;) {
    const answer = await fetch(`${job}/NextDocument`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) return { pages, endedWith: answer.status };
    pages.push(bytes);
  }
}

const status = async (device: EsclScanner) => {
  const xml = await (await fetch(`${device.url}/ScannerStatus`)).text();
  const text = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1];
  return { state: text('pwg:State'), adf: text('scan:AdfState'), job: text('pwg:JobState'), images: text('pwg:ImagesCompleted') };
};

async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; !(await condition()); await pause(20)) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
  }
}

test('delivers loaded JPEGs byte for byte and in order, then says the feeder is empty', async (t) => {
  const device = await scanner(t);
  const [first, second] = [await page(10), await page(200)];
  await device.control.load([{ front: first, name: 'a.jpg' }, { front: second }]);
  assert.equal((await status(device)).adf, 'ScannerAdfLoaded');
  const { pages, endedWith } = await fetchPages(await startJob(device));
  assert.deepEqual(pages, [first, second]);
  assert.equal(endedWith, 404);
  assert.deepEqual(await status(device), { state: 'Idle', adf: 'ScannerAdfEmpty', job: 'Completed', images: '2' });
  assert.deepEqual(
    device.control.delivered().map(({ sheet, side, name }) => [sheet, side, name]),
    [
      [1, 'front', 'a.jpg'],
      [2, 'front', 'unnamed'],
    ],
  );
});

test('sends front, back, front, back in duplex, an empty back as white paper of the same size', async (t) => {
  const device = await scanner(t);
  const [front, back, single] = [await page(10), await page(60), await page(120)];
  await device.control.load([{ front, back }, { front: single }]);
  const { pages } = await fetchPages(await startJob(device, true));
  assert.deepEqual(pages.slice(0, 3), [front, back, single]);
  const white = await sharp(pages[3]).stats();
  assert.ok(white.channels[0]!.min > 240);
  const { width, height, density } = await sharp(pages[3]).metadata();
  assert.deepEqual([width, height, density], [166, 234, 80]);
  assert.deepEqual(
    device.control.delivered().map(({ sheet, side }) => `${sheet}${side}`),
    ['1front', '1back', '2front', '2back'],
  );
});

test('turns PNG, TIFF and WebP into gray JPEG that keeps the dpi or guesses it from A4', async (t) => {
  const device = await scanner(t);
  const paper = sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#fff' } });
  await device.control.load([
    { front: await paper.clone().withDensity(150).png().toBuffer() },
    { front: await paper.clone().withDensity(300).tiff().toBuffer() },
    { front: await paper.clone().webp().toBuffer() },
  ]);
  const { pages } = await fetchPages(await startJob(device));
  const about = await Promise.all(pages.map((bytes) => sharp(bytes).metadata()));
  assert.deepEqual(
    about.map(({ format, density, channels }) => [format, density, channels]),
    [
      ['jpeg', 150, 1],
      ['jpeg', 300, 1],
      ['jpeg', 200, 1],
    ],
  );
});

test('refuses files that no scanner could have made and goes on with the others', async (t) => {
  const device = await scanner(t);
  const whole = await page(10);
  const loaded = await device.control.load([
    { front: whole.subarray(0, whole.length >> 1), name: 'half.jpg' },
    { front: Buffer.from('no image'), name: 'text.png' },
    { front: '/nowhere/absent.png' },
    { front: whole, name: 'whole.jpg' },
  ]);
  assert.deepEqual(loaded.sheets, [{ sheet: 1, name: 'whole.jpg' }]);
  assert.deepEqual(
    loaded.refused.map((one) => one.name),
    ['half.jpg', 'text.png', 'absent.png'],
  );
});

test('a jam keeps the sheet inside until the operator puts it back, and nothing is lost or doubled', async (t) => {
  const device = await scanner(t);
  const sheets = await Promise.all([1, 2, 3].map((n) => page(n * 40)));
  await device.control.load(sheets.map((front) => ({ front })));
  device.control.jamAfter(1);
  const before = await fetchPages(await startJob(device));
  assert.deepEqual([before.pages, before.endedWith], [[sheets[0]], 409]);
  assert.deepEqual(await status(device), { state: 'Stopped', adf: 'ScannerAdfJam', job: 'Aborted', images: '1' });
  assert.equal((await fetch(`${device.url}/ScanJobs`, { method: 'POST', body: SETTINGS(false) })).status, 409);
  assert.deepEqual(device.control.putBack(), [2]);
  assert.deepEqual((await fetchPages(await startJob(device))).pages, sheets.slice(1));
});

test('a double feed is told apart from a jam and brings both sheets back in order', async (t) => {
  const device = await scanner(t);
  const sheets = await Promise.all([1, 2, 3].map((n) => page(n * 40)));
  await device.control.load(sheets.map((front) => ({ front })));
  device.control.doubleFeedAt(2);
  assert.equal((await fetchPages(await startJob(device))).endedWith, 409);
  assert.equal((await status(device)).adf, 'ScannerAdfMultipickDetected');
  assert.equal(device.control.loadedSheets(), 0);
  assert.deepEqual(device.control.putBack(), [2, 3]);
  assert.deepEqual((await fetchPages(await startJob(device))).pages, sheets.slice(1));
});

test('an open cover stops the job; the sheet that was being turned is put back whole', async (t) => {
  const device = await scanner(t);
  await device.control.load([{ front: await page(10) }, { front: await page(20) }]);
  const job = await startJob(device, true);
  await (await fetch(`${job}/NextDocument`)).arrayBuffer();
  device.control.coverOpen(true);
  assert.equal((await fetchPages(job)).endedWith, 409);
  assert.equal((await status(device)).adf, 'ScannerAdfDoorOpen');
  device.control.coverOpen(false);
  assert.equal((await status(device)).adf, 'ScannerAdfJam');
  assert.deepEqual(device.control.putBack(), [1]);
  assert.equal((await fetchPages(await startJob(device, true))).pages.length, 4);
});

test('is busy as often as told, for jobs and for pages', async (t) => {
  const device = await scanner(t);
  await device.control.load([{ front: await page(10) }]);
  device.control.busy(2);
  device.control.busy(1, 'page');
  const post = async () => (await fetch(`${device.url}/ScanJobs`, { method: 'POST', body: SETTINGS(false) })).status;
  assert.deepEqual([await post(), await post()], [503, 503]);
  const job = await startJob(device);
  assert.equal(await post(), 503, 'one job at a time');
  assert.equal((await fetch(`${job}/NextDocument`)).status, 503);
  assert.equal((await fetchPages(job)).pages.length, 1);
});

test('cuts the connection in the middle of the n-th side and gives the job up', async (t) => {
  const device = await scanner(t);
  await device.control.load([{ front: await page(10) }, { front: await page(20) }]);
  device.control.dropConnectionAt(2);
  const job = await startJob(device);
  await (await fetch(`${job}/NextDocument`)).arrayBuffer();
  await assert.rejects(async () => (await fetch(`${job}/NextDocument`)).arrayBuffer());
  await until(async () => (await status(device)).job === 'Aborted', 'the job is given up');
  assert.deepEqual(device.control.putBack(), [2]);
  assert.equal((await fetchPages(await startJob(device))).pages.length, 1);
});

test('a truncated JPEG comes as a well-formed answer, a wrong length as a broken one; both sheets can be put back', async (t) => {
  const device = await scanner(t);
  const sheets = await Promise.all([1, 2, 3].map((n) => page(n * 40)));
  await device.control.load(sheets.map((front) => ({ front })));
  device.control.truncateJpegAt(1);
  device.control.wrongContentLengthAt(2);
  const job = await startJob(device);
  const half = Buffer.from(await (await fetch(`${job}/NextDocument`)).arrayBuffer());
  assert.deepEqual(half, sheets[0]!.subarray(0, sheets[0]!.length >> 1));
  await assert.rejects(async () => (await fetch(`${job}/NextDocument`)).arrayBuffer());
  assert.deepEqual((await fetchPages(job)).pages, [sheets[2]]);
  assert.deepEqual(
    device.control.delivered().map((one) => one.sheet),
    [3],
  );
  assert.deepEqual(device.control.putBack(), [1, 2]);
});

test('DELETE ends a slow page at once, and a client that hangs up loses no sheet', async (t) => {
  const device = await scanner(t);
  await device.control.load([{ front: await page(10) }]);
  device.control.slow(60_000);
  const deleted = await startJob(device);
  const pending = fetch(`${deleted}/NextDocument`);
  await until(async () => (await status(device)).adf === 'ScannerAdfProcessing', 'the page is under way');
  assert.equal((await fetch(deleted, { method: 'DELETE' })).status, 200);
  assert.equal((await pending).status, 404);
  assert.equal((await status(device)).job, 'Canceled');
  assert.deepEqual(device.control.putBack(), [1]);

  const hungUp = await startJob(device);
  const leaving = new AbortController();
  const aborted = fetch(`${hungUp}/NextDocument`, { signal: leaving.signal });
  await until(async () => (await status(device)).adf === 'ScannerAdfProcessing', 'the page is under way');
  leaving.abort();
  await assert.rejects(aborted);
  await until(async () => (await status(device)).adf === 'ScannerAdfEmpty', 'the device has noticed');
  device.control.clearFaults();
  await fetch(hungUp, { method: 'DELETE' });
  assert.deepEqual(device.control.putBack(), [1]);
  assert.equal((await fetchPages(await startJob(device))).pages.length, 1);
});

test('gives a forgotten job up for the next client', async (t) => {
  const device = await scanner(t, { jobIdleMs: 0 });
  await device.control.load([{ front: await page(10) }]);
  const forgotten = await startJob(device);
  const next = await startJob(device);
  assert.equal((await fetchPages(forgotten)).endedWith, 404);
  assert.equal((await fetchPages(next)).pages.length, 1);
});

test('refuses settings it does not have and bodies that are none', async (t) => {
  const device = await scanner(t);
  await device.control.load([{ front: await page(10) }]);
  const post = async (body: string) => (await fetch(`${device.url}/ScanJobs`, { method: 'POST', body })).status;
  assert.equal(await post('hello'), 400);
  assert.equal(await post(SETTINGS(false).replace('Feeder', 'Platen')), 409);
  assert.equal(await post(SETTINGS(false).replaceAll('200', '1200')), 409);
  const text = await (await fetch(`${device.url}/ScannerCapabilities`)).text();
  for (const wanted of ['AdfSimplexInputCaps', 'AdfDuplexInputCaps', 'Grayscale8', 'RGB24', '>200<', '>300<', 'image/jpeg']) {
    assert.ok(text.includes(wanted), wanted);
  }
});

test('a shell can load, arm faults and look, but a web page cannot', async (t) => {
  const device = await scanner(t);
  const folder = await mkdtemp(join(tmpdir(), 'lab-scanner-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'a.jpg');
  await writeFile(file, await page(10));
  const root = `http://127.0.0.1:${device.port}/control`;
  const post = (verb: string, body: unknown, type = 'application/json') =>
    fetch(`${root}/${verb}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  assert.equal((await post('load', { sheets: [{ front: file }] }, 'text/plain')).status, 415);
  const loaded = (await (await post('load', { sheets: [{ front: file }] })).json()) as { sheets: unknown };
  assert.deepEqual(loaded.sheets, [{ sheet: 1, name: 'a.jpg' }]);
  assert.equal((await post('jamAfter', { n: -1 })).status, 400);
  assert.equal((await post('jamAfter', { n: 0 })).status, 200);
  assert.equal((await post('explode', {})).status, 404);
  assert.equal((await fetchPages(await startJob(device))).endedWith, 409);
  const look = (await (await fetch(root)).json()) as Record<string, unknown>;
  assert.deepEqual(look, { adfState: 'ScannerAdfJam', loadedSheets: 0, delivered: [] });
  assert.deepEqual(await (await post('putBack', {})).json(), [1]);
});

test('an image dropped into the feeder folder is loaded once and moved to taken, anything else is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-feeder-'));
  t.after(() => rm(folder, { recursive: true }));
  const device = await scanner(t, { folder });
  const source = join(folder, 'source.part');
  await writeFile(source, await page(10));
  await copyFile(source, join(folder, 'b letter.JPG'));
  await writeFile(join(folder, 'a.png'), 'no image');
  await until(() => device.control.loadedSheets() === 1, 'the letter is in the feeder');
  assert.equal((await status(device)).adf, 'ScannerAdfLoaded');
  await until(async () => (await readdir(join(folder, 'refused'))).length === 1, 'the other is refused');
  assert.match((await readdir(join(folder, 'taken')))[0]!, /-b letter\.JPG$/);
  await assert.rejects(access(join(folder, 'b letter.JPG')));
  assert.equal((await fetchPages(await startJob(device))).pages.length, 1);
  assert.equal(device.control.delivered()[0]!.name, 'b letter.JPG');
});
