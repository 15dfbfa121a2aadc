import type { Language } from '#base/words.ts';
import { countSmallWords, detectLanguage } from './language.ts';
import { confidenceOf, lookAgain } from './look-again.ts';
import { settleLookAlikes } from './look-alikes.ts';
import { printOf } from './page-head.ts';
import type { Box, PageText, Word } from './page-look.ts';
import { paintOver, type Raster } from './raster.ts';
import type { Recogniser } from './recogniser.ts';
import { readTurned } from './turned-print.ts';

/** Below this the recogniser saw a smudge, a rule or a logo. */
const WORD_CONFIDENCE_MIN = 0.2;
/** What was looked at again and is still below this is right in one of five cases. */
const WORD_CONFIDENCE_IN_THE_END = 0.3;
const MARKS_CONFIDENCE_MIN = 0.6;
/** A line of so few letters, read with so little confidence on the whole, is a signature, a fold or the bars of a franking machine. */
const SMUDGE_LETTERS_MAX = 6;
const SMUDGE_CONFIDENCE = 0.5;
const BARS_LEAST = 4;
const BARS_IN_WORD_MAX = 4;
/** Fewer words than this: perhaps the layout analysis has thrown away what was too sparse for it. */
const WORDS_FEW = 8;
/** A capital I is no taller than its line; a rule between columns is. */
const STROKE_HEIGHT_MAX = 1.25;

const letterCount = (words: readonly Word[]): number =>
  words.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);

const isWord = ({ text, confidence }: Word): boolean =>
  confidence >= WORD_CONFIDENCE_MIN && (/[\p{L}\p{N}%€$£]/u.test(text) || confidence > MARKS_CONFIDENCE_MIN);

const linesOf = <W extends Word>(words: readonly W[]): W[][] => {
  const lines = new Map<number, W[]>();
  for (const word of words) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  return [...lines.values()];
};

/** The bars a sorting machine prints along the lower edge of an envelope: `| I | Il Il`, `| [UT] | | IT]`. */
const isRowOfBars = (line: readonly Word[]): boolean =>
  line.length >= BARS_LEAST &&
  line.every(({ text }) => text.length <= BARS_IN_WORD_MAX) &&
  2 * line.filter(({ text }) => /^[Il|![\]]+$/.test(text)).length >= line.length;

const withoutSmudges = <W extends Word>(words: readonly W[]): W[] =>
  linesOf(words)
    .filter((line) => !isRowOfBars(line))
    .filter((line) => letterCount(line) > SMUDGE_LETTERS_MAX || confidenceOf(line) >= SMUDGE_CONFIDENCE)
    .flat();

/** French data take the I of an English or Italian sentence for a stroke; so do they rules, which are taller than the print beside them. */
function withCapitalI(words: readonly Word[]): Word[] {
  return linesOf(words).flatMap((line) => {
    const heights = line.map(({ box }) => box[3] - box[1]).sort((a, b) => a - b);
    const usual = heights[heights.length >> 1]!;
    return line.map((word) => {
      const stroke = /^\|(?=$|['’,.])/.test(word.text) && line.length > 1;
      return stroke && word.box[3] - word.box[1] <= STROKE_HEIGHT_MAX * usual ? { ...word, text: `I${word.text.slice(1)}` } : word;
    });
  });
}

/** French data see the English a with an accent that no English word has; a French line of the same letter keeps its own. */
function withoutGrave(words: readonly Word[]): Word[] {
  return linesOf(words).flatMap((line) => {
    const french = countSmallWords(line).fr > countSmallWords(line).en;
    return french ? line : line.map((word) => (word.text === 'à' ? { ...word, text: 'a' } : word));
  });
}

/** One printed line per line, an empty line between blocks. */
export function asText(words: readonly Word[]): string {
  let text = '';
  let previous: Word | undefined;
  for (const word of words) {
    if (previous) text += word.block !== previous.block ? '\n\n' : word.line !== previous.line ? '\n' : ' ';
    text += word.text;
    previous = word;
  }
  return text;
}

function result(words: readonly Word[]): PageText {
  const language = detectLanguage(words);
  const known = settleLookAlikes(language === 'en' ? withoutGrave(withCapitalI(words)) : language === 'it' ? withCapitalI(words) : words);
  return { words: known, language, text: asText(known) };
}

/**
 * Rows `y0` to `y1` of the page. Where the page mode finds next to nothing, scattered words are looked for; what is unsure or
 * unread then is looked at again.
 */
async function readRows(
  recogniser: Recogniser,
  upright: Raster,
  dpi: number,
  y0: number,
  y1: number,
  languages?: readonly Language[],
): Promise<Word[]> {
  if (y1 - y0 < 0.05 * dpi) return [];
  const part = { widthPx: upright.widthPx, heightPx: y1 - y0, gray: upright.gray.subarray(y0 * upright.widthPx, y1 * upright.widthPx) };
  const options = languages ? { languages } : {};
  let words = (await recogniser.read(part, dpi, options)).filter(isWord);
  if (words.length < WORDS_FEW) {
    const sparse = (await recogniser.read(part, dpi, { ...options, segmentation: 'sparse' })).filter(isWord);
    if (legible(sparse) > legible(words)) words = sparse;
  }
  const print = printOf(upright, dpi).pieces.filter((box) => box[1] >= y0 && box[3] <= y1);
  const inPart = print.map(([left, top, right, bottom]): Box => [left, top - y0, right, bottom - y0]);
  const again = await lookAgain(recogniser, part, dpi, words, inPart, languages);
  const read = again.filter((word) => isWord(word) && word.confidence >= WORD_CONFIDENCE_IN_THE_END);
  return withoutSmudges(read).map(({ text, box, confidence, line, block }) => ({
    text,
    box: [box[0], box[1] + y0, box[2], box[3] + y0],
    confidence,
    line,
    block,
  }));
}

const legible = (words: readonly Word[]): number => words.reduce((sum, w) => sum + w.text.length * w.confidence, 0);

/** Lines and blocks of the lower part count on from those of the upper. */
function joined(upper: readonly Word[], lower: readonly Word[]): Word[] {
  const line = (upper.at(-1)?.line ?? -1) + 1;
  const block = (upper.at(-1)?.block ?? -1) + 1;
  return [...upper, ...lower.map((word) => ({ ...word, line: word.line + line, block: word.block + block }))];
}

/** Two recognisers that give the same, so that two parts of a page can be read side by side. */
export type Readers = readonly [Recogniser, Recogniser];

/**
 * What the routing read gives: the page's head, in French data, which serve for names, addresses and marks in all four languages.
 * Its halves are read side by side: somebody waits for it.
 */
export async function readHead(readers: Readers, upright: Raster, dpi: number, languages?: readonly Language[]): Promise<PageText> {
  const { headMiddle, headEnd, tall } = printOf(upright, dpi);
  const [one, other] = readers;
  const withTurned = async (words: Word[]): Promise<PageText> =>
    result(
      await readTurned(
        one,
        upright,
        dpi,
        words,
        tall.filter((box) => box[1] < headEnd),
        languages,
      ),
    );
  if (headMiddle === null) return withTurned(await readRows(one, upright, dpi, 0, headEnd, languages));
  const [upper, lower] = await Promise.all([
    readRows(one, upright, dpi, 0, headMiddle, languages),
    readRows(other, upright, dpi, headMiddle, headEnd, languages),
  ]);
  return withTurned(joined(upper, lower));
}

/**
 * The words of the head and those below it. Beside one another in columns lines leave no row free to cut in: those the cut went
 * through are read again with what stands below, those above it painted over.
 */
async function readOn(
  recogniser: Recogniser,
  upright: Raster,
  dpi: number,
  head: Word[],
  languages?: readonly Language[],
): Promise<Word[]> {
  const { headEnd, pieces } = printOf(upright, dpi);
  const cut = pieces.filter((box) => box[1] < headEnd && box[3] > headEnd);
  if (cut.length === 0) return joined(head, await readRows(recogniser, upright, dpi, headEnd, upright.heightPx, languages));
  const rest = { ...upright, gray: upright.gray.slice() };
  for (const box of pieces) if (box[3] <= headEnd) paintOver(rest, box);
  const whole = head.filter(({ box }) => !cut.some((piece) => isWithin(box, piece)));
  const below = await readRows(recogniser, rest, dpi, Math.min(...cut.map((box) => box[1])), upright.heightPx, languages);
  return joined(whole, below);
}

/** Most of a word's height lies within a piece of print, and some of its width. */
const isWithin = ([x0, y0, x1, y1]: Box, [left, top, right, bottom]: Box): boolean =>
  Math.min(x1, right) > Math.max(x0, left) && 2 * (Math.min(y1, bottom) - Math.max(y0, top)) > y1 - y0;

/**
 * The whole page, its head taken over from the routing read. Below the head English is added where the head is English; a
 * German or Italian page is read again from the top with its own data.
 */
export async function readPage(
  recogniser: Recogniser,
  upright: Raster,
  dpi: number,
  head: () => Promise<PageText>,
  languages?: readonly Language[],
): Promise<PageText> {
  if (languages) return result(await readRows(recogniser, upright, dpi, 0, upright.heightPx, languages));
  const upper = await head();
  const others = upper.language === 'en' ? (['fr', 'en'] as const) : undefined;
  let page = result(await readOn(recogniser, upright, dpi, upper.words, others));
  if (page.language === 'de' || page.language === 'it') {
    const own: Language[] = ['fr', 'en', page.language];
    page = result(await readRows(recogniser, upright, dpi, 0, upright.heightPx, own));
  }
  return page;
}
