import type { Affine, Placement, Point, Projective, Quad } from './page-look.ts';

/** Where a point comes to lie. An affine placement is a projective one whose divisor is 1 everywhere. */
export function applyPlacement([a, b, c, d, e, f, g = 0, h = 0]: Placement, [x, y]: Point): Point {
  const divisor = g * x + h * y + 1;
  return [(a * x + c * y + e) / divisor, (b * x + d * y + f) / divisor];
}

export function invertPlacement(placement: Placement): Placement {
  const [a, b, c, d, e, f, g = 0, h = 0] = placement;
  const det = a * d - b * c;
  const back: Projective = [
    (d - f * h) / det,
    (f * g - b) / det,
    (e * h - c) / det,
    (a - e * g) / det,
    (c * f - d * e) / det,
    (b * e - a * f) / det,
    (b * h - d * g) / det,
    (c * g - a * h) / det,
  ];
  return placement.length === 6 ? (back.slice(0, 6) as Affine) : back;
}

/** `applyPlacement(compose(outer, inner), p)` = `applyPlacement(outer, applyPlacement(inner, p))`. Two affine ones make an affine one. */
export function compose(outer: Affine, inner: Affine): Affine;
export function compose(outer: Placement, inner: Placement): Placement;
export function compose(outer: Placement, inner: Placement): Placement {
  const [a, b, c, d, e, f, g = 0, h = 0] = outer;
  const [p, q, r, s, t, u, v = 0, w = 0] = inner;
  const one = g * t + h * u + 1;
  const both: Projective = [
    (a * p + c * q + e * v) / one,
    (b * p + d * q + f * v) / one,
    (a * r + c * s + e * w) / one,
    (b * r + d * s + f * w) / one,
    (a * t + c * u + e) / one,
    (b * t + d * u + f) / one,
    (g * p + h * q + v) / one,
    (g * r + h * s + w) / one,
  ];
  return outer.length === 6 && inner.length === 6 ? (both.slice(0, 6) as Affine) : both;
}

/** The same placement into pixels `by` times as fine. */
export const scaled = (placement: Placement, by: number): Placement => placement.map((n, i) => (i < 6 ? n * by : n)) as Placement;

/**
 * Lays a rectangle of this size over a quad, corner on corner.
 *
 * @see Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), §2.2.3
 */
export function ontoQuad(widthPx: number, heightPx: number, [[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): Projective {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const [a, b] = [x1 - x0 + g * x1, y1 - y0 + g * y1];
  const [c, d] = [x3 - x0 + h * x3, y3 - y0 + h * y3];
  return [a / widthPx, b / widthPx, c / heightPx, d / heightPx, x0, y0, g / widthPx, h / heightPx];
}
