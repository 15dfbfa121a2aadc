import type { Language } from '#contract/words.ts';

/** Three rows of letters; the third stands between shift and delete. */
export const LAYOUTS: Record<Language, readonly [string, string, string]> = {
  fr: ['azertyuiop', 'qsdfghjklm', 'wxcvbn’'],
  en: ['qwertyuiop', "asdfghjkl'", 'zxcvbnm'],
  de: ['qwertzuiop', 'asdfghjklö', 'yxcvbnm'],
  it: ['qwertyuiop', 'asdfghjklò', 'zxcvbnm'],
};
export const ACCENTS: readonly [string, string, string] = ['àâäæçéèêëœ', 'îïôöùûüÿñß', '/&.:()_'];
/** What a long press gives. */
export const LONG_PRESS: Readonly<Record<string, string>> = { a: 'à', e: 'é', u: 'ù', i: 'î', o: 'ô', c: 'ç', n: 'ñ', s: 'ß' };
export const PAD = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const;
