/** Too few neighbours say nothing. Three words of a line are more. */
const NEIGHBOURS_MIN = 100;
/**
 * Vowels and consonants take turns: of neighbours within the different words of a page, 0.62 to 0.79 are of different kind on all letters,
 * invoices, forms and receipts at hand, in four languages; with their letters exchanged at random it is below 0.52 on 19 of 20.
 */
const TURNS_MIN = 0.55;
/** Characters that are neither letter nor figure, within words: 0.13 at most on the same pages, 0.24 at least where glyphs are numbered as they come. */
const SIGNS_MAX = 0.2;
const VOWEL = /[aeiouy]/;

/**
 * Whether characters that a PDF gives can be what is written on its page. Fonts without a table from codes to characters, or with a wrong one, yield
 * text that looks like text to a program and is another sign for each: nothing of it may be believed.
 *
 * @param text words between blanks. Scripts other than Latin are believed.
 */
export function isPlausibleText(text: string): boolean {
  // Accents fall off; what is composed counts as its letter.
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1);
  const characters = words.join('');
  const signs = characters.replace(/[\p{L}\p{N}]/gu, '').length;
  if (characters.length >= NEIGHBOURS_MIN && signs > SIGNS_MAX * characters.length) return false;
  let neighbours = 0;
  let turns = 0;
  for (const word of new Set(words.join(' ').match(/[a-zæœøß]{3,}/g))) {
    for (let i = 1; i < word.length; i++) {
      neighbours++;
      turns += Number(VOWEL.test(word[i]!) !== VOWEL.test(word[i - 1]!));
    }
  }
  return neighbours < NEIGHBOURS_MIN || turns >= TURNS_MIN * neighbours;
}
