/** Text made comparable: no accents, lower case, and nothing but letters and digits between single spaces. */
const LIGATURES: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

/** Accents and case folded; punctuation kept. */
export function foldCase(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßœæøđðłþı]/g, (c) => LIGATURES[c] ?? c)
    .replace(/[’‘`´ʼ]/g, "'");
}

/** Words only: `À l'attn : Mme D’Été` becomes `a l attn mme d ete`. */
export function foldWords(text: string): string {
  return foldCase(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Letters and digits only, upper case: what an identifier is compared by. */
export function foldId(text: string): string {
  return foldCase(text)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}
