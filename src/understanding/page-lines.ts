/**
 * Words put into lines, rows and stacks.
 *
 * A *line* is what stands together: words on one baseline without a gap that a column leaves. A *row* is every line at the same
 * height, left to right, as a table is read. A *stack* is lines set under one another at the same left edge, as an address is.
 */
import { foldWords } from './folding.ts';
import { around, type Box, type ReadPage, type ReadWord } from './page-words.ts';

export interface Line {
  page: number;
  text: string;
  /** `foldWords(text)`. */
  folded: string;
  words: ReadWord[];
  box: Box;
  heightPx: number;
}

export interface Layout {
  page: ReadPage;
  index: number;
  /** From top to bottom, then left to right. */
  lines: Line[];
  rows: Line[];
  stacks: Line[][];
  /** The usual height of a line. */
  heightPx: number;
}

/** A column leaves at least this many line heights between two words. */
const COLUMN_GAP = 2.2;
/** No printed line has more words; what has is cut, as reading a line takes time by the square of its length. */
const LINE_WORDS_MAX = 60;
const ROW_WORDS_MAX = 120;

export function layOut(page: ReadPage, index: number): Layout {
  const words = page.words.filter((w) => w.text.trim() !== '' && w.box[2] > w.box[0] && w.box[3] > w.box[1]);
  const heightPx = median(words.map((w) => w.box[3] - w.box[1])) || 20;
  const lines = groupWords(words, index, heightPx).sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  return { page, index, lines, rows: joinRows(lines, heightPx), stacks: stackLines(lines), heightPx };
}

function groupWords(words: ReadWord[], page: number, heightPx: number): Line[] {
  const groups = Map.groupBy(words, (w) => `${w.block}/${w.line}`);
  const lines: Line[] = [];
  for (const group of groups.values()) {
    group.sort((a, b) => a.box[0] - b.box[0]);
    let run: ReadWord[] = [];
    for (const word of group) {
      const last = run.at(-1);
      const gap = last ? word.box[0] - last.box[2] : 0;
      if (last && (gap > COLUMN_GAP * Math.max(heightPx, last.box[3] - last.box[1]) || run.length >= LINE_WORDS_MAX)) {
        lines.push(makeLine(run, page));
        run = [];
      }
      run.push(word);
    }
    if (run.length > 0) lines.push(makeLine(run, page));
  }
  return lines;
}

/** Words wider apart than this are columns: written with two spaces, so that `6  136,96` is not read as 6 136,96. */
const COLUMN_SHARE = { ofHeight: 0.8, ofUsualGap: 2.2 };

/** @param columnGapPx a wider gap is written as two spaces. */
export function makeLine(words: ReadWord[], page: number, columnGapPx = Infinity): Line {
  let text = '';
  for (const [i, word] of words.entries()) {
    const before = words[i - 1];
    text += `${before ? (word.box[0] - before.box[2] > columnGapPx ? '  ' : ' ') : ''}${word.text}`;
  }
  return {
    page,
    text,
    folded: foldWords(text),
    words,
    box: around(words.map((w) => w.box)),
    heightPx: median(words.map((w) => w.box[3] - w.box[1])),
  };
}

function columnGap(lines: readonly Line[], heightPx: number): number {
  const gaps = lines.flatMap((l) => l.words.slice(1).map((w, i) => w.box[0] - l.words[i]!.box[2]));
  return Math.max(COLUMN_SHARE.ofHeight * heightPx, COLUMN_SHARE.ofUsualGap * median(gaps));
}

function joinRows(lines: readonly Line[], heightPx: number): Line[] {
  const gapPx = columnGap(lines, heightPx);
  const rows: Line[][] = [];
  for (const line of lines) {
    const middle = (line.box[1] + line.box[3]) / 2;
    const row = rows.findLast((r) => {
      const box = r[0]!.box;
      return middle > box[1] && middle < box[3] && Math.min(box[3], line.box[3]) - Math.max(box[1], line.box[1]) > 0.5 * line.heightPx;
    });
    if (row && row.reduce((n, l) => n + l.words.length, line.words.length) <= ROW_WORDS_MAX) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) =>
    makeLine(
      row.sort((a, b) => a.box[0] - b.box[0]).flatMap((l) => l.words),
      row[0]!.page,
      gapPx,
    ),
  );
}

function stackLines(lines: readonly Line[]): Line[][] {
  const stacks: Line[][] = [];
  for (const line of lines) {
    let best: Line[] | undefined;
    let bestGap = Infinity;
    for (const stack of stacks) {
      const last = stack.at(-1)!;
      const height = Math.max(last.heightPx, line.heightPx);
      const gap = line.box[1] - last.box[3];
      const indent = Math.abs(line.box[0] - last.box[0]);
      const centred = Math.abs(line.box[0] + line.box[2] - last.box[0] - last.box[2]) / 2;
      if (gap > -0.6 * height && gap < 1.25 * height && (indent < 1.6 * height || centred < 0.8 * height) && gap < bestGap) {
        best = stack;
        bestGap = gap;
      }
    }
    if (best) best.push(line);
    else stacks.push([line]);
  }
  return stacks;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
