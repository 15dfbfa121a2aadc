/** Dates as people print them in French, English, German, Italian and Dutch. */
import { datesInWords } from './dates-in-words.ts';
import { foldCase } from './folding.ts';
import { ocrDistance } from './ocr-distance.ts';

const MONTHS: Record<string, number> = Object.fromEntries(
  [
    'janvier janv jan january januar jaenner januari gennaio genn gen',
    'fevrier fevr fev february feb februar februari febbraio febbr febb',
    'mars mar march marz maerz marzo maart mrt',
    'avril avr april apr aprile',
    'mai may maggio magg mag mei',
    'juin jun june juni giugno giugn giu',
    'juillet juill juil jul july juli luglio lugl lug',
    'aout aou august aug agosto ago augustus',
    'septembre sept sep september settembre sett set',
    'octobre oct october okt oktober ottobre ott',
    'novembre nov november',
    'decembre dec december dez dezember dicembre dic',
  ].flatMap((names, i) => names.split(' ').map((n) => [n, i + 1])),
);
const MONTH = Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** The month a word is, one letter misread in the longer ones: `juiIlet`. */
function monthOf(word: string): number | null {
  const exact = MONTHS[word];
  if (exact !== undefined || word.length < LONG_MONTH) return exact ?? null;
  const near = Object.keys(MONTHS).filter((name) => name.length >= LONG_MONTH && ocrDistance(word, name, 1) <= 1);
  const months = new Set(near.map((name) => MONTHS[name]!));
  return months.size === 1 ? [...months][0]! : null;
}
const LONG_MONTH = 5;

export interface FoundDate {
  /** ISO 8601. */
  value: string;
  /** Where it stands in the text. */
  start: number;
  end: number;
}

/** Digits that were read as letters, inside something that is otherwise a number. */
const asDigits = (text: string): string =>
  text
    .replace(/[oOQ]/g, '0')
    .replace(/[liI|!\]]/g, '1')
    .replace(/[sS]/g, '5')
    .replace(/[zZ]/g, '2')
    .replace(/B/g, '8');

const D = '[0-9oOliI|sS]';
/** A year of two digits after a month's name ends the text or the phrase: `3 mars 26 pages` is none. */
const YEAR = `(${D}{4}(?!\\w)|'?[2-3]${D}(?=\\s*(?:$|[,;.)]|\\s\\s)))`;
const DAY = `(?<![\\w/-])(${D}{1,2})(?:\\s?(?:er|st|nd|rd|th|°|º|e|\\.))?[ -]?\\s?(?:de |of )?`;
const PATTERNS: [RegExp, (m: RegExpExecArray) => [string, string | number | null, string]][] = [
  [new RegExp(`(?<![\\w/.-])(${D}{4})([-/.])(${D}{2})\\2(${D}{2})(?![\\w/-])`, 'g'), (m) => [m[1]!, m[3]!, m[4]!]],
  [
    new RegExp(`(?<![\\w/,.-])(${D}{1,2}) ?([./-]) ?(${D}{1,2}) ?\\2 ?((?:19|2[0o])${D}{2}|${D}{2})(?![\\w/-]|[.,]\\d)`, 'g'),
    (m) => [m[4]!, m[3]!, m[1]!],
  ],
  [new RegExp(`${DAY}(${MONTH})\\.?,?[ -]?\\s?${YEAR}`, 'g'), (m) => [m[3]!, monthOf(m[2]!), m[1]!]],
  [new RegExp(`\\b(${MONTH})\\.? (${D}{1,2})(?:st|nd|rd|th)? ?,? (${D}{4})(?!\\w)`, 'g'), (m) => [m[3]!, monthOf(m[1]!), m[2]!]],
  [new RegExp(`${DAY}([a-z|1]{${LONG_MONTH},10})\\.? (${D}{4})(?!\\w)`, 'g'), (m) => [m[3]!, monthOf(m[2]!), m[1]!]],
];

/** Every date of a text, from left to right. Two-digit years are of this century; day before month in numbers. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = datesInWords(text).flatMap(({ year, month, day, start, end }) => {
    const value = isoDate(String(year), String(monthOf(month) ?? 0), String(day));
    return value ? [{ value, start, end }] : [];
  });
  if (!/\d/.test(text)) return found;
  // foldCase keeps the length of all but ligatures, which no date contains.
  const lower = text
    .toLowerCase()
    .replace(/[àâäáãéèêëíìîïóòôöõúùûüç]/g, (c) => foldCase(c))
    // `13=10-2025`: a dash read with its shadow.
    .replace(/(?<=\d)=(?=\d)/g, '-');
  for (const [pattern, parts] of PATTERNS) {
    for (const m of lower.matchAll(pattern)) {
      const [year, month, day] = parts(m);
      // `il marzo` is no eleventh of March; `ler mars` is the first.
      if (month === null || !(/\d/.test(day) || /^[li|]er /.test(m[0]))) continue;
      const [y, mo, d] = [asDigits(year.replace("'", '')), asDigits(String(month)), asDigits(day)];
      // Where the second number can be no month, an American wrote it.
      const value = isoDate(y, mo, d) ?? (Number(mo) > 12 && !m[0].startsWith(year) ? isoDate(y, d, mo) : null);
      const end = m.index + m[0].length;
      if (value && !found.some((f) => f.start < end && m.index < f.end)) found.push({ value, start: m.index, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function isoDate(yearText: string, monthText: string, dayText: string): string | null {
  const short = yearText.length === 2;
  const year = Number(yearText) + (short ? 2000 : 0);
  const [month, day] = [Number(monthText), Number(dayText)];
  if (!(year >= 1950 && year <= 2099 && month >= 1 && month <= 12 && day >= 1)) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null;
}
