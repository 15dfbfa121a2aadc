import type { Language } from '#base/words.ts';
import type { Box } from './page-look.ts';
import { boxOf, type Raster, warp } from './raster.ts';
import type { ReadWord, Recogniser } from './recogniser.ts';

/** A word below this is read once more. */
const UNSURE = 0.7;
/** Words of the line read along with it: what is usual in a line shows in several. */
const NEIGHBOURS = 4;
/** The height a line is brought to: about what the network was trained on. */
const LINE_PX = 40;
const LINE_LEAST_PX = 4;
const SCALE_RANGE = [0.6, 3] as const;
/** Around a line, in its own height: what is cut too close is read worse. */
const MARGIN_ACROSS = 0.5;
const MARGIN_DOWN = 0.25;
/** Of one part of a page; a letter has two or three. Noise has no end of unsure words, and they stay unsure. */
const LOOKS_MAX = 10;
/** How much surer a reading must be that makes more or fewer words of the same print: a short strip says less about spaces. */
const LEAD_TO_REGROUP = 0.1;
/** What only the second reading has seen must be surer the smaller it is: of little print much is noise. */
const NEWS = { word: 0.5, figure: 0.7, letter: 0.85, alone: 0.7 };
const LETTERS_ALONE_MIN = 3;
/** Print is read where words cover this much of its width. */
const COVERED = 0.3;
/** A piece of print stands in the row of a line. */
const SAME_ROW = 0.5;
const ROW_HEIGHT_MAX = 1.6;
/** In heights: print further apart than this, with no word near it, is not one line. */
const ALONE_APART_MAX = 2;

interface Line {
  words: ReadWord[];
  block: number;
  /** Print beside the words, or of a line that has none. */
  unread: Box[];
}

/**
 * Reads once more, larger and a few words at a time, what was read with little confidence, and print nobody has read:
 * lone figures of tables, lines the layout analysis gave up. Of each stretch the more confident reading stands.
 *
 * @param print boxes of all print, in pixels of `raster`
 * @returns the words in reading order, their lines numbered anew
 */
export async function lookAgain(
  recogniser: Recogniser,
  raster: Raster,
  dpi: number,
  words: readonly ReadWord[],
  print: readonly Box[],
  languages?: readonly Language[],
): Promise<ReadWord[]> {
  const lines = linesOf(words, unreadOf(print, words));
  const doubtful = lines
    .map((line) => ({ line, doubt: doubtOf(line) }))
    .filter(({ doubt }) => doubt > 0)
    .sort((a, b) => b.doubt - a.doubt)
    .slice(0, LOOKS_MAX);
  for (const { line } of doubtful) {
    const seen = await readStretch(recogniser, raster, dpi, line, languages);
    line.words = line.words.length > 0 ? seen : lineAlone(seen, words);
  }
  const read = lines.filter((line) => line.words.length > 0);
  return read.flatMap(({ words: ofLine, block }, line) => ofLine.map((word) => ({ ...word, line, block })));
}

const doubtOf = ({ words, unread }: Line): number =>
  UNSURE - Math.min(...words.map((word) => word.confidence), unread.length > 0 ? UNSURE / 2 : UNSURE);

const around = (boxes: readonly Box[]): Box =>
  boxOf(
    boxes.flatMap(([x0, y0, x1, y1]) => [
      [x0, y0],
      [x1, y1],
    ]),
  );
const extentOf = ({ words, unread }: Line): Box => around([...words.map((word) => word.box), ...unread]);
const shared = (a0: number, a1: number, b0: number, b1: number): number => Math.min(a1, b1) - Math.max(a0, b0);

function unreadOf(print: readonly Box[], words: readonly ReadWord[]): Box[] {
  return print.filter(([x0, y0, x1, y1]) => {
    let covered = 0;
    for (const { box } of words) {
      const across = shared(x0, x1, box[0], box[2]);
      const down = shared(y0, y1, box[1], box[3]);
      if (across > 0 && down > 0.3 * Math.min(y1 - y0, box[3] - box[1])) covered += across;
    }
    return covered < COVERED * (x1 - x0);
  });
}

/** Unread print belongs to the nearest line of its row; without one it is a line of its own, below the one above it. */
function linesOf(words: readonly ReadWord[], unread: readonly Box[]): Line[] {
  const byNumber = new Map<number, Line>();
  for (const word of words) {
    const line = byNumber.get(word.line) ?? { words: [], block: word.block, unread: [] };
    byNumber.set(word.line, line);
    line.words.push(word);
  }
  const lines = [...byNumber.values()];
  for (const box of unread) {
    const [x0, y0, x1, y1] = box;
    let nearest: Line | undefined;
    let nearestPx = Infinity;
    let above = -1;
    let aboveEnd = -Infinity;
    for (const [i, line] of lines.entries()) {
      const [lx0, ly0, lx1, ly1] = extentOf(line);
      const apart = -shared(x0, x1, lx0, lx1);
      const row = shared(y0, y1, ly0, ly1) >= SAME_ROW * Math.min(y1 - y0, ly1 - ly0) && y1 - y0 <= ROW_HEIGHT_MAX * (ly1 - ly0);
      const near = line.words.length > 0 || apart <= ALONE_APART_MAX * (y1 - y0);
      if (row && near && apart < nearestPx) [nearest, nearestPx] = [line, apart];
      if (ly1 <= y0 && apart < 0 && ly1 >= aboveEnd) [above, aboveEnd] = [i, ly1];
    }
    if (nearest) nearest.unread.push(box);
    else lines.splice(above + 1, 0, { words: [], block: lines[Math.max(0, above)]?.block ?? 0, unread: [box] });
  }
  return lines;
}

/** The words of a line after its unsure ones and its unread print, with their neighbours, have been read once more. */
async function readStretch(
  recogniser: Recogniser,
  raster: Raster,
  dpi: number,
  { words, unread }: Line,
  languages?: readonly Language[],
): Promise<ReadWord[]> {
  const [from, , to] = around([...words.filter((word) => word.confidence < UNSURE).map((word) => word.box), ...unread]);
  const first = words.findLastIndex((word) => word.box[2] <= from) + 1 - NEIGHBOURS;
  const past = words.findIndex((word) => word.box[0] >= to);
  const start = Math.max(0, first);
  const end = past < 0 ? words.length : past + NEIGHBOURS;
  const old = words.slice(start, end);
  const box = around([...old.map((word) => word.box), ...unread]);
  if (box[3] - box[1] < LINE_LEAST_PX) return [...words];
  // In the margin stand the beginnings of words that are cut.
  const inside = ({ box: [x0, , x1] }: ReadWord): boolean => x0 + x1 > 2 * box[0] && x0 + x1 < 2 * box[2];
  const seen = (await readBox(recogniser, raster, dpi, box, languages)).filter(inside);
  return words.length > 0 ? [...words.slice(0, start), ...better(old, seen), ...words.slice(end)] : seen;
}

/** Marks where nothing else was read are mostly no writing; and between the two sides of a frame stands what has been read. */
function lineAlone(seen: readonly ReadWord[], read: readonly ReadWord[]): ReadWord[] {
  const known = ({ box: [x0, y0, x1, y1] }: ReadWord): boolean =>
    read.some(({ box }) => shared(x0, x1, box[0], box[2]) > 0 && shared(y0, y1, box[1], box[3]) > SAME_ROW * (y1 - y0));
  const sure = seen.filter((word) => word.confidence >= NEWS.alone && !known(word));
  const letters = sure.reduce((sum, word) => sum + (word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  return letters >= LETTERS_ALONE_MIN ? sure : [];
}

async function readBox(
  recogniser: Recogniser,
  raster: Raster,
  dpi: number,
  [x0, y0, x1, y1]: Box,
  languages?: readonly Language[],
): Promise<ReadWord[]> {
  const height = y1 - y0;
  const scale = Math.min(SCALE_RANGE[1], Math.max(SCALE_RANGE[0], LINE_PX / height));
  const left = x0 - MARGIN_ACROSS * height;
  const top = y0 - MARGIN_DOWN * height;
  const widthPx = Math.ceil((x1 - x0 + 2 * MARGIN_ACROSS * height) * scale);
  const heightPx = Math.ceil((1 + 2 * MARGIN_DOWN) * height * scale);
  const strip = warp(raster, [1 / scale, 0, 0, 1 / scale, left, top], widthPx, heightPx);
  const words = await recogniser.read(strip, dpi * scale, { segmentation: 'line', ...(languages ? { languages } : {}) });
  return words.map((word) => {
    const [a, b, c, d] = word.box;
    const box: Box = [a / scale + left, b / scale + top, c / scale + left, d / scale + top];
    return { ...word, box: box.map(Math.round) as Box };
  });
}

/** Words of two readings of one stretch: of what covers the same print, the surer. */
function better(old: readonly ReadWord[], seen: readonly ReadWord[]): ReadWord[] {
  const both = [...old.map((word) => ({ word, again: false })), ...seen.map((word) => ({ word, again: true }))];
  both.sort((a, b) => a.word.box[0] - b.word.box[0]);
  const groups: { old: ReadWord[]; seen: ReadWord[]; end: number }[] = [];
  for (const { word, again } of both) {
    let group = groups.at(-1);
    if (!group || word.box[0] >= group.end - 1) {
      group = { old: [], seen: [], end: word.box[2] };
      groups.push(group);
    }
    group[again ? 'seen' : 'old'].push(word);
    group.end = Math.max(group.end, word.box[2]);
  }
  return groups.flatMap((group) => {
    if (group.old.length === 0) return group.seen.filter(isNews);
    const lead = group.old.length === group.seen.length ? 0 : LEAD_TO_REGROUP;
    return confidenceOf(group.seen) > confidenceOf(group.old) + lead ? group.seen : group.old;
  });
}

function isNews({ text, confidence }: ReadWord): boolean {
  if (/[\p{L}\p{N}]{3}/u.test(text)) return confidence >= NEWS.word;
  return confidence >= (/\d/.test(text) ? NEWS.figure : /\p{L}/u.test(text) ? NEWS.letter : Infinity);
}

/** Of several words, each counting by its letters. */
export function confidenceOf(words: readonly { text: string; confidence: number }[]): number {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  return words.reduce((sum, word) => sum + word.text.length * word.confidence, 0) / Math.max(1, letters);
}
