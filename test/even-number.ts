import fc from 'fast-check';

const STEPS = 1_000;

/**
 * A number even over the range, now and then one of its ends. fast-check's own doubles are even over all that a double can be: nine in ten of
 * those between 0 and 1 lie below 1e-11. One in ten of these is such a one all the same.
 */
export const evenNumber = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.nat(STEPS).map((step) => min + ((max - min) * step) / STEPS) },
    { weight: 1, arbitrary: fc.double({ min, max, noNaN: true }) },
  );
