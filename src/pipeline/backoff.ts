const FIRST_MS = { soon: 1_000, later: 60_000 } as const;
const LONGEST_MS = 15 * 60_000;

/**
 * How long to wait before the next try: doubling from 1 s (`soon`) or 1 min (`later`) to 15 min, of which the upper half is
 * chance, so that what failed together does not come back together.
 *
 * @param failures how often it has failed in a row, 1 or more
 * @param chance   0 up to 1
 */
export function backoffMs(retry: 'soon' | 'later', failures: number, chance = Math.random()): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS[retry] * 2 ** Math.min(failures, 20));
  return Math.round(fullMs / 2 + (fullMs / 2) * chance);
}

/**
 * How long to wait for a far end that is away: a quarter of the time it has been away already, 1 s to 1 min, so that a cable put
 * back is noticed at once and a month without a mail server costs little.
 *
 * @param chance 0 up to 1
 */
export function awayPauseMs(awayMs: number, chance = Math.random()): number {
  return Math.round(Math.min(60_000, Math.max(1_000, awayMs / 4)) * (0.75 + chance / 2));
}
