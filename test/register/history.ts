import fc from 'fast-check';
import type { NewEvent } from '#domain/events.ts';
import { DOCUMENT_ACTS } from './history/documents.ts';
import { ITEM_ACTS } from './history/items.ts';
import { type Act, Model, type Step } from './history/model.ts';
import { PAPER_ACTS } from './history/paper.ts';

const ACTS: readonly Act[] = [...ITEM_ACTS, ...PAPER_ACTS, ...DOCUMENT_ACTS];

/** Even over the whole range, which fast-check's doubles are not: nearly all of those lie next to 0. Some of them all the same, for the ledger's numbers. */
const chance = fc.oneof(
  { weight: 9, arbitrary: fc.nat(1000).map((n) => n / 1000) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);
const step = fc.record({ act: fc.nat(ACTS.length - 1), pick: fc.nat(1000), chance });

export const steps = (maxLength: number, minLength = 1): fc.Arbitrary<Step[]> => fc.array(step, { minLength, maxLength, size: 'max' });

/** A legal history: groups of events as they would be appended together. */
export function historyOf(choices: readonly Step[]): NewEvent[][] {
  const model = new Model();
  return choices.map((step) => ACTS[step.act]!(model, step));
}

/** The same long history each time. */
export const fixedHistory = (length: number, seed: number): NewEvent[][] =>
  historyOf(fc.sample(steps(length, length), { numRuns: 1, seed })[0]!);
