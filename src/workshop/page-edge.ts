import type { Box } from './page-look.ts';
import type { Raster } from './raster.ts';

/** The bed of a scanner is nearly black; a dark letterhead is not. */
const BED_SHARE = 0.3;
const PAPER_SHARE = 0.5;
/** A bed shows along this much of at least one side of the image. */
const BED_ALONG_SIDE = 0.12;

function paperLevel({ gray }: Raster): number {
  const histogram = new Uint32Array(256);
  for (let i = 0; i < gray.length; i++) histogram[gray[i]!]!++;
  let left = gray.length * 0.3;
  let level = 255;
  while (level > 0 && left > histogram[level]!) left -= histogram[level--]!;
  return level;
}

/** True when the image shows black around the page: only then is anything cut off. */
export function showsBed(raster: Raster): boolean {
  const { widthPx: w, heightPx: h, gray } = raster;
  const dark = paperLevel(raster) * BED_SHARE;
  const share = (count: number, index: (i: number) => number): number => {
    let n = 0;
    for (let i = 0; i < count; i++) if (gray[index(i)]! < dark) n++;
    return n / count;
  };
  const sides = [share(w, (x) => x + w), share(w, (x) => (h - 2) * w + x), share(h, (y) => y * w + 1), share(h, (y) => y * w + w - 2)];
  return w > 8 && h > 8 && sides.some((s) => s > BED_ALONG_SIDE);
}

/** The page's box in a deskewed raster whose outside is black. */
export function findPageEdge(raster: Raster): Box {
  const { widthPx: w, heightPx: h, gray } = raster;
  const bright = paperLevel(raster) * PAPER_SHARE;
  const across = new Uint32Array(w);
  const down = new Uint32Array(h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (gray[y * w + x]! < bright) continue;
      across[x]!++;
      down[y]!++;
    }
  }
  const span = (counts: Uint32Array): [number, number] => {
    const typical = counts.slice().sort()[Math.floor(counts.length * 0.75)]! * 0.5;
    const first = counts.findIndex((n) => n > typical);
    return first < 0 ? [0, counts.length] : [first, counts.findLastIndex((n) => n > typical) + 1];
  };
  const [x0, x1] = span(across);
  const [y0, y1] = span(down);
  return [x0, y0, x1, y1];
}
