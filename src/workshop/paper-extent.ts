import type { Point } from './page-look.ts';
import type { Raster } from './raster.ts';

/** As wide as this share of the image's long side the rim is looked at. */
const RIM_SHARE = 0.008;
const RIM_SAMPLES = 400;
/** Of a scan the rim is paper, as bright as any of the page. */
const RIM_OF_PAPER: readonly [number, number] = [0.92, 1.06];
/** Print on the page is gone after this; what is left are its paper and what lies around. */
const CLOSING_PX = 3;
/** Of the brightness, over two pixels, and of 255 besides. */
const STEP_SHARE = 0.07;
const STEP_LEAST = 2;
const RAYS = 360;

/** Whether the rim of the picture is something else than the page's paper, from some two thousand pixels of it: spares scans the search. */
export function liesOnSomething({ widthPx: w, heightPx: h, gray }: Raster): boolean {
  const brightness = (x0: number, y0: number, x1: number, y1: number, percentile: number): number => {
    const step = Math.max(1, Math.round(Math.sqrt(((x1 - x0) * (y1 - y0)) / RIM_SAMPLES)));
    const values: number[] = [];
    for (let y = y0; y < y1; y += step) for (let x = x0; x < x1; x += step) values.push(gray[y * w + x]!);
    return values.sort((a, b) => a - b)[Math.floor(percentile * values.length)]!;
  };
  const rim = Math.max(1, Math.round(Math.max(w, h) * RIM_SHARE));
  const paper = brightness(w >> 2, h >> 2, w - (w >> 2), h - (h >> 2), 0.8);
  const sides = [
    brightness(0, 0, w, rim, 0.5),
    brightness(0, h - rim, w, h, 0.5),
    brightness(0, 0, rim, h, 0.5),
    brightness(w - rim, 0, w, h, 0.5),
  ];
  const share = sides.reduce((sum, side) => sum + side, 0) / 4 / paper;
  return share < RIM_OF_PAPER[0] || share > RIM_OF_PAPER[1];
}

/** The brightest of each pixel and the `CLOSING_PX` on either side of it, along one axis after the other. */
function brightest({ widthPx: w, heightPx: h, gray }: Raster): Raster {
  let from = gray;
  for (const [lanes, lane, length, step] of [
    [h, w, w, 1],
    [w, 1, h, w],
  ] as const) {
    const to = new Uint8Array(gray.length);
    for (let l = 0; l < lanes; l++) {
      for (let k = 0; k < length; k++) {
        const last = l * lane + Math.min(length - 1, k + CLOSING_PX) * step;
        let value = 0;
        for (let i = l * lane + Math.max(0, k - CLOSING_PX) * step; i <= last; i += step) if (from[i]! > value) value = from[i]!;
        to[l * lane + k * step] = value;
      }
    }
    from = to;
  }
  return { widthPx: w, heightPx: h, gray: from };
}

const inverted = ({ gray, ...size }: Raster): Raster => ({ ...size, gray: gray.map((g) => 255 - g) });

/**
 * The paper that hangs together around the middle of a coarse picture, 1 or 0 per pixel: up to whatever is darker or lighter by a step. Shadows
 * fall off slowly, the edge of a sheet does not; and whether a table is plain or has a pattern, which is nothing but steps, is all the same.
 */
export function findPaper(coarse: Raster): Uint8Array {
  const { widthPx: w, heightPx: h, gray } = inverted(brightest(inverted(brightest(coarse))));
  const even = new Uint8Array(w * h);
  for (let y = 1; y < h - 1; y++) {
    for (let x = 1, i = y * w + 1; x < w - 1; x++, i++) {
      const step = Math.max(Math.abs(gray[i + 1]! - gray[i - 1]!), Math.abs(gray[i + w]! - gray[i - w]!));
      if (step <= STEP_SHARE * gray[i]! + STEP_LEAST) even[i] = 1;
    }
  }
  const paper = new Uint8Array(w * h);
  const open = [(h >> 1) * w + (w >> 1)];
  while (open.length > 0) {
    const i = open.pop()!;
    if (even[i] === 0 || paper[i] === 1) continue;
    paper[i] = 1;
    open.push(i - 1, i + 1, i - w, i + w);
  }
  return paper;
}

/** Does the paper run out of the picture? Then somewhere its edge was too weak to be seen, and what it lies on was taken for it. */
function runsOut(paper: Uint8Array, w: number, h: number): boolean {
  for (let x = 0; x < w; x++) if (paper[w + x] === 1 || paper[(h - 2) * w + x] === 1) return true;
  for (let y = 0; y < h; y++) if (paper[y * w + 1] === 1 || paper[y * w + w - 2] === 1) return true;
  return false;
}

/**
 * Where paper ends on rays from the middle of the picture, in their order and relative to it: at the last step, for a letterhead is one too;
 * at the first where there is paper, as it seems, out to the rim.
 */
export function endsOfPaper(paper: Uint8Array, w: number, h: number): Point[] {
  const first = runsOut(paper, w, h);
  const ends: Point[] = [];
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (ray / RAYS) * 2 * Math.PI;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    let end: number | null = null;
    for (let t = 0; ; t++) {
      const [x, y] = [Math.round(w / 2 + dx * t), Math.round(h / 2 + dy * t)];
      if (x < 0 || y < 0 || x >= w || y >= h) break;
      if (paper[y * w + x] === 1) end = t;
      else if (first && end !== null) break;
    }
    if (end !== null) ends.push([dx * end, dy * end]);
  }
  return ends;
}
