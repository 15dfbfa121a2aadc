import type { Ink } from './ink.ts';

export interface Skew {
  /** Degrees the lines rise to the right: positive = content turned counter-clockwise. */
  deg: number;
  /** How sharply the lines stand out in this direction; compare only between directions of one page. */
  sharpness: number;
}

const RANGE_DEG = 8;
const COARSE_STEP_DEG = 0.5;
const COARSE_BIN_PX = 3;
const POINTS_MAX = 40_000;
const RAD = Math.PI / 180;

/** Lower edges of ink: letters stand on their baseline, whatever rises above it. Pairs of along, across. */
function edgePoints(ink: Ink, along: 'rows' | 'columns'): Int16Array {
  const { widthPx: w, heightPx: h, at } = ink;
  const step = along === 'rows' ? w : 1;
  let found = 0;
  const points = new Int16Array(POINTS_MAX * 2);
  // Count first, so that a dense page is thinned evenly and not cut off.
  let total = 0;
  for (let i = 0; i < at.length - step; i++) total += at[i]! & (at[i + step]! ^ 1);
  const stride = Math.max(1, total / POINTS_MAX);
  let next = 0;
  let seen = 0;
  for (let y = 0; y < h - 1; y++) {
    for (let x = 0; x < w - 1; x++) {
      const i = y * w + x;
      if (at[i] !== 1 || at[i + step] !== 0) continue;
      if (seen++ < next || found >= POINTS_MAX) continue;
      next += stride;
      points[found * 2] = along === 'rows' ? x : y;
      points[found * 2 + 1] = along === 'rows' ? y : x;
      found++;
    }
  }
  return points.subarray(0, found * 2);
}

/** Sum of squares of the projection: largest when lines fall together. Per point, so that two directions can be compared. */
function sharpnessAt(points: Int16Array, slope: number, bins: Float64Array, binPx: number, offset: number): number {
  bins.fill(0);
  for (let i = 0; i < points.length; i += 2) {
    const bin = (points[i + 1]! - points[i]! * slope + offset) / binPx;
    const low = Math.floor(bin);
    const share = bin - low;
    bins[low]! += 1 - share;
    bins[low + 1]! += share;
  }
  let sum = 0;
  for (const n of bins) sum += n * n;
  return points.length === 0 ? 0 : sum / points.length;
}

/**
 * The skew of lines that run along rows (or columns). Coarse search with wide bins, then fine, then a parabola through
 * the best three: about ±0.05 degrees on a page of text.
 */
export function measureSkew(ink: Ink, along: 'rows' | 'columns' = 'rows'): Skew {
  const points = edgePoints(ink, along);
  const length = along === 'rows' ? ink.widthPx : ink.heightPx;
  const depth = along === 'rows' ? ink.heightPx : ink.widthPx;
  const offset = length * Math.tan((RANGE_DEG + 1) * RAD);
  const bins = new Float64Array(Math.ceil(depth + 2 * offset) + 3);
  // Rising to the right is a falling y; along columns, a content turned counter-clockwise leans to growing x.
  const sign = along === 'rows' ? -1 : 1;
  const score = (deg: number, binPx: number) => sharpnessAt(points, Math.tan(sign * deg * RAD), bins, binPx, offset);

  let best = 0;
  let bestScore = -1;
  for (let deg = -RANGE_DEG; deg <= RANGE_DEG; deg += COARSE_STEP_DEG) {
    const s = score(deg, COARSE_BIN_PX);
    if (s > bestScore) [best, bestScore] = [deg, s];
  }
  for (const step of [0.1, 0.05]) {
    const centre = best;
    bestScore = -1;
    for (let i = -6; i <= 6; i++) {
      const s = score(centre + i * step, 1);
      if (s > bestScore) [best, bestScore] = [centre + i * step, s];
    }
  }
  const before = score(best - 0.05, 1);
  const after = score(best + 0.05, 1);
  const curve = before - 2 * bestScore + after;
  const deg = curve < 0 ? best + (0.05 * (before - after)) / (2 * curve) : best;
  return { deg, sharpness: bestScore };
}
