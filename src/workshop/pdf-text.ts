import type { Box, Word } from './page-look.ts';
import type { PdfChar } from './pdfium.ts';
import { isPlausibleText } from './plausible-text.ts';

/** Fewer letters are a page number or a watermark on a scan, not the text of the page. */
const LETTERS_MIN = 20;
/** What a font does not say, and what text cannot be. */
const UNKNOWN = '\ufffd';
/** Fonts without a usable code table give private and replacement characters; a few bullets and quotes in such a font are left out. */
const STRANGE_SHARE_MAX = 0.1;
const INVISIBLE_SHARE_MAX = 0.3;
/** Where images cover more of a page, its letters are a header or a stamp over a scan. */
const IMAGE_SHARE_MAX = 0.5;
/** In heights of a cell, about 1.2 em: the narrowest space of justified print is a sixth of an em, and kerning parts letters by less than a tenth. */
const WORD_GAP = 0.11;
/** Nobody sets letters further apart than this and means one word: figures of a narrow table. */
const LETTER_GAP_MAX = 0.4;
const LIGATURE_MAX_PX = 1;
/** Up or down within one line, and to the next line of the same block, in heights of a cell. */
const LINE_LEAP_MAX = 0.5;
const BLOCK_LEAP_MAX = 1.6;

/**
 * Words of a page that was born digital, or nothing where the page must be read by eye: scans, also under a few letters of
 * somebody's stamp or header, scans with recognised text behind them (its errors are not ours), and fonts whose codes mean nothing,
 * whether they say so or give other letters instead.
 *
 * @param imageShare how much of the page its images cover
 */
export function wordsOfChars(chars: readonly PdfChar[], imageShare: number): Word[] | undefined {
  if (imageShare > IMAGE_SHARE_MAX) return undefined;
  const seen = chars.filter((c) => c.char.trim() !== '');
  const letters = seen.filter((c) => /[\p{L}\p{N}]/u.test(c.char)).length;
  const strange = seen.filter((c) => /[\p{Co}\p{Cn}\p{Cc}\uFFFD]/u.test(c.char)).length;
  const invisible = seen.filter((c) => c.invisible).length;
  if (letters < LETTERS_MIN || strange > STRANGE_SHARE_MAX * seen.length || invisible > INVISIBLE_SHARE_MAX * seen.length) return undefined;
  const words = linesOf(chars.filter((c) => c.char !== UNKNOWN)).flatMap(wordsOfLine);
  return isPlausibleText(words.map((word) => word.text).join(' ')) ? words : undefined;
}

export interface DrawnPage {
  widthPx: number;
  heightPx: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** Of 255: print that nobody sees on its paper any more. */
const CONTRAST_MIN = 24;

/**
 * Those words that leave ink on the page as it is drawn: not what lies beyond its edges, is white on white, transparent or under a picture. Nobody who
 * holds the page in hand can have meant them. Nothing where they are too many, for then the text is not that of the page.
 */
export function wordsWithInk(words: readonly Word[], page: DrawnPage): Word[] | undefined {
  const seen = words.filter(({ box }) => leavesInk(box, page));
  return seen.length < (1 - INVISIBLE_SHARE_MAX) * words.length ? undefined : seen;
}

function leavesInk([left, top, right, bottom]: Box, { widthPx, heightPx, channels, data }: DrawnPage): boolean {
  const [from, to] = [Math.max(0, left - 1), Math.min(widthPx, right + 2)];
  const [lowest, highest] = [
    [255, 255, 255],
    [0, 0, 0],
  ];
  for (let y = Math.max(0, top - 1); y < Math.min(heightPx, bottom + 2); y++) {
    for (let i = (y * widthPx + from) * channels; i < (y * widthPx + to) * channels; i++) {
      const channel = channels === 1 ? 0 : i % 3;
      lowest[channel] = Math.min(lowest[channel]!, data[i]!);
      highest[channel] = Math.max(highest[channel]!, data[i]!);
    }
    if (highest.some((high, channel) => high - lowest[channel]! >= CONTRAST_MIN)) return true;
  }
  return false;
}

/** A character in the frame of its own writing: x grows as it is read, whichever way it stands on the page. */
interface Cell {
  char: PdfChar;
  /** From where the pen was set down to where it went on, as high as the font. */
  box: Box;
}

interface Line {
  cells: Cell[];
  line: number;
  block: number;
}

const height = ({ box }: Cell): number => Math.max(1, box[3] - box[1]);

function alongWriting([x0, y0, x1, y1]: Box, turn: PdfChar['turn']): Box {
  if (turn === 90) return [y0, -x1, y1, -x0];
  if (turn === 180) return [-x1, -y1, -x0, -y0];
  if (turn === 270) return [-y1, x0, -y0, x1];
  return [x0, y0, x1, y1];
}

/** Characters in the order of the content, a new line wherever they leap off the old one or back in it. */
function linesOf(chars: readonly PdfChar[]): Line[] {
  const lines: Line[] = [];
  let last: Cell | undefined;
  for (const char of chars) {
    const cell: Cell = { char, box: alongWriting(char.cell, char.turn) };
    const middle = (c: Cell): number => (c.box[1] + c.box[3]) / 2;
    // A space may be set in another size or have no height at all.
    const blank = char.char.trim() === '';
    const turned = last !== undefined && last.char.turn !== char.turn;
    const leap = !last || turned ? Infinity : Math.abs(middle(cell) - middle(last)) / Math.max(height(cell), height(last));
    const current = lines.at(-1);
    if (blank) current?.cells.push(cell);
    else if (current && leap < LINE_LEAP_MAX) current.cells.push(cell);
    else
      lines.push({
        cells: [cell],
        line: lines.length,
        block: current ? current.block + Number(leap > BLOCK_LEAP_MAX) : 0,
      });
    if (!blank) last = cell;
  }
  return lines;
}

/** How far apart the letters of this line stand: the middle one of the gaps between neighbours that no space parts. */
function letterGap(cells: readonly Cell[]): number {
  const gaps: number[] = [];
  for (const [i, cell] of cells.entries()) {
    const next = cells[i + 1];
    if (next && cell.char.char.trim() !== '' && next.char.char.trim() !== '') gaps.push((next.box[0] - cell.box[2]) / height(next));
  }
  gaps.sort((a, b) => a - b);
  return Math.min(LETTER_GAP_MAX, Math.max(0, gaps[gaps.length >> 1] ?? 0));
}

function wordsOfLine({ cells, line, block }: Line): Word[] {
  const words: Word[] = [];
  const usual = letterGap(cells);
  let word: Word | undefined;
  let last: Cell | undefined;
  for (const cell of cells) {
    const { char, box } = cell.char;
    if (char.trim() === '') {
      word = undefined;
      continue;
    }
    // The pen has not moved: letters of one ligature, of which each but its ink has the place of the first.
    const joined = last !== undefined && Math.abs(cell.box[0] - last.box[0]) < LIGATURE_MAX_PX;
    const apart = last && !joined ? (cell.box[0] - last.box[2]) / height(cell) : 0;
    const back = last !== undefined && cell.box[2] < last.box[0];
    const inkEnd = joined ? alongWriting(box, cell.char.turn)[2] : 0;
    last = inkEnd > cell.box[2] ? { ...cell, box: [cell.box[0], cell.box[1], inkEnd, cell.box[3]] } : cell;
    if (!word || apart > usual + WORD_GAP || back) {
      word = { text: '', box: [...box], confidence: 1, line, block };
      words.push(word);
    }
    word.text += char.normalize('NFC');
    word.box = [Math.min(word.box[0], box[0]), Math.min(word.box[1], box[1]), Math.max(word.box[2], box[2]), Math.max(word.box[3], box[3])];
  }
  return words;
}
