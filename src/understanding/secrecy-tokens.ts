/** The words of a line that may be a mark, as they were printed: letters set wide, words broken or run together by the recogniser put right. */
import { ocrDistance } from './ocr-distance.ts';
import { BETWEEN, GAP, GLUE, PAIRS, PHRASES } from './secrecy-words.ts';

/** Endings that leave a word what it was: `verschlossenes`, `vertrauliche`. */
const ENDING = /^(?:s|e[nmrs]?)$/;
const ENDING_STEM_MIN = 9;
/** A letter that the recogniser confuses with the printed one. */
const CONFUSED = 0.5;

const MARKING = new Set([...PHRASES.flatMap(({ words }) => words), ...PAIRS.flatMap(({ first, second }) => [...first, ...second])]);
const KNOWN = new Set([...MARKING, ...GLUE, ...GAP]);
/** Words that are put together again from pieces are so long, words run together so long, and one of these so long. */
const JOINED_MIN = 6;
const RUN_MIN = 7;
const LONG_WORD = 5;
const PIECES_MAX = 4;
/** Misread glue is known from this length on. */
const LONG_GLUE = [...GLUE].filter((word) => word.length >= 8);

/** Folded words, numbers left out, `2e` and `12h` among them. */
export function tokensOf(folded: string): string[] {
  const tokens = folded.split(' ').filter((t) => t !== '' && !/^\d+[a-z]{0,2}$/.test(t));
  return joinPieces(joinSpaced(tokens)).flatMap((token) => (KNOWN.has(token) || OTHER_WORDS.has(token) ? [token] : splitRun(token)));
}

/** `P R I V É` is one word printed wide. */
function joinSpaced(tokens: readonly string[]): string[] {
  return tokens
    .join(' ')
    .replace(/(?<![^ ])[a-z0-9](?: [a-z0-9](?![^ ])){3,}/g, (letters) => letters.replaceAll(' ', ''))
    .split(' ')
    .filter(Boolean);
}

/** `CONFI DENTIEL`: neighbours that make a word of a mark, where one of them is no word by itself. */
function joinPieces(tokens: string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < tokens.length; ) {
    const pieces = [3, 2].find((n) => isBroken(tokens.slice(i, i + n), n)) ?? 1;
    joined.push(tokens.slice(i, i + pieces).join(''));
    i += pieces;
  }
  return joined;
}

function isBroken(pieces: readonly string[], count: number): boolean {
  const word = pieces.join('');
  return pieces.length === count && word.length >= JOINED_MIN && KNOWN.has(word) && pieces.some((piece) => !KNOWN.has(piece));
}

/** `nepas`, `donot`, `nichtöffnen`: the small words of a refusal. */
const REFUSAL = /^(ne|do)(pas|not)$|^(pas|not|nicht|non)([a-z]{4,})$/;

/** `ETCONFIDENTIEL`: words of a mark and what goes with it, of two letters only in front. */
function splitRun(token: string): string[] {
  const refusal = REFUSAL.exec(token)?.slice(1).filter(Boolean);
  if (refusal?.every((word) => KNOWN.has(word))) return refusal;
  const words = token.length >= RUN_MIN && !isInflected(token) ? cut(token, PIECES_MAX, 2) : null;
  return words?.some((word) => word.length >= LONG_WORD && MARKING.has(word)) ? words : [token];
}

function cut(text: string, pieces: number, shortest: number): string[] | null {
  if (shortest === 3 && KNOWN.has(text)) return [text];
  if (pieces === 1) return null;
  for (let length = text.length - 3; length >= shortest; length--) {
    const word = text.slice(0, length);
    const rest = KNOWN.has(word) ? cut(text.slice(length), pieces - 1, 3) : null;
    if (rest !== null) return [word, ...rest];
  }
  return null;
}

const isInflected = (token: string): boolean => [1, 2].some((n) => KNOWN.has(token.slice(0, -n)) && ENDING.test(token.slice(-n)));

/** `personal` is not a misread `persönl.`. */
export const isAnotherMark = (token: string, word: string): boolean => MARKING.has(token) && !token.startsWith(word);

/** It goes with a mark and says nothing else. */
export const isGlue = (token: string): boolean =>
  GLUE.has(token) || (token.length >= 8 && LONG_GLUE.some((word) => sameWord(token, word, 8)));
/** A single letter, a date or an hour between the words of a mark; `M. Privat` is somebody. */
export const isGap = (token: string): boolean => GAP.has(token) || (token.length === 1 && token !== 'm');

/**
 * One misread letter in words from `shortest` letters on, and an ending on long ones. Most words differ so early or so much that
 * they need not be compared.
 */
export function sameWord(token: string | undefined, word: string, shortest: number): boolean {
  if (token === word) return true;
  if (token === undefined || word.length < shortest || OTHER_WORDS.has(token)) return false;
  if (word.length >= ENDING_STEM_MIN && ENDING.test(token.slice(word.length)) && isNear(token.slice(0, word.length), word, CONFUSED))
    return true;
  return isNear(token, word, 1);
}

function isNear(token: string, word: string, limit: number): boolean {
  if (token === word) return true;
  if (Math.abs(token.length - word.length) > 1) return false;
  let head = 0;
  while (head < word.length && token[head] === word[head]) head++;
  let tail = 0;
  while (tail < word.length - head && token.at(-1 - tail) === word.at(-1 - tail)) tail++;
  return (head + tail >= word.length - 3 || word.length >= 10) && ocrDistance(token, word, 1) <= limit;
}

/** What lies between words of a mark and does not end it. */
export const goesBetween = (token: string): boolean => isGlue(token) || isGap(token) || BETWEEN.has(token);

/** A letter off a word of a mark, or made of such, and another word. */
const OTHER_WORDS = new Set([
  'privilege',
  'privileges',
  'privilegie',
  'persona',
  'personell',
  'confidence',
  'confidences',
  'offener',
  'durchwahl',
]);
