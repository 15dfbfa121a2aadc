import type { Point, Quad } from './page-look.ts';
import { endsOfPaper, findPaper, liesOnSomething } from './paper-extent.ts';
import { type Raster, shrink } from './raster.ts';

/** Edges are looked for at this many pixels along the image's long side. */
const SEEING_PX = 480;
/** A step is seen so far before the edge itself. */
const EDGE_PX = 1.5;
/** Within this much of a side, its paper ends; so far inside there is paper, so far outside there is still picture. */
const AROUND_EDGE_PX = 2;
const BESIDE_PX = 4;
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
  const [xs, ys] = [Float64Array.from(points, ([x]) => x), Float64Array.from(points, ([, y]) => y)];
  let best: Line | null = null;
  let most = RAYS_ON_SIDE_LEAST - 1;
  for (const apart of [6, 12, 24, 48]) {
    for (let i = 0; i < points.length; i++) {
      const line = lineThrough([points[i]!, points[(i + apart) % points.length]!]);
      if (!line) continue;
      const { nx, ny, r } = line;
      let on = 0;
      for (let k = 0; k < xs.length; k++) if (Math.abs(nx * xs[k]! + ny * ys[k]! - r) < ON_LINE_PX) on++;
      if (on > most) [best, most] = [line, on];
    }
  }
  return best && lineThrough(points.filter((point) => distance(best, point) < ON_LINE_PX));
}

function crossing(a: Line, b: Line): Point | null {
  const det = a.nx * b.ny - b.nx * a.ny;
  const between = Math.acos(Math.min(1, Math.max(-1, a.nx * b.nx + a.ny * b.ny))) * DEG;
  if (between < CORNER_DEG[0] || between > CORNER_DEG[1] || det <= 0) return null;
  return [(a.r * b.ny - b.r * a.ny) / det, (a.nx * b.r - b.nx * a.r) / det];
}

/** Over how much of the side between two corners (in the raster's pixels, clockwise) paper ends. */
function seen(paper: Uint8Array, w: number, h: number, [ax, ay]: Point, [bx, by]: Point): number {
  const long = length([ax, ay], [bx, by]);
  const [inX, inY] = [(ay - by) / long, (bx - ax) / long];
  const steps = Math.max(1, Math.round(long / 4));
  let ends = 0;
  for (let i = 0; i < steps; i++) {
    const share = (i + 0.5) / steps;
    const paperAt = (inwardPx: number): number | undefined => {
      const x = Math.floor(ax + (bx - ax) * share + inX * inwardPx);
      const y = Math.floor(ay + (by - ay) * share + inY * inwardPx);
      return x < 0 || y < 0 || x >= w || y >= h ? undefined : paper[y * w + x];
    };
    let gap = false;
    for (let px = -AROUND_EDGE_PX; px <= AROUND_EDGE_PX; px++) gap ||= paperAt(px) === 0;
    if (gap && paperAt(BESIDE_PX) === 1 && paperAt(-BESIDE_PX) !== undefined) ends++;
  }
  return ends / steps;
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
 * The corners of a page that was photographed at an angle, clockwise in pixels of the raster, the first being that at the top left of the
 * image. Null where the page fills the image, where a side of it is out of sight, and where it is a rectangle as scanners see it.
 */
export function findPhotographedPage(raster: Raster): Quad | null {
  if (!liesOnSomething(raster)) return null;
  const factor = Math.max(1, Math.round(Math.max(raster.widthPx, raster.heightPx) / SEEING_PX));
  const coarse = shrink(raster, factor);
  const { widthPx: w, heightPx: h } = coarse;
  const paper = findPaper(coarse);
  const sides: Line[] = [];
  for (let points = endsOfPaper(paper, w, h); sides.length < 4; ) {
    const side = longestSide(points);
    if (!side) return null;
    sides.push({ ...side, r: side.r + EDGE_PX });
    points = points.filter((p) => distance(side, p) > 2 * ON_LINE_PX);
  }
  // By the direction of their normals the sides come clockwise, beginning at the left one (y grows downwards).
  sides.sort((a, b) => Math.atan2(a.ny, a.nx) - Math.atan2(b.ny, b.nx));
  const corners = sides.map((side, i) => crossing(side, sides[(i + 1) % 4]!));
  if (corners.some((corner) => corner === null)) return null;
  const found = (corners as Point[]).map(([x, y]): Point => [x + w / 2, y + h / 2]);
  if (found.some(([x, y]) => x < 0 || y < 0 || x > w || y > h)) return null;
  const first = found.reduce((best, [x, y], i) => (x + y < found[best]![0] + found[best]![1] ? i : best), 0);
  const quad = found.map((_, i) => found[(first + i) % 4]!) as Quad;
  if (area(quad) < AREA_LEAST * w * h || !isTilted(quad)) return null;
  if (quad.some((corner, i) => seen(paper, w, h, corner, quad[(i + 1) % 4]!) < SIDE_SEEN)) return null;
  return quad.map(([x, y]): Point => [x * factor, y * factor]) as Quad;
}
