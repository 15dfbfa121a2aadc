import type { Point, Quad } from './page-look.ts';
import { type Raster, shrink } from './raster.ts';

/** Edges are looked for at this many pixels along the image's long side. */
const SEEING_PX = 480;
const RIM_PX = 4;
const RIM_DARKER = 0.92;
/** Print on the page is gone after this; what is left are its paper and what lies around. */
const CLOSING_PX = 3;
const RAYS = 360;
/** Brightness is compared over this many pixels before and behind an edge. */
const BESIDE_PX = 6;
/** A pixel half paper, half table counts as paper; this much of the edge is given up for it. */
const HALF_PX = 1;
/** Whatever lies around the page is darker than the paper beside it at least by this factor. */
const EDGE_RATIO = 1.15;
/** Beyond a dark letterhead there is paper again, as bright as before it: then the edge lies further out. */
const PAPER_AGAIN = 0.85;
const ON_LINE_PX = 1.5;
const RAYS_ON_SIDE_LEAST = 12;
const CORNER_DEG: readonly [number, number] = [50, 130];
/** A side shows as an edge over this share of its length. */
const SIDE_SEEN = 0.75;
/** Smaller is a window of an envelope, a label or a panel on a page. */
const AREA_LEAST = 0.3;
/** A page on a scanner's bed is a rectangle; held in the hand, no camera is that straight. Lengths of opposite sides, directions of opposite sides. */
const TILT_SHARE = 0.015;
const TILT_DEG = 0.6;

const DEG = 180 / Math.PI;

/** A straight line: nx·x + ny·y = r, with r > 0 and the normal of length 1, so that it points away from the origin. */
interface Line {
  nx: number;
  ny: number;
  r: number;
}

/** The rim of the picture is darker than the whole: of a scan it is paper, as bright as any. Spares scans the search. */
function liesOnDarker({ widthPx: w, heightPx: h, gray }: Raster): boolean {
  let [all, rim, rimPx] = [0, 0, 0];
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0; x < w; x++, i++) {
      all += gray[i]!;
      if (x >= RIM_PX && y >= RIM_PX && x < w - RIM_PX && y < h - RIM_PX) continue;
      rim += gray[i]!;
      rimPx++;
    }
  }
  return rim / rimPx < RIM_DARKER * (all / gray.length);
}

/** The brightest (or darkest) within `radius` of each pixel, along one axis after the other. */
function extreme({ widthPx: w, heightPx: h, gray }: Raster, radius: number, pick: (a: number, b: number) => number): Raster {
  const across = new Uint8Array(gray.length);
  const out = new Uint8Array(gray.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let value = gray[y * w + x]!;
      for (let u = Math.max(0, x - radius); u <= Math.min(w - 1, x + radius); u++) value = pick(value, gray[y * w + u]!);
      across[y * w + x] = value;
    }
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let value = across[y * w + x]!;
      for (let v = Math.max(0, y - radius); v <= Math.min(h - 1, y + radius); v++) value = pick(value, across[v * w + x]!);
      out[y * w + x] = value;
    }
  }
  return { widthPx: w, heightPx: h, gray: out };
}

/** The outermost edge from paper to what is darker, on a ray from the middle of the image; relative to the middle. */
function edgeOnRay({ widthPx: w, heightPx: h, gray }: Raster, angle: number): Point | null {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const values: number[] = [];
  for (let t = 0; ; t++) {
    const [x, y] = [Math.round(w / 2 + dx * t), Math.round(h / 2 + dy * t)];
    if (x < 0 || y < 0 || x >= w || y >= h) break;
    values.push(gray[y * w + x]!);
  }
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value + 1);
  const mean = (from: number, to: number) => (sums[to]! - sums[from]!) / (to - from);
  let best: { t: number; ratio: number; paper: number } | null = null;
  for (let t = BESIDE_PX; t + 2 < values.length; t++) {
    const paper = mean(t - BESIDE_PX, t);
    const ratio = paper / mean(t, Math.min(values.length, t + BESIDE_PX));
    if (ratio < EDGE_RATIO) continue;
    const further = best !== null && t > best.t + BESIDE_PX && paper > PAPER_AGAIN * best.paper;
    if (best === null || ratio > best.ratio || (further && Math.log(ratio) > 0.5 * Math.log(best.ratio))) best = { t, ratio, paper };
  }
  return best && [dx * best.t, dy * best.t];
}

const distance = ({ nx, ny, r }: Line, [x, y]: Point): number => Math.abs(nx * x + ny * y - r);

function lineThrough(points: readonly Point[]): Line | null {
  const [mx, my] = [0, 1].map((i) => points.reduce((sum, p) => sum + p[i]!, 0) / points.length) as Point;
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - mx) ** 2;
    xy += (x - mx) * (y - my);
    yy += (y - my) ** 2;
  }
  const along = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const r = nx * mx + ny * my;
  if (xx + yy === 0 || r === 0) return null;
  return r > 0 ? { nx, ny, r } : { nx: -nx, ny: -ny, r: -r };
}

/** The line most of the points lie on, fitted to them. Points are in the order of their rays, so that neighbours share a side. */
function longestSide(points: readonly Point[]): Line | null {
  let best: Line | null = null;
  let most = RAYS_ON_SIDE_LEAST - 1;
  for (const apart of [6, 12, 24, 48]) {
    for (let i = 0; i < points.length; i++) {
      const line = lineThrough([points[i]!, points[(i + apart) % points.length]!]);
      const on = line && points.filter((p) => distance(line, p) < ON_LINE_PX);
      if (!on || on.length <= most) continue;
      [best, most] = [lineThrough(on), on.length];
    }
  }
  return best;
}

function crossing(a: Line, b: Line): Point | null {
  const det = a.nx * b.ny - b.nx * a.ny;
  const between = Math.acos(Math.min(1, Math.max(-1, a.nx * b.nx + a.ny * b.ny))) * DEG;
  if (between < CORNER_DEG[0] || between > CORNER_DEG[1] || det <= 0) return null;
  return [(a.r * b.ny - b.r * a.ny) / det, (a.nx * b.r - b.nx * a.r) / det];
}

/** How much of the side between two corners (in the raster's pixels, clockwise) is an edge with paper on the right. */
function seen({ widthPx: w, heightPx: h, gray }: Raster, [ax, ay]: Point, [bx, by]: Point): number {
  const length = Math.hypot(bx - ax, by - ay);
  const [inX, inY] = [-(by - ay) / length, (bx - ax) / length];
  const at = (x: number, y: number): number | undefined =>
    x < 0 || y < 0 || x >= w || y >= h ? undefined : gray[Math.floor(y) * w + Math.floor(x)];
  let edges = 0;
  const steps = Math.max(1, Math.round(length / 4));
  for (let i = 0; i < steps; i++) {
    const share = (i + 0.5) / steps;
    const [x, y] = [ax + (bx - ax) * share, ay + (by - ay) * share];
    const paper = at(x + inX * BESIDE_PX * 0.7, y + inY * BESIDE_PX * 0.7);
    const around = at(x - inX * BESIDE_PX * 0.7, y - inY * BESIDE_PX * 0.7);
    if (paper !== undefined && around !== undefined && (paper + 1) / (around + 1) > EDGE_RATIO) edges++;
  }
  return edges / steps;
}

const length = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(bx - ax, by - ay);

/** How wide and high the page of a quad is: its nearer sides, so that nothing seen is lost. */
export const sizeOf = ([a, b, c, d]: Quad): { widthPx: number; heightPx: number } => ({
  widthPx: Math.round(Math.max(length(a, b), length(d, c))),
  heightPx: Math.round(Math.max(length(b, c), length(a, d))),
});

function isTilted([a, b, c, d]: Quad): boolean {
  const unequal = (p: number, q: number) => Math.abs(p - q) > TILT_SHARE * Math.max(p, q);
  const direction = ([px, py]: Point, [qx, qy]: Point) => Math.atan2(qy - py, qx - px) * DEG;
  const askew = (p: number, q: number) => Math.abs(((p - q + 540) % 360) - 180) > TILT_DEG;
  return (
    unequal(length(a, b), length(d, c)) ||
    unequal(length(b, c), length(a, d)) ||
    askew(direction(a, b), direction(d, c)) ||
    askew(direction(b, c), direction(a, d))
  );
}

function area(corners: Quad): number {
  return Math.abs(corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % 4]![1] - corners[(i + 1) % 4]![0] * y, 0)) / 2;
}

/**
 * The corners of a page that was photographed at an angle on something darker, clockwise in pixels of the raster, the first being that
 * at the top left of the image. Null where the page fills the image, where a side of it is out of sight, and where it is a rectangle as
 * scanners see it.
 */
export function findPhotographedPage(raster: Raster): Quad | null {
  const factor = Math.max(1, Math.round(Math.max(raster.widthPx, raster.heightPx) / SEEING_PX));
  const coarse = shrink(raster, factor);
  if (!liesOnDarker(coarse)) return null;
  const small = extreme(extreme(coarse, CLOSING_PX, Math.max), CLOSING_PX, Math.min);
  let points: Point[] = [];
  for (let i = 0; i < RAYS; i++) {
    const point = edgeOnRay(small, (i / RAYS) * 2 * Math.PI);
    if (point) points.push(point);
  }
  const sides: Line[] = [];
  while (sides.length < 4) {
    const side = longestSide(points);
    if (!side) return null;
    sides.push({ ...side, r: side.r - HALF_PX });
    points = points.filter((p) => distance(side, p) > 2 * ON_LINE_PX);
  }
  // By the direction of their normals the sides come clockwise, beginning at the left one (y grows downwards).
  sides.sort((a, b) => Math.atan2(a.ny, a.nx) - Math.atan2(b.ny, b.nx));
  const corners = sides.map((side, i) => crossing(side, sides[(i + 1) % 4]!));
  if (corners.some((corner) => corner === null)) return null;
  const { widthPx: w, heightPx: h } = small;
  const found = (corners as Point[]).map(([x, y]): Point => [x + w / 2, y + h / 2]);
  if (found.some(([x, y]) => x < 0 || y < 0 || x > w || y > h)) return null;
  const first = found.reduce((best, [x, y], i) => (x + y < found[best]![0] + found[best]![1] ? i : best), 0);
  const quad = found.map((_, i) => found[(first + i) % 4]!) as Quad;
  if (area(quad) < AREA_LEAST * w * h || !isTilted(quad)) return null;
  if (quad.some((corner, i) => seen(small, corner, quad[(i + 1) % 4]!) < SIDE_SEEN)) return null;
  return quad.map(([x, y]): Point => [x * factor, y * factor]) as Quad;
}
