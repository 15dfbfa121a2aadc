import type { Language } from '#base/words.ts';
import { detectLanguage } from './language.ts';
import type { PageText, Word } from './page-look.ts';
import type { Raster } from './raster.ts';
import type { Recogniser } from './recogniser.ts';

/** Below this Tesseract saw a smudge, a rule or a logo. */
const WORD_CONFIDENCE_MIN = 0.2;

/** Drops what is no word: nothing but marks and hardly believed, or taller than print can be. */
const isWord = ({ text, confidence }: Word): boolean =>
  confidence >= WORD_CONFIDENCE_MIN && (/[\p{L}\p{N}]/u.test(text) || confidence > 0.6);

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

/**
 * Reads the whole upright page. French and English together unless told otherwise; a page that turns out to be German or
 * Italian is read again with its own data.
 */
export async function readPage(recogniser: Recogniser, upright: Raster, dpi: number, languages?: readonly Language[]): Promise<PageText> {
  const words = (await recogniser.read(upright, dpi, languages ? { languages } : {})).filter(isWord);
  const language = detectLanguage(words);
  if (languages || (language !== 'de' && language !== 'it')) return { words, language, text: asText(words) };
  const again = (await recogniser.read(upright, dpi, { languages: [language] })).filter(isWord);
  return { words: again, language: detectLanguage(again) ?? language, text: asText(again) };
}
