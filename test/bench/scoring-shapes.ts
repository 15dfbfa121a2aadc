/** Sets that ask for something else than a letter: codes, typewriting, electronic invoices, tilt, plain text. Pure. */
import type { DocumentRead } from '../../src/commands/read-document.ts';
import type { ScoredItem } from './scoring.ts';
import { bagOf, close, fold, median, ratio, rounded, sharedBy, sizeOf } from './scoring-text.ts';
import type { InvoiceFields } from './scoring-truth.ts';

type Read = ScoredItem & { read: DocumentRead };
const isRead = (item: ScoredItem): item is Read => item.read !== null;

export interface Texts {
  truth: string;
  printed: string;
}

export const textsOf = ({ text, read }: ScoredItem): Texts => ({
  truth: text,
  printed: (read?.pages ?? []).map((page) => page.text).join(' '),
});

/** Pooled over all texts; `as` is done to both first. */
export function scoreWords(texts: readonly Texts[], as: (text: string) => string = (text) => text) {
  let [words, given, right] = [0, 0, 0];
  for (const { truth, printed } of texts) {
    const [wanted, got] = [bagOf(as(truth)), bagOf(as(printed))];
    words += sizeOf(wanted);
    given += sizeOf(got);
    right += sharedBy(wanted, got);
  }
  return { recall: ratio(right, words), precision: ratio(right, given) };
}

/** What typewriters wrote has a `document_kind`. */
export const isTyped = ({ file }: ScoredItem): boolean => file.document_kind !== undefined;

/** A code counts by its text alone; what names it differs from decoder to decoder. Null where the set asks for none. */
export function scoreCodes(items: readonly ScoredItem[]) {
  const asked = items.filter(({ file }) => file.expected_none !== undefined);
  if (asked.length === 0) return null;
  const codesOf = ({ read }: ScoredItem): string[] => (read?.pages ?? []).flatMap((page) => page.codes).map((code) => code.text);
  const [none, some] = [asked.filter(({ file }) => file.expected_none), asked.filter(({ file }) => !file.expected_none)];
  const missed = some.filter((item) => !codesOf(item).includes(item.file.text!));
  return {
    codes: some.length,
    decoded: some.length - missed.length,
    decodeRate: ratio(some.length - missed.length, some.length),
    withNone: none.length,
    falseFinds: none.filter((item) => codesOf(item).length > 0).length,
    missed: missed.map(({ name }) => name),
  };
}

/** Number, date and total of an electronic invoice; what is due may be given for the total. Null where the set has none. */
export function scoreInvoices(items: readonly ScoredItem[]) {
  let [numbers, dates, totals, foundNumbers, foundDates, foundTotals] = [0, 0, 0, 0, 0, 0];
  const astray: string[] = [];
  for (const { name, file, read } of items) {
    const fields: InvoiceFields | undefined = Array.isArray(file.fields) ? file.fields[0] : file.fields;
    if (fields?.invoice_number === undefined) continue;
    const total = Number(fields.total ?? fields.amount);
    const number = (read?.references ?? []).some(({ value }) => fold(value) === fold(fields.invoice_number));
    const date = fields.date !== undefined && read?.date === fields.date;
    const sum = (read?.amounts ?? []).some(({ value, kind }) => (kind === 'total' || kind === 'due') && close(value, total));
    numbers++;
    dates += Number(fields.date !== undefined);
    totals += Number(!Number.isNaN(total));
    foundNumbers += Number(number);
    foundDates += Number(date);
    foundTotals += Number(sum);
    const missed = [...(number ? [] : ['number']), ...(date ? [] : ['date']), ...(sum ? [] : ['total'])];
    if (missed.length > 0) astray.push(`${name}: ${missed.join(', ')}`);
  }
  if (numbers === 0) return null;
  const [number, date, total] = [ratio(foundNumbers, numbers), ratio(foundDates, dates), ratio(foundTotals, totals)];
  return { invoices: numbers, number, date, total, astray };
}

/** How far from the tilt of the page, either way, in degrees, over first pages that are not blank. Null where the set does not say. */
export function scoreSkew(items: readonly ScoredItem[], withinDeg = 0.2) {
  const errors = items.filter(isRead).flatMap(({ file, read: { pages } }) => {
    const tilt = file.degradation?.skew_deg;
    return typeof tilt === 'number' && pages[0] && !pages[0].blank ? [Math.abs(pages[0].skewDeg - tilt)] : [];
  });
  if (errors.length === 0) return null;
  const within = errors.filter((error) => error <= withinDeg).length;
  return {
    pages: errors.length,
    medianDeg: rounded(median(errors)!),
    largestDeg: rounded(Math.max(...errors)),
    within: ratio(within, errors.length),
  };
}

/** Sides of items without a class: blank ones seen, and written ones called blank. */
export function scoreBlanks(items: readonly ScoredItem[]) {
  const others = items.filter(isRead).filter(({ file }) => file.document_class === undefined);
  const blank = others.filter(({ file }) => file.blank === true);
  const written = others.filter(({ file, text }) => file.blank === false || (file.blank === undefined && text.trim() !== ''));
  return {
    blanks: blank.length,
    seen: blank.filter(({ read }) => read.pages.every((page) => page.blank)).length,
    calledBlank: written.filter(({ read }) => read.pages.some((page) => page.blank)).length,
  };
}
