import type { PatchCode } from './page-look.ts';
import { type Raster, shrink, turn } from './raster.ts';

/**
 * Kodak's patch codes, which no reader of barcodes knows: four bars, two of them wide, over 0.80 inch; wide bars 0.20 inch, narrow ones and all
 * spaces 0.08 inch, bars at least 0.75 inch long. Wide and narrow as they come from the edge of the sheet that is next to the code.
 *
 * @see Kodak A-61599, "Patch Code Information for Kodak Scanners" (2006), and A-61670 (i5000 series, 2014), tables of zones.
 */
const BARS: Readonly<Record<string, PatchCode>> = { WWNN: '1', WNNW: '2', WNWN: '3', NWWN: '4', NNWW: '6', NWNW: 'T' };
const LONG_MM = 0.8 * 25.4;
/** All of it in widths of a narrow bar. */
const UNITS = 10;
/** Printed to fit the page, or scanned at another resolution than stated. */
const SCALE: readonly [number, number] = [0.8, 1.2];
/** Ink that ran, or a scanner that thins: in widths of a narrow bar. */
const NARROW: readonly [number, number] = [0.5, 1.55];
const WIDE: readonly [number, number] = [1.9, 3.1];
const QUIET = 1.5;
const BAR_LENGTH_MIN_MM = 19;
/** Bars are looked at along lines this far apart, each the mean of a stripe: noise goes, and five degrees of skew blur nothing. */
const LINE_STEP_MM = 2;
const STRIPE_MM = 1;
const SEEING_DPI = 100;
const SLOPE_MAX = Math.tan((7 * Math.PI) / 180);
/** Of the lines across the bars, so many show them; dust on the glass hides some. */
const LINES_SHARE = 0.75;
const LINES_LOST_MAX = 2;
/** What is taken for paper and for ink is the brightest and the darkest this near: past half a wide bar, and short of a white bed beside grey paper. */
const NEAR_MM = 4.5;
const BLOCK_MM = 1.5;
/** Less than this between paper and ink is shadow, as a share of the paper's brightness. */
const CONTRAST_MIN = 0.15;

/** One line's sight of four bars: from `start` over `length` pixels. */
interface Sighting {
  line: number;
  start: number;
  length: number;
  bars: string;
}

/**
 * The patch code on a page that may lie any way round and up to five degrees askew; null where there is none. Which one is told from the edge
 * next to it: a sheet fed upside down says the same. Bars must run on, straight and alike, over nearly 2 cm, so that tables, barcodes and rules are none.
 *
 * @param raster the page as it came, 100 dpi or more.
 */
export function findPatchCode(raster: Raster, dpi: number): PatchCode | null {
  const factor = Math.max(1, Math.floor(dpi / SEEING_DPI));
  const small = shrink(raster, factor);
  const mm = dpi / factor / 25.4;
  const found = [small, turn(small, 90)].map((one) => ({ run: longestRun(one, mm), heightPx: one.heightPx }));
  const [best] = found.sort((a, b) => b.run.length - a.run.length);
  if (!best || !areBars(best.run, mm)) return null;
  const middle = best.run[best.run.length >> 1]!;
  const fromTop = middle.start + middle.length / 2 < best.heightPx / 2;
  return BARS[fromTop ? middle.bars : [...middle.bars].reverse().join('')] ?? null;
}

/** The longest row of neighbouring lines that see the same bars go on in one direction. */
function longestRun(raster: Raster, mm: number): Sighting[] {
  const stepPx = LINE_STEP_MM * mm;
  let runs: Sighting[][] = [];
  let longest: Sighting[] = [];
  for (let line = 0; (line + 1) * stepPx < raster.widthPx; line++) {
    runs = runs.filter((run) => line - run.at(-1)!.line <= LINES_LOST_MAX + 1);
    for (const seen of sightings(stripe(raster, Math.floor(line * stepPx), Math.max(1, Math.round(STRIPE_MM * mm))), line, mm)) {
      const before = runs.find((run) => goesOn(run.at(-1)!, seen, stepPx));
      const run = before ?? [];
      run.push(seen);
      if (!before) runs.push(run);
      if (run.length > longest.length) longest = run;
    }
  }
  return longest;
}

const goesOn = (before: Sighting, after: Sighting, stepPx: number): boolean =>
  after.line > before.line &&
  after.bars === before.bars &&
  Math.abs(after.start - before.start) <= (after.line - before.line) * stepPx * SLOPE_MAX + 1.5 &&
  Math.abs(after.length - before.length) <= 0.08 * before.length;

/** Long enough, hardly interrupted, and straight; where the bars end, askew, half a stripe sees half a bar. */
function areBars(run: readonly Sighting[], mm: number): boolean {
  const lines = run.length === 0 ? 0 : run.at(-1)!.line - run[0]!.line + 1;
  if (lines * LINE_STEP_MM < BAR_LENGTH_MIN_MM || run.length < LINES_SHARE * lines) return false;
  const inner = run.slice(1, -1);
  const [first, last] = [inner[0]!, inner.at(-1)!];
  const slope = (last.start - first.start) / (last.line - first.line);
  return inner.every((one) => Math.abs(one.start - first.start - slope * (one.line - first.line)) <= Math.max(2, 0.5 * mm));
}

/** Mean brightness down the page in a stripe of columns, each with its neighbours above and below. */
function stripe({ widthPx, heightPx, gray }: Raster, x0: number, wantedPx: number): Float32Array {
  const px = Math.min(wantedPx, widthPx - x0);
  const down = new Float32Array(heightPx);
  let [above, here] = [0, 0];
  for (let y = 0; y <= heightPx; y++) {
    let below = y < heightPx ? 0 : here;
    if (y < heightPx) for (let at = y * widthPx + x0, end = at + px; at < end; at++) below += gray[at]!;
    if (y === 0) above = here = below;
    else down[y - 1] = (above + here + below) / (3 * px);
    if (y > 0) above = here;
    here = below;
  }
  return down;
}

/** Lengths of paper and ink by turns, paper first (it may be none). */
function runLengths(down: Float32Array, mm: number): number[] {
  const block = Math.max(2, Math.round(BLOCK_MM * mm));
  const count = Math.ceil(down.length / block);
  const [bright, dark] = [new Float32Array(count), new Float32Array(count).fill(255)];
  for (let y = 0; y < down.length; y++) {
    const b = Math.floor(y / block);
    if (down[y]! > bright[b]!) bright[b] = down[y]!;
    if (down[y]! < dark[b]!) dark[b] = down[y]!;
  }
  const reach = Math.round(NEAR_MM / BLOCK_MM);
  const lengths: number[] = [];
  let isInk = false;
  let since = 0;
  for (let b = 0; b < count; b++) {
    const paper = Math.max(...bright.subarray(Math.max(0, b - reach), b + reach + 1));
    const ink = Math.min(...dark.subarray(Math.max(0, b - reach), b + reach + 1));
    const threshold = paper - ink < CONTRAST_MIN * paper ? -1 : (paper + ink) / 2;
    for (let y = b * block; y < Math.min(down.length, (b + 1) * block); y++) {
      if (down[y]! < threshold === isInk) continue;
      lengths.push(y - since);
      since = y;
      isInk = !isInk;
    }
  }
  lengths.push(down.length - since);
  return lengths;
}

function sightings(down: Float32Array, line: number, mm: number): Sighting[] {
  const lengths = runLengths(down, mm);
  const found: Sighting[] = [];
  let start = 0;
  // Odd places are ink: four bars, three spaces between them, paper before and after.
  for (let i = 0; i < lengths.length; i++) {
    if (i % 2 === 1 && i + 7 < lengths.length) {
      const bars = barsOf(lengths.slice(i - 1, i + 8), mm);
      if (bars !== null) found.push({ line, start, ...bars });
    }
    start += lengths[i]!;
  }
  return found;
}

const within = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most;

function barsOf([before = 0, ...rest]: number[], mm: number): Pick<Sighting, 'length' | 'bars'> | null {
  const after = rest.pop()!;
  const length = rest.reduce((sum, one) => sum + one, 0);
  if (!within(length / mm / LONG_MM, SCALE)) return null;
  const unit = length / UNITS;
  if (before < QUIET * unit || after < QUIET * unit) return null;
  let bars = '';
  for (const [i, px] of rest.entries()) {
    const isNarrow = within(px / unit, NARROW);
    if (i % 2 === 1 && !isNarrow) return null;
    if (i % 2 === 0 && !isNarrow && !within(px / unit, WIDE)) return null;
    if (i % 2 === 0) bars += isNarrow ? 'N' : 'W';
  }
  return BARS[bars] === undefined ? null : { length, bars };
}
