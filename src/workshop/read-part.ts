import type { Language } from '#base/words.ts';
import { confidenceOf, lookAgain } from './look-again.ts';
import type { Box, Word } from './page-look.ts';
import type { Raster } from './raster.ts';
import type { Recogniser } from './recogniser.ts';

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

/**
 * Reads a part of a page: this thread with its recogniser, or the assistant, with the same result.
 *
 * @param print boxes of all print, in pixels of the part, as are those of the words
 */
export type PartReader = (part: Raster, dpi: number, print: readonly Box[], languages?: readonly Language[]) => Promise<Word[]>;

export const partReader =
  (recogniser: Recogniser): PartReader =>
  (...part) =>
    readPart(recogniser, ...part);

/** Where the page mode finds next to nothing, scattered words are looked for; what is unsure or unread then is looked at again. */
async function readPart(
  recogniser: Recogniser,
  part: Raster,
  dpi: number,
  print: readonly Box[],
  languages?: readonly Language[],
): Promise<Word[]> {
  const options = languages ? { languages } : {};
  let words = (await recogniser.read(part, dpi, options)).filter(isWord);
  if (words.length < WORDS_FEW) {
    const sparse = (await recogniser.read(part, dpi, { ...options, segmentation: 'sparse' })).filter(isWord);
    if (legible(sparse) > legible(words)) words = sparse;
  }
  const again = await lookAgain(recogniser, part, dpi, words, print, languages);
  const read = again.filter((word) => isWord(word) && word.confidence >= WORD_CONFIDENCE_IN_THE_END);
  return withoutSmudges(read).map(({ text, box, confidence, line, block }) => ({ text, box, confidence, line, block }));
}

const letterCount = (words: readonly Word[]): number =>
  words.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);

const isWord = ({ text, confidence }: Word): boolean =>
  confidence >= WORD_CONFIDENCE_MIN && (/[\p{L}\p{N}%€$£]/u.test(text) || confidence > MARKS_CONFIDENCE_MIN);

const legible = (words: readonly Word[]): number => words.reduce((sum, w) => sum + w.text.length * w.confidence, 0);

export const linesOf = <W extends Word>(words: readonly W[]): W[][] => {
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
