import type { Ink } from './ink.ts';
import type { Raster } from './raster.ts';

export interface Skew {
  /** Degrees the lines rise to the right: positive = content turned counter-clockwise. */
  deg: number;
  /** How sharply the lines stand out in this direction; compare only between directions of one page. */
  sharpness: number;
}

const RANGE_DEG = 8;
const COARSE_STEP_DEG = 0.5;
const FINE_STEP_DEG = 0.1;
const COARSE_BIN_PX = 3;
const POINTS_MAX = 40_000;
const RAD = Math.PI / 180;

/** Lower edges of ink: letters stand on their baseline, whatever rises above it. Pairs of along, across. */
function edgePoints(ink: Ink, along: 'rows' | 'columns'): Int16Array {
  const { widthPx: w, at } = ink;
  const step = along === 'rows' ? w : 1;
  const eachEdge = (use: (i: number) => void): void => {
    for (let i = at.indexOf(1); i >= 0; i = at.indexOf(1, i)) for (; at[i] === 1; i++) if (at[i + step] === 0) use(i);
  };
  let total = 0;
  eachEdge(() => total++);
  // A dense page is thinned evenly and not cut off.
  const stride = Math.max(1, total / POINTS_MAX);
  const points = new Int16Array(2 * Math.min(total, POINTS_MAX));
  let seen = 0;
  let found = 0;
  eachEdge((i) => {
    if (seen++ < found * stride || 2 * found >= points.length) return;
    const y = Math.floor(i / w);
    const x = i - y * w;
    points[2 * found] = along === 'rows' ? x : y;
    points[2 * found + 1] = along === 'rows' ? y : x;
    found++;
  });
  return points.subarray(0, 2 * found);
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
 * the best three: about ±0.1 degrees on a page of text.
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
  const centre = best;
  bestScore = -1;
  for (let i = -6; i <= 6; i++) {
    const s = score(centre + i * FINE_STEP_DEG, 1);
    if (s > bestScore) [best, bestScore] = [centre + i * FINE_STEP_DEG, s];
  }
  return { deg: best + peak(FINE_STEP_DEG, (off) => score(best + off, 1)), sharpness: bestScore };
}

/** How far from the best of three the top of the parabola through them lies. */
function peak(step: number, scoreAt: (off: number) => number): number {
  const [before, at, after] = [scoreAt(-step), scoreAt(0), scoreAt(step)];
  const curve = before - 2 * at + after;
  return curve < 0 ? (step * (before - after)) / (2 * curve) : 0;
}

/** A line of print by itself, from `lineTop` to `lineEnd` of the rows of its picture. */
export interface Strip extends Raster {
  lineTop: number;
  lineEnd: number;
}

const LINE_RANGE_DEG = 3;
const LINE_STEPS_DEG = [0.25, 0.05] as const;
/** In the first round not every foot is looked at. */
const LINE_STRIDES = [4, 1] as const;
/** Shares of the pixels of a line that are darker than its ink and than its paper. */
const INK_SHARE = 0.03;
const PAPER_SHARE = 0.8;

interface Feet {
  /** Pairs: along, from the middle of the line; across, to a fraction of a pixel. */
  at: Float64Array;
  depth: number;
}

/** Where the print of a line ends below, column by column. */
function feetOf({ widthPx: w, heightPx: h, gray, lineTop, lineEnd }: Strip): Feet {
  const [top, end] = [Math.max(0, lineTop), Math.min(h - 1, lineEnd)];
  const half = halfWay(gray.subarray(top * w, end * w));
  const at = new Float64Array(2 * w);
  let found = 0;
  for (let x = 0; x < w; x++) {
    let y = end - 1;
    while (y > top && gray[y * w + x]! >= half) y--;
    // Ink along the whole border is none of this line's.
    if (y <= top || y === end - 1) continue;
    const [dark, light] = [gray[y * w + x]!, gray[(y + 1) * w + x]!];
    at[found++] = x - w / 2;
    at[found++] = y + (half - dark) / (light - dark);
  }
  return { at: at.subarray(0, found), depth: h };
}

/** The brightness half-way between ink and paper. */
function halfWay(gray: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const g of gray) histogram[g]!++;
  const level = (share: number): number => {
    let left = gray.length * share;
    let value = 0;
    while (value < 255 && left > histogram[value]!) left -= histogram[value++]!;
    return value;
  };
  return (level(INK_SHARE) + level(PAPER_SHARE)) / 2;
}

/** How many feet of each line fall together in this direction, squared. */
function standing(lines: readonly Feet[], deg: number, stride: number): number {
  const slope = Math.tan(-deg * RAD);
  let sum = 0;
  for (const { at, depth } of lines) {
    const bins = new Float64Array(2 * depth + 2);
    for (let i = 0; i < at.length; i += 2 * stride) {
      const bin = Math.max(0, Math.min(2 * depth, at[i + 1]! - at[i]! * slope + depth / 2));
      const low = Math.floor(bin);
      bins[low]! += 1 - (bin - low);
      bins[low + 1]! += bin - low;
    }
    for (const n of bins) sum += n * n;
  }
  return sum;
}

/** The slope that nearly straight lines still have, in degrees as `measureSkew` has them: most of their letters stand on it. 0 where that cannot be said. */
export function measureLines(strips: readonly Strip[]): number {
  const lines = strips.map(feetOf);
  let best = 0;
  let [from, to] = [-LINE_RANGE_DEG, LINE_RANGE_DEG];
  for (const [round, step] of LINE_STEPS_DEG.entries()) {
    let most = -1;
    for (let deg = from; deg < to + step / 2; deg += step) {
      const score = standing(lines, deg, LINE_STRIDES[round]!);
      if (score > most) [best, most] = [deg, score];
    }
    [from, to] = [best - step, best + step];
  }
  if (Math.abs(best) >= LINE_RANGE_DEG) return 0;
  return best + peak(LINE_STEPS_DEG[1], (off) => standing(lines, best + off, 1));
}
