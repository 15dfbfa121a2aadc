import type { Language } from '#base/words.ts';
import type { Affine, Box, Point, Word } from './page-look.ts';
import { applyPlacement, invertPlacement } from './placement.ts';
import { boxOf, type Raster, shrink, warp } from './raster.ts';
import type { Recogniser } from './recogniser.ts';

const SEEING_DPI = 100;
/** Of whitened paper; a stamp may be pale. */
const INK_BELOW = 200;
/** As a rubber stamp is set by hand. What is turned by less is read as it stands. */
const TURN_DEG: readonly [number, number] = [2.5, 16];
const STEP_DEG = 0.5;
/** How much better ink stands in rows when it is set straight; signatures hardly do. */
const ROWS_LEAD = 1.25;
const LOOKS_MAX = 6;
const WORD_CONFIDENCE_MIN = 0.6;
const LETTERS_MIN = 5;
/** Of the letters that were read there before, wrong as they were. */
const LETTERS_SHARE = 0.7;
const MARGIN_MM = 1;

/**
 * Reads what stands askew on a straight page: a stamp, a sticker. It takes the place of what was made of it before.
 *
 * @param tall boxes of what is too high for a straight line, in pixels of `upright`
 * @returns all words; those of a stamp are a block of their own behind the others
 */
export async function readTurned(
  recogniser: Recogniser,
  upright: Raster,
  dpi: number,
  words: readonly Word[],
  tall: readonly Box[],
  languages?: readonly Language[],
): Promise<Word[]> {
  let all = [...words];
  const outer = tall.filter((box) => !tall.some((other) => other !== box && contains(other, box)));
  const looks = outer
    .map((box) => ({ box, ...turnOf(upright, dpi, box) }))
    .filter(({ deg, lead }) => Math.abs(deg) >= TURN_DEG[0] && lead >= ROWS_LEAD)
    .sort((a, b) => b.lead - a.lead);
  for (const { box, deg } of looks.slice(0, LOOKS_MAX)) {
    const { seen, covers } = await readStraight(recogniser, upright, dpi, box, deg, languages);
    const kept = all.filter((word) => !covers(word.box));
    const before = letters(all) - letters(kept);
    if (letters(seen) < Math.max(LETTERS_MIN, LETTERS_SHARE * before)) continue;
    const [line, block] = [Math.max(-1, ...kept.map((w) => w.line)) + 1, Math.max(-1, ...kept.map((w) => w.block)) + 1];
    all = [...kept, ...seen.map((word) => ({ ...word, line: line + word.line, block }))];
  }
  return all;
}

const letters = (words: readonly Word[]): number => words.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
const contains = (a: Box, b: Box): boolean => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];

/** By how many degrees clockwise the ink of a box is turned, and how much better it stands in rows when set straight. */
function turnOf(upright: Raster, dpi: number, box: Box): { deg: number; lead: number } {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI));
  const { widthPx, heightPx, gray } = shrink(upright, factor);
  const [x0, y0, x1, y1] = box.map((v) => Math.round(v / factor)) as Box;
  const xs: number[] = [];
  const ys: number[] = [];
  for (let y = y0; y < Math.min(heightPx, y1); y++) {
    for (let x = x0; x < Math.min(widthPx, x1); x++) {
      if (gray[y * widthPx + x]! >= INK_BELOW) continue;
      xs.push(x - x0);
      ys.push(y - y0);
    }
  }
  const reach = x1 - x0;
  const rows = new Uint32Array(y1 - y0 + 2 * reach);
  const inRows = (deg: number): number => {
    rows.fill(0);
    const slope = Math.tan((deg * Math.PI) / 180);
    for (let i = 0; i < xs.length; i++) rows[Math.round(ys[i]! - slope * xs[i]! + reach)]!++;
    return rows.reduce((sum, ink) => sum + ink * ink, 0);
  };
  const asItStands = Math.max(1, inRows(-1), inRows(0), inRows(1));
  let best = { deg: 0, lead: 1 };
  for (let deg = -TURN_DEG[1]; deg <= TURN_DEG[1]; deg += STEP_DEG) {
    const lead = inRows(deg) / asItStands;
    if (lead > best.lead) best = { deg, lead };
  }
  return best;
}

/** The words of a box whose content is turned by so many degrees clockwise, their boxes those of the page; and whether they cover the middle of another. */
async function readStraight(
  recogniser: Recogniser,
  upright: Raster,
  dpi: number,
  [x0, y0, x1, y1]: Box,
  deg: number,
  languages?: readonly Language[],
): Promise<{ seen: Word[]; covers: (box: Box) => boolean }> {
  const angle = (deg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [width, height] = [x1 - x0, y1 - y0];
  // Length and thickness of the rectangle that stands askew in this box.
  const margin = (2 * MARGIN_MM * dpi) / 25.4;
  const square = cos * cos - sin * sin;
  const widthPx = Math.ceil((width * cos - height * Math.abs(sin)) / square + margin);
  const heightPx = Math.ceil(Math.max(0, height * cos - width * Math.abs(sin)) / square + margin);
  const [u, v] = [widthPx / 2, heightPx / 2];
  const toPage: Affine = [cos, sin, -sin, cos, (x0 + x1) / 2 - cos * u + sin * v, (y0 + y1) / 2 - sin * u - cos * v];
  const strip = warp(upright, toPage, widthPx, heightPx);
  const words = await recogniser.read(strip, dpi, { segmentation: 'block', ...(languages ? { languages } : {}) });
  const sure = words.filter((word) => word.confidence >= WORD_CONFIDENCE_MIN && /[\p{L}\p{N}]{2}/u.test(word.text));
  const toStrip = invertPlacement(toPage);
  return {
    seen: sure.map(({ text, box: [a, b, c, d], confidence, line, block }) => {
      const corners: Point[] = [
        [a, b],
        [c, b],
        [c, d],
        [a, d],
      ];
      return { text, box: boxOf(corners.map((corner) => applyPlacement(toPage, corner))).map(Math.round) as Box, confidence, line, block };
    }),
    covers([a, b, c, d]) {
      const [x, y] = applyPlacement(toStrip, [(a + c) / 2, (b + d) / 2]);
      return sure.some(({ box }) => x > box[0] && x < box[2] && y > box[1] && y < box[3]);
    },
  };
}
