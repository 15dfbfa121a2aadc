import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, unproved } from './evidence.ts';

const SEEN: Evidence = { cuts: 4, inMidBatch: 2, sheets: 9, registrations: 3, positions: 70, filings: 1 };

test('a campaign that had something of everything at stake proves something', () => {
  assert.deepEqual(unproved(SEEN), []);
});

test('a campaign that had nothing at stake does not pass', () => {
  for (const what of ['sheets', 'registrations', 'positions', 'filings'] as const)
    assert.deepEqual(unproved({ ...SEEN, [what]: 0 }), [`no ${what} had been acknowledged before a cut`]);
  assert.deepEqual(unproved({ ...SEEN, inMidBatch: 1 }), ['only 1 of 4 cuts fell in the middle of a batch']);
  assert.equal(unproved({ cuts: 0, inMidBatch: 0, sheets: 0, registrations: 0, positions: 0, filings: 0 }).length, 5);
});
