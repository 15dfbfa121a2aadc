/** Where the head of a letter ends and its body begins: what stands above speaks to the mailroom, what stands below to the reader. */
import { foldCase } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';

const SUBJECT = /^(?:objet|obj|concerne|re|ref|subject|betreff|betr|betrifft|oggetto|ogg)\s*[:.]\s*\S/;
const SALUTATION =
  /^(?:(?:chere?s? )?(?:madame|monsieur|mesdames|messieurs|mademoiselle|maitre|docteur)\b.{0,40},?$|cher|chere|dear |to whom|sehr geehrte|guten tag|liebe|egregi|gentil|spett|pregiat|buongiorno|caro |cara )/;

/** The subject line, or null. `Re:` needs its colon, so that `Ref.` is not one. */
export const isSubjectLine = (line: Line): boolean => SUBJECT.test(foldCase(line.text)) && !/^ref/.test(line.folded);

export function isSalutation(line: Line): boolean {
  const text = foldCase(line.text).trim();
  return line.words.length <= 9 && /[,!:]$|^(?:to whom|chers?|cheres?)/.test(text) && SALUTATION.test(text);
}

/** Top of the body in pixels. Envelopes and cards have no body: the whole face is head. */
export function bodyTop(layout: Layout): number {
  const { widthPx, heightPx } = layout.page;
  if (isCardShaped(layout)) return heightPx;
  for (const line of layout.lines) if (isSalutation(line) || isSubjectLine(line)) return line.box[1];
  const long = layout.lines.filter((l) => l.box[2] - l.box[0] > 0.55 * widthPx && l.words.length >= 8 && l.box[1] > 0.15 * heightPx);
  return long[0]?.box[1] ?? 0.6 * heightPx;
}

/** Wider than high, or small: an envelope or a card left by the postman. */
export function isCardShaped(layout: Layout): boolean {
  const { widthPx, heightPx, dpi } = layout.page;
  return widthPx > heightPx * 1.15 || (dpi > 0 && heightPx / dpi < 6.5);
}

/** Seven words, most of them in small letters: somebody tells something. */
export const isSentence = (line: Line): boolean =>
  line.words.filter((w) => /^\p{Ll}{2,}[.,]?$/u.test(w.text)).length >= 4 && line.words.length >= 6;
