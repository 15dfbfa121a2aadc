import type { Word } from './page-look.ts';

/**
 * Letters and figures that look alike, where the shape of what they stand in allows only one of them. Nothing that could be
 * a word or an ordinal is touched: a recogniser that is wrong here was sure of it, so no second look would tell.
 */
export function settleLookAlikes(words: readonly Word[]): Word[] {
  return words.flatMap((word, i) => {
    const at = (step: number): string => (words[i + step]?.line === word.line ? words[i + step]!.text : '');
    if (isTelephone(word.text, [1, 2, 3, 4].map(at))) return telephone(word);
    const text =
      ABBREVIATIONS[word.text] ??
      italianVat(word.text) ??
      zeros(word.text) ??
      postcode(at(-1), word.text) ??
      activity(at(-1), word.text) ??
      limited(at(-1), word.text, at(1)) ??
      street(word.text, at(1));
    return text === undefined ? word : { ...word, text };
  });
}

/** A dot under a capital's arm and a t beside its é are overlooked; the first of a month has no l. No words are written so. */
const ABBREVIATIONS: Record<string, string> = { 'PU.': 'P.U.', 'TNV.A.': 'T.V.A.', Qué: 'Qté', Qé: 'Qté', ler: '1er' };

const AS_FIGURE: Record<string, string> = { O: '0', o: '0', I: '1', l: '1', Z: '2', S: '5', s: '5', G: '6', B: '8' };
const AS_LETTER: Record<string, string> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B' };
const all = (text: string, map: Record<string, string>): string => text.replace(/./g, (c) => map[c] ?? c);

/** 118o, o1, 1o/12/2025; not 1o and 2O, which are ordinals and oxygen. */
function zeros(text: string): string | undefined {
  if (!/o/i.test(text) || !/^[\doO]+(?:[.,/:-][\doO]+)*[.,]?$/.test(text)) return undefined;
  const figures = text.match(/\d/g)?.length ?? 0;
  return figures >= 2 || /^o\d/.test(text) ? text.replace(/o/gi, '0') : undefined;
}

/**
 * British: LS11 5QT. The second half begins with a figure and has no C, I, K, M, O or V; with vowels it might be a word.
 *
 * @see BS 7666-2, Annex C for the letters
 */
function postcode(before: string, text: string): string | undefined {
  const second = /^([SsOoIlZGB])([BDFGHJLNP-TW-Z]{2}[.,]?)$/.exec(text);
  return second && /^[A-Z]{1,2}\d[A-Z\d]?$/.test(before) ? AS_FIGURE[second[1]!]! + second[2]! : undefined;
}

/** French: T. 04 65 71 54 73, its T read as a 1 and run together with what follows. */
const isTelephone = (text: string, next: readonly string[]): boolean =>
  /^[1T]\.0[1-9]$/.test(text) && next.every((pair) => /^\d\d$/.test(pair));

function telephone(word: Word): Word[] {
  const [x0, y0, x1, y1] = word.box;
  const middle = Math.round(x0 + ((x1 - x0) * 2) / 5);
  return [
    { ...word, text: 'T.', box: [x0, y0, middle, y1] },
    { ...word, text: word.text.slice(2), box: [middle, y0, x1, y1] },
  ];
}

/** A company's name ends with Ltd; Led stands there only as a heading of its own. */
const limited = (before: string, text: string, after: string): string | undefined =>
  text === 'Led' && /^\p{Lu}|^&$/u.test(before) && !/^\p{Ll}/u.test(after) ? 'Ltd' : undefined;

/** German: before a house's number Lindenstrafe is a street, and not a punishment; French data have no ß. */
const street = (text: string, after: string): string | undefined =>
  /[Ss]tra(?:f|fs|fi|b|B)e$/.test(text) && /^\d/.test(after) ? text.replace(/(tra)(?:fs|fi|[fbB])e$/, '$1ße') : undefined;

/** French: Code APE 6494Z, four figures and a letter (NAF rév. 2), which is nearly always Z. */
function activity(before: string, text: string): string | undefined {
  const code = /^(\d{4})[27]([.,]?)$/.exec(text);
  return code && /^(?:APE|NAF)$/.test(before) ? `${code[1]}Z${code[2]}` : undefined;
}

/** Italian: IT and eleven figures, of which the last is a check digit (Luhn). Read so that it agrees. */
function italianVat(text: string): string | undefined {
  const parts = /^[I1l]T([\dOoIlZSGB]{11})([.,;]?)$/.exec(text);
  const figures = all(parts?.[1] ?? '', AS_FIGURE);
  return parts && luhn(figures) ? `IT${figures}${parts[2]}` : undefined;
}

const luhn = (figures: string): boolean =>
  [...figures]
    .reverse()
    .reduce((sum, figure, i) => sum + (i % 2 === 0 ? Number(figure) : Math.floor(Number(figure) / 5) + 2 * (Number(figure) % 5)), 0) %
    10 ===
  0;

/** Postal items, RN464709487GB: two letters, eight figures and their check digit, two letters (UPU S10). Read so that the check digit agrees. */
function item(text: string): string | undefined {
  const parts = /^([A-Z]{2})([\dOoIlZSGB]{9})([A-Z]|\d)([A-Z]|\d)([.,:;]?)$/.exec(text);
  if (!parts) return undefined;
  const figures = all(parts[2]!, AS_FIGURE);
  const country = all(parts[3]! + parts[4]!, AS_LETTER);
  return /^[A-Z]{2}$/.test(country) && checks(figures) ? parts[1]! + figures + country + parts[5]! : undefined;
}

const PROVEN = 0.9;

/** A number whose check digit agrees is right, however little of it was believed: no dictionary has it, and it came with confidence 0. */
export function believeProven<W extends { text: string; confidence: number }>(word: W): W {
  const text = item(word.text);
  return text === undefined ? word : { ...word, text, confidence: Math.max(PROVEN, word.confidence) };
}

const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

function checks(figures: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(figures[i]), 0);
  const digit = 11 - (sum % 11);
  return Number(figures[8]) === (digit === 10 ? 0 : digit === 11 ? 5 : digit);
}
