const FIRST_MS = 1000;
const LONGEST_MS = 15 * 60_000;

/**
 * How long to wait before the next attempt: doubling from 1 s to 15 min, of which the upper half is chance,
 * so that what failed together does not come back together.
 *
 * @param attempts how often it has been tried, 1 or more
 * @param chance   0 up to 1
 */
export function backoffMs(attempts: number, chance = Math.random()): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 20));
  return Math.round(fullMs / 2 + (fullMs / 2) * chance);
}
