import { type Blob, findBlobs } from './blobs.ts';
import { findInk, paperLevels } from './ink.ts';
import type { Box } from './page-look.ts';
import type { Raster } from './raster.ts';

/** Show-through and folds stay below this share of the paper's brightness; print does not. */
const PRINT_CONTRAST = 0.28;
/** Pencil and a dry stamp are as pale as what shines through, but they are few marks in one place. */
const PALE_CONTRAST = 0.14;
const PALE_MARKS: readonly [number, number] = [3, 60];
/** A fold is thinner; where the page ends, shadows are as pale. */
const PALE_LEAST_MM = 1;
const PALE_BORDER_MM = 4;
const SOLID_MM = 6;
const SOLID_DENSITY = 0.4;
/** A signature in one stroke: long and short side, and how much of its box it fills at most. */
const STROKE_LONG_MM: readonly [number, number] = [15, 90];
const STROKE_SHORT_MM: readonly [number, number] = [4, 45];
const STROKE_DENSITY = 0.2;
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
  const marks = marksOn(raster, PRINT_CONTRAST, edge, BORDER_MM * mm).filter(({ box }) => longOf(box) >= MARK_MIN_MM * mm);
  const written = marks.some(
    (mark) => (hasNeighbour(mark, marks, mm) || isDrawn(mark, mm)) && !isHole(mark, mm) && !isStaple(mark, mm, edge),
  );
  return !written && !showsPaleWriting(raster, mm, edge);
}

const longOf = ([x0, y0, x1, y1]: Box): number => Math.max(x1 - x0, y1 - y0);
const shortOf = ([x0, y0, x1, y1]: Box): number => Math.min(x1 - x0, y1 - y0);

/** What is darker than the paper by this contrast and lies within the page, a border left out. */
function marksOn(raster: Raster, contrast: number, [x0, y0, x1, y1]: Box, borderPx: number): Blob[] {
  const inner: Box = [x0 + borderPx, y0 + borderPx, x1 - borderPx, y1 - borderPx];
  return findBlobs(findInk(raster, contrast), 1).filter(
    ({ box }) => box[0] > inner[0] && box[1] > inner[1] && box[2] < inner[2] && box[3] < inner[3],
  );
}

const hasNeighbour = (mark: Blob, marks: readonly Blob[], mm: number): boolean =>
  marks.some((other) => other !== mark && near(mark.box, other.box, NEIGHBOUR_MM * mm));

/** No pencil fills such a place: a letter of a headline on the other side. */
const isSolid = ({ box, inkPx }: Blob, mm: number): boolean =>
  shortOf(box) > SOLID_MM * mm && inkPx > SOLID_DENSITY * longOf(box) * shortOf(box);

function showsPaleWriting(raster: Raster, mm: number, edge: Box): boolean {
  const marks = marksOn(raster, PALE_CONTRAST, edge, PALE_BORDER_MM * mm).filter(
    (mark) => shortOf(mark.box) >= PALE_LEAST_MM * mm && !isSolid(mark, mm) && !isHole(mark, mm) && !isStaple(mark, mm, edge),
  );
  if (marks.length > PALE_MARKS[1]) return false;
  const within = (value: number, [least, most]: readonly [number, number]): boolean => value >= least * mm && value <= most * mm;
  const isStroke = ({ box, inkPx }: Blob): boolean =>
    within(longOf(box), STROKE_LONG_MM) && within(shortOf(box), STROKE_SHORT_MM) && inkPx < STROKE_DENSITY * longOf(box) * shortOf(box);
  return marks.some(isStroke) || marks.filter((mark) => hasNeighbour(mark, marks, mm)).length >= PALE_MARKS[0];
}

/** One mark alone: larger than dust, so drawn. */
const isDrawn = ({ box }: Blob, mm: number): boolean => longOf(box) > 2 * mm;

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
