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
/** Words of a mark may be misread from so many letters on, and glue. */
const MISREAD_MIN = 5;
const MISREAD_GLUE_MIN = 8;
const isLongGlue = (word: string): boolean => word.length >= MISREAD_GLUE_MIN && GLUE.has(word);
/** Those that may, by length. */
const MISREAD = Map.groupBy(
  [...KNOWN].filter((word) => (word.length >= MISREAD_MIN && MARKING.has(word)) || isLongGlue(word)),
  ({ length }) => length,
);

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
  GLUE.has(token) || (token.length >= MISREAD_GLUE_MIN && wordsLike(token).some(isLongGlue));
/** A single letter, a date or an hour between the words of a mark; `M. Privat` is somebody. */
export const isGap = (token: string): boolean => GAP.has(token) || (token.length === 1 && token !== 'm');

/** It is this word of a mark or of long glue, or one of `shortest` letters and more misread. */
export const sameWord = (token: string | undefined, word: string, shortest: number): boolean =>
  token === word || (token !== undefined && word.length >= shortest && wordsLike(token).includes(word));

const NONE: readonly string[] = [];
/** The answers of `wordsLike`, all forgotten when there are so many: of 470,000 questions of 140 letters 1,800 are new. */
const answers = new Map<string, readonly string[]>();
const ANSWERS_MAX = 2_000;

/** The words of marks and long glue that a word is or may be: one misread letter, and an ending on long ones. */
export function wordsLike(token: string): readonly string[] {
  let words = answers.get(token);
  if (words === undefined) {
    words = lookUp(token);
    if (answers.size >= ANSWERS_MAX) answers.clear();
    answers.set(token, words);
  }
  return words;
}

function lookUp(token: string): readonly string[] {
  const itself = MARKING.has(token) ? [token] : NONE;
  if (OTHER_WORDS.has(token)) return itself;
  const near = [-2, -1, 0, 1].flatMap((more) => MISREAD.get(token.length + more)?.filter((word) => isMisread(token, word)) ?? NONE);
  return near.length > 0 ? [...new Set([...itself, ...near])] : itself;
}

function isMisread(token: string, word: string): boolean {
  if (word.length >= ENDING_STEM_MIN && ENDING.test(token.slice(word.length)) && isNear(token.slice(0, word.length), word, CONFUSED))
    return true;
  return isNear(token, word, 1);
}

/** Most words differ so early or so much that they need not be compared. */
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
