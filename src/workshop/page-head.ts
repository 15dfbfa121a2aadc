import { findBlobs } from './blobs.ts';
import { findInk, removeRules } from './ink.ts';
import { type Raster, shrink } from './raster.ts';

/** Letterhead, address, date, references, subject and the first lines stand above this share of a letter. */
const HEAD_SHARE = 0.47;
/** The cut goes between two lines, no further away than this. */
const CUT_RANGE: readonly [number, number] = [0.41, 0.56];
/** Envelopes, cards and notes: with less print than this, in millimetres of lines, all of the page is its head. */
const SPARSE_MM = 700;
const SEEING_DPI = 100;
const LETTERS_APART_MM = 3;
const LONGEST_STROKE_MM = 12;
const LINE_HEIGHT_MM: readonly [number, number] = [1.2, 12];

/** Where the part of an upright page ends that decides where it goes: a row between two lines, or the page's height. */
export function headEnd(upright: Raster, dpi: number): number {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI));
  const small = shrink(upright, factor);
  const mm = dpi / factor / 25.4;
  const ink = removeRules(findInk(small), LONGEST_STROKE_MM * mm);
  const lines = findBlobs(ink, Math.round(LETTERS_APART_MM * mm)).filter(({ box }) => {
    const height = (box[3] - box[1]) / mm;
    return height >= LINE_HEIGHT_MM[0] && height <= LINE_HEIGHT_MM[1] && box[2] - box[0] > 2 * mm;
  });
  const print = lines.reduce((sum, { box }) => sum + box[2] - box[0], 0) / mm;
  if (print < SPARSE_MM) return upright.heightPx;

  const taken = new Uint8Array(small.heightPx + 1);
  for (const { box } of lines) taken.fill(1, box[1], box[3]);
  const wanted = HEAD_SHARE * small.heightPx;
  let best = Math.round(wanted);
  let bestCost = Infinity;
  for (let y = Math.ceil(CUT_RANGE[0] * small.heightPx); y <= CUT_RANGE[1] * small.heightPx; ) {
    const start = y;
    while (y < small.heightPx && taken[y] === 0) y++;
    if (y > start) {
      const middle = (start + y) / 2;
      // A wide gap is worth going a little further for.
      const cost = Math.abs(middle - wanted) - 3 * Math.min(8 * mm, y - start);
      if (cost < bestCost) [best, bestCost] = [Math.round(middle), cost];
    }
    y++;
  }
  return Math.min(upright.heightPx, best * factor);
}
