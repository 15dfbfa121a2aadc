/** References, tracking numbers and amounts, each scored both ways, so that printing every number of the page does not pay. Pure. */
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { close, figuresIn, fold } from './scoring-text.ts';
import type { Truth } from './scoring-truth.ts';

/** Found of those that are true, and how many were given. */
export interface Found {
  right: number;
  given: number;
}

const bothOf = (given: ReadonlySet<string>, truth: ReadonlySet<string>): Found => ({
  right: [...given].filter((value) => truth.has(value)).length,
  given: given.size,
});

/**
 * Exact, no part of a longer number, over references and the identifiers of the sender. Tracking numbers, our own number and the sender's
 * e-mail or phone count neither way; where the set lists no identifiers, neither does one that is printed on the page.
 */
export function scoreReferences({ references, sender }: DocumentRead, truth: Truth, text: string): Found {
  const ids = new Set(Object.values(sender.ids).flat().map(fold));
  const page = fold(text);
  const unlisted = (value: string): boolean =>
    !truth.listsIdentifiers && !truth.references.has(value) && ids.has(value) && isIdentifier(value) && page.includes(value);
  const given = new Set([...references.map(({ value }) => fold(value)), ...ids]);
  const neither = new Set([...truth.tracking, ...truth.own, ...truth.contact]);
  return bothOf(new Set([...given].filter((value) => value !== '' && !neither.has(value) && !unlisted(value))), truth.references);
}

export function scoreTracking({ tracking }: DocumentRead, truth: Truth): Found {
  const given = tracking.map(({ number }) => fold(number)).filter((number) => number !== '' && !truth.own.has(number));
  return bothOf(new Set(given), truth.tracking);
}

/** SIREN, SIRET, VAT or IBAN by shape. */
const isIdentifier = (value: string): boolean =>
  (/^(\d{9}|\d{14})$/.test(value) && luhn(value)) ||
  /^(FR[0-9A-Z]{2}\d{9}|DE\d{9}|IT\d{11}|GB\d{9}|[A-Z]{2}\d{2}[A-Z0-9]{11,30})$/.test(value);

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (1 + (at % 2));
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

const MAIN: readonly unknown[] = ['net', 'vat', 'total', 'due'];
const isMain = (kind: unknown): boolean => MAIN.includes(kind);
/** What is to be paid and the sum of all are one answer. */
const answerOf = (kind: unknown): unknown => (kind === 'due' ? 'total' : (kind ?? null));

export interface AmountsFound {
  /** Of net, vat, total and due, whatever kind was given. */
  asked: number;
  found: number;
  /** Those with the right kind; kind not known in the truth is not asked for. */
  askedKind: number;
  foundKind: number;
  /** Any amount printed on the page is right. */
  given: number;
  printed: number;
  /** Given as net, vat, total or due. */
  givenKind: number;
  rightKind: number;
}

/** What is asked for, also of an item that was not read. */
export const amountsAsked = ({ amounts }: Truth): Pick<AmountsFound, 'asked' | 'askedKind'> => ({
  asked: amounts.filter(({ kind }) => isMain(kind) || (kind ?? null) === null).length,
  askedKind: amounts.filter(({ kind }) => isMain(kind)).length,
});

export function scoreAmounts({ amounts }: DocumentRead, truth: Truth, text: string): Omit<AmountsFound, 'asked' | 'askedKind'> {
  const given = [...new Map(amounts.map((one) => [`${one.value} ${one.kind}`, one])).values()];
  const asked = truth.amounts.filter(({ kind }) => isMain(kind) || (kind ?? null) === null);
  const main = given.filter(({ kind }) => isMain(kind));
  const printed = [...truth.amounts.map(({ value }) => value), ...(truth.listsAmounts ? [] : figuresIn(text))];
  const sameAnswer = (a: { value: number; kind?: unknown }, b: { value: number; kind?: unknown }): boolean =>
    close(a.value, b.value) && answerOf(a.kind) === answerOf(b.kind);
  return {
    found: asked.filter(({ value }) => given.some((one) => close(one.value, value))).length,
    foundKind: asked.filter((one) => isMain(one.kind) && given.some((two) => sameAnswer(one, two))).length,
    given: given.length,
    printed: given.filter(({ value }) => printed.some((one) => close(one, value))).length,
    givenKind: main.length,
    rightKind: main.filter((one) =>
      truth.amounts.some((two) => sameAnswer(one, two) || ((two.kind ?? null) === null && close(one.value, two.value))),
    ).length,
  };
}
