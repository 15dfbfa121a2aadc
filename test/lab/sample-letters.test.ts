import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { DOCUMENT_CLASSES } from '#base/words.ts';
import { parseDirectory } from '#domain/directory.ts';
import { openEsclScanner } from './escl-scanner.ts';
import { checkCharacter, code, ownLabel, scanned } from './letter-press.ts';
import { leftOutOf, lettersFrom, sampleBatch, stickLabel } from './sample-letters.ts';

const codesOn = async (page: string | Buffer): Promise<string[]> => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const { data, info } = await sharp(page).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const image = { data: new Uint8ClampedArray(data), width: info.width, height: info.height, colorSpace: 'srgb' } as Parameters<
    typeof readBarcodes
  >[0];
  const found = await readBarcodes(image, { formats: ['QRCode', 'Code128'], tryHarder: true, tryRotate: false });
  return found.map((one) => one.text);
};

test('the batch has every class, every kind of trouble, and truth about each sheet', async () => {
  const { sheets } = await sampleBatch();
  const classes = new Set(sheets.map(({ expect }) => expect.class));
  for (const wanted of DOCUMENT_CLASSES) assert.ok(classes.has(wanted), wanted);
  const count = (outcome: string) => sheets.filter(({ expect }) => expect.outcome === outcome).length;
  assert.deepEqual([count('closed'), count('review'), count('separator')], [1, 2, 3]);
  assert.equal(sheets.length, 28);
  const fronts = sheets.map((sheet) => sheet.front);
  assert.equal(new Set(fronts).size, fronts.length - 1, 'one sheet is there twice');
  for (const { name, expect } of sheets) {
    if (expect.outcome === 'filed') assert.ok(expect.department && expect.class, name);
  }
  assert.deepEqual(sheets.map(({ expect }) => expect.backIs).filter(Boolean), ['blank', 'page']);
});

test('departments and people of the truth are in the directory, which the product can read', async () => {
  const { sheets, directory } = await sampleBatch();
  const known = parseDirectory(directory);
  for (const { name, expect } of sheets) {
    const person = known.people.find(({ id }) => id === expect.person);
    if (expect.person) assert.equal(person?.departmentId, expect.department, name);
    if (expect.department)
      assert.ok(
        known.departments.some(({ id, mailbox }) => id === expect.department && mailbox),
        name,
      );
  }
});

test('is at most 8 MB, and the scanner takes every sheet of it', async (t) => {
  const folder = join(import.meta.dirname, 'letters');
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  assert.ok(sizes.reduce((sum, size) => sum + size) <= 8 * 1024 * 1024);
  const device = await openEsclScanner();
  t.after(() => device.close());
  const { sheets } = await sampleBatch();
  const { sheets: loaded, refused } = await device.control.load(sheets);
  assert.deepEqual(refused, []);
  assert.deepEqual(
    loaded.map(({ name }) => name),
    sheets.map(({ name }) => name),
  );
});

test('separators and our own label can be read by a machine', async () => {
  const { sheets } = await sampleBatch();
  for (const { front, name, expect } of sheets) {
    const wanted = expect.separator ? `VMSEP1:${expect.separator}` : expect.ownNumber;
    if (wanted) assert.deepEqual(await codesOn(front), [wanted], name);
  }
});

test('the separators to be printed say their order to a machine', async () => {
  const pdfium = await PDFiumLibrary.init();
  for (const order of ['item', 'envelope', 'sheet']) {
    const document = await pdfium.loadDocument(await readFile(join(import.meta.dirname, `../../docs/separators/${order}.pdf`)));
    assert.equal(document.getPageCount(), 1);
    const { data, width, height } = await document.getPage(0).render({ scale: 2 });
    const page = await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    assert.deepEqual(await codesOn(page), [`VMSEP1:${order.toUpperCase()}`]);
    document.destroy();
  }
  pdfium.destroy();
});

test('the check character is ISO 7064 MOD 37,36', () => {
  assert.equal(checkCharacter('VM2026000123'), 'M');
  assert.equal(checkCharacter('VM-2026-000001'), '5');
});

test('lists the page images of a folder by name, damaged ones included, and names other documents it leaves out', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-letters-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const name of ['b.TIF', 'a.png', 'c.webp', 'a.json', 'a.txt', '.hidden.png', 'index.csv', 'd.jpeg', 'e.pdf']) {
    await writeFile(join(folder, name), 'not really');
  }
  await mkdir(join(folder, 'folder.png'));
  assert.deepEqual(
    (await lettersFrom(folder)).map(({ name }) => name),
    ['a.png', 'b.TIF', 'c.webp', 'd.jpeg'],
  );
  assert.deepEqual(await leftOutOf(folder), ['e.pdf']);
});

test('a printed label stuck on a page is read back from it', async () => {
  const label = await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="240" viewBox="0 0 75 30">
    <rect width="75" height="30" fill="#fff"/>${code('code128', 'VM-2026-000123-M', 8, 5, 59, 12)}</svg>`),
  )
    .withDensity(203)
    .png()
    .toBuffer();
  const page = await stickLabel(await scanned(''), label, { leftMm: 110, topMm: 240 });
  assert.deepEqual(await codesOn(page), ['VM-2026-000123-M']);
  const { width, height, density, channels } = await sharp(page).metadata();
  assert.deepEqual([width, height, density, channels], [1654, 2339, 200, 1]);
});

test('a page is printed the same way each time', async () => {
  const drawing = ownLabel('VM-2026-000123-M', 20, 20);
  assert.ok((await scanned(drawing, { skewDeg: 1, seed: 5 })).equals(await scanned(drawing, { skewDeg: 1, seed: 5 })));
});
