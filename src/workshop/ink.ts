import { type Raster, shrink } from './raster.ts';

/** Which pixels carry ink: 1 or 0 per pixel, same size as the raster it came from. */
export interface Ink {
  widthPx: number;
  heightPx: number;
  at: Uint8Array;
}

const TILE_PX = 24;
/** Share of a tile's pixels that are darker than what is taken for its paper. */
const PAPER_PERCENTILE = 0.8;
/** What is darker is bed or a picture, not paper to be brightened further. */
const DARKEST_PAPER = 48;
/** 1 in numbers with 16 binary places. */
const ONE = 65_536;

export interface PaperLevels {
  columns: number;
  rows: number;
  level: Uint8Array;
}

/** The paper's brightness per tile: local, so that shadows, folds, tinted paper and a dark bed are nobody's ink. */
export function paperLevels(raster: Raster): PaperLevels {
  const columns = Math.ceil(raster.widthPx / TILE_PX);
  const rows = Math.ceil(raster.heightPx / TILE_PX);
  const level = new Uint8Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let ty = 0; ty < rows; ty++) {
    for (let tx = 0; tx < columns; tx++) {
      histogram.fill(0);
      const xEnd = Math.min(raster.widthPx, (tx + 1) * TILE_PX);
      const yEnd = Math.min(raster.heightPx, (ty + 1) * TILE_PX);
      for (let y = ty * TILE_PX; y < yEnd; y++)
        for (let x = tx * TILE_PX; x < xEnd; x++) histogram[raster.gray[y * raster.widthPx + x]!]!++;
      let left = (xEnd - tx * TILE_PX) * (yEnd - ty * TILE_PX) * (1 - PAPER_PERCENTILE);
      let value = 255;
      while (value > 0 && left > histogram[value]!) left -= histogram[value--]!;
      level[ty * columns + tx] = value;
    }
  }
  return { columns, rows, level };
}

/** Rows that share one answer about their paper: it changes over tiles, and asking for each row costs as much as using it. */
const STRIP_PX = 4;

/** Calls back once per strip of rows, `y` to `yEnd`, with the paper's brightness under each column of its middle: linear between tile centres. */
function eachStripOfPaper(
  raster: Raster,
  tilePx: number,
  { columns, rows, level }: PaperLevels,
  use: (y: number, yEnd: number, paper: Float32Array) => void,
): void {
  const across = new Float32Array(columns + 1);
  const paper = new Float32Array(raster.widthPx);
  for (let y = 0; y < raster.heightPx; y += STRIP_PX) {
    const yEnd = Math.min(raster.heightPx, y + STRIP_PX);
    const ty = Math.min(rows - 1, Math.max(0, (y + yEnd) / 2 / tilePx - 0.5));
    const upper = Math.floor(ty) * columns;
    const lower = Math.min(rows - 1, Math.floor(ty) + 1) * columns;
    const wy = ty - Math.floor(ty);
    for (let i = 0; i < columns; i++) across[i] = level[upper + i]! * (1 - wy) + level[lower + i]! * wy;
    across[columns] = across[columns - 1]!;
    // Before the first centre the paper is that of the first tile; behind the last that of the last.
    let x = 0;
    const half = tilePx / 2;
    for (; x < raster.widthPx && x + 0.5 < half; x++) paper[x] = across[0]!;
    for (let i = 0; i < columns && x < raster.widthPx; i++) {
      const end = i === columns - 1 ? raster.widthPx : Math.min(raster.widthPx, Math.ceil((i + 1.5) * tilePx - 0.5));
      const from = across[i]!;
      const step = (across[i + 1]! - from) / tilePx;
      const centre = (i + 0.5) * tilePx - 0.5;
      for (; x < end; x++) paper[x] = from + step * (x - centre);
    }
    use(y, yEnd, paper);
  }
}

/**
 * @param contrast how much darker than the paper around it ink is, as a share of the paper's brightness.
 *   0.22 finds weak print and some show-through; 0.4 finds what was printed on this side.
 */
export function findInk(raster: Raster, contrast = 0.25): Ink {
  const { widthPx, heightPx, gray } = raster;
  const at = new Uint8Array(widthPx * heightPx);
  const darker = 1 - contrast;
  const inkBelow = new Int32Array(widthPx);
  eachStripOfPaper(raster, TILE_PX, paperLevels(raster), (y, yEnd, paper) => {
    for (let x = 0; x < widthPx; x++) inkBelow[x] = Math.ceil(paper[x]! * darker);
    for (let i = y * widthPx; y < yEnd; y++) for (let x = 0; x < widthPx; x++, i++) at[i] = (gray[i]! - inkBelow[x]!) >>> 31;
  });
  return { widthPx, heightPx, at };
}

/**
 * Makes all paper white: a recogniser has one threshold for the whole page, and on a brown envelope with a white window
 * everything outside the window would be black. Tiles are twice as large as for ink, so that bold capitals do not fill one.
 */
export function whiten(raster: Raster): Raster {
  const { widthPx, heightPx, gray } = raster;
  const out = new Uint8Array(gray.length);
  const brighter = new Int32Array(widthPx);
  eachStripOfPaper(raster, 2 * TILE_PX, paperLevels(shrink(raster, 2)), (y, yEnd, paper) => {
    // Rounded up, so that paper comes to white and not to the level below it.
    for (let x = 0; x < widthPx; x++) brighter[x] = Math.ceil((255 * ONE) / Math.max(DARKEST_PAPER, paper[x]!));
    for (let i = y * widthPx; y < yEnd; y++) {
      for (let x = 0; x < widthPx; x++, i++) {
        const value = (gray[i]! * brighter[x]!) >> 16;
        // Paper wavers around white: a branch here is mispredicted so often that it takes four times as long.
        out[i] = value | ((255 - value) >> 31);
      }
    }
  });
  return { widthPx, heightPx, gray: out };
}

/**
 * Takes out what runs straight along rows or columns for longer than a letter can: rules, frames, folds, and the streak
 * a speck of dust on the scanner's glass draws over the whole page. Changes `ink`.
 */
export function removeRules(ink: Ink, longestStrokePx: number): Ink {
  const { widthPx: w, at } = ink;
  const rule = new Uint8Array(at.length);
  let found = false;
  // Runs along columns, and the row each was last seen in: only ink is looked at, of which there is little.
  const down = new Uint32Array(w);
  const seen = new Int32Array(w).fill(-2);
  for (let i = at.indexOf(1); i >= 0; ) {
    const y = Math.floor(i / w);
    const rowEnd = (y + 1) * w;
    const start = i;
    for (; i < rowEnd && at[i] === 1; i++) {
      const x = i - y * w;
      down[x] = seen[x] === y - 1 ? down[x]! + 1 : 1;
      seen[x] = y;
      if (down[x]! <= longestStrokePx) continue;
      found = true;
      // What has just become too long is a rule from its beginning.
      const from = down[x]! - 1 <= longestStrokePx ? i - (down[x]! - 1) * w : i;
      for (let k = from; k <= i; k += w) rule[k] = 1;
    }
    if (i - start > longestStrokePx) {
      found = true;
      rule.fill(1, start, i);
    }
    if (at[i] !== 1) i = at.indexOf(1, i);
  }
  if (found) for (let i = 0; i < at.length; i++) at[i]! &= rule[i]! ^ 1;
  return ink;
}
