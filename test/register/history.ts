import fc from 'fast-check';
import type { NewEvent } from '#domain/events.ts';
import { evenNumber } from '#test/even-number.ts';
import { DOCUMENT_ACTS } from './history/documents.ts';
import { ITEM_ACTS } from './history/items.ts';
import { type Act, Model, type Step } from './history/model.ts';
import { PAPER_ACTS } from './history/paper.ts';

const ACTS: readonly Act[] = [...ITEM_ACTS, ...PAPER_ACTS, ...DOCUMENT_ACTS];

const step = fc.record({ act: fc.nat(ACTS.length - 1), pick: fc.nat(1000), chance: evenNumber(0, 1) });

export const steps = (maxLength: number, minLength = 1): fc.Arbitrary<Step[]> => fc.array(step, { minLength, maxLength, size: 'max' });

/** A legal history: groups of events as they would be appended together. */
export function historyOf(choices: readonly Step[]): NewEvent[][] {
  const model = new Model();
  return choices.map((step) => ACTS[step.act]!(model, step));
}

/** The same long history each time. */
export const fixedHistory = (length: number, seed: number): NewEvent[][] =>
  historyOf(fc.sample(steps(length, length), { numRuns: 1, seed })[0]!);
