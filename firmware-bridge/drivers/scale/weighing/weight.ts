import type { Condition } from '../../../../src/base/words.ts';

/** What a scale says of one moment: a weight that stands still, or why there is none. */
export type Reading = { grams: number } | { none: string };

/** Why a scale shows no weight to go by. */
export const NONE = {
  moving: 'the weight is moving',
  over: 'more lies on it than it can weigh',
  under: 'less lies on it than its zero',
  negative: 'the weight is below zero',
  unzeroed: 'it could not find its zero',
  fault: 'it reports a fault',
  refused: 'it gives no weight now',
  unit: 'it weighs in a unit that is not known here',
  pointless: 'it sends no decimal point and none is configured',
  silent: 'it said nothing',
} as const;

/** What a reading says of the scale itself: that nothing stands still is no fault, that it cannot weigh at all is one for a person. */
export const conditionsOf = (reading: Reading | null): Condition[] =>
  reading && 'none' in reading && (reading.none === NONE.fault || reading.none === NONE.unzeroed) ? ['other'] : [];

/** Nanograms per unit: the pound is 453.59237 g by definition (1959), the ounce a sixteenth of it. */
const NANOGRAMS: Readonly<Record<string, bigint>> = {
  mg: 1_000_000n,
  g: 1_000_000_000n,
  kg: 1_000_000_000_000n,
  t: 1_000_000_000_000_000n,
  oz: 28_349_523_125n,
  lb: 453_592_370_000n,
};
export const UNITS = ['mg', 'g', 'kg', 't', 'oz', 'lb'] as const;
export type Unit = (typeof UNITS)[number];

/** The unit a scale writes, whatever its capitals; null where there is no such unit. */
export const unitOf = (text: string): Unit | null => {
  const unit = text.toLowerCase();
  return unit in NANOGRAMS ? (unit as Unit) : null;
};

/** More than a protocol message can carry, in nanograms: a ton. */
const MOST = 1_000_000n * 1_000_000_000n;
const MOST_DIGITS = 12;

/**
 * A reading from what stands on the display: `1.234` kg, each unit with a figure of its own where there are two (`2` lb `3.5` oz).
 * Exact: worked out in whole nanograms, as 1.005 kg is not 1005 g in floating point.
 */
export function weightOf(...parts: readonly { figure: string; unit: string; decimals?: number }[]): Reading {
  let nanograms = 0n;
  let negative = false;
  for (const { figure, unit: written, decimals = 0 } of parts) {
    const unit = unitOf(written);
    if (unit === null) return { none: NONE.unit };
    const found = /^\s*([+-]?)\s*(\d*)(?:\.(\d+))?\s*$/.exec(figure);
    const digits = `${found?.[2] ?? ''}${found?.[3] ?? ''}`;
    if (!found || digits === '' || digits.length > MOST_DIGITS || decimals < 0 || decimals > MOST_DIGITS) return { none: NONE.fault };
    negative ||= found[1] === '-';
    nanograms += (BigInt(digits) * NANOGRAMS[unit]!) / 10n ** BigInt((found[3]?.length ?? 0) + decimals);
  }
  if (nanograms > MOST) return { none: NONE.over };
  if (negative && nanograms > 0n) return { none: NONE.negative };
  return { grams: Number(nanograms) / 1e9 };
}
