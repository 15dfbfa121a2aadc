/** Words and figures as they are compared with the truth. Pure. */

/** How often each word occurs: the order of address, letterhead and table rows is a matter of taste. */
export type Bag = ReadonlyMap<string, number>;

const WORD = /[\p{L}\p{N}_€$%@./+-]+/gu;
const TELLS = /[\p{L}\p{N}]/u;

export function bagOf(text: string): Bag {
  const bag = new Map<string, number>();
  const plain = text.normalize('NFKC').replaceAll('’', "'").replaceAll(/[–—]/g, '-').toLowerCase();
  for (const word of plain.match(WORD) ?? []) if (TELLS.test(word)) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

/** Typewriters had no 1 and no capital with an accent: I, l and 1 are one letter, É is E. */
export const asTyped = (text: string): string => text.replaceAll(/\p{Lu}/gu, (c) => c.normalize('NFD')[0]!).replaceAll(/[Il1]/g, 'l');

export const sizeOf = (bag: Bag): number => [...bag.values()].reduce((sum, n) => sum + n, 0);

/** Words of both. */
export const sharedBy = (a: Bag, b: Bag): number => [...a].reduce((sum, [word, n]) => sum + Math.min(n, b.get(word) ?? 0), 0);

/** Letters and digits only, capitals, no accents: how identifiers, numbers and names of departments are compared. */
export const fold = (value: unknown): string =>
  String(value || '')
    .toUpperCase()
    .normalize('NFD')
    .replaceAll(/[^A-Z0-9]/g, '');

/** Half a cent apart is the same amount. */
export const close = (a: number, b: number): boolean => Math.abs(a - b) < 0.005;

const MONEY = /(?:(?:€|£|EUR|GBP)\s?)?(?<![\d/-])(\d{1,3}(?:[ .,'\u202f]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{2})?)(?![\d/])/g;

/** Every figure with two decimals in a text. */
export function figuresIn(text: string): number[] {
  return [...text.matchAll(MONEY)].flatMap(([, printed]) => {
    const cut = /^(.*?)[.,](\d{2})$/.exec(printed!);
    return cut ? [Number(`${cut[1]!.replaceAll(/\D/g, '')}.${cut[2]}`)] : [];
  });
}

/** To four decimals; a tie, which only 32nds have, goes to the even one. */
export function rounded(value: number): number {
  if (!Number.isInteger(value * 32)) return Number(value.toFixed(4));
  const below = Math.floor(value * 1e4);
  return (value * 1e4 - below === 0.5 ? below + (below % 2) : Math.round(value * 1e4)) / 1e4;
}

/** Null of nothing. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));

/** Between which shares the true one lies, 95 % sure, when `k` of `n` were seen (Wilson, score interval). */
export function wilson(k: number, n: number): [low: number, high: number] | null {
  if (n === 0) return null;
  const z = 1.96;
  const [p, m] = [k / n, (z * z) / n];
  const centre = p + m / 2;
  const half = z * Math.sqrt((p * (1 - p)) / n + m / (4 * n));
  return [rounded(Math.max(0, (centre - half) / (1 + m))), rounded(Math.min(1, (centre + half) / (1 + m)))];
}

export function median(sample: readonly number[]): number | null {
  const sorted = sample.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
