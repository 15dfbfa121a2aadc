import type { Raster } from './raster.ts';

/** Which pixels carry ink: 1 or 0 per pixel, same size as the raster it came from. */
export interface Ink {
  widthPx: number;
  heightPx: number;
  at: Uint8Array;
}

const TILE_PX = 24;
/** Share of a tile's pixels that are darker than what is taken for its paper. */
const PAPER_PERCENTILE = 0.8;

/** The paper's brightness per tile: local, so that shadows, folds, tinted paper and a dark bed are nobody's ink. */
export function paperLevels(raster: Raster): { columns: number; rows: number; level: Uint8Array } {
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

/**
 * @param contrast how much darker than the paper around it ink is, as a share of the paper's brightness.
 *   0.22 finds weak print and some show-through; 0.4 finds what was printed on this side.
 */
export function findInk(raster: Raster, contrast = 0.25): Ink {
  const { widthPx, heightPx, gray } = raster;
  const { columns, rows, level } = paperLevels(raster);
  const at = new Uint8Array(widthPx * heightPx);
  const threshold = new Float32Array(columns);
  for (let y = 0; y < heightPx; y++) {
    // Paper brightness between tile centres: linear in both directions.
    const ty = Math.min(rows - 1, Math.max(0, (y - TILE_PX / 2) / TILE_PX));
    const upper = Math.floor(ty) * columns;
    const lower = Math.min(rows - 1, Math.floor(ty) + 1) * columns;
    const wy = ty - Math.floor(ty);
    for (let i = 0; i < columns; i++) threshold[i] = (level[upper + i]! * (1 - wy) + level[lower + i]! * wy) * (1 - contrast);
    const row = y * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const tx = (x - TILE_PX / 2) / TILE_PX;
      const i = tx < 0 ? 0 : tx | 0;
      const wx = tx < 0 ? 0 : tx - i;
      const j = i + 1 < columns ? i + 1 : columns - 1;
      if (gray[row + x]! < threshold[i]! * (1 - wx) + threshold[j]! * wx) at[row + x] = 1;
    }
  }
  return { widthPx, heightPx, at };
}

/**
 * Takes out what runs straight along rows or columns for longer than a letter can: rules, frames, folds, and the streak
 * a speck of dust on the scanner's glass draws over the whole page. Changes `ink`.
 */
export function removeRules(ink: Ink, longestStrokePx: number): Ink {
  const { widthPx: w, heightPx: h, at } = ink;
  const rule = new Uint8Array(at.length);
  const sweep = (lanes: number, lane: number, length: number, step: number): void => {
    for (let l = 0; l < lanes; l++) {
      let run = 0;
      for (let i = 0; i <= length; i++) {
        if (i < length && at[l * lane + i * step] === 1) run++;
        else {
          if (run > longestStrokePx) for (let k = i - run; k < i; k++) rule[l * lane + k * step] = 1;
          run = 0;
        }
      }
    }
  };
  sweep(h, w, w, 1);
  sweep(w, 1, h, w);
  for (let i = 0; i < at.length; i++) if (rule[i] === 1) at[i] = 0;
  return ink;
}
