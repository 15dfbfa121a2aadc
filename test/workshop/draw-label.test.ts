import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { readCodes } from '#workshop/codes.ts';
import { drawLabel, type LabelInput, type LabelRaster } from '#workshop/label-drawing.ts';
import type { Raster } from '#workshop/raster.ts';

const facts: LabelInput = {
  number: 'VM-2026-000123-M',
  kind: 'registered',
  station: 'VM',
  department: 'Comptabilité fournisseurs',
  class: 'Facture',
  dateText: '22.11.2026 09:30',
  copy: 2,
  widthDots: 812,
  heightDots: 406,
  resolutionDpi: 203,
};

/** The picture as gray pixels, at another width when asked for. */
async function seen(label: LabelRaster, widthPx = label.widthDots): Promise<Raster> {
  const { data, info } = await sharp(label.png)
    .extend({ top: 40, bottom: 40, left: 40, right: 40, background: 'white' })
    .resize({ width: widthPx + 80 })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, gray: data } as Raster;
}

const codesOf = async (raster: Raster): Promise<string[]> =>
  (await readCodes(raster, 200, 'thorough')).map((code) => `${code.format} ${code.text}`).sort();
const BOTH = ['Code128 VM-2026-000123-M', 'DataMatrix VM-2026-000123-M;2'];

test('both codes are read back at every usual resolution and size', async () => {
  const sizes: [widthDots: number, heightDots: number, dpi: number][] = [
    [812, 406, 203],
    [1200, 600, 300],
    [2400, 1200, 600],
    [696, 342, 300],
    [640, 160, 203],
  ];
  for (const [widthDots, heightDots, resolutionDpi] of sizes) {
    const label = await drawLabel({ ...facts, widthDots, heightDots, resolutionDpi });
    assert.deepEqual(await codesOf(await seen(label)), BOTH, `${widthDots} × ${heightDots} at ${resolutionDpi} dpi`);
  }
});

test('both codes are read back on the narrow media of every language, the label written along the roll where that is longer', async () => {
  const sizes: [media: string, widthDots: number, heightDots: number, dpi: number, codes: string[]][] = [
    ['Brother 62 mm', 696, 348, 300, BOTH],
    ['Brother 62 × 29 mm', 696, 271, 300, BOTH],
    ['Brother 29 × 90 mm', 306, 991, 300, BOTH],
    ['Dymo 28 × 89 mm', 330, 1051, 300, BOTH],
    ['Dymo 36 × 89 mm', 425, 1051, 300, BOTH],
    ['ESC/POS 80 mm', 576, 288, 203, BOTH],
    ['ESC/POS 58 mm', 384, 192, 203, [BOTH[1]!]],
  ];
  for (const [media, widthDots, heightDots, resolutionDpi, codes] of sizes) {
    const label = await drawLabel({ ...facts, widthDots, heightDots, resolutionDpi });
    assert.deepEqual([label.widthDots, label.heightDots], [widthDots, heightDots]);
    assert.deepEqual(await codesOf(await seen(label)), codes, media);
  }
});

test('a 300 dpi label is still read on a page scanned at 200 dpi', async () => {
  const label = await drawLabel({ ...facts, widthDots: 1200, heightDots: 600, resolutionDpi: 300 });
  assert.deepEqual(await codesOf(await seen(label, 800)), BOTH);
});

test('every bar and module is a whole number of dots wide', async () => {
  const { bits, widthDots, heightDots } = await drawLabel(facts);
  const rowBytes = Math.ceil(widthDots / 8);
  const runs = (y: number): number[] => {
    const row = Array.from({ length: widthDots }, (_, x) => (bits[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1).join('');
    return row
      .match(/1+|0+/g)!
      .slice(1, -1)
      .map((run) => run.length);
  };
  const bars = runs(Math.round(heightDots * 0.45));
  const narrow = Math.min(...bars);
  // The row crosses the bars (narrow ones 2 to 4 dots) and then the matrix, whose modules are larger.
  assert.ok(narrow >= 2);
  assert.ok(bars.slice(0, 80).every((run) => run % narrow === 0));
});

test('the same facts give the same dots, and bits and picture agree', async () => {
  const [one, two] = [await drawLabel(facts), await drawLabel({ ...facts })];
  assert.deepEqual(one.bits, two.bits);
  const { gray } = await sharp(one.png)
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .then((data) => ({ gray: data }));
  const rowBytes = Math.ceil(one.widthDots / 8);
  assert.equal(one.bits.length, rowBytes * one.heightDots);
  for (let y = 0; y < one.heightDots; y++) {
    for (let x = 0; x < one.widthDots; x++) {
      const black = (one.bits[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
      assert.equal(black, gray[y * one.widthDots + x]! < 128 ? 1 : 0);
    }
  }
});

test('a label too narrow for bars keeps the number and the matrix', async () => {
  const label = await drawLabel({ ...facts, widthDots: 400, heightDots: 200 });
  assert.deepEqual(await codesOf(await seen(label)), [BOTH[1]]);
});

test('closed mail hatches the field of the kind and nothing else of the number', async () => {
  const { department: _, ...bare } = facts;
  const open = await drawLabel(bare);
  const closed = await drawLabel({ ...bare, secrecy: 'Personnel' });
  const rowBytes = Math.ceil(open.widthDots / 8);
  const differs = (x0: number, x1: number, y0: number, y1: number): boolean => {
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x += 8) if (open.bits[y * rowBytes + (x >> 3)] !== closed.bits[y * rowBytes + (x >> 3)]) return true;
    return false;
  };
  assert.ok(differs(16, 120, 16, 130));
  assert.ok(!differs(160, 800, 0, 140));
});

test('words of any length, script or shape leave the codes alone', async () => {
  for (const words of ['W'.repeat(500), '<script>&"\'', 'Łódź Ελλάς 郵便 🐱', '']) {
    const label = await drawLabel({ ...facts, department: words, class: words, secrecy: words, dateText: words });
    assert.deepEqual(await codesOf(await seen(label)), BOTH);
  }
});
