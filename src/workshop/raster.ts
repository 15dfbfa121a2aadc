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
  for (let y = 0; y < heightPx; y++) {
    let overX = (c - h / 2) * y + e - 0.5 * start;
    let overY = (d - h / 2) * y + f - 0.5 * start;
    let divisor = h * y + start;
    const row = y * widthPx;
    for (let x = 0; x < widthPx; x++, overX += a - g / 2, overY += b - g / 2, divisor += g) {
      const sx = overX / divisor;
      const sy = overY / divisor;
      const ix = Math.floor(sx);
      const iy = Math.floor(sy);
      if (ix < -1 || iy < -1 || ix >= sw || iy >= sh) {
        target[row + x] = outside;
        continue;
      }
      const x0 = Math.max(ix, 0);
      const y0 = Math.max(iy, 0);
      const x1 = ix + 1 >= sw ? sw - 1 : ix + 1;
      const y1 = iy + 1 >= sh ? sh - 1 : iy + 1;
      const wx = sx - ix;
      const wy = sy - iy;
      const top = gray[y0 * sw + x0]! * (1 - wx) + gray[y0 * sw + x1]! * wx;
      const bottom = gray[y1 * sw + x0]! * (1 - wx) + gray[y1 * sw + x1]! * wx;
      target[row + x] = top * (1 - wy) + bottom * wy + 0.5;
    }
  }
  return { widthPx, heightPx, gray: target };
}

/** Averages blocks of `factor` × `factor` pixels; a rest at the right and bottom edge is dropped. */
export function shrink(source: Raster, factor: number): Raster {
  if (factor <= 1) return source;
  const widthPx = Math.max(1, Math.floor(source.widthPx / factor));
  const heightPx = Math.max(1, Math.floor(source.heightPx / factor));
  const target = new Uint8Array(widthPx * heightPx);
  const area = factor * factor;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let v = 0; v < factor; v++) {
        let at = (y * factor + v) * source.widthPx + x * factor;
        for (let u = 0; u < factor; u++) sum += source.gray[at++] ?? 255;
      }
      target[y * widthPx + x] = sum / area;
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
