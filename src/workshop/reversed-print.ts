import { findBlobs } from './blobs.ts';
import type { Box } from './page-look.ts';
import { type Raster, shrink } from './raster.ts';

/** Grounds are looked for at this resolution, letters on them at twice of it. */
const SEEING_DPI = 50;
/** As shares of the paper's brightness: how dark a ground is, and how much lighter its letters are. */
const GROUND_BELOW = 0.6;
const LETTERS_LIGHTER = 0.3;
const PAPER_SHARE = 0.9;
/** Everywhere wider than this; print and rules are not. */
const GROUND_THICK_MM = 1;
const GROUND_LEAST_MM: readonly [across: number, down: number] = [15, 3];
/** How much of its box a ground fills at least, letters and a turn by some degrees taken off. */
const GROUND_SHARE_MIN = 0.2;
/** More is a dark page. */
const PAGE_SHARE_MAX = 0.5;
const LETTER_MM: readonly [number, number] = [1.2, 12];
const LETTERS_MIN = 4;
/** How much of what is light on a ground is letters; in pictures less. */
const LETTER_SHARE_MIN = 0.7;
const LIGHT_SHARE: readonly [number, number] = [0.003, 0.4];

/** A dark ground with light letters on it, in pixels of the raster it was found in. */
export interface ReversedPrint {
  box: Box;
  /** Brightness of the ground and of the letters. */
  dark: number;
  light: number;
}

/** The light print of a page that stands on dark ground: the banner of a letterhead, the head of a table, a sticker. */
export function findReversedPrint(upright: Raster, dpi: number): ReversedPrint[] {
  const factor = Math.max(1, Math.round(dpi / SEEING_DPI / 2));
  const fine = shrink(upright, factor);
  const coarse = shrink(fine, 2);
  const mm = dpi / factor / 25.4;
  const paper = levelAt(histogramOf(coarse.gray), PAPER_SHARE);
  const at = new Uint8Array(coarse.gray.length);
  for (let i = 0; i < at.length; i++) at[i] = coarse.gray[i]! < GROUND_BELOW * paper ? 1 : 0;
  const thick = Math.max(2, Math.round((GROUND_THICK_MM * mm) / 2));
  const blobs = findBlobs({ ...coarse, at: keepThick(at, coarse.widthPx, coarse.heightPx, thick) }, 0);
  const [across, down] = GROUND_LEAST_MM.map((least) => (least * mm) / 2) as [number, number];
  const grounds = blobs.filter(({ box: [x0, y0, x1, y1], inkPx }) => {
    const area = (x1 - x0) * (y1 - y0);
    return x1 - x0 >= across && y1 - y0 >= down && inkPx >= GROUND_SHARE_MIN * area && area <= PAGE_SHARE_MAX * at.length;
  });
  return grounds
    .map(({ box }) => lettersOn(fine, box.map((v, i) => 2 * v + (i < 2 ? -2 : 2)) as Box, mm, paper))
    .filter((print) => print !== null)
    .map(({ box, ...levels }) => ({ box: box.map((v) => v * factor) as Box, ...levels }));
}

/** Draws it dark on white, like all other print. Changes `white`, which was made of `upright`. */
export function turnReversedPrint(white: Raster, upright: Raster, dpi: number): void {
  for (const { box, dark, light } of findReversedPrint(upright, dpi)) {
    const ground = groundIn(upright, box, (dark + light) / 2);
    // The ground's own unevenness comes to white.
    const from = dark + 0.15 * (light - dark);
    ground.each((i, value) => {
      white.gray[i] = Math.min(255, Math.max(0, (255 * (light - value)) / (light - from)));
    });
  }
}

/** Takes out what is nowhere `thick` pixels wide and high. */
function keepThick(at: Uint8Array, w: number, h: number, thick: number): Uint8Array {
  const across = new Uint8Array(at.length);
  for (let y = 0; y < h; y++) {
    let run = 0;
    for (let i = y * w; i < (y + 1) * w; i++) {
      run = at[i] === 1 ? run + 1 : 0;
      if (run === thick) across.fill(1, i - thick + 1, i + 1);
      else if (run > thick) across[i] = 1;
    }
  }
  const out = new Uint8Array(at.length);
  const runs = new Uint32Array(w);
  for (let y = 0; y < h; y++) {
    for (let x = 0, i = y * w; x < w; x++, i++) {
      runs[x] = across[i] === 1 ? runs[x]! + 1 : 0;
      if (runs[x] === thick) for (let k = 0; k < thick; k++) out[i - k * w] = 1;
      else if (runs[x]! > thick) out[i] = 1;
    }
  }
  return out;
}

/** A ground, whatever stands on it: in its box, what lies between the first and the last dark pixel of its row and of its column. */
interface Ground {
  each(use: (i: number, value: number) => void): void;
  /** There is ground on all four sides. */
  surrounds(box: Box): boolean;
}

function groundIn({ widthPx, heightPx, gray }: Raster, box: Box, below: number): Ground {
  const [x0, y0, x1, y1] = [Math.max(0, box[0]), Math.max(0, box[1]), Math.min(widthPx, box[2]), Math.min(heightPx, box[3])];
  const top = new Int32Array(x1 - x0).fill(y1);
  const bottom = new Int32Array(x1 - x0).fill(-1);
  const left = new Int32Array(y1 - y0).fill(x1);
  const right = new Int32Array(y1 - y0).fill(-1);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      if (gray[y * widthPx + x]! >= below) continue;
      top[x - x0] = Math.min(top[x - x0]!, y);
      bottom[x - x0] = y;
      left[y - y0] = Math.min(left[y - y0]!, x);
      right[y - y0] = x;
    }
  }
  return {
    each(use) {
      for (let y = y0; y < y1; y++) {
        for (let x = left[y - y0]!; x <= right[y - y0]!; x++)
          if (y >= top[x - x0]! && y <= bottom[x - x0]!) use(y * widthPx + x, gray[y * widthPx + x]!);
      }
    },
    surrounds: ([ax, ay, bx, by]) =>
      top.subarray(ax - x0, bx - x0).every((y) => y < ay) &&
      bottom.subarray(ax - x0, bx - x0).every((y) => y >= by) &&
      left.subarray(ay - y0, by - y0).every((x) => x < ax) &&
      right.subarray(ay - y0, by - y0).every((x) => x >= bx),
  };
}

/** What is light on a ground, if it is a few letters at least and hardly anything else. */
function lettersOn(raster: Raster, box: Box, mm: number, paper: number): ReversedPrint | null {
  const ground = groundIn(raster, box, GROUND_BELOW * paper);
  const levels = new Uint32Array(256);
  ground.each((_, value) => levels[value]!++);
  const dark = levelAt(levels, 0.3);
  const light = levelAt(levels, 0.998);
  if (light - dark < LETTERS_LIGHTER * paper) return null;
  const at = new Uint8Array(raster.gray.length);
  let all = 0;
  let lit = 0;
  ground.each((i, value) => {
    all++;
    if (value < (dark + light) / 2) return;
    at[i] = 1;
    lit++;
  });
  if (lit < LIGHT_SHARE[0] * all || lit > LIGHT_SHARE[1] * all) return null;
  const letters = findBlobs({ ...raster, at }, 0).filter(({ box: letter }) => {
    const [x0, y0, x1, y1] = letter;
    const letterlike = y1 - y0 >= LETTER_MM[0] * mm && y1 - y0 <= LETTER_MM[1] * mm && x1 - x0 <= 2 * LETTER_MM[1] * mm;
    return letterlike && ground.surrounds(letter);
  });
  const ofLetters = letters.reduce((sum, { inkPx }) => sum + inkPx, 0);
  return letters.length >= LETTERS_MIN && ofLetters >= LETTER_SHARE_MIN * lit ? { box, dark, light } : null;
}

function histogramOf(gray: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (const value of gray) histogram[value]!++;
  return histogram;
}

/** The brightness below which a share of the pixels lies. */
function levelAt(histogram: Uint32Array, share: number): number {
  let left = share * histogram.reduce((sum, count) => sum + count, 0);
  let level = 0;
  while (level < 255 && left >= histogram[level]!) left -= histogram[level++]!;
  return level;
}
