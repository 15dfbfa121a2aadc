import type { Box } from './page-look.ts';
import type { Raster } from './raster.ts';
import type { ReadSymbol, ReadWord } from './recogniser.ts';

/** On whitened paper; print blurred by a scanner is still darker. */
const INK_BELOW = 160;
/** Letters without ascender are so high in terms of a capital. */
const X_HEIGHT = 0.72;
const X_HIGH = /^[acemnorsuvwxz]$/;
/** In heights of a capital: what separates letters and words of ordinary print, where a line is too short to say. */
const LETTER_GAP = 0.08;
const WORD_GAP = 0.34;
const WORD_GAP_RANGE = [0.26, 0.5] as const;
/** A wider gap is one between columns. */
const COLUMN_GAP = 0.9;
/** Fewer gaps do not say what is usual in their line. */
const GAPS_ENOUGH = 6;
const WORD_GAPS_ENOUGH = 3;
const TWO_KINDS_APART = 0.2;
const FIGURE_WIDTH = 0.6;
/** Letters of a typewriter stand this regularly: so many of them within so much of one pitch. Of print it is half of them. */
const PITCH_WITHIN = 0.16;
const PITCH_SHARE = 0.75;
const PITCH_PAIRS_ENOUGH = 10;
/**
 * Between the usual gap of letters (0) and of words (1): from where on two neighbours are two words. Inside a figure, an address
 * or at a hyphen white says less.
 */
const PARTS_FROM = 0.5;
const PARTS_LETTERS_FROM = 0.8;
const PARTS_BOUND_FROM = 1.2;
/** Letters of a line stand close if hardly a pair of so many is further apart than this: then print is not worn, and a space is one. */
const CLOSE_PAIRS_ENOUGH = 20;
const CLOSE_WITHIN = 0.4;
const CLOSE_QUANTILE = 0.9;
/** Up to here two words are one, where a mark that has something on either side stands between them. */
const JOINS = 0.75;
/** What is read with less is a smudge more often than several words. */
const PARTED_CONFIDENCE_MIN = 0.5;

/** What stands between two neighbours of a line. */
interface Gap {
  /** White between them in heights of the line's capitals, less what narrow figures have in their cells. */
  white: number;
  /** From middle to middle, in pixels. */
  stepPx: number;
  /** The recogniser has begun a word here. */
  word: boolean;
  letters: boolean;
}

const widthOf = ([x0, , x1]: Box): number => x1 - x0;
const middleOf = ([x0, , x1]: Box): number => (x0 + x1) / 2;
const isFigure = ({ text }: ReadSymbol): boolean => /^\d$/.test(text);
const isLetter = ({ text }: ReadSymbol): boolean => /^\p{L}$/u.test(text);

function quantile(values: readonly number[], share: number): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)];
}

/**
 * Words as the white between their letters parts and joins them: Tesseract's network decides on spaces by what it has learnt,
 * and runs `20 %`, `8 h 30` or `P.U. HT` together.
 *
 * @param words of one reading of `raster`, boxes of their symbols included
 */
export function partWords(words: readonly ReadWord[], raster: Raster): ReadWord[] {
  const lines = new Map<number, ReadWord[]>();
  for (const word of words) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  const gaps = [...lines.values()].map((line) => gapsOf(line, raster));
  const usual = usualWordGap(gaps);
  return [...lines.values()].flatMap((line, i) => partLine(line, gaps[i]!, usual));
}

function partLine(line: readonly ReadWord[], gaps: readonly Gap[], usual: number): ReadWord[] {
  const shareOf = measure(gaps, usual);
  const letterPairs = gaps.filter((gap) => gap.letters && !gap.word).map((gap) => shareOf(gap));
  const close = letterPairs.length >= CLOSE_PAIRS_ENOUGH && quantile(letterPairs, CLOSE_QUANTILE)! <= CLOSE_WITHIN;
  const parts: ReadWord[] = [];
  let before: ReadWord | undefined;
  let at = -1;
  for (const word of line) {
    const own = gaps.slice(at + 1, at + word.symbols.length);
    // Where the white beside a word is none, its letters are not where they were said to be.
    const [ahead, behind] = [gaps[at], gaps[at + word.symbols.length]];
    const apart = [ahead, behind].every((gap) => !gap || shareOf(gap) >= PARTS_FROM);
    for (const [i, symbol] of word.symbols.entries()) {
      const gap = gaps[at++];
      const cut =
        !before || !gap
          ? true
          : i === 0
            ? !isBound(before, word) || shareOf(gap) >= JOINS
            : word.confidence >= PARTED_CONFIDENCE_MIN && shareOf(gap, own) >= neededToPart(word.symbols, i, close && apart);
      before = word;
      if (cut) parts.push({ ...word, text: '', symbols: [] });
      const part = parts.at(-1)!;
      part.symbols.push(symbol);
      part.text += symbol.text;
      part.confidence = Math.min(part.confidence, word.confidence);
    }
  }
  return parts.map((part) => ({ ...part, box: boxOf(part.symbols) }));
}

const boxOf = (symbols: readonly ReadSymbol[]): Box => [
  Math.min(...symbols.map((s) => s.box[0])),
  Math.min(...symbols.map((s) => s.box[1])),
  Math.max(...symbols.map((s) => s.box[2])),
  Math.max(...symbols.map((s) => s.box[3])),
];

/** A mark that belongs to the word before it, or to the one after it; and what belongs to both. */
const CLOSES = /^[,.;:!?)\]»”’'"…@]/;
const OPENS = /[([«“„‘'’"@]$/;

/** How far apart two neighbours must stand to be two words. */
function neededToPart(symbols: readonly ReadSymbol[], at: number, close: boolean): number {
  const [two, before, after] = [symbols[at - 2]?.text ?? '', symbols[at - 1]!.text, symbols[at]!.text];
  if (CLOSES.test(after) || OPENS.test(before)) return Infinity;
  // Of letters the recogniser knows better: where print is worn, words fall apart before spaces are overlooked. Not so beside figures.
  if (/\p{L}$/u.test(before) && /^\p{L}/u.test(after)) return close || symbols.some(isFigure) ? PARTS_LETTERS_FROM : Infinity;
  if (/[-–/_]/.test(before + after)) return PARTS_BOUND_FROM;
  // P.U., T.V.A.
  if (before === '.' && symbols[at + 1]?.text === '.') return PARTS_BOUND_FROM;
  if (/[.,:]/.test(before) && ((/\d/.test(two) && /\d/.test(after)) || /\p{Ll}/u.test(after))) return PARTS_BOUND_FROM;
  return PARTS_FROM;
}

/** An at sign, a slash or the dot of an address stands between them. */
const isBound = (before: ReadWord, after: ReadWord): boolean =>
  /@$|[\p{L}\p{N}]\/$/u.test(before.text) || /^@|^\/[\p{L}\p{N}]|^\.\p{Ll}/u.test(after.text);

function gapsOf(line: readonly ReadWord[], raster: Raster): Gap[] {
  const symbols = line.flatMap((word) => word.symbols);
  const starts = new Set(line.map((word) => word.symbols[0]));
  const size = sizeOf(symbols);
  // Figures have cells of one width: a 1 has more white in its own than an 8.
  const figures = symbols.filter((s) => /^[02-9]$/.test(s.text)).map((s) => widthOf(s.box));
  const figure = quantile(figures, 0.5) ?? FIGURE_WIDTH * size;
  const spare = (symbol: ReadSymbol): number => (isFigure(symbol) ? Math.max(0, figure - widthOf(symbol.box)) / 2 : 0);
  return symbols.slice(1).map((symbol, i) => {
    const before = symbols[i]!;
    // Boxes that overlap are not those of their letters.
    const apart = Math.max(0, symbol.box[0] - before.box[2]);
    const white = Math.min(whiteBetween(raster, before.box, symbol.box), 1.6 * apart + 2) - spare(before) - spare(symbol);
    return {
      white: white / size,
      stepPx: middleOf(symbol.box) - middleOf(before.box),
      word: starts.has(symbol),
      letters: isLetter(before) && isLetter(symbol),
    };
  });
}

/** Height of the capitals of a line, in pixels. */
function sizeOf(symbols: readonly ReadSymbol[]): number {
  const heights = symbols
    .filter((s) => isLetter(s) || isFigure(s))
    .map(({ text, box }) => (box[3] - box[1]) / (X_HIGH.test(text) ? X_HEIGHT : 1));
  return Math.max(4, quantile(heights, 0.5) ?? 4);
}

/** Longest run of columns without ink between the middles of two symbols, in pixels. */
function whiteBetween({ widthPx, heightPx, gray }: Raster, a: Box, b: Box): number {
  const y0 = Math.max(0, Math.min(a[1], b[1]));
  const y1 = Math.min(heightPx, Math.max(a[3], b[3]));
  let run = 0;
  let longest = 0;
  for (let x = Math.max(0, Math.floor(middleOf(a))); x <= Math.min(widthPx - 1, middleOf(b)); x++) {
    let ink = false;
    for (let y = y0; y < y1 && !ink; y++) ink = gray[y * widthPx + x]! < INK_BELOW;
    run = ink ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** How much wider words stand apart than letters on this page. */
function usualWordGap(lines: readonly (readonly Gap[])[]): number {
  const apart = lines.flatMap((gaps) => {
    const letter = letterGap(gaps);
    return gaps.filter((gap) => gap.word && gap.white < COLUMN_GAP).map((gap) => gap.white - letter);
  });
  return apart.length >= GAPS_ENOUGH ? quantile(apart, 0.5)! : WORD_GAP;
}

function letterGap(gaps: readonly Gap[]): number {
  const within = gaps.filter((gap) => !gap.word).map((gap) => gap.white);
  if (within.length < GAPS_ENOUGH) return Math.max(LETTER_GAP, quantile(within, 0) ?? 0);
  // Where most of them are overlooked spaces, as in "8 h 30 à 12 h", the smaller ones tell.
  const [quarter, half] = [quantile(within, 0.25)!, quantile(within, 0.5)!];
  return half - quarter > TWO_KINDS_APART ? quarter : half;
}

/** The measure of a line: where a gap lies between the usual one of letters (0) and of words (1). */
function measure(gaps: readonly Gap[], usual: number): (gap: Gap, own?: readonly Gap[]) => number {
  const pitch = pitchOf(gaps);
  if (pitch !== undefined) return (gap) => (gap.stepPx - pitch) / pitch;
  const between = gaps.filter((gap) => gap.word && gap.white < COLUMN_GAP).map((gap) => gap.white);
  const [least, most] = WORD_GAP_RANGE;
  const letter = letterGap(gaps);
  const word = between.length >= WORD_GAPS_ENOUGH ? quantile(between, 0.5)! - letter : usual;
  const span = Math.min(most, Math.max(least, word));
  // Type of another width may stand in the same line: a word whose letters all stand far apart is one word. Two letters do not tell.
  return (gap, own = []) => (gap.white - Math.max(letter, own.length > 1 ? Math.min(...own.map((g) => g.white)) : 0)) / span;
}

/** The step of a typewriter, in pixels, where a line is written with one. */
function pitchOf(gaps: readonly Gap[]): number | undefined {
  const steps = gaps.filter((gap) => !gap.word && gap.letters).map((gap) => gap.stepPx);
  const pitch = quantile(steps, 0.5);
  if (pitch === undefined || steps.length < PITCH_PAIRS_ENOUGH) return undefined;
  return steps.filter((step) => Math.abs(step - pitch) <= PITCH_WITHIN * pitch).length >= PITCH_SHARE * steps.length ? pitch : undefined;
}
