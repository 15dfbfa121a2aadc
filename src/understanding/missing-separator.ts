/**
 * Two letters in one item, because nobody put a separator between them: what tells, page by page. It is said to a clerk and decides nothing; an
 * annex looks like a second letter often enough.
 */
import type { Directory } from '#domain/directory.ts';
import type { Suspicion } from '#domain/events.ts';
import { findAddressBlock } from './address-block.ts';
import { isOurDomain } from './departments.ts';
import { emailsIn } from './emails.ts';
import { foldCase, foldWords } from './folding.ts';
import { findLetterDates } from './letter-date.ts';
import { readsLike } from './ocr-distance.ts';
import { type Layout, type Line, layOut } from './page-lines.ts';
import type { ReadPage } from './page-words.ts';
import { findSender } from './sender.ts';
import { indexDirectory } from './understand.ts';

/** How a page opens: whether it looks like the first of a letter, and of which. */
export interface PageOpening {
  /** It carries our address where an addressee stands. */
  addressed: boolean;
  sender: string | null;
  /** What follows the @ of the first e-mail address that is not ours. */
  domain: string | null;
  date: string | null;
  /** `page 1 of 3`; `of` null where only the page is numbered. */
  numbered: { page: number; of: number | null } | null;
  widthMm: number;
  heightMm: number;
}

/** A page of a document, with whether it is the first written side of its sheet. */
export interface OpenedPage {
  opening: PageOpening;
  beginsSheet: boolean;
}

/** The body says nothing of this, and a dense page would hold up whoever asks. */
const HEAD_SHARE = 0.5;
const FOOT_SHARE = 0.88;
const WORDS_MAX = 500;
/** Scanners and their feeders are off by less; A4 and US letter differ by 18 mm. */
const PAPER_TOLERANCE_MM = 12;
/** Fewer pages are never many. */
export const MANY_MIN = 10;
const MANY_TIMES = 3;
/** From fewer documents nothing is usual. */
const KNOWN_MIN = 20;
const SUSPICIONS_MAX = 10;

const PAGE_OF =
  /(?:^|[^\p{L}\d])(?:page|p|seite|s|pagina|pag|blatt|feuillet)[.:]? ?(\d{1,3})(?: ?(?:sur|of|von|di|de|\/) ?(\d{1,3}))?(?:$|[^\d])/u;
/** Alone on its line, at the very top or bottom. */
const BARE_OF = /^[-– (]*(\d{1,3}) ?(?:\/|sur|of|von|di) ?(\d{1,3})[-– )]*$/u;

export function pageOpening(page: ReadPage, directory: Directory): PageOpening {
  const { organisation, departments } = indexDirectory(directory);
  const words = page.words
    .filter(({ box }) => box[3] < HEAD_SHARE * page.heightPx || box[1] > FOOT_SHARE * page.heightPx)
    .slice(0, WORDS_MAX);
  const layout = layOut({ ...page, words }, 0);
  const block = findAddressBlock(layout, organisation);
  const isOurs = (email: string): boolean => isOurDomain(departments, email);
  const { name } = findSender(layout, block, organisation, isOurs);
  const email = layout.lines.flatMap((line) => emailsIn(line.text)).find((one) => !isOurs(one));
  const mm = page.dpi > 0 ? 25.4 / page.dpi : 0;
  return {
    addressed: block?.house === 'ours',
    sender: name,
    domain: email === undefined ? null : domainOf(email),
    date: findLetterDates([layout]).date,
    numbered: numberOf(layout),
    widthMm: page.widthPx * mm,
    heightMm: page.heightPx * mm,
  };
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

function numberOf({ lines, page }: Layout): PageOpening['numbered'] {
  const atEdge = (line: Line): boolean => line.box[3] < 0.12 * page.heightPx || line.box[1] > FOOT_SHARE * page.heightPx;
  for (const line of lines.filter(atEdge)) {
    const text = foldCase(line.text).trim();
    const found = PAGE_OF.exec(text) ?? BARE_OF.exec(text);
    const [number, of] = [Number(found?.[1]), found?.[2] === undefined ? null : Number(found[2])];
    if (number >= 1 && (of === null || number <= of)) return { page: number, of };
  }
  return null;
}

/**
 * @param usual pages of each of the last documents of this house; what is far more than usual shows in them.
 * @returns in the order of the pages, ten at the most
 */
export function suspectMissingSeparator(pages: readonly OpenedPage[], usual: readonly number[]): Suspicion[] {
  const found: Suspicion[] = [];
  // Each page is held against the one that the letter it would belong to began with.
  let begun = 0;
  for (const [i, { opening, beginsSheet }] of pages.entries()) {
    if (i === 0 || !beginsSheet) continue;
    const first = pages[begun]!.opening;
    const kinds: Suspicion['kind'][] = [];
    const numberedBefore = pages.slice(begun, i).some((one) => one.opening.numbered !== null);
    if (opening.numbered?.page === 1 && numberedBefore) kinds.push('first-page-again');
    if (opening.addressed && !isSameSender(first, opening)) kinds.push('other-sender');
    if (opening.addressed && first.date !== null && opening.date !== null && first.date !== opening.date) kinds.push('other-date');
    if (!isSamePaper(first, opening)) kinds.push('other-paper');
    if (kinds.length > 0) begun = i;
    found.push(...kinds.map((kind) => ({ kind, page: i + 1 })));
  }
  if (isFarMore(pages.length, usual)) found.push({ kind: 'many-pages', page: null });
  return found.slice(0, SUSPICIONS_MAX);
}

/** Where either says nothing of itself, nothing is known. */
function isSameSender(a: PageOpening, b: PageOpening): boolean {
  if (a.domain !== null && a.domain === b.domain) return true;
  if (a.sender === null || b.sender === null) return true;
  const [left, right] = [foldWords(a.sender), foldWords(b.sender)];
  const telling = new Set(left.split(' ').filter((word) => word.length >= 5));
  return readsLike(left, right) || right.split(' ').some((word) => telling.has(word));
}

/** However the sheet was fed. */
function isSamePaper(a: PageOpening, b: PageOpening): boolean {
  const sides = ({ widthMm, heightMm }: PageOpening): [number, number] => [Math.min(widthMm, heightMm), Math.max(widthMm, heightMm)];
  const [[shortA, longA], [shortB, longB]] = [sides(a), sides(b)];
  return shortA === 0 || shortB === 0 || (Math.abs(shortA - shortB) <= PAPER_TOLERANCE_MM && Math.abs(longA - longB) <= PAPER_TOLERANCE_MM);
}

/** Three times as many as nine in ten documents have. */
function isFarMore(pages: number, usual: readonly number[]): boolean {
  if (pages < MANY_MIN || usual.length < KNOWN_MIN) return false;
  const sorted = [...usual].sort((a, b) => a - b);
  return pages > MANY_TIMES * sorted[Math.floor(sorted.length * 0.9)]!;
}
