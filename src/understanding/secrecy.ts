/**
 * The secrecy gate. A mark on an envelope or in the head of a letter closes it; the same words in a footer, in the body, in a
 * product line or in the name of one of our departments do not (compliance.md §3 of the rules the product encodes).
 */
import type { SecrecyKind } from '#base/words.ts';
import { foldCase, foldWords } from './folding.ts';
import { ocrDistance } from './ocr-distance.ts';
import type { Line } from './page-lines.ts';
import { GAP, GLUE, PHRASES, type Phrase } from './secrecy-words.ts';

/** From this length on a phrase is known when its spaces were lost or came in between. */
const SQUASHED_MIN = 9;
const SQUASHABLE = PHRASES.filter((p) => p.squashed.length >= SQUASHED_MIN && (p.strength === 'sure' || p.strength === 'strong'));
/** What a mark without spaces is made of. */
const PIECES = [...SQUASHABLE.map((p) => p.squashed), ...GLUE];
/** Marks are large and few: words after the mark that make it an instruction about goods or a footer. */
const INSTRUCTION =
  /\bouvrir avec\b|\bopen with\b|\bmit (?:einem )?(?:messer|scharf)|\boggett[oi] |\bobjets? (?:tranchant|pointu)|\bsharp\b|\bcutter\b|\bknife\b/;

/** `Confidential Shredding Ltd` says who writes. */
const FIRM = /\b(?:sarl|sas|sasu|eurl|snc|scop|selarl|gmbh|kg|ohg|ltd|limited|plc|llp|inc|srl|spa|s r l|s p a)$/;
/** `Service appels d'offres` says where somebody sits; on the outside of an envelope it is whom a bid is for. */
const OFFICE = new Set(
  'service services direction departement dept bureau pole division secretariat department office abteilung referat ufficio servizio'.split(
    ' ',
  ),
);

/** `Offre n° 12` is a title, not a mark. */
const NUMBERED = /\b(?:n|no|nr|nummer|number|numero)\b/;

const STAFF_OF = /^(?:du|le|au|de|del|dem|des)$/;

/** What else the line says is judged by its length: a mark that fills less than this share of a line is a sentence. */
const MIN_SHARE = 0.6;
/** A line of so few words tells nothing beside a sure mark. */
const SHORT_LINE_WORDS = 5;
const LONGEST_LINE_WORDS = 16;
/** A mark in two lines is large and short. */
const PAIR_WORDS_MAX = 9;
/** Its lines stand so close, in line heights. */
const PAIR_GAP_HEIGHTS = 1.2;
/** Endings that leave a word what it was: `verschlossenes`, `vertrauliche`. */
const ENDING = /^(?:s|e[nmrs]?)$/;
/** At most so many words between two of a phrase. */
const GLUE_MAX = 6;

/** Where the line stands: the outside of an envelope or a card, or the head of a letter. */
export type Face = 'card' | 'letter';

/** The kind a folded line marks, when the whole line is a mark. The more particular kind wins over personal and confidential. */
export const findMarks = (folded: string, face: Face): SecrecyKind | null => readMark(folded, face)?.kind ?? null;

interface Reading {
  kind: SecrecyKind;
  sure: boolean;
  /** It closes only as the line is short: the rest of it says something else. */
  beside: boolean;
}

function readMark(folded: string, face: Face): Reading | null {
  const tokens = tokensOf(folded);
  if (tokens.length === 0 || tokens.length > LONGEST_LINE_WORDS || INSTRUCTION.test(folded) || FIRM.test(folded)) return null;
  const { found, used, said } = readTokens(tokens);
  const office = face === 'letter' && OFFICE.has(tokens[0]!) && !used[0];
  const short = tokens.length <= SHORT_LINE_WORDS;
  const speaking = tokens.filter((t, i) => used[i] || !GLUE.has(t)).length;
  const marking = found.reduce((sum, f) => sum + (f.phrase.strength === 'weak' && face === 'letter' ? 0 : f.places.length), 0);
  const sure = found.some((f) => f.phrase.strength === 'sure' && !isAttribute(f, tokens));
  const named = face === 'card' && found.some(({ phrase }) => phrase.strength === 'profession');
  const strong = sure || (!office && found.some(({ phrase }) => closes(phrase, face)));
  const weak =
    found.some(({ phrase }) => phrase.strength === 'weak') &&
    said === 1 &&
    !NUMBERED.test(folded) &&
    (tokens.length > 1 || face === 'card');
  const most = said === 1 || (said >= MIN_SHARE && (sure || marking >= MIN_SHARE * speaking));
  const fills = weak || (strong && most);
  if (!fills && !((sure || named) && short)) return null;
  return { kind: kindOf(found), sure, beside: !fills };
}

/** `Persönliche Beratung` says how something else is; `Vertrauliche Unterlagen` is a mark. */
const isAttribute = ({ phrase, places }: Found, tokens: readonly string[]): boolean => {
  const at = places[0]!;
  const ending = phrase.words.length === 1 && tokens[at]!.startsWith(phrase.words[0]!) && tokens[at] !== phrase.words[0];
  return ending && at + 1 < tokens.length && !GLUE.has(tokens[at + 1]!);
};

/** A mark set over two lines: both say nothing else, and a phrase begins on the first and ends on the second. */
function readPair(first: string, second: string, face: Face): Reading | null {
  const seam = tokensOf(first).length;
  const tokens = [...tokensOf(first), ...tokensOf(second)];
  if (seam === 0 || seam === tokens.length || tokens.length > PAIR_WORDS_MAX || INSTRUCTION.test(`${first} ${second}`)) return null;
  const { found, said } = readTokens(tokens);
  const across = found.some(({ phrase, places }) => closes(phrase, face) && places[0]! < seam && places.at(-1)! >= seam);
  return across && said === 1 ? { kind: kindOf(found), sure: found.some(({ phrase }) => phrase.strength === 'sure'), beside: false } : null;
}

const tokensOf = (folded: string): string[] => joinSpaced(folded.split(' ').filter((t) => t !== '' && !/^\d+$/.test(t)));

const closes = ({ strength }: Phrase, face: Face): boolean =>
  strength === 'sure' || strength === 'strong' || (face === 'card' && strength !== 'weak');

/** Words of other lengths than a phrase begins with need not be compared. */
const lengthBit = (length: number): number => 1 << Math.min(length, 30);
const STARTS = new Map(
  PHRASES.map((phrase) => {
    const { length } = phrase.words[0]!;
    return [phrase, [-1, 0, 1, 2].reduce((mask, more) => mask | lengthBit(length + more), 0)];
  }),
);

interface Found {
  phrase: Phrase;
  /** Where its words stand. */
  places: number[];
}

/** `said`: the share of the words that is phrases, or goes with them. */
function readTokens(tokens: readonly string[]): { found: Found[]; used: boolean[]; said: number } {
  const used = new Array<boolean>(tokens.length).fill(false);
  const found: Found[] = [];
  const lengths = tokens.reduce((mask, { length }) => mask | lengthBit(length), 0);
  for (const phrase of PHRASES) {
    if ((lengths & STARTS.get(phrase)!) === 0) continue;
    for (let i = 0; i < tokens.length; i++) {
      // `du personnel` is the staff, not a mark.
      if (phrase.words.length === 1 && phrase.kind === 'personal' && STAFF_OF.test(tokens[i - 1] ?? '')) continue;
      const places = placesOf(phrase, tokens, i);
      if (places === null || places.some((at) => used[at])) continue;
      for (const at of places) used[at] = true;
      found.push({ phrase, places });
    }
  }
  if (tokens.length <= SHORT_LINE_WORDS) {
    const whole = squashedIn(tokens.join(''));
    if (whole !== null && !found.some(({ phrase }) => phrase === whole)) {
      found.push({ phrase: whole, places: tokens.map((_, i) => i) });
      used.fill(true);
    }
  }
  const said = tokens.filter((t, i) => used[i] || GLUE.has(t)).length / tokens.length;
  return { found, used, said };
}

function kindOf(found: readonly Found[]): SecrecyKind {
  const phrases = found.map((f) => f.phrase);
  const particular = (f: Phrase): boolean => f.kind !== 'personal' && f.kind !== 'confidential';
  const chosen =
    phrases.find((f) => f.strength !== 'weak' && particular(f)) ??
    phrases.find(particular) ??
    phrases.find((f) => f.kind === 'personal') ??
    phrases[0]!;
  return chosen.kind;
}

/** `P R I V É` is one word printed wide. */
function joinSpaced(tokens: string[]): string[] {
  const joined = tokens
    .join(' ')
    .replace(/(?<![^ ])[a-z0-9](?: [a-z0-9](?![^ ])){3,}/g, (letters) => letters.replaceAll(' ', ''))
    .split(' ');
  return joined[0] === '' ? [] : joined;
}

/** Where the words of a phrase stand from `start` on, in order, nothing but glue between them; null where they do not. */
function placesOf(phrase: Phrase, tokens: readonly string[], start: number): number[] | null {
  const shortest = phrase.words.length > 1 ? 5 : 7;
  const places: number[] = [];
  let at = start;
  for (const word of phrase.words) {
    const limit = places.length === 0 ? start : at + GLUE_MAX;
    while (at < limit && !sameWord(tokens[at], word, shortest) && goesBetween(tokens[at] ?? '')) at++;
    if (!sameWord(tokens[at], word, shortest)) return null;
    places.push(at++);
  }
  return places;
}

const goesBetween = (token: string): boolean => GLUE.has(token) || GAP.has(token);

/** A phrase whose spaces were lost or misplaced: `CONFI DENTIEL`, `PERSONNEL ETCONFIDENTIEL`. */
function squashedIn(text: string): Phrase | null {
  const whole = SQUASHABLE.find((p) => sameWord(text, p.squashed, SQUASHED_MIN));
  return whole ?? SQUASHABLE.find((p) => text.includes(p.squashed) && isPhrasesAndGlue(text)) ?? null;
}

function isPhrasesAndGlue(text: string): boolean {
  const reached = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (let at = 0; at < text.length; at++) {
    if (!reached[at]) continue;
    for (const piece of PIECES) if (text.startsWith(piece, at)) reached[at + piece.length] = true;
  }
  return reached[text.length]!;
}

/**
 * One misread letter in words from `shortest` letters on, and an ending on long ones. Most words differ so early or so much that
 * they need not be compared.
 */
function sameWord(token: string | undefined, word: string, shortest: number): boolean {
  if (token === word) return true;
  if (token === undefined || word.length < shortest) return false;
  if (word.length >= 9 && token.startsWith(word) && ENDING.test(token.slice(word.length))) return true;
  if (Math.abs(token.length - word.length) > 1) return false;
  let head = 0;
  while (head < word.length && token[head] === word[head]) head++;
  let tail = 0;
  while (tail < word.length - head && token.at(-1 - tail) === word.at(-1 - tail)) tail++;
  return (head + tail >= word.length - 3 || word.length >= 10) && ocrDistance(token, word, 1) <= 1;
}

export interface Mark {
  kind: SecrecyKind;
  line: Line;
}

export interface MarkedLine {
  line: Line;
  /** It speaks of the addressee: block or attention line, where a part of it may be the mark. */
  addressee: boolean;
  /** It stands over a sender's address and may be the name of a firm. */
  sender: boolean;
}

/** Looks for marks among lines, top to bottom; `skip` says which are names of our departments or of the sender. */
export function findSecrecy(lines: readonly MarkedLine[], face: Face, skip: (line: Line) => boolean): Mark | null {
  const asked = lines.filter(({ line }) => !skip(line) && !/@|^(?:objet|re|betreff|oggetto|subject)\s*:/.test(foldCase(line.text)));
  let found: Mark | null = null;
  for (const [i, { line, addressee, sender }] of asked.entries()) {
    const below = asked.slice(i + 1).find((other) => standsUnder(other.line, line))?.line;
    const alone = readMark(line.folded, face);
    const believed = alone !== null && sender && (alone.beside || !(alone.sure || face === 'card')) ? null : alone;
    const kind = (below && readPair(line.folded, below.folded, face)?.kind) ?? believed?.kind ?? markInPart(line.text, face, addressee);
    if (kind === null) continue;
    if (found === null || found.kind === 'personal' || found.kind === 'confidential') found = { kind, line };
  }
  return found;
}

function standsUnder(line: Line, upper: Line): boolean {
  const gap = line.box[1] - upper.box[3];
  const shared = Math.min(line.box[2], upper.box[2]) - Math.max(line.box[0], upper.box[0]);
  const narrower = Math.min(line.box[2] - line.box[0], upper.box[2] - upper.box[0]);
  return gap > -0.5 * upper.heightPx && gap < PAIR_GAP_HEIGHTS * upper.heightPx && shared > 0.5 * narrower;
}

/** `Mme X - PERSONNEL`, `CONFIDENTIEL - Mme X`: elsewhere than with the addressee only a sure mark may be a part. */
function markInPart(text: string, face: Face, addressee: boolean): SecrecyKind | null {
  const parts = text
    .split(/\s[-–—]+\s?|\s?[-–—]+\s|[,;:/|()[\]]/)
    .map(foldWords)
    .filter(Boolean);
  if (parts.length < 2) return null;
  for (const part of parts) {
    const mark = readMark(part, 'letter');
    if (mark && (mark.sure || addressee) && !(face === 'letter' && part.split(' ').length > SHORT_LINE_WORDS)) return mark.kind;
  }
  return null;
}
