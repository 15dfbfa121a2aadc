/**
 * The secrecy gate. A mark on an envelope or in the head of a letter closes it; the same words in a footer, in the body, in a
 * product line or in the name of one of our departments do not (compliance.md §3 of the rules the product encodes).
 */
import type { SecrecyKind } from '#base/words.ts';
import { foldCase, foldWords } from './folding.ts';
import type { Line } from './page-lines.ts';
import { goesBetween, isAnotherMark, isGap, isGlue, sameWord, tokensOf, wordsLike } from './secrecy-tokens.ts';
import { FOR_SOMEBODY, PAIRS, type Pair, PHRASES, type Phrase, type Strength } from './secrecy-words.ts';

/** Marks are large and few: words after the mark that make it an instruction about goods or a footer. */
const INSTRUCTION =
  /\bouvrir avec\b|\bopen with\b|\bmit (?:einem )?(?:messer|scharf)|\boggett[oi] |\bobjets? (?:tranchant|pointu)|\bsharp\b|\bcutter\b|\bknife\b|\bofferta riservata\b/;

/** `Confidential Shredding Ltd` says who writes. */
const FIRM = /\b(?:sarl|sas|sasu|eurl|snc|scop|selarl|gmbh|kg|ohg|ltd|limited|plc|llp|inc|srl|spa|s r l|s p a)$/;
/** `Service appels d'offres` says where somebody sits; on the outside of an envelope it is whom a bid is for. */
const OFFICE = new Set(
  'service services direction departement dept bureau pole division secretariat department office abteilung referat ufficio servizio'.split(
    ' ',
  ),
);

/** `Responsable des appels d'offres` says what somebody does. */
const ROLE = new Set(
  'responsable directeur directrice chef charge chargee assistant assistante secretaire leiter leiterin referentin manager head director responsabile direttore direttrice segretaria'.split(
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
/** Words of pairs from this length on may be misread. */
const PAIR_MISREAD_MIN = 6;
/** At most so many words between two of a phrase. */
const GLUE_MAX = 6;

/** Where the line stands: the outside of an envelope or a card, or the head of a letter. */
export type Face = 'card' | 'letter';

/** The kind a folded line marks, when the whole line is a mark. The more particular kind wins over personal and confidential. */
export const findMarks = (folded: string, face: Face): SecrecyKind | null => readMark(folded, face)?.kind ?? null;

interface Reading {
  kind: SecrecyKind;
  sure: boolean;
  /** The line says nothing else. */
  whole: boolean;
}

function readMark(folded: string, face: Face): Reading | null {
  const tokens = tokensOf(folded);
  if (tokens.length === 0 || tokens.length > LONGEST_LINE_WORDS || INSTRUCTION.test(folded) || FIRM.test(folded)) return null;
  const { found, used } = readTokens(tokens);
  const held = ROLE.has(tokens[0]!) || (face === 'letter' && OFFICE.has(tokens[0]!) && !used[0]);
  const sure = FOR_SOMEBODY.test(folded) || found.some((f) => f.strength === 'sure' && !isAttribute(f, tokens));
  if (found.length === 0 || (held && !sure)) return null;
  const said = shareOf(tokens, (t, i) => used[i]! || isGlue(t));
  const whole = said === 1 || shareOf(tokens, (t, i) => used[i]! || isGlue(t) || isGap(t)) === 1;
  const short = folded.split(' ').length <= SHORT_LINE_WORDS;
  const weak = found.some(({ strength }) => strength === 'weak') && said === 1 && !NUMBERED.test(folded);
  const named = face === 'card' && found.some(({ strength }) => strength === 'profession');
  const strong = found.some(({ strength }) => closes(strength, face)) && !(face === 'letter' && isReference(folded, found));
  const marking = found.reduce((sum, { places }) => sum + places.length, 0);
  const most =
    whole || (said >= MIN_SHARE && face === 'card' && marking >= MIN_SHARE * tokens.filter((t, i) => used[i] || !isGlue(t)).length);
  const fills =
    FOR_SOMEBODY.test(folded) || (sure && said >= MIN_SHARE) || (strong && most) || (weak && (tokens.length > 1 || face === 'card'));
  if (!fills && !((sure || named) && short)) return null;
  return { kind: kindOf(found), sure, whole };
}

const shareOf = (tokens: readonly string[], counts: (token: string, i: number) => boolean): number =>
  tokens.filter(counts).length / tokens.length;

/** `Appel d'offres n° 2026-04` over a letter is what it answers. */
const isReference = (folded: string, found: readonly Found[]): boolean =>
  (NUMBERED.test(folded) || /\d/.test(folded)) && found.every(({ kind, strength }) => kind === 'tender' && strength !== 'sure');

/** `Persönliche Beratung`, `Vernichtung vertraulicher Akten` say how something else is; `Vertrauliche Unterlagen` is a mark. */
function isAttribute({ words, places }: Found, tokens: readonly string[]): boolean {
  const at = places[0]!;
  if (words?.length !== 1 || !tokens[at]!.startsWith(words[0]!) || tokens[at] === words[0]) return false;
  return [tokens[at - 1], tokens[at + 1]].some((other) => other !== undefined && !isGlue(other));
}

/** A mark set over two lines: both say nothing else, or little beside a sure one, and it begins on the first and ends on the second. */
function readPair(first: string, second: string, face: Face): Reading | null {
  const seam = tokensOf(first).length;
  const tokens = [...tokensOf(first), ...tokensOf(second)];
  if (seam === 0 || seam === tokens.length || tokens.length > PAIR_WORDS_MAX || INSTRUCTION.test(`${first} ${second}`)) return null;
  const { found, used } = readTokens(tokens);
  const across = found.filter(
    ({ strength, places }) => closes(strength, face) && Math.min(...places) < seam && Math.max(...places) >= seam,
  );
  const said = shareOf(tokens, (t, i) => used[i]! || isGlue(t) || isGap(t));
  const whole = said === 1;
  const sure = across.some(({ strength }) => strength === 'sure');
  return across.length > 0 && (whole || (sure && said >= MIN_SHARE)) ? { kind: kindOf(found), sure, whole } : null;
}

const closes = (strength: Strength, face: Face): boolean =>
  strength === 'sure' || strength === 'strong' || (face === 'card' && strength !== 'weak');

/** Places in `PHRASES` by the word they begin with. */
const BEGINNING = Map.groupBy(PHRASES.keys(), (rank) => PHRASES[rank]!.words[0]!);

interface Found {
  kind: SecrecyKind;
  strength: Strength;
  /** Of a phrase. */
  words?: readonly string[];
  /** Where its words stand. */
  places: number[];
}

function readTokens(tokens: readonly string[]): { found: Found[]; used: boolean[] } {
  const used = new Array<boolean>(tokens.length).fill(false);
  const found: Found[] = [];
  const take = (mark: Found): void => {
    for (const at of mark.places) used[at] = true;
    found.push(mark);
  };
  const starts = tokens.flatMap((token, at) =>
    wordsLike(token).flatMap((word) => (BEGINNING.get(word) ?? []).map((rank) => ({ phrase: PHRASES[rank]!, rank, at }))),
  );
  for (const { phrase, at } of starts.sort((a, b) => a.rank - b.rank)) {
    // `du personnel` is the staff, not a mark.
    if (phrase.words.length === 1 && phrase.kind === 'personal' && STAFF_OF.test(tokens[at - 1] ?? '')) continue;
    const places = placesOf(phrase, tokens, at);
    if (places !== null && !places.some((place) => used[place])) take({ ...phrase, places });
  }
  for (const pair of PAIRS) {
    const places = placesOfPair(pair, tokens);
    if (places !== null) take({ kind: pair.kind, strength: pair.strength, places });
  }
  return { found, used };
}

function placesOfPair({ first, second, inOrder }: Pair, tokens: readonly string[]): number[] | null {
  const at = tokens.findIndex((token) => isOf(token, first));
  const other = tokens.findIndex((token, i) => isOf(token, second) && i !== at && (!inOrder || i > at));
  return at >= 0 && other >= 0 ? [at, other] : null;
}

const isOf = (token: string, words: ReadonlySet<string>): boolean =>
  words.has(token) ||
  (token.length >= PAIR_MISREAD_MIN && wordsLike(token).some((word) => word.length >= PAIR_MISREAD_MIN && words.has(word)));

function kindOf(phrases: readonly Found[]): SecrecyKind {
  const particular = (f: Found): boolean => f.kind !== 'personal' && f.kind !== 'confidential';
  const chosen =
    phrases.find((f) => f.strength !== 'weak' && particular(f)) ??
    phrases.find(particular) ??
    phrases.find((f) => f.kind === 'personal') ??
    phrases[0]!;
  return chosen.kind;
}

/** Where the words of a phrase stand from `start` on, in order, nothing but glue between them; null where they do not. */
function placesOf(phrase: Phrase, tokens: readonly string[], start: number): number[] | null {
  const alone = phrase.words.length === 1;
  const same = (token: string | undefined, word: string): boolean =>
    sameWord(token, word, alone ? 7 : 5) && !(alone && isAnotherMark(token!, word));
  const places: number[] = [];
  let at = start;
  for (const word of phrase.words) {
    const limit = places.length === 0 ? start : at + GLUE_MAX;
    while (at < limit && !same(tokens[at], word) && goesBetween(tokens[at] ?? '')) at++;
    if (!same(tokens[at], word)) return null;
    places.push(at++);
  }
  return places;
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
    const believed = alone !== null && sender && !(alone.whole && (alone.sure || face === 'card')) ? null : alone;
    const kind =
      (below && readPair(line.folded, below.folded, face)?.kind) ?? believed?.kind ?? markInPart(line.text, face, addressee, sender);
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

/**
 * `Mme X - PERSONNEL`, `CONFIDENTIEL - Mme X`: on a letter, elsewhere than with the addressee, only a sure mark may be a part, or a
 * word that is no name, `esito - riservato`.
 */
function markInPart(text: string, face: Face, addressee: boolean, sender: boolean): SecrecyKind | null {
  const parts = text
    .split(/\s[-–—]+\s?|\s?[-–—]+\s|[,;:/|()[\]]/)
    .map(foldWords)
    .filter(Boolean);
  if (parts.length < 2) return null;
  for (const part of parts) {
    const mark = readMark(part, 'letter');
    if (mark === null || (face === 'letter' && part.split(' ').length > SHORT_LINE_WORDS)) continue;
    if (mark.sure || addressee || (mark.whole && !sender && (face === 'card' || mark.kind === 'confidential'))) return mark.kind;
  }
  return null;
}
