/** A document as the class model sees it: hashed words, word starts and word pairs, plus a few facts about its shape. */
export const FEATURE_BITS = 15;
export const FEATURES = 1 << FEATURE_BITS;

export interface ClassInput {
  /** Folded words of headings: subject and large print. They count double. */
  title: string;
  /** Folded words of the whole page. */
  text: string;
  /** Facts about the page that are not words, e.g. `card`, `few`, `table`. */
  shape: string[];
}

/** A sparse vector of length 1: where and how much. */
export interface Features {
  at: Uint16Array;
  weight: Float32Array;
}

/** A long letter is recognised by its first hundreds of words. */
const MAX_WORDS = 600;

export function featuresOf(input: ClassInput): Features {
  const out = new Map<number, number>();
  const add = (name: string, weight: number): void => {
    const at = hash(name);
    out.set(at, Math.max(out.get(at) ?? 0, weight));
  };
  for (const [text, weight] of [
    [input.text, 1],
    [input.title, 2],
  ] as const) {
    let before = '';
    for (const word of text.split(' ').slice(0, MAX_WORDS)) {
      for (const term of termsOf(word)) add(term, weight);
      if (before.length > 1 && word.length > 1 && isWord(word) && isWord(before)) add(`${stem(before)} ${stem(word)}`, weight);
      before = word;
    }
  }
  for (const fact of input.shape) add(`#${fact}`, 2);
  const weight = Float32Array.from(out.values());
  const norm = Math.hypot(...weight) || 1;
  return { at: Uint16Array.from(out.keys()), weight: weight.map((w) => w / norm) };
}

/**
 * The features of one word: itself and how it begins, so that endings and a misread letter late in it matter less; and how a long one ends, as
 * `Leasingvertrag` and `Wartungsvertrag` are contracts.
 */
export function termsOf(word: string): string[] {
  if (word.length < 3 || !isWord(word)) return [];
  const terms = word.length > 6 ? [word, `${stem(word)}*`] : [word];
  return word.length > 10 ? [...terms, `*${word.slice(-7)}`] : terms;
}

const isWord = (word: string): boolean => /^[a-z]+$/.test(word);
const stem = (word: string): string => (word.length > 6 ? word.slice(0, 6) : word);

/** FNV-1a, folded to the number of features. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return ((h >>> FEATURE_BITS) ^ h) & (FEATURES - 1);
}
