import { randomInt } from 'node:crypto';

/** `first` alone, so that every run of the tests says the same; in a campaign of N runs N - 1 fresh ones behind it. */
export function seedsFrom(first: number): number[] {
  const fresh = Number(process.env.VAGUEMESTRE_CAMPAIGN_RUNS ?? 1) - 1;
  return [first, ...Array.from({ length: fresh }, () => randomInt(2 ** 31))];
}
