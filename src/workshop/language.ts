import type { Language } from '#base/words.ts';
import type { Word } from './page-look.ts';

/** Small words that stand in nearly every sentence of one language and in few of the others. */
const SMALL_WORDS: Record<Language, string> = {
  fr: 'le la les des du un une et est vous votre vos nous notre nos pour dans avec sur par ce cette au aux que qui ne pas je été être avons madame monsieur veuillez',
  en: 'the of and to you your we our for is are with this that from by be have has on at as please dear will would not been',
  de: 'der die das und ist sie ihr ihre ihren wir unser unsere für mit auf von dem den des ein eine einen zu zum zur nicht bitte sehr geehrte bei im werden wird haben',
  it: 'il lo gli e è di che per con del della dei delle nel nella sono vostro vostra nostro nostra una alla ai si come gentile non questo questa abbiamo',
};
const OWNERS = new Map<string, Language[]>();
for (const [language, words] of Object.entries(SMALL_WORDS) as [Language, string][]) {
  for (const word of words.split(' ')) OWNERS.set(word, [...(OWNERS.get(word) ?? []), language]);
}
const ENOUGH = 4;

/** How many small words of each language there are; one that stands in several counts for each in part. */
export function countSmallWords(words: readonly Word[]): Record<Language, number> {
  const count: Record<Language, number> = { fr: 0, en: 0, de: 0, it: 0 };
  for (const { text } of words) {
    const owners = OWNERS.get(text.toLowerCase().replace(/[^\p{L}]/gu, '')) ?? [];
    for (const language of owners) count[language] += 1 / owners.length;
  }
  return count;
}

/** The language whose small words are most frequent; null below four of them or when two languages are level. */
export function detectLanguage(words: readonly Word[]): Language | null {
  const [first, second] = (Object.entries(countSmallWords(words)) as [Language, number][]).sort((a, b) => b[1] - a[1]);
  return first![1] >= ENOUGH && first![1] > second![1] * 1.3 ? first![0] : null;
}
