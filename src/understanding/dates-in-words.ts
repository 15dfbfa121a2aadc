/** Dates written out, as in acts of bailiffs and notaries: `L'an deux mille vingt-six et le dix-sept février`, `il tre maggio duemilaventisei`. */
import { foldCase } from './folding.ts';

/** From one on, in French and Italian. */
const UNITS: [french: string, italian: string][] = [
  ['un', 'uno'],
  ['deux', 'due'],
  ['trois', 'tre'],
  ['quatre', 'quattro'],
  ['cinq', 'cinque'],
  ['six', 'sei'],
  ['sept', 'sette'],
  ['huit', 'otto'],
  ['neuf', 'nove'],
  ['dix', 'dieci'],
  ['onze', 'undici'],
  ['douze', 'dodici'],
  ['treize', 'tredici'],
  ['quatorze', 'quattordici'],
  ['quinze', 'quindici'],
  ['seize', 'sedici'],
  ['dix[- ]sept', 'diciassette'],
  ['dix[- ]huit', 'diciotto'],
  ['dix[- ]neuf', 'diciannove'],
];
const TENS: [value: number, french: string, italian: string][] = [
  [20, 'vingt', 'vent'],
  [30, 'trente', 'trent'],
];
const LAST_ITALIAN: Readonly<Record<number, string>> = { 20: 'i', 30: 'a' };
/** What a number up to 39 may be written like. */
const NUMBERS = new Map<number, string>(UNITS.map(([french, italian], i) => [i + 1, `${french}|${italian}`]));
NUMBERS.set(1, 'premier|primo|un|uno');
for (const [ten, french, italian] of TENS) {
  NUMBERS.set(ten, `${french}|${italian}${LAST_ITALIAN[ten]}`);
  for (let unit = 1; unit <= 9; unit++)
    NUMBERS.set(ten + unit, `${french}(?:[- ]et)?[- ]${UNITS[unit - 1]![0]}|${italian}${LAST_ITALIAN[ten]}?${UNITS[unit - 1]![1]}`);
}
/** Longest first: `dix` begins `dix-sept`. */
const ANY = [...NUMBERS.values()].reverse().join('|');
const WHOLE = [...NUMBERS].map(([value, words]) => ({ value, pattern: new RegExp(`^(?:${words})$`) }));

const YEAR = `(?:deux[- ]mille|due ?mila)[- ]?(${ANY})`;
const DAY = `(\\d{1,2}|${ANY})`;
const MONTH = '([a-z]{3,9})';
const DAY_FIRST = new RegExp(`(?<![a-z-])(${ANY}) ${MONTH},? ${YEAR}(?![a-z-])`, 'g');
const YEAR_FIRST = new RegExp(`(?<![a-z])(?:l'an|l'anno) ${YEAR},? (?:et )?(?:(?:le|il|addi|il giorno) )?${DAY} ${MONTH}(?![a-z])`, 'g');

export interface WrittenDate {
  year: number;
  /** As written, in `foldCase`. */
  month: string;
  day: number;
  start: number;
  end: number;
}

export function datesInWords(text: string): WrittenDate[] {
  if (!/mille|mila/i.test(text)) return [];
  const plain = foldCase(text).replaceAll('’', "'");
  const found = (m: RegExpExecArray, year: string, month: string, day: string): WrittenDate => ({
    year: 2000 + numberOf(year),
    month,
    day: numberOf(day),
    start: m.index,
    end: m.index + m[0].length,
  });
  return [
    ...Array.from(plain.matchAll(DAY_FIRST), (m) => found(m, m[3]!, m[2]!, m[1]!)),
    ...Array.from(plain.matchAll(YEAR_FIRST), (m) => found(m, m[1]!, m[3]!, m[2]!)),
  ];
}

const numberOf = (words: string): number => (/^\d/.test(words) ? Number(words) : (WHOLE.find((n) => n.pattern.test(words))?.value ?? 0));
