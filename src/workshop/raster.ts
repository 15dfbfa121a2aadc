import type { Affine, Box, Point } from './page-look.ts';

/** A gray image in memory: one byte per pixel, rows without padding, 0 black to 255 white. */
export interface Raster {
  widthPx: number;
  heightPx: number;
  gray: Uint8Array;
}

export const applyAffine = ([a, b, c, d, e, f]: Affine, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const det = a * d - b * c;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
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
export function warp(source: Raster, toSource: Affine, widthPx: number, heightPx: number, outside = 255): Raster {
  const target = new Uint8Array(widthPx * heightPx);
  const { widthPx: sw, heightPx: sh, gray } = source;
  const [a, b, c, d] = toSource;
  // Pixel centres: (x + ½, y + ½) of the target lies at toSource of it, minus ½ to get back to indices.
  const [e, f] = applyAffine(toSource, [0.5, 0.5]);
  for (let y = 0; y < heightPx; y++) {
    let sx = c * y + e - 0.5;
    let sy = d * y + f - 0.5;
    const row = y * widthPx;
    for (let x = 0; x < widthPx; x++, sx += a, sy += b) {
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
