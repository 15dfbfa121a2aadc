import { findBlobs } from './blobs.ts';
import { findInk, removeRules } from './ink.ts';
import type { Box } from './page-look.ts';
import { type Raster, shrink } from './raster.ts';

/** What of an upright page is print, seen before anything is read. Boxes and rows in pixels of the page. */
export interface Print {
  /** Words and stretches of lines, in no order; a figure of a table is a piece of its own. */
  pieces: Box[];
  /** Where the part ends that decides where the page goes: a row between two lines, or the page's height. */
  headEnd: number;
}

/** Letterhead, address, date, references, subject and the first lines stand above this share of a letter. */
const HEAD_SHARE = 0.47;
/** The cut goes between two lines, no further away than this. */
const CUT_RANGE: readonly [number, number] = [0.41, 0.56];
/** Envelopes, cards and notes: with less print than this, in millimetres of lines, all of the page is its head. */
const SPARSE_MM = 700;
const SEEING_DPI = 100;
const LETTERS_APART_MM = 3;
const PIECES_APART_MM = 1.5;
const LONGEST_STROKE_MM = 12;
const LINE_HEIGHT_MM: readonly [number, number] = [1.2, 12];
const LINE_LEAST_MM = 2;
/** A 1 of small print is as narrow as this; a dot is narrower. */
const PIECE_LEAST_MM = 0.5;
/** In widths: what is taller is the side of a frame. */
const STROKE_HEIGHT_MAX = 6;

const found = new WeakMap<Raster, Print>();

/** Routing read and full read of a page ask for the same raster. */
export function printOf(upright: Raster, dpi: number): Print {
  const print = found.get(upright) ?? findPrint(upright, dpi);
  found.set(upright, print);
  return print;
}

function findPrint(upright: Raster, dpi: number): Print {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI));
  const small = shrink(upright, factor);
  const mm = dpi / factor / 25.4;
  const ink = removeRules(findInk(small), LONGEST_STROKE_MM * mm);
  const stretches = (apartMm: number, leastMm: number): Box[] =>
    findBlobs(ink, Math.round(apartMm * mm))
      .map(({ box }) => box)
      .filter(([x0, y0, x1, y1]) => y1 - y0 >= LINE_HEIGHT_MM[0] * mm && y1 - y0 <= LINE_HEIGHT_MM[1] * mm && x1 - x0 >= leastMm * mm);
  const cut = headEnd(stretches(LETTERS_APART_MM, LINE_LEAST_MM), small.heightPx, mm);
  return {
    pieces: stretches(PIECES_APART_MM, PIECE_LEAST_MM)
      .filter(([x0, y0, x1, y1]) => y1 - y0 <= STROKE_HEIGHT_MAX * (x1 - x0))
      .map((box) => box.map((v) => v * factor) as Box),
    headEnd: cut === small.heightPx ? upright.heightPx : Math.min(upright.heightPx, cut * factor),
  };
}

function headEnd(lines: readonly Box[], heightPx: number, mm: number): number {
  const print = lines.reduce((sum, [x0, , x1]) => sum + x1 - x0, 0) / mm;
  if (print < SPARSE_MM) return heightPx;

  const taken = new Uint8Array(heightPx + 1);
  for (const [, y0, , y1] of lines) taken.fill(1, y0, y1);
  const wanted = HEAD_SHARE * heightPx;
  let best = Math.round(wanted);
  let bestCost = Infinity;
  for (let y = Math.ceil(CUT_RANGE[0] * heightPx); y <= CUT_RANGE[1] * heightPx; ) {
    const start = y;
    while (y < heightPx && taken[y] === 0) y++;
    if (y > start) {
      const middle = (start + y) / 2;
      // A wide gap is worth going a little further for.
      const cost = Math.abs(middle - wanted) - 3 * Math.min(8 * mm, y - start);
      if (cost < bestCost) [best, bestCost] = [Math.round(middle), cost];
    }
    y++;
  }
  return best;
}
