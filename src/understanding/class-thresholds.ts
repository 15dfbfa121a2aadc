/** From which confidence on a document is filed by its class alone, measured from what became of the class on this box. Pure. */
import { DOCUMENT_CLASSES } from '#base/words.ts';

/** What the box said of one document, and whether that stands. */
export interface Outcome {
  /** 0 to 1. */
  confidence: number;
  right: boolean;
}

/** The share of wrong ones among what is filed by class alone, at most. */
const WRONG_MAX = 0.02;
/** Where a class of the seed begins: on letters never seen before wrong filings stayed below one in two hundred. */
const SEED_BAR = 0.75;
/** Below, all other classes together are likelier. */
const LOWEST_BAR = 0.5;
/** What the seed's own measure is worth from its bar up: half a wrong one in fifty. */
const SEED_CREDIT = { wrong: 0.5, right: 50 };
/** Laplace's rule where nothing was measured before: 48 right ones without a wrong one. */
const NO_CREDIT = { wrong: 1, right: 1 };

/** A bar no confidence reaches: nothing of the class is filed by itself. */
export const NEVER = Number.POSITIVE_INFINITY;

/**
 * The lowest bar at and above which no more than `WRONG_MAX` were wrong, as far as the outcomes tell. Where the seed's measure does not
 * reach, a class has to show by itself that it is right: below the seed's bar, and for a class that a customer added.
 *
 * @returns 0.5 to 1, or `NEVER`.
 */
export function barOf(classId: string, outcomes: readonly Outcome[]): number {
  const isOfSeed = (DOCUMENT_CLASSES as readonly string[]).includes(classId);
  if (!isOfSeed) return lowest(outcomes, confirmed(outcomes), NO_CREDIT) ?? NEVER;
  const above = outcomes.filter(({ confidence }) => confidence >= SEED_BAR);
  // A wrong one lifts the bar above itself, where what is right above and below does not outweigh it.
  const bar = lowest(above, [SEED_BAR, ...above.filter(({ right }) => !right).map(({ confidence }) => confidence + STEP)], SEED_CREDIT);
  if (bar !== SEED_BAR) return bar !== null && bar <= 1 ? bar : NEVER;
  const below = outcomes.filter(({ confidence }) => confidence < SEED_BAR);
  return lowest(below, confirmed(below), NO_CREDIT) ?? SEED_BAR;
}
const STEP = 0.001;

const confirmed = (outcomes: readonly Outcome[]): number[] =>
  outcomes.filter(({ confidence, right }) => right && confidence >= LOWEST_BAR).map(({ confidence }) => confidence);

function lowest(outcomes: readonly Outcome[], bars: number[], credit: { wrong: number; right: number }): number | null {
  const holds = (bar: number): boolean => {
    const counted = outcomes.filter(({ confidence }) => confidence >= bar);
    const wrong = counted.filter(({ right }) => !right).length;
    return (wrong + credit.wrong) / (counted.length + credit.wrong + credit.right) <= WRONG_MAX;
  };
  return bars.sort((a, b) => a - b).find(holds) ?? null;
}

export interface ClassCurve {
  classId: string;
  letters: number;
  right: number;
  /** Null: nothing of it is filed by class alone. */
  bar: number | null;
  /** From the least sure to the surest; each ends where the next begins. */
  bins: { from: number; letters: number; right: number }[];
}

const BINS = [0, 0.5, 0.65, 0.75, 0.85, 0.95];

/** The bar with what it was measured from. */
export function curveOf(classId: string, outcomes: readonly Outcome[]): ClassCurve {
  const count = (of: readonly Outcome[]) => ({ letters: of.length, right: of.filter(({ right }) => right).length });
  const bar = barOf(classId, outcomes);
  return {
    ...{ classId, ...count(outcomes), bar: bar === NEVER ? null : bar },
    bins: BINS.map((from, i) => ({
      from,
      ...count(outcomes.filter(({ confidence }) => confidence >= from && confidence < (BINS[i + 1] ?? Number.POSITIVE_INFINITY))),
    })),
  };
}
