import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTLE_MS, Steady } from '../../kiosk-ui/state/steady.ts';

const tap = { detail: 1 };
const key = { detail: 0 };

test('a touch counts only once what it meets has stood there for a moment; keys always count', () => {
  let nowMs = 1000;
  let done = 0;
  const steady = new Steady(() => nowMs);
  const touched = steady.touch(() => {
    done += 1;
  });
  steady.shows('first');
  touched(tap);
  assert.equal(done, 1, 'the first item has no finger on it yet');
  steady.shows(undefined);
  steady.shows('second');
  nowMs += SETTLE_MS - 1;
  touched(tap);
  assert.equal(done, 1, 'the second tap of a double tap decides nothing');
  touched(key);
  assert.equal(done, 2);
  nowMs += 1;
  steady.shows('second');
  touched(tap);
  assert.equal(done, 3, 'the same item shown again does not begin anew');
});
