import type { Box, Placement, Point, Quad } from './page-look.ts';

/** A gray image in memory: one byte per pixel, rows without padding, 0 black to 255 white. */
export interface Raster {
  widthPx: number;
  heightPx: number;
  gray: Uint8Array;
}

/** The smallest box around points. */
export function boxOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * Draws a new raster of the given size whose pixel p shows the source at `toSource(p)`, bilinear; white outside.
 * Shrinking by more than about 1.6 would skip pixels: shrink with `shrink` first.
 */
export function warp(source: Raster, toSource: Placement, widthPx: number, heightPx: number, outside = 255): Raster {
  const target = new Uint8Array(widthPx * heightPx);
  const { widthPx: sw, heightPx: sh, gray } = source;
  const [a, b, c, d, , , g = 0, h = 0] = toSource;
  // Pixel centres: (x + ½, y + ½) of the target lies at toSource of it, minus ½ to get back to indices. What stands over the
  // divisor grows evenly along a row, and so does the divisor.
  const start = g / 2 + h / 2 + 1;
  const [e, f] = [a * 0.5 + c * 0.5 + toSource[4], b * 0.5 + d * 0.5 + toSource[5]];
  const at = (sx: number, sy: number): number => {
    const ix = Math.floor(sx);
    const iy = Math.floor(sy);
    if (ix < -1 || iy < -1 || ix >= sw || iy >= sh) return outside;
    const x0 = Math.max(ix, 0);
    const upper = Math.max(iy, 0) * sw;
    const x1 = ix + 1 >= sw ? sw - 1 : ix + 1;
    const lower = (iy + 1 >= sh ? sh - 1 : iy + 1) * sw;
    const [wx, wy] = [sx - ix, sy - iy];
    const top = gray[upper + x0]! + (gray[upper + x1]! - gray[upper + x0]!) * wx;
    const bottom = gray[lower + x0]! + (gray[lower + x1]! - gray[lower + x0]!) * wx;
    return top + (bottom - top) * wy + 0.5;
  };
  const straight = Math.abs(a - 1) < NEARLY && Math.abs(b) < NEARLY;
  for (let y = 0; y < heightPx; y++) {
    const overX = (c - h / 2) * y + e - 0.5 * start;
    const overY = (d - h / 2) * y + f - 0.5 * start;
    const divisor = h * y + start;
    const row = y * widthPx;
    if (g !== 0 || h !== 0) {
      for (let x = 0; x < widthPx; x++) {
        const under = divisor + g * x;
        target[row + x] = at((overX + (a - g / 2) * x) / under, (overY + (b - g / 2) * x) / under);
      }
      continue;
    }
    // Of a scan all but the rim lies within, where nothing has to be asked of each pixel.
    const [from, to] = stretchWithin(overX, a, sw - 1, overY, b, sh - 1, widthPx);
    for (let x = 0; x < from; x++) target[row + x] = at(overX + a * x, overY + b * x);
    if (straight) drawStraight(source, target, row, from, to, overX, a, overY, b);
    else
      for (let x = from; x < to; x++) {
        const sx = overX + a * x;
        const sy = overY + b * x;
        const ix = sx | 0;
        const iy = sy | 0;
        const i = iy * sw + ix;
        const wx = sx - ix;
        const top = gray[i]! + (gray[i + 1]! - gray[i]!) * wx;
        const bottom = gray[i + sw]! + (gray[i + sw + 1]! - gray[i + sw]!) * wx;
        target[row + x] = top + (bottom - top) * (sy - iy) + 0.5;
      }
    for (let x = to; x < widthPx; x++) target[row + x] = at(overX + a * x, overY + b * x);
  }
  return { widthPx, heightPx, gray: target };
}

/** A row that leaves the source's own rows no faster than this, and goes by its columns as evenly, stays on two of them for a while. */
const NEARLY = 0.15;

/**
 * Pixels `from` to `to` of a target's row, which begins at `row`: the same as pixel by pixel, in two fifths of the time. As long as each of them lies one
 * column further between the same two rows, what was right of the last one is left of the next.
 */
function drawStraight(
  { widthPx: sw, gray }: Raster,
  target: Uint8Array,
  row: number,
  from: number,
  to: number,
  overX: number,
  a: number,
  overY: number,
  b: number,
): void {
  for (let x = from; x < to; ) {
    const sx = overX + a * x;
    const sy = overY + b * x;
    const ix = sx | 0;
    const iy = sy | 0;
    let wx = sx - ix;
    let wy = sy - iy;
    const count = Math.max(1, Math.min(to - x, stepsWithin(wx, a - 1), stepsWithin(wy, b)));
    let i = iy * sw + ix;
    let left = gray[i]!;
    let leftBelow = gray[i + sw]!;
    for (const end = row + x + count; row + x < end; x++) {
      i++;
      const right = gray[i]!;
      const rightBelow = gray[i + sw]!;
      const atLeft = left + (leftBelow - left) * wy;
      target[row + x] = atLeft + (right + (rightBelow - right) * wy - atLeft) * wx + 0.5;
      left = right;
      leftBelow = rightBelow;
      wx += a - 1;
      wy += b;
    }
  }
}

/** How often `step` can be added to `start`, itself from 0 to 1, until it is that no longer. */
const stepsWithin = (start: number, step: number): number =>
  step < 0 ? Math.floor(start / -step) + 1 : step > 0 ? Math.ceil((1 - start) / step) : Infinity;

/** For which x, from and to, `x0 + a·x` lies in [0, xEnd) and `y0 + b·x` in [0, yEnd); within 0 to `count`, a pixel less at either end. */
function stretchWithin(x0: number, a: number, xEnd: number, y0: number, b: number, yEnd: number, count: number): [number, number] {
  let from = 0;
  let to = count;
  for (const [start, step, end] of [
    [x0, a, xEnd],
    [y0, b, yEnd],
  ] as const) {
    if (step === 0) {
      if (start < 0 || start >= end) return [0, 0];
      continue;
    }
    const [p, q] = [-start / step, (end - start) / step];
    from = Math.max(from, Math.ceil(Math.min(p, q)) + 1);
    to = Math.min(to, Math.floor(Math.max(p, q)) - 1);
  }
  return to > from ? [from, to] : [0, 0];
}

const shrunk = new WeakMap<Raster, Map<number, Raster>>();

/**
 * Averages blocks of `factor` × `factor` pixels; a rest at the right and bottom edge is dropped. Asked again for the same raster it
 * gives the same answer: whoever changes a raster does so before it is shrunk.
 */
export function shrink(source: Raster, factor: number): Raster {
  if (factor <= 1) return source;
  const known = shrunk.get(source) ?? new Map<number, Raster>();
  shrunk.set(source, known);
  const small = known.get(factor) ?? averaged(source, factor);
  known.set(factor, small);
  return small;
}

function averaged({ widthPx: sw, heightPx: sh, gray }: Raster, factor: number): Raster {
  const [across, down] = [Math.min(factor, sw), Math.min(factor, sh)];
  const widthPx = Math.floor(sw / across);
  const heightPx = Math.floor(sh / down);
  const target = new Uint8Array(widthPx * heightPx);
  let to = 0;
  for (let y = 0; y < heightPx; y++) {
    let from = y * down * sw;
    if (across === 2 && down === 2) {
      // What nearly every page goes through, and three times as fast.
      for (let x = 0; x < widthPx; x++, from += 2)
        target[to++] = (gray[from]! + gray[from + 1]! + gray[from + sw]! + gray[from + sw + 1]!) >> 2;
      continue;
    }
    for (let x = 0; x < widthPx; x++, from += across) {
      let sum = 0;
      for (let v = 0; v < down; v++) for (let u = 0, at = from + v * sw; u < across; u++) sum += gray[at++]!;
      target[to++] = sum / (across * down);
    }
  }
  return { widthPx, heightPx, gray: target };
}

/** Turned by a multiple of 90 degrees clockwise, without loss. */
export function turn(source: Raster, clockwiseDeg: 0 | 90 | 180 | 270): Raster {
  if (clockwiseDeg === 0) return source;
  const { widthPx: w, heightPx: h, gray } = source;
  const target = new Uint8Array(w * h);
  if (clockwiseDeg === 180) {
    for (let i = 0, j = w * h - 1; j >= 0; i++, j--) target[i] = gray[j]!;
    return { widthPx: w, heightPx: h, gray: target };
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = clockwiseDeg === 90 ? x * h + (h - 1 - y) : (w - 1 - x) * h + y;
      target[at] = gray[y * w + x]!;
    }
  }
  return { widthPx: h, heightPx: w, gray: target };
}

/** A copy of what a box shows; the box in whole pixels, within the raster. */
export function partOf({ widthPx, gray }: Raster, [x0, y0, x1, y1]: Box): Raster {
  const part = { widthPx: x1 - x0, heightPx: y1 - y0, gray: new Uint8Array((x1 - x0) * (y1 - y0)) };
  for (let y = y0; y < y1; y++) part.gray.set(gray.subarray(y * widthPx + x0, y * widthPx + x1), (y - y0) * part.widthPx);
  return part;
}

/** Makes a box of the raster white. Changes `raster`. */
export function paintOver({ widthPx, heightPx, gray }: Raster, [x0, y0, x1, y1]: Box): void {
  const left = Math.min(widthPx, Math.max(0, Math.floor(x0)));
  const right = Math.min(widthPx, Math.max(left, Math.ceil(x1)));
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(heightPx, Math.ceil(y1)); y++) {
    gray.fill(255, y * widthPx + left, y * widthPx + right);
  }
}

/** Continues a page beyond its corners: around them every row shows what it shows just within. Changes `raster`. */
export function continuePaper({ widthPx: w, heightPx: h, gray }: Raster, corners: Quad): void {
  const within = (y: number): [number, number] | null => {
    const xs: number[] = [];
    for (const [i, [ax, ay]] of corners.entries()) {
      const [bx, by] = corners[(i + 1) % 4]!;
      if (ay <= y !== by <= y) xs.push(ax + ((bx - ax) * (y - ay)) / (by - ay));
    }
    const [left, right] = [Math.max(0, Math.ceil(Math.min(...xs))), Math.min(w, Math.floor(Math.max(...xs)))];
    return right > left ? [left, right] : null;
  };
  const rows: number[] = [];
  for (let y = 0; y < h; y++) {
    const span = within(y + 0.5);
    if (!span) continue;
    rows.push(y);
    gray.fill(gray[y * w + span[0]]!, y * w, y * w + span[0]);
    gray.fill(gray[y * w + span[1] - 1]!, y * w + span[1], (y + 1) * w);
  }
  const [first, last] = [rows[0] ?? 0, rows.at(-1) ?? h - 1];
  for (let y = 0; y < first; y++) gray.copyWithin(y * w, first * w, (first + 1) * w);
  for (let y = last + 1; y < h; y++) gray.copyWithin(y * w, last * w, (last + 1) * w);
}
