/**
 * Where the head of a letter ends and its body begins: what stands above speaks to the mailroom, what stands below to the reader.
 * Envelopes and cards have no body: the whole face is head.
 */
import { foldCase } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';
import { findMarks } from './secrecy.ts';

const SUBJECT = /^(?:objet|obj|concerne|re|ref|subject|betreff|betr|betrifft|oggetto|ogg)\s*[:.]\s*\S/;
const SALUTATION =
  /^(?:(?:chere?s? )?(?:madame|monsieur|mesdames|messieurs|mademoiselle|maitre|docteur)\b.{0,40}|(?:chere?s?|dear|to whom|sehr geehrte[rsn]?|guten tag|liebe[rs]?|egregi[aoe]?|gentil[ei]|gentilissim[aoie]|spett(?:abile|le)?|pregiat[aoie]|pregiatissim[aoie]|buongiorno|car[aoie])\b.*)[,!:]$/;
/** Letterheads stand above, and no letter greets its reader there. */
const LETTERHEAD_SHARE = 0.15;
/** An address ends above; what looks like one further down is in the body. */
const ADDRESS_SHARE = 0.5;
/** Where nothing else tells, the body of a letter has begun by here. */
const BODY_SHARE = 0.62;
/** A row of so many columns with a sum in it is a table; without one it may be the line of references over a letter. */
const TABLE_COLUMNS = 3;
const SUM = /\d[.,]\d\d(?!\d)/;

/** The subject line, or null. `Re:` needs its colon, so that `Ref.` is not one. */
export const isSubjectLine = (line: Line): boolean => SUBJECT.test(foldCase(line.text)) && !/^ref/.test(line.folded);

export const isSalutation = (line: Line): boolean => line.words.length <= 9 && SALUTATION.test(foldCase(line.text).trim());

/** Lines where somebody may begin to speak: under the letterhead and the address, which carries the sender's line on top. */
function belowHead(lines: readonly Line[], layout: Layout, address: readonly Line[]): Line[] {
  const { heightPx } = layout.page;
  const bottoms = address.map((l) => l.box[3]).filter((bottom) => bottom < ADDRESS_SHARE * heightPx);
  const bottom = Math.max(LETTERHEAD_SHARE * heightPx, ...bottoms);
  return lines.filter((l) => l.box[1] > LETTERHEAD_SHARE * heightPx && l.box[3] > bottom && !address.includes(l));
}

/** Top of the body in pixels, its subject line included. `address` is no part of it: `Madame X,` there greets nobody. */
export function bodyTop(layout: Layout, address: readonly Line[] = []): number {
  const { widthPx, heightPx } = layout.page;
  if (isCardShaped(layout)) return heightPx;
  const lines = belowHead(layout.lines, layout, address);
  const opening = lines.find((l) => isSalutation(l) || isSubjectLine(l));
  if (opening) return opening.box[1];
  const long = lines.find((l) => l.box[2] - l.box[0] > 0.55 * widthPx && l.words.length >= 8);
  return long?.box[1] ?? BODY_SHARE * heightPx;
}

/** Top of the salutation in pixels, or where it would stand at the latest: attention lines and mailboxes further down are of the body. */
export function salutationTop(layout: Layout, address: readonly Line[] = []): number {
  const { heightPx } = layout.page;
  if (isCardShaped(layout)) return heightPx;
  const salutation = belowHead(layout.lines, layout, address).find(isSalutation);
  return salutation?.box[1] ?? BODY_SHARE * heightPx;
}

/**
 * Where the writer begins to tell, in pixels: at the salutation, or at the first sentence or table where there is none. What stands
 * between subject and salutation is still for the mailroom.
 */
export function tellingTop(layout: Layout, address: readonly Line[] = []): number {
  const top = salutationTop(layout, address);
  if (top < BODY_SHARE * layout.page.heightPx || isCardShaped(layout)) return top;
  const starts = belowHead([...layout.lines.filter(tells), ...layout.rows.filter(isTableRow)], layout, address).map((l) => l.box[1]);
  return Math.min(top, ...starts);
}

/** Rows of references have small words too, with a colon after each label; and so has `À n'ouvrir que par le destinataire`. */
const tells = (line: Line): boolean => isSentence(line) && !/[@:]/.test(line.text) && findMarks(line.folded, 'letter') === null;
const isTableRow = (row: Line): boolean => SUM.test(row.text) && row.text.split('  ').length >= TABLE_COLUMNS;

/** Wider than high, or small: an envelope or a card left by the postman. */
export function isCardShaped(layout: Layout): boolean {
  const { widthPx, heightPx, dpi } = layout.page;
  return widthPx > heightPx * 1.15 || (dpi > 0 && heightPx / dpi < 6.5);
}

/** Above, in pixels, stand letterheads and senders' corners. */
export const letterheadBottom = (layout: Layout): number => (isCardShaped(layout) ? 0.35 : 0.22) * layout.page.heightPx;

/** Seven words, most of them in small letters: somebody tells something. */
export const isSentence = (line: Line): boolean =>
  line.words.filter((w) => /^\p{Ll}{2,}[.,]?$/u.test(w.text)).length >= 4 && line.words.length >= 6;
