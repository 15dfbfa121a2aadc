import { type Blob, findBlobs } from './blobs.ts';
import { findInk, type Ink, removeRules } from './ink.ts';
import type { Affine, Orientation } from './page-look.ts';
import { partOf, type Raster, shrink, turn, warp } from './raster.ts';
import type { Recogniser } from './recogniser.ts';
import { measureLines, measureSkew, type Strip } from './skew.ts';

export interface Turned {
  orientation: Orientation;
  skewDeg: number;
  /** 0 to 1: how clearly one direction won. 0 where nothing on the page tells. */
  confidence: number;
}

const SEEING_DPI = 100;
const STRIP_DPI = 200;
/** From this ratio of sharpness on, lines certainly run that way; between it and its inverse both ways are read. */
const AXIS_SURE = 1.3;
/** Strips read before a page is given up as undecided. */
const STRIPS_MAX = 10;
const LETTERS_ENOUGH = 14;
/** With fewer it is not even sure that these are lines. */
const LETTERS_FEW = 2;
const MARGIN_SURE = 0.6;
/** A line read with this confidence need not be read the other way: on 123 pages so much of a line came to 0.61 the wrong way at most, to 0.85 and more the right way on a hundred. */
const READ_PLAINLY = 0.85;
const DOUBTFUL = 0.35;
/** Lines that were believed less than this may run the other way after all. */
const READ_SURE = 0.5;
const STRIP_LONG_MM = 70;
/** So much of a strip is read: some twenty letters. */
const READ_LONG_MM = 52;
const LONGEST_STROKE_MM = 12;
const LETTERS_APART_MM = 3;
/** Print as it should be, and what a spent ribbon or an old thermal head leaves: looked for where nothing stronger tells. */
const PRINT_CONTRAST = 0.25;
const FAINT_CONTRAST = 0.12;

const AS_IT_CAME: Turned = { orientation: 0, skewDeg: 0, confidence: 0 };
const mm = SEEING_DPI / 25.4;
const RAD = Math.PI / 180;

/**
 * Leads from a frame turned upright to the raster: content there is turned by `orientation` clockwise and by `skewDeg`
 * counter-clockwise. The upright frame is large enough to lose no corner.
 */
export function uprightFrame(
  source: { widthPx: number; heightPx: number },
  orientation: Orientation,
  skewDeg: number,
  scale: number,
): { widthPx: number; heightPx: number; toSource: Affine } {
  const angle = (orientation - skewDeg) * RAD;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = Math.abs(cos) * source.widthPx + Math.abs(sin) * source.heightPx;
  const down = Math.abs(sin) * source.widthPx + Math.abs(cos) * source.heightPx;
  const widthPx = Math.max(1, Math.round(across / scale));
  const heightPx = Math.max(1, Math.round(down / scale));
  const [a, b, c, d] = [cos * scale, sin * scale, -sin * scale, cos * scale];
  const e = source.widthPx / 2 - (a * widthPx + c * heightPx) / 2;
  const f = source.heightPx / 2 - (b * widthPx + d * heightPx) / 2;
  return { widthPx, heightPx, toSource: [a, b, c, d, e, f] };
}

/** How much a box looks like a line of print that a recogniser can judge. */
function promise(line: Blob): number {
  const width = line.box[2] - line.box[0];
  const height = line.box[3] - line.box[1];
  const density = line.inkPx / (width * height);
  if (width < 3 * height || height > 7 * mm || height < 1.5 * mm || density > 0.55 || density < 0.06) return 0;
  const tall = height > 4.5 * mm ? 0.5 : 1;
  return Math.min(width, STRIP_LONG_MM * mm) * Math.min(1, line.strokes / width) * tall;
}

/** Letters and digits that were read, each as far as it is believed; and how far that is on the whole. Garbage from upside-down print scores low. */
async function legibility(strip: Raster, reader: Pick<Recogniser, 'read'>): Promise<{ score: number; mean: number }> {
  let [score, confidence, all] = [0, 0, 0];
  for (const word of await reader.read(strip, STRIP_DPI, { segmentation: 'line' })) {
    const letters = word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    if (letters < 2) continue;
    score += letters * word.confidence ** 3;
    confidence += letters * word.confidence;
    all += letters;
  }
  return { score, mean: confidence / Math.max(1, all) };
}

const beginning = ({ widthPx, heightPx, ...strip }: Strip): Raster =>
  partOf({ widthPx, heightPx, ...strip }, [0, 0, Math.min(widthPx, Math.round((READ_LONG_MM / 25.4) * STRIP_DPI)), heightPx]);

interface Axis {
  orientation: 0 | 90;
  /** To the last tenth: the projection over the page is drawn astray by frames, waves and bars; the feet of the letters are not. */
  skewDeg: number;
  strips: Strip[];
}

function axis(raster: Raster, dpi: number, seen: Raster, orientation: 0 | 90, skewDeg: number): Axis {
  const coarse = uprightFrame(seen, orientation, skewDeg, (dpi * seen.widthPx) / raster.widthPx / SEEING_DPI);
  const { widthPx, heightPx, gray } = warp(seen, coarse.toSource, coarse.widthPx, coarse.heightPx);
  const at = new Uint8Array(gray.length);
  for (let i = 0; i < at.length; i++) at[i] = gray[i]! < 128 ? 1 : 0;
  const lines = findBlobs({ widthPx, heightPx, at }, Math.round(LETTERS_APART_MM * mm));
  const fine = uprightFrame(raster, orientation, skewDeg, dpi / STRIP_DPI);
  const zoom = STRIP_DPI / SEEING_DPI;
  const strips = lines
    .map((line) => ({ line, promise: promise(line) }))
    .filter((l) => l.promise > 0)
    .sort((a, b) => b.promise - a.promise)
    .slice(0, STRIPS_MAX)
    .map(({ line: { box } }): Strip => {
      const pad = Math.max(4, 0.35 * (box[3] - box[1]));
      const x0 = Math.max(0, box[0] - pad) * zoom;
      const y0 = Math.max(0, box[1] - pad) * zoom;
      const x1 = Math.min(box[2] + pad, box[0] + (STRIP_LONG_MM / 25.4) * SEEING_DPI) * zoom;
      const [a, b, c, d, e, f] = fine.toSource;
      const drawn = warp(
        raster,
        [a, b, c, d, e + a * x0 + c * y0, f + b * x0 + d * y0],
        Math.round(x1 - x0),
        Math.round((box[3] + pad) * zoom - y0),
      );
      return { ...drawn, lineTop: Math.round(box[1] * zoom - y0), lineEnd: Math.round(box[3] * zoom - y0) };
    });
  return { orientation, skewDeg: skewDeg + measureLines(strips), strips };
}

interface Vote {
  orientation: Orientation;
  score: number;
  axis: Axis;
}

const believed = ([best]: readonly Vote[], margin: number): number => margin * Math.min(1, best!.score / LETTERS_ENOUGH);

/** The strips of these axes read both ways until one way has won; the best comes first. `margin` is its lead over the second, 0 to 1. */
async function vote(axes: readonly Axis[], reader: Pick<Recogniser, 'read'>): Promise<{ votes: Vote[]; margin: number }> {
  const votes = axes.flatMap((axis) => [
    { orientation: axis.orientation as Orientation, axis, flipped: false, score: 0 },
    { orientation: (axis.orientation + 180) as Orientation, axis, flipped: true, score: 0 },
  ]);
  let margin = 0;
  for (let i = 0; i < STRIPS_MAX; i++) {
    for (const one of votes) {
      const strip = one.axis.strips[i];
      if (!strip) continue;
      const { score, mean } = await legibility(one.flipped ? turn(beginning(strip), 180) : beginning(strip), reader);
      one.score += score;
      if (score >= LETTERS_ENOUGH && mean >= READ_PLAINLY) return { votes: [one, ...votes.filter((other) => other !== one)], margin: mean };
    }
    votes.sort((a, b) => b.score - a.score);
    const [first, second] = [votes[0]!.score, votes[1]!.score];
    margin = first > 0 ? (first - second) / first : 0;
    if (first >= LETTERS_ENOUGH && margin > MARGIN_SURE) break;
  }
  return { votes, margin };
}

/**
 * Which way is up. Whether lines run along rows or columns shows in the projections; which end is the top is asked of the
 * recogniser, on a few short strips read both ways: statistics of ascenders fail on capitals, figures and envelopes.
 *
 * @param guess told how most pages turn out that look like this one, while the recogniser still reads
 */
export async function findOrientation(
  raster: Raster,
  dpi: number,
  reader: Pick<Recogniser, 'read'>,
  guess: (likely: Pick<Turned, 'orientation' | 'skewDeg'>) => void = () => undefined,
): Promise<Turned> {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI));
  const small = shrink(raster, factor);
  const inkOf = (contrast: number) => removeRules(findInk(small, contrast), (LONGEST_STROKE_MM / 25.4) * (dpi / factor));
  const turned = await turnedByInk(raster, dpi, inkOf(PRINT_CONTRAST), reader, guess);
  if (turned.confidence >= DOUBTFUL) return turned;
  const faint = await turnedByInk(raster, dpi, inkOf(FAINT_CONTRAST), reader, () => undefined);
  return faint.confidence > Math.max(DOUBTFUL, turned.confidence) ? faint : turned;
}

async function turnedByInk(
  raster: Raster,
  dpi: number,
  ink: Ink,
  reader: Pick<Recogniser, 'read'>,
  guess: (likely: Pick<Turned, 'orientation' | 'skewDeg'>) => void,
): Promise<Turned> {
  const seen = { widthPx: ink.widthPx, heightPx: ink.heightPx, gray: new Uint8Array(ink.at.length) };
  for (let i = 0; i < ink.at.length; i++) seen.gray[i] = ink.at[i] === 1 ? 0 : 255;
  const rows = measureSkew(ink, 'rows');
  const columns = measureSkew(ink, 'columns');
  const ratio = rows.sharpness / Math.max(1e-9, columns.sharpness);
  const alongRows = () => axis(raster, dpi, seen, 0, rows.deg);
  const alongColumns = () => axis(raster, dpi, seen, 90, columns.deg);
  const [likely, other] = ratio >= 1 ? [alongRows, alongColumns] : [alongColumns, alongRows];
  const open = ratio < AXIS_SURE && ratio > 1 / AXIS_SURE;
  const axes = open ? [alongRows(), alongColumns()] : [likely()];
  const voting = vote(axes, reader);
  // Scanners are mostly fed the right way.
  if (ratio >= 1 && axes[0]!.strips.length > 0) guess(axes[0]!);
  let { votes, margin } = await voting;
  // The bars of a code and the columns of a table stand straighter than print does; reading has the last word.
  if (!open && believed(votes, margin) < READ_SURE) {
    const others = await vote([other()], reader);
    if (believed(others.votes, others.margin) > Math.max(DOUBTFUL, believed(votes, margin))) ({ votes, margin } = others);
  }
  const best = votes[0]!;
  // Nothing legible: a photograph, a drawing, a blank side. As it came is the best guess.
  if (best.score === 0) return AS_IT_CAME;
  const confidence = believed(votes, margin);
  // Scanners are mostly fed the right way: where reading does not tell, that does.
  const chosen = confidence >= DOUBTFUL ? best : (votes.find((v) => v.orientation === 0) ?? (best.score < LETTERS_FEW ? null : best));
  if (!chosen) return AS_IT_CAME;
  return { orientation: chosen.orientation, skewDeg: chosen.axis.skewDeg, confidence };
}
