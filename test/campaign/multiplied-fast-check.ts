import fc from 'fast-check';

const TIMES = Number(process.env.VAGUEMESTRE_CAMPAIGN_RUNS);
/** What fast-check runs where nothing is said. */
const USUAL_RUNS = 100;

const assert = ((property: fc.IRawProperty<unknown>, parameters: fc.Parameters<unknown> = {}) =>
  fc.assert(property, { ...parameters, numRuns: (parameters.numRuns ?? USUAL_RUNS) * TIMES })) as typeof fc.assert;

export default { ...fc, assert };
