import type { Word } from './page-look.ts';
import type { PdfChar } from './pdfium.ts';

/** Fewer letters are a page number or a watermark on a scan, not the text of the page. */
const LETTERS_MIN = 20;
/** Fonts without a usable code table give private and replacement characters. */
const STRANGE_SHARE_MAX = 0.1;
const INVISIBLE_SHARE_MAX = 0.3;
/** Where images cover more of a page, its letters are a header or a stamp over a scan. */
const IMAGE_SHARE_MAX = 0.5;

/**
 * Words of a page that was born digital, or nothing where the page must be read by eye: scans, also under a few letters of
 * somebody's stamp or header, scans with recognised text behind them (its errors are not ours), and fonts whose codes mean nothing.
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

  const words: Word[] = [];
  let word: Word | undefined;
  let line = -1;
  let block = -1;
  const middle = (box: Word['box']): number => (box[1] + box[3]) / 2;
  const height = (box: Word['box']): number => Math.max(1, box[3] - box[1]);
  for (const { char, box } of chars) {
    if (char.trim() === '') {
      word = undefined;
      continue;
    }
    const previous = words.at(-1);
    const leap = previous ? Math.abs(middle(box) - middle(previous.box)) / Math.max(height(box), height(previous.box)) : Infinity;
    const sameLine = leap < 0.6;
    const apart = previous ? box[0] - previous.box[2] : 0;
    if (!word || !sameLine || apart > 0.6 * height(box) || box[2] < word.box[0]) {
      if (!sameLine) line++;
      if (leap > 2.2 || block < 0) block++;
      word = { text: '', box: [...box], confidence: 1, line: Math.max(0, line), block };
      words.push(word);
    }
    word.text += char.normalize('NFC');
    word.box = [Math.min(word.box[0], box[0]), Math.min(word.box[1], box[1]), Math.max(word.box[2], box[2]), Math.max(word.box[3], box[3])];
  }
  return words;
}
