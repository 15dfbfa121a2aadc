import { findBlobs } from './blobs.ts';
import { findInk, type Ink } from './ink.ts';
import type { Box } from './page-look.ts';
import { type Raster, shrink } from './raster.ts';

const SEEING_DPI = 100;
/** What a code fills with bars or modules, at least: so wide a stretch, row after row so deep. */
const STRETCH_MM = 6;
const DEPTH_MM = 4.5;
/** Two bars in the stretch; or so much ink that its bars are finer than what is seen here. */
const CHANGES_LEAST = 4;
const INK_SHARE = 0.3;
/** From one stretch to the next; and the side of a cell of the map they are put down in. */
const CELL_MM = 2;
/** Around what is found: the rest of the code, and the quiet zone it is told by. */
const AROUND_MM = 5;

/**
 * Where on a page there may be codes, which way they stand: where bars or modules follow one another without a free row. Lines of
 * print have free rows between them; what is large and black (a heading, a logo) is taken along. On letters this is a twentieth of the page, and
 * all of what a search of the whole page finds.
 *
 * @returns boxes in pixels of the raster; a code lies within one of them, quiet zone included
 */
export function findCodePlaces(raster: Raster, dpi: number): Box[] {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI));
  const mm = dpi / factor / 25.4;
  const ink = findInk(shrink(raster, factor));
  const cellPx = CELL_MM * mm;
  const map = { widthPx: Math.ceil(ink.widthPx / cellPx), heightPx: Math.ceil(ink.heightPx / cellPx), at: new Uint8Array() };
  map.at = new Uint8Array(map.widthPx * map.heightPx);
  const put = (box: Box): void => {
    const [x0, y0, x1, y1] = box.map((v, side) => (v + (side < 2 ? -AROUND_MM : AROUND_MM) * mm) / cellPx) as Box;
    const [left, right] = [Math.max(0, Math.floor(x0)), Math.min(map.widthPx, Math.ceil(x1))];
    for (let y = Math.max(0, Math.floor(y0)); y < Math.min(map.heightPx, Math.ceil(y1)); y++)
      map.at.fill(1, y * map.widthPx + left, y * map.widthPx + right);
  };
  eachBusyStretch(ink, mm, (from, to, first, past) => put([from, first, to, past]));
  eachBusyStretch(turned(ink), mm, (from, to, first, past) => put([first, from, past, to]));
  const toRaster = cellPx * factor;
  return findBlobs(map, 0).map(({ box: [x0, y0, x1, y1] }) => [
    Math.floor(x0 * toRaster),
    Math.floor(y0 * toRaster),
    Math.min(raster.widthPx, Math.ceil(x1 * toRaster)),
    Math.min(raster.heightPx, Math.ceil(y1 * toRaster)),
  ]);
}

/** Columns become rows. Only ink is carried over: a twentieth of a page. */
function turned({ widthPx: w, heightPx: h, at }: Ink): Ink {
  const out = new Uint8Array(at.length);
  for (let i = at.indexOf(1); i >= 0; i = at.indexOf(1, i + 1)) {
    const y = Math.floor(i / w);
    out[(i - y * w) * h + y] = 1;
  }
  return { widthPx: h, heightPx: w, at: out };
}

/** Calls back with the columns (from, to) and rows (first, past) of each stretch that is busy in enough rows on end. */
function eachBusyStretch(
  { widthPx: w, heightPx: h, at }: Ink,
  mm: number,
  use: (from: number, to: number, first: number, past: number) => void,
): void {
  const longPx = Math.round(STRETCH_MM * mm);
  const movePx = Math.max(1, Math.round(CELL_MM * mm));
  const depthPx = Math.round(DEPTH_MM * mm);
  const count = Math.max(1, Math.floor((w - longPx) / movePx) + 1);
  const busyRows = new Uint32Array(count);
  // Of the row so far, before each of its pixels.
  const changes = new Uint32Array(w + 1);
  const inked = new Uint32Array(w + 1);
  const end = (k: number, y: number): void => {
    if (busyRows[k]! >= depthPx) use(k * movePx, Math.min(w, k * movePx + longPx), y - busyRows[k]!, y);
    busyRows[k] = 0;
  };
  for (let y = 0; y <= h; y++) {
    let before = 0;
    for (let x = 0, i = y * w; x < w; x++, i++) {
      const here = y < h ? at[i]! : 0;
      changes[x + 1] = changes[x]! + (here ^ before);
      inked[x + 1] = inked[x]! + here;
      before = here;
    }
    for (let k = 0; k < count; k++) {
      const from = k * movePx;
      const to = Math.min(w, from + longPx);
      const busy = changes[to]! - changes[from]! >= CHANGES_LEAST || inked[to]! - inked[from]! >= INK_SHARE * longPx;
      if (busy) busyRows[k]!++;
      else if (busyRows[k]! > 0) end(k, y);
    }
  }
}
