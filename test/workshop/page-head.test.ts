import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printOf } from '#workshop/page-head.ts';
import type { Raster } from '#workshop/raster.ts';

const DPI = 200;
const mm = DPI / 25.4;

/** A4 with lines of print as rows of small strokes: where each begins and how long it is, in millimetres. */
function page(lines: readonly { downMm: number; longMm: number }[]): Raster {
  const raster = { widthPx: 1654, heightPx: 2339, gray: new Uint8Array(1654 * 2339).fill(255) };
  for (const { downMm, longMm } of lines)
    for (let x = 20 * mm; x < (20 + longMm) * mm; x += 1.5 * mm)
      for (let y = Math.round(downMm * mm); y < (downMm + 3) * mm; y++)
        raster.gray.fill(0, y * 1654 + Math.round(x), y * 1654 + Math.round(x) + 6);
  return raster;
}
const rows = (from: number, count: number, longMm: number) => Array.from({ length: count }, (_, i) => ({ downMm: from + 6 * i, longMm }));
const letter = [...rows(15, 3, 60), ...rows(50, 5, 70), ...rows(90, 30, 160)];

test('a head is parted between two lines so that about as much print stands above as below', () => {
  const { headMiddle, headEnd } = printOf(page(letter), DPI);
  const ofHead = letter.filter(({ downMm }) => (downMm + 3) * mm <= headEnd);
  const above = ofHead.filter(({ downMm }) => (downMm + 3) * mm <= headMiddle!);
  const print = (lines: typeof letter) => lines.reduce((sum, { longMm }) => sum + longMm, 0);
  const share = print(above) / print(ofHead);
  assert.ok(share > 0.35 && share < 0.65, `${share}`);
  assert.ok(letter.every(({ downMm }) => headMiddle! <= downMm * mm || headMiddle! >= (downMm + 3) * mm));
});

test('it is parted where a wide gap is near, not inside an address', () => {
  const lines = [...rows(15, 3, 120), ...rows(50, 5, 70), ...rows(92, 4, 160)];
  const { headMiddle } = printOf(page([...lines, ...rows(150, 20, 160)]), DPI);
  assert.ok(headMiddle! > 77 * mm && headMiddle! < 92 * mm, `${headMiddle! / mm} mm`);
});

test('an envelope and a card are head from top to bottom; what has only a few words on it is read in one', () => {
  const envelope = printOf(page([...rows(15, 2, 60), ...rows(50, 5, 70)]), DPI);
  assert.equal(envelope.headEnd, 2339);
  assert.ok(envelope.headMiddle! > 15 * mm && envelope.headMiddle! < 74 * mm, `${envelope.headMiddle! / mm} mm`);
  assert.equal(printOf(page(rows(50, 3, 70)), DPI).headMiddle, null);
});
