import { findBlobs } from './blobs.ts';
import { findInk, removeRules } from './ink.ts';
import type { Box } from './page-look.ts';
import { type Raster, shrink } from './raster.ts';

/** What of an upright page is print, seen before anything is read. Boxes and rows in pixels of the page. */
export interface Print {
  /** Words and stretches of lines, in no order; a figure of a table is a piece of its own. */
  pieces: Box[];
  /** What hangs together and is too high for a line that stands straight, and no picture. */
  tall: Box[];
  /** Where the part ends that decides where the page goes: a row between two lines, or the page's height. */
  headEnd: number;
  /** About half of the head's print stands above this row between two lines; null where there is too little to be parted. */
  headMiddle: number | null;
}

/** Letterhead, address, date, references, subject and the first lines stand above this share of a letter. */
const HEAD_SHARE = 0.47;
/** The cut goes between two lines, no further away than this. */
const CUT_RANGE: readonly [number, number] = [0.41, 0.56];
/** Envelopes, cards and notes: with less print than this, in millimetres of lines, all of the page is its head. */
const SPARSE_MM = 700;
/** With less to read than this a head is read in one. */
const PARTED_EM = 100;
/** Of what there is to read, above the middle: the part below is read by the assistant, which has to be sent it. */
const UPPER_SHARE = 0.53;
/** How far from half of the print, as a share of it, the middle may lie; and how much of that a millimetre of a gap is worth. */
const UNEVEN_MAX = 0.25;
const GAP_WORTH = 0.02;
/** A gap wider than this is no better. */
const WIDE_GAP_MM = 8;
const SEEING_DPI = 100;
const LETTERS_APART_MM = 3;
const PIECES_APART_MM = 1.5;
const LONGEST_STROKE_MM = 12;
const LINE_HEIGHT_MM: readonly [number, number] = [1.2, 12];
const LINE_LEAST_MM = 2;
/** A line or a stamp that stands askew: height, and width at least and at most. */
const TALL_MM: readonly [number, number] = [6, 45];
const TALL_ACROSS_MM: readonly [number, number] = [15, 130];
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
  const stretches = (apartMm: number): Box[] => findBlobs(ink, Math.round(apartMm * mm)).map(({ box }) => box);
  const sized = (boxes: readonly Box[], down: readonly [number, number], across: readonly [number, number]): Box[] =>
    boxes.filter(
      ([x0, y0, x1, y1]) => y1 - y0 >= down[0] * mm && y1 - y0 <= down[1] * mm && x1 - x0 >= across[0] * mm && x1 - x0 <= across[1] * mm,
    );
  const joined = stretches(LETTERS_APART_MM);
  const lines = sized(joined, LINE_HEIGHT_MM, [LINE_LEAST_MM, Infinity]);
  const cut = headEnd(lines, small.heightPx, mm);
  const pieces = sized(stretches(PIECES_APART_MM), LINE_HEIGHT_MM, [PIECE_LEAST_MM, Infinity]).filter(
    ([x0, y0, x1, y1]) => y1 - y0 <= STROKE_HEIGHT_MAX * (x1 - x0),
  );
  const middle = headMiddle(lines, pieces, cut, mm);
  return {
    pieces: pieces.map((box) => box.map((v) => v * factor) as Box),
    tall: sized(joined, TALL_MM, TALL_ACROSS_MM).map((box) => box.map((v) => v * factor) as Box),
    headEnd: cut === small.heightPx ? upright.heightPx : Math.min(upright.heightPx, cut * factor),
    headMiddle: middle === null ? null : middle * factor,
  };
}

/** Rows no line is in, as stretches from the first to past the last, between two rows. */
function gapsOf(lines: readonly Box[], from: number, to: number): [first: number, past: number][] {
  const taken = new Uint8Array(to);
  for (const [, y0, , y1] of lines) taken.fill(1, y0, y1);
  const gaps: [number, number][] = [];
  for (let y = from; y < to; y++) {
    const first = y;
    while (y < to && taken[y] === 0) y++;
    if (y > first) gaps.push([first, y]);
  }
  return gaps;
}

/** The middle row of the gap that costs least; null where there is none. A wide gap is worth going a little further for. */
function bestCut(gaps: readonly [number, number][], mm: number, costAt: (row: number) => number, perMm: number): number | null {
  const cost = ([first, past]: readonly [number, number]): number =>
    costAt((first + past) / 2) - (perMm * Math.min(WIDE_GAP_MM * mm, past - first)) / mm;
  const best = gaps.toSorted((a, b) => cost(a) - cost(b))[0];
  return best ? Math.round((best[0] + best[1]) / 2) : null;
}

const printIn = (lines: readonly Box[], mm: number): number => lines.reduce((sum, [x0, , x1]) => sum + x1 - x0, 0) / mm;

function headEnd(lines: readonly Box[], heightPx: number, mm: number): number {
  if (printIn(lines, mm) < SPARSE_MM) return heightPx;
  const [from, to] = CUT_RANGE.map((share) => share * heightPx) as [number, number];
  const gaps = gapsOf(lines, Math.ceil(from), heightPx).filter(([first]) => first <= to);
  const wanted = HEAD_SHARE * heightPx;
  return bestCut(gaps, mm, (row) => Math.abs(row - wanted), 3 * mm) ?? Math.round(wanted);
}

/** What there is to read, in widths as large as a line is high: the network takes about a millisecond for each. */
const toRead = (pieces: readonly Box[]): number => pieces.reduce((sum, [x0, y0, x1, y1]) => sum + (x1 - x0) / (y1 - y0), 0);

function headMiddle(lines: readonly Box[], pieces: readonly Box[], endPx: number, mm: number): number | null {
  const above = (row: number): Box[] => pieces.filter(([, , , y1]) => y1 <= row);
  const all = toRead(above(endPx));
  if (all < PARTED_EM) return null;
  const uneven = (row: number): number => Math.abs(toRead(above(row)) / all - UPPER_SHARE);
  const ofHead = lines.filter(([, , , y1]) => y1 <= endPx);
  const gaps = gapsOf(ofHead, 0, endPx).filter(([first]) => uneven(first) < UNEVEN_MAX);
  return bestCut(gaps, mm, uneven, GAP_WORTH);
}
