/**
 * A document as the class model sees it: hashed words, word starts and word pairs, a few facts about its shape, and what its words mean in
 * any of the four languages.
 */
import { CONCEPTS } from './seed/concepts.ts';
import { seedLines } from './seed/seed.ts';

const WORD_BITS = 16;
/** Features below are printed words; from here on they are meanings, one for each line of `seed/concepts.ts`. */
export const WORD_FEATURES = 1 << WORD_BITS;
const MEANINGS = seedLines(CONCEPTS).map((line) => line.split(' '));
export const FEATURES = WORD_FEATURES + MEANINGS.length;

export interface ClassInput {
  /** Folded words of headings: subject and large print. They count double. */
  title: string;
  /** Folded words of the whole page. */
  text: string;
  /** Facts about the page that are not words, e.g. `card`, `few`, `table`. */
  shape: string[];
}

/** A sparse vector: where and how much. Its words are of length 1 together, its meanings of `MEANING_LENGTH`. */
export interface Features {
  at: Uint32Array;
  weight: Float32Array;
}

const MEANING_LENGTH = 0.5;
/** A long letter is recognised by its first hundreds of words. */
const MAX_WORDS = 600;

export function featuresOf(input: ClassInput): Features {
  const [printed, meant] = [new Map<number, number>(), new Map<number, number>()];
  const add = (to: Map<number, number>, at: number, weight: number): unknown => to.set(at, Math.max(to.get(at) ?? 0, weight));
  for (const [text, weight] of [
    [input.text, 1],
    [input.title, 2],
  ] as const) {
    let before = '';
    for (const word of text.split(' ').slice(0, MAX_WORDS)) {
      for (const at of termsOf(word)) add(printed, at, weight);
      for (const at of meaningsOf(word)) add(meant, at, weight);
      if (before.length > 1 && word.length > 1 && isWord(word) && isWord(before))
        add(printed, hash(`${stem(before)} ${stem(word)}`), weight);
      before = word;
    }
  }
  for (const fact of input.shape) add(printed, hash(`#${fact}`), 2);
  const entries = [...ofLength(printed, 1), ...ofLength(meant, MEANING_LENGTH)];
  return { at: Uint32Array.from(entries, ([at]) => at), weight: Float32Array.from(entries, ([, weight]) => weight) };
}

function ofLength(part: ReadonlyMap<number, number>, length: number): [at: number, weight: number][] {
  const scale = length / (Math.hypot(...part.values()) || 1);
  return [...part].map(([at, weight]) => [at, weight * scale]);
}

/**
 * The features of one printed word: itself and how it begins, so that endings and a misread letter late in it matter less; and how a long one
 * ends, as `Leasingvertrag` and `Wartungsvertrag` are contracts.
 */
export function termsOf(word: string): number[] {
  if (word.length < 3 || !isWord(word)) return [];
  const terms = word.length > 6 ? [word, `${stem(word)}*`] : [word];
  return (word.length > 10 ? [...terms, `*${word.slice(-7)}`] : terms).map(hash);
}

const meanings = new Map<string, number[]>();
MEANINGS.forEach((words, i) => {
  for (const word of words) meanings.set(word, [...(meanings.get(word) ?? []), WORD_FEATURES + i]);
});
const NO_MEANING: number[] = [];

/** The features of what one word means; of most words none. */
export function meaningsOf(word: string): number[] {
  let found = meanings.get(word) ?? NO_MEANING;
  for (let length = 3; length <= word.length; length++) {
    const begins = meanings.get(`${word.slice(0, length)}*`);
    if (begins) found = [...found, ...begins];
  }
  return found;
}

const isWord = (word: string): boolean => /^[a-z]+$/.test(word);
const stem = (word: string): string => (word.length > 6 ? word.slice(0, 6) : word);

/** FNV-1a, folded to the number of features. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return ((h >>> WORD_BITS) ^ h) & (WORD_FEATURES - 1);
}
