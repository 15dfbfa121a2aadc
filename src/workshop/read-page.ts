import type { Language } from '#base/words.ts';
import { countSmallWords, detectLanguage } from './language.ts';
import { settleLookAlikes } from './look-alikes.ts';
import { printOf } from './page-head.ts';
import type { Box, PageText, Word } from './page-look.ts';
import { paintOver, type Raster } from './raster.ts';
import { linesOf, type PartReader, partReader } from './read-part.ts';
import type { Recogniser } from './recogniser.ts';
import { readTurned } from './turned-print.ts';

/** A capital I is no taller than its line; a rule between columns is. */
const STROKE_HEIGHT_MAX = 1.25;

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

/** Rows `y0` to `y1` of the page. */
async function readRows(
  read: PartReader,
  upright: Raster,
  dpi: number,
  y0: number,
  y1: number,
  languages?: readonly Language[],
): Promise<Word[]> {
  if (y1 - y0 < 0.05 * dpi) return [];
  const part = { widthPx: upright.widthPx, heightPx: y1 - y0, gray: upright.gray.subarray(y0 * upright.widthPx, y1 * upright.widthPx) };
  const print = printOf(upright, dpi).pieces.filter((box) => box[1] >= y0 && box[3] <= y1);
  const inPart = print.map(([left, top, right, bottom]): Box => [left, top - y0, right, bottom - y0]);
  const words = await read(part, dpi, inPart, languages);
  return words.map(({ box: [left, top, right, bottom], ...word }) => ({ ...word, box: [left, top + y0, right, bottom + y0] }));
}

/** Lines and blocks of the lower part count on from those of the upper. */
function joined(upper: readonly Word[], lower: readonly Word[]): Word[] {
  const line = (upper.at(-1)?.line ?? -1) + 1;
  const block = (upper.at(-1)?.block ?? -1) + 1;
  return [...upper, ...lower.map((word) => ({ ...word, line: word.line + line, block: word.block + block }))];
}

/**
 * What the routing read gives: the page's head, in French data, which serve for names, addresses and marks in all four languages.
 * Its halves are read side by side: somebody waits for it.
 */
export async function readHead(
  recogniser: Recogniser,
  assistant: PartReader,
  upright: Raster,
  dpi: number,
  languages?: readonly Language[],
): Promise<PageText> {
  const { headMiddle, headEnd, tall } = printOf(upright, dpi);
  const own = partReader(recogniser);
  const withTurned = async (words: Word[]): Promise<PageText> =>
    result(
      await readTurned(
        recogniser,
        upright,
        dpi,
        words,
        tall.filter((box) => box[1] < headEnd),
        languages,
      ),
    );
  if (headMiddle === null) return withTurned(await readRows(own, upright, dpi, 0, headEnd, languages));
  const [upper, lower] = await Promise.all([
    readRows(own, upright, dpi, 0, headMiddle, languages),
    readRows(assistant, upright, dpi, headMiddle, headEnd, languages),
  ]);
  return withTurned(joined(upper, lower));
}

/**
 * The words of the head and those below it. Beside one another in columns lines leave no row free to cut in: those the cut went
 * through are read again with what stands below, those above it painted over.
 */
async function readOn(read: PartReader, upright: Raster, dpi: number, head: Word[], languages?: readonly Language[]): Promise<Word[]> {
  const { headEnd, pieces } = printOf(upright, dpi);
  const cut = pieces.filter((box) => box[1] < headEnd && box[3] > headEnd);
  if (cut.length === 0) return joined(head, await readRows(read, upright, dpi, headEnd, upright.heightPx, languages));
  const rest = { ...upright, gray: upright.gray.slice() };
  for (const box of pieces) if (box[3] <= headEnd) paintOver(rest, box);
  const whole = head.filter(({ box }) => !cut.some((piece) => isWithin(box, piece)));
  const below = await readRows(read, rest, dpi, Math.min(...cut.map((box) => box[1])), upright.heightPx, languages);
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
  const own = partReader(recogniser);
  if (languages) return result(await readRows(own, upright, dpi, 0, upright.heightPx, languages));
  const again = (language: Language | null): language is 'de' | 'it' => language === 'de' || language === 'it';
  const withAll = async (language: 'de' | 'it'): Promise<PageText> =>
    result(await readRows(own, upright, dpi, 0, upright.heightPx, ['fr', language]));
  const upper = await head();
  if (again(upper.language)) return withAll(upper.language);
  const page = result(await readOn(own, upright, dpi, upper.words, upper.language === 'en' ? ['fr', 'en'] : undefined));
  return again(page.language) ? withAll(page.language) : page;
}
