import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCodePlaces } from '#workshop/code-places.ts';
import type { Box } from '#workshop/page-look.ts';
import { type Raster, turn } from '#workshop/raster.ts';

const DPI = 200;
const mm = DPI / 25.4;
const [W, H] = [1654, 2339];

const blank = (): Raster => ({ widthPx: W, heightPx: H, gray: new Uint8Array(W * H).fill(255) });
/** Fills a box given in millimetres. */
function ink({ gray }: Raster, [x0, y0, x1, y1]: Box): void {
  for (let y = Math.round(y0 * mm); y < y1 * mm; y++) gray.fill(0, y * W + Math.round(x0 * mm), y * W + Math.round(x1 * mm));
}
/** Bars of a module of a third of a millimetre. */
function bars(raster: Raster, [x0, y0, x1, y1]: Box): void {
  for (let x = x0, i = 0; x < x1; x += 0.33 * (1 + (i++ % 3)) + 0.33) ink(raster, [x, y0, Math.min(x1, x + 0.33 * (1 + (i % 2))), y1]);
}
/** Lines of letters 3 mm high and 4.5 mm apart. */
function letters(raster: Raster, downMm: number, count: number): void {
  for (let line = 0; line < count; line++)
    for (let x = 20; x < 180; x += 2) ink(raster, [x, downMm + 4.5 * line, x + 0.6, downMm + 4.5 * line + 3]);
}
const share = (places: readonly Box[]): number => places.reduce((sum, [x0, y0, x1, y1]) => sum + (x1 - x0) * (y1 - y0), 0) / (W * H);
const holds = (places: readonly Box[], [x0, y0, x1, y1]: Box): boolean =>
  places.some((p) => p[0] <= x0 * mm && p[1] <= y0 * mm && p[2] >= x1 * mm && p[3] >= y1 * mm);

test('lines of print are no place for a code', () => {
  const page = blank();
  letters(page, 20, 50);
  assert.deepEqual(findCodePlaces(page, DPI), []);
});

test('bars among print are found with their quiet zone, whichever way the page came', () => {
  const page = blank();
  letters(page, 20, 10);
  letters(page, 120, 30);
  bars(page, [60, 80, 110, 88]);
  const places = findCodePlaces(page, DPI);
  assert.ok(holds(places, [57, 77, 113, 91]));
  assert.ok(share(places) < 0.1, `${share(places)}`);
  const aside = findCodePlaces(turn(page, 90), DPI);
  assert.ok(
    aside.some((p) => p[0] <= H - 91 * mm && p[2] >= H - 77 * mm && p[1] <= 57 * mm && p[3] >= 113 * mm),
    JSON.stringify(aside),
  );
});

test('bars finer than they are seen, and those at the edge of a page, are found', () => {
  const page = blank();
  for (let x = 0; x < 20; x += 0.25) ink(page, [x, 0, x + 0.125, 10]);
  assert.ok(holds(findCodePlaces(page, DPI), [0, 0, 20, 10]));
});

test('a page of noise is one place, and takes no longer than it must', () => {
  const page = blank();
  for (let i = 0, seed = 1; i < page.gray.length; i++) {
    seed = (seed * 48_271) % 2_147_483_647;
    page.gray[i] = seed % 256;
  }
  const places = findCodePlaces(page, DPI);
  assert.ok(places.length < 50 && share(places) <= 1.01, `${places.length} places of ${share(places)}`);
});

test('a raster smaller than a code has at most itself', () => {
  assert.deepEqual(findCodePlaces({ widthPx: 1, heightPx: 1, gray: new Uint8Array([0]) }, DPI), []);
  const dark = { widthPx: 60, heightPx: 60, gray: new Uint8Array(3600).map((_, i) => ((i >> 3) % 2 ? 0 : 255)) };
  for (const [x0, y0, x1, y1] of findCodePlaces(dark, DPI)) assert.ok(x0 >= 0 && y0 >= 0 && x1 <= 60 && y1 <= 60);
});
