/** Sums of money in a row of print: figures with a currency beside them or with two decimals. */
import { findDates } from './dates.ts';

/** ISO 4217 by what is printed. A dollar or crown without its country is the usual one. */
const CURRENCIES: [RegExp, string][] = [
  [/^(?:€|eur|euros?)$/i, 'EUR'],
  [/^(?:£|gbp)$/i, 'GBP'],
  [/^(?:chf|fr\.?s?|sfr\.?)$/i, 'CHF'],
  [/^(?:\$|us ?\$|usd)$/i, 'USD'],
  [/^(?:₹|inr|rs\.?)$/i, 'INR'],
  [/^(?:¥|jpy)$/i, 'JPY'],
  [/^(?:rm|myr)$/i, 'MYR'],
  [/^(?:zł|pln)$/i, 'PLN'],
  [/^(?:kč|czk)$/i, 'CZK'],
  [/^(?:sek|nok|dkk|cad|aud|huf|ron|bgn)$/i, ''],
];
const SYMBOL =
  '€|£|US ?\\$|\\$|₹|¥|zł|Kč|Rs\\.?|[Ss]?Fr\\.(?= ?\\d)|(?:EUR|GBP|CHF|USD|INR|JPY|MYR|RM|PLN|CZK|SEK|NOK|DKK|CAD|AUD|HUF|RON|BGN)|EUROS?|[Ee]uros?';
/** The last group of five is three and the cents, their comma lost: `1 90540`. */
const NUMBER = "\\d{1,3}(?:[ .'’]\\d{3})*[ .'’]\\d{5}|\\d{1,3}(?:[ .,'’\\u202f\\u00a0]\\d{3})+(?:[.,]\\s?\\d{2})?|\\d+(?:[.,]\\s?\\d{2})?";
/** A minus stands before the figure or, as some ledgers print it, behind. A telephone number goes on with three digits or more. */
const MONEY = new RegExp(
  `(?:(${SYMBOL})\\s?)?(?<![\\w/.,-])([-−]?(?:(?:${SYMBOL})\\s?)?)(${NUMBER})(?![\\d/]|[.,]\\d)(-(?![\\w\\s]?\\d))?(?:\\s?(${SYMBOL})(?![\\w]))?(\\s?%)?`,
  'g',
);
/** `($ 449 BGB)`: what a recogniser makes of a paragraph sign. */
const PARAGRAPH = /^[\s,]*(?:(?:Abs|Art|Nr|Satz)\b|(?:BGB|HGB|AO|ZPO|InsO|StGB|GewO|OR|SGB|VVG|[A-Z][A-Za-z]{1,8}G)(?![A-Za-z]))/;
/** `9.30 Uhr`, `8.30 am`. */
const CLOCK = /^\s?(?:uhr|h(?:rs)?|[ap]\.?m)(?![a-z])/i;
/** The beginning of a telephone number, `02 61.91 89 21`. */
const PHONE_BEGAN = /(?<![\d.,])0\d $/;
const PHONE_GOES_ON = /^(?: \d\d){3}(?!\d)|^ \d{3,}(?![.,']\d|\d* ?(?:€|£|\$|eur|chf|gbp|usd))/i;
const SYMBOL_LAST = new RegExp(`(?<!\\d ?)(?<!\\w)(${SYMBOL})\\s*$`);
const SYMBOLS = new RegExp(`(?:${SYMBOL})(?!\\w)`, 'g');

export interface Money {
  value: number;
  /** Null where two decimals are all that says it is money. */
  currency: string | null;
  text: string;
  start: number;
  end: number;
}

/**
 * @param below the row underneath: `398,69` at the end of one, `EUR` at the start of the next.
 * @param above the row over it: `Euro` at the end of one, `4.405,87` at the start of the next.
 */
export function moneyIn(text: string, below = '', above = ''): Money[] {
  const dates = findDates(text);
  const found: Money[] = [];
  for (const m of text.matchAll(MONEY)) {
    const [whole, before, sign = '', number = '', behind, after, percent] = m;
    const start = m.index;
    const end = start + whole.length;
    if (percent || dates.some((d) => d.start < end && start < d.end)) continue;
    const broken = end >= text.trimEnd().length - 1 ? new RegExp(`^(${SYMBOL})(?!\\w)`).exec(below)?.[1] : undefined;
    const over = text.slice(0, start).trim() === '' ? SYMBOL_LAST.exec(above)?.[1] : undefined;
    const symbol = before ?? after ?? /[^-−\s]+/.exec(sign)?.[0] ?? broken ?? over;
    if (
      !symbol &&
      (!/[.,]\s?\d{2}$/.test(number) ||
        PHONE_GOES_ON.test(text.slice(end)) ||
        CLOCK.test(text.slice(end)) ||
        PHONE_BEGAN.test(text.slice(0, start)))
    )
      continue;
    if (symbol === '$' && !/[.,]/.test(number) && PARAGRAPH.test(text.slice(end))) continue;
    const size = parseMoney(number);
    if (size === null || size === 0) continue;
    const negative = /[-−]/.test(sign) || behind !== undefined;
    found.push({ value: negative ? -size : size, currency: symbol ? currencyOf(symbol) : null, text: whole.trim(), start, end });
  }
  return found;
}

function currencyOf(symbol: string): string | null {
  const iso = CURRENCIES.find(([printed]) => printed.test(symbol))?.[1];
  return iso === '' ? symbol.toUpperCase() : (iso ?? null);
}

/** Whose accounts, tax numbers and places stand on the page, where no currency is printed. */
const COUNTRIES: [RegExp, string][] = [
  [/\bCHE[- ]?\d{3}[.\d ]{6}|\b(?:CH|LI)\d\d(?: ?\d{4}){2}/, 'CHF'],
  [/\b[A-Z][a-z]+, [A-Z]{2} \d{5}(?:-\d{4})?\b/, 'USD'],
  [/\bGB ?\d{3} ?\d{4} ?\d\d\b|\bGB\d\d ?[A-Z]{4}/, 'GBP'],
];

/** The currency most often printed; where none is, that of the country of the printed accounts, and of the euro in doubt. */
export function usualCurrency(rows: readonly string[]): string {
  const counts = new Map<string, number>();
  const text = rows.join('\n');
  for (const [symbol] of text.matchAll(SYMBOLS)) {
    const currency = currencyOf(symbol);
    if (currency) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? COUNTRIES.find(([shape]) => shape.test(text))?.[1] ?? 'EUR';
}

/** `1.234,56`, `1,234.56`, `1 234,56`, `2'440.45`, `99`; null where the groups make no sense. */
export function parseMoney(text: string): number | null {
  const lost = /^(\d{1,3}(?:[ .'’]\d{3})*[ .'’]\d{3})(\d\d)$/.exec(text.trim());
  const m = /^(-?)(.*?)(?:[.,]\s?(\d{2}))?$/.exec(lost ? `${lost[1]},${lost[2]}` : text.trim());
  if (!m) return null;
  const whole = m[2]!.replace(/[^\d]/g, '');
  if (whole === '' || whole.length > 12) return null;
  const value = Number(`${whole}.${m[3] ?? '0'}`);
  return m[1] ? -value : value;
}
