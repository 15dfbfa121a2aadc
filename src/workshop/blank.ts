import { type Blob, findBlobs } from './blobs.ts';
import { findInk, paperLevels } from './ink.ts';
import type { Box } from './page-look.ts';
import type { Raster } from './raster.ts';

/** Show-through and folds stay below this share of the paper's brightness; the weakest print does not. */
const PRINT_CONTRAST = 0.28;
/** Smaller is dust. */
const MARK_MIN_MM = 0.8;
/** What begins this near the edge is bed, shadow or a torn border. */
const BORDER_MM = 2;
/** Two marks this near are writing. */
const NEIGHBOUR_MM = 5;
/** Shorter is a page number. */
const STAPLE_LONG_MM: readonly [number, number] = [6, 15];
const STAPLE_CORNER_MM = 45;
const HOLE_MM: readonly [number, number] = [3.5, 9];
/** A page that is dark over more than this share, away from its edge, shows a picture. */
const PICTURE_SHARE = 0.01;

const near = (a: Box, b: Box, d: number): boolean => a[0] - d < b[2] && b[0] - d < a[2] && a[1] - d < b[3] && b[1] - d < a[3];

/**
 * Is there nothing on this side that somebody put there? Dust, staples, punch holes, folds, show-through and the scanner's
 * bed are nothing. In doubt the answer is no: a dropped side cannot be asked back.
 *
 * @param raster about 100 dpi, gray, the whole image.
 * @param edge the page within it.
 */
export function isBlank(raster: Raster, dpi: number, edge: Box): boolean {
  const mm = dpi / 25.4;
  if (showsPicture(raster, edge)) return false;
  const inner: Box = [edge[0] + BORDER_MM * mm, edge[1] + BORDER_MM * mm, edge[2] - BORDER_MM * mm, edge[3] - BORDER_MM * mm];
  const marks = findBlobs(findInk(raster, PRINT_CONTRAST), 1).filter(
    ({ box }) =>
      Math.max(box[2] - box[0], box[3] - box[1]) >= MARK_MIN_MM * mm &&
      box[0] > inner[0] &&
      box[1] > inner[1] &&
      box[2] < inner[2] &&
      box[3] < inner[3],
  );
  return !marks.some(
    (mark, i) =>
      (marks.some((other, j) => j !== i && near(mark.box, other.box, NEIGHBOUR_MM * mm)) || isDrawn(mark, mm)) &&
      !isHole(mark, mm) &&
      !isStaple(mark, mm, edge),
  );
}

/** One mark alone: larger than dust, so drawn. */
const isDrawn = ({ box }: Blob, mm: number): boolean => Math.max(box[2] - box[0], box[3] - box[1]) > 2 * mm;

function isHole({ box, inkPx }: Blob, mm: number): boolean {
  const [width, height] = [(box[2] - box[0]) / mm, (box[3] - box[1]) / mm];
  const round = Math.abs(width - height) < 0.2 * width && inkPx / ((box[2] - box[0]) * (box[3] - box[1])) > 0.65;
  return round && width >= HOLE_MM[0] && width <= HOLE_MM[1];
}

/** One straight stroke (or a wire and its shadow) near a corner. */
function isStaple({ box, strokes }: Blob, mm: number, edge: Box): boolean {
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  const corner = STAPLE_CORNER_MM * mm;
  const besideX = box[0] - edge[0] < corner || edge[2] - box[2] < corner;
  const besideY = box[1] - edge[1] < corner || edge[3] - box[3] < corner;
  const long = Math.max(width, height) / mm;
  return besideX && besideY && long >= STAPLE_LONG_MM[0] && long <= STAPLE_LONG_MM[1] && strokes <= 2.2 * height;
}

function showsPicture(raster: Raster, edge: Box): boolean {
  const { columns, rows, level } = paperLevels(raster);
  const sorted = level.slice().sort();
  const paper = sorted[Math.floor(sorted.length * 0.9)]!;
  if (paper < 96) return true;
  let dark = 0;
  let all = 0;
  const tile = raster.widthPx / columns;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if ((x - 1) * tile < edge[0] || (y - 1) * tile < edge[1] || (x + 2) * tile > edge[2] || (y + 2) * tile > edge[3]) continue;
      all++;
      if (level[y * columns + x]! < 0.6 * paper) dark++;
    }
  }
  return dark > PICTURE_SHARE * all;
}
