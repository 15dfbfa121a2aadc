import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backoffMs } from '#pipeline/backoff.ts';
import { evenNumber } from '#test/even-number.ts';

const LONGEST_MS = 15 * 60_000;
const chances = evenNumber(0, 1);

test('pauses double from about a second, or a minute, to a quarter of an hour, never in step', () => {
  fc.assert(
    fc.property(fc.constantFrom('soon', 'later'), fc.integer({ min: 1, max: 10_000 }), chances, (retry, failures, chance) => {
      const ms = backoffMs(retry, failures, chance);
      assert.ok(ms >= 1_000 && ms <= LONGEST_MS);
      assert.ok(backoffMs(retry, failures + 1, chance) >= ms);
    }),
  );
  assert.ok(backoffMs('soon', 1, 0.999) <= 2_000);
  assert.ok(backoffMs('later', 1, 0) >= 60_000);
  assert.ok(backoffMs('soon', 11, 0) >= LONGEST_MS / 2 - 1);
  assert.notEqual(backoffMs('soon', 5, 0.1), backoffMs('soon', 5, 0.9));
});
