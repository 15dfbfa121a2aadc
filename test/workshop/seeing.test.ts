import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evenNumber } from '#test/even-number.ts';
import { isBlank } from '#workshop/blank.ts';
import { findBlobs } from '#workshop/blobs.ts';
import { findInk, removeRules, whiten } from '#workshop/ink.ts';
import { uprightFrame } from '#workshop/orientation.ts';
import { findPageEdge, showsBed } from '#workshop/page-edge.ts';
import type { Box, Orientation } from '#workshop/page-look.ts';
import { concludeDpi } from '#workshop/page-shelf.ts';
import { applyPlacement, invertPlacement } from '#workshop/placement.ts';
import { type Raster, turn, warp } from '#workshop/raster.ts';
import { measureSkew } from '#workshop/skew.ts';

const DPI = 100;
const paper = (widthPx = 827, heightPx = 1169, level = 245): Raster => ({
  widthPx,
  heightPx,
  gray: new Uint8Array(widthPx * heightPx).fill(level),
});

function fill(raster: Raster, [x0, y0, x1, y1]: Box, level: number): Raster {
  for (let y = y0; y < y1; y++) raster.gray.fill(level, y * raster.widthPx + x0, y * raster.widthPx + x1);
  return raster;
}

/** Lines of little upright bars with uneven gaps, as print looks from afar. */
function print(raster: Raster, lines: number, level = 40): Raster {
  for (let line = 0; line < lines; line++) {
    for (let x = 100, n = line * 7; x < 720; n = (n * 17 + 5) % 31, x += 5 + (n % 6)) {
      fill(raster, [x, 120 + line * 18, x + 3, 129 + line * 18], level);
    }
  }
  return raster;
}

test('an upright frame leads every corner of the stored page to where it lies, and back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Orientation>(0, 90, 180, 270),
      evenNumber(-8, 8),
      fc.integer({ min: 50, max: 400 }),
      fc.integer({ min: 50, max: 400 }),
      evenNumber(0.5, 3),
      (orientation, skewDeg, widthPx, heightPx, scale) => {
        const frame = uprightFrame({ widthPx, heightPx }, orientation, skewDeg, scale);
        const back = invertPlacement(frame.toSource);
        for (const corner of [
          [0, 0],
          [widthPx, 0],
          [0, heightPx],
          [widthPx, heightPx],
        ] as [number, number][]) {
          const [x, y] = applyPlacement(back, corner);
          assert.ok(x > -1.5 && y > -1.5 && x < frame.widthPx + 1.5 && y < frame.heightPx + 1.5);
          const again = applyPlacement(frame.toSource, [x, y]);
          assert.ok(Math.hypot(again[0] - corner[0], again[1] - corner[1]) < 1e-6);
        }
      },
    ),
  );
});

test('turning the stored page clockwise is undone by its upright frame', () => {
  const upright = fill(paper(60, 40), [5, 3, 20, 8], 0);
  for (const orientation of [0, 90, 180, 270] as const) {
    const stored = turn(upright, orientation);
    const frame = uprightFrame(stored, orientation, 0, 1);
    const seen = warp(stored, frame.toSource, frame.widthPx, frame.heightPx);
    assert.deepEqual([seen.widthPx, seen.heightPx], [60, 40]);
    assert.ok(Buffer.from(seen.gray).equals(Buffer.from(upright.gray)), `turned by ${orientation}`);
  }
});

test('skew is found to a tenth of a degree, in rows and in columns', () => {
  for (const deg of [-4.3, 0, 0.35, 2.1]) {
    const straight = print(paper(), 30);
    for (const [orientation, along] of [
      [0, 'rows'],
      [90, 'columns'],
    ] as const) {
      const stored = turn(straight, orientation);
      // Content turned counter-clockwise by deg: the frame that undoes −deg draws it.
      const frame = uprightFrame(stored, 0, -deg, 1);
      const ink = findInk(warp(stored, frame.toSource, frame.widthPx, frame.heightPx));
      const found = measureSkew(ink, along);
      assert.ok(Math.abs(found.deg - deg) < 0.1, `${deg} along ${along}: ${found.deg}`);
      assert.ok(found.sharpness > measureSkew(ink, along === 'rows' ? 'columns' : 'rows').sharpness);
    }
  }
});

test('ink hangs together over gaps of the given width and no wider', () => {
  const raster = fill(fill(paper(200, 100), [50, 50, 60, 60], 0), [64, 50, 74, 60], 0);
  const ink = findInk(raster);
  assert.equal(findBlobs(ink, 1).length, 2);
  const [joined, ...others] = findBlobs(ink, 6);
  assert.deepEqual([joined?.box, others.length], [[50, 50, 74, 60], 0]);
  assert.equal(joined?.inkPx, 200);
});

test('a streak over the whole page is no ink once rules are removed, print is', () => {
  const streaked = fill(print(paper(), 5), [300, 0, 302, 1169], 60);
  const ink = removeRules(findInk(streaked), 47);
  assert.equal(ink.at[800 * 827 + 300], 0);
  assert.ok(findBlobs(ink, 12).some(({ box }) => box[2] - box[0] > 150));
});

test('whitening keeps print on a brown envelope as dark against its paper as in the white window', () => {
  const envelope = fill(paper(800, 500, 120), [400, 200, 700, 400], 250);
  fill(envelope, [100, 100, 104, 110], 30);
  fill(envelope, [500, 300, 504, 310], 60);
  const { gray } = whiten(envelope);
  assert.ok(gray[105 * 800 + 102]! < 80 && gray[305 * 800 + 502]! < 80);
  assert.ok(gray[60 * 800 + 60]! > 240 && gray[250 * 800 + 600]! > 240);
});

test('the bed of the scanner is cut off, a page without one is left whole', () => {
  const onBed = fill(paper(400, 500, 12), [30, 20, 380, 470], 240);
  assert.ok(showsBed(onBed));
  assert.deepEqual(findPageEdge(onBed), [30, 20, 380, 470]);
  assert.equal(showsBed(print(paper(), 40)), false);
  assert.equal(showsBed(fill(paper(), [0, 0, 827, 120], 110)), false, 'a dark letterhead is no bed');
});

const blank = (raster: Raster) => isBlank(raster, DPI, [0, 0, raster.widthPx, raster.heightPx]);

test('dust, a fold, show-through, a staple and punch holes leave a side blank', () => {
  assert.ok(blank(paper()));
  assert.ok(blank(fill(fill(paper(), [200, 300, 202, 302], 30), [500, 700, 502, 701], 60)), 'dust');
  assert.ok(blank(fill(paper(), [0, 390, 827, 393], 215)), 'fold');
  assert.ok(blank(print(paper(), 30, 205)), 'show-through');
  assert.ok(blank(fill(paper(), [40, 30, 85, 34], 30)), 'staple');
  const punched = paper();
  for (const y of [400, 715]) {
    for (let dy = -12; dy <= 12; dy++) {
      const half = Math.round(Math.sqrt(144 - dy * dy));
      fill(punched, [50 - half, y + dy, 50 + half + 1, y + dy + 1], 20);
    }
  }
  assert.ok(blank(punched), 'punch holes');
});

test('a page number, one line, a lone mark and a picture are not blank', () => {
  const number = fill(fill(paper(), [400, 1100, 402, 1110], 40), [406, 1100, 410, 1110], 40);
  assert.equal(blank(number), false, 'page number');
  assert.equal(blank(print(paper(), 1)), false, 'one line');
  assert.equal(blank(fill(paper(), [400, 600, 403, 612], 40)), false, 'a stroke in the middle');
  assert.equal(blank(fill(paper(), [200, 300, 500, 700], 70)), false, 'picture');
  assert.equal(blank(paper(827, 1169, 60)), false, 'dark all over');
});

test('a stated resolution is believed when it can be a scan', () => {
  assert.equal(concludeDpi(300, 2480, 3508), 300);
  assert.equal(concludeDpi(72, 2480, 3508), 300);
  assert.equal(concludeDpi(undefined, 1654, 2339), 200);
  assert.equal(concludeDpi(96, 100, 100), 100);
});
