import type { ArrivalRow, Arrivals } from '#contract/arrivals.ts';

/** The register position down to which a page speaks; 0 where nothing comes after it. */
export const endOf = (page: Pick<Arrivals, 'rows' | 'next'>): number => (page.next === null ? 0 : (page.rows.at(-1)?.registered ?? 0));

/**
 * Rows with a reading laid over them, newest first: from `below` (not itself) down to `end` they stand as the reading has them, new, changed or gone.
 * A reading that touches nothing known may have left a gap: then nothing older than it is kept, and is read again by who scrolls there.
 */
export function laidOver(
  rows: readonly ArrivalRow[],
  reading: readonly ArrivalRow[],
  { below, end }: { below: number; end: number },
): ArrivalRow[] {
  const touches = rows.some((row) => row.registered >= end && row.registered < below);
  return [...rows.filter((row) => row.registered >= below), ...reading, ...(touches ? rows.filter((row) => row.registered < end) : [])];
}
