import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { timeQuality } from '#base/clock.ts';

test('the clock is trusted from when a time server has set it, and looked after seldom', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-clock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'synchronized');
  let nowMs = 5;
  const quality = timeQuality(file, () => nowMs);
  assert.equal(quality(), 'unconfirmed');
  writeFileSync(file, '');
  nowMs += 9_000;
  assert.equal(quality(), 'unconfirmed', 'not looked at again yet');
  nowMs += 1_000;
  assert.equal(quality(), 'ntp');
  rmSync(file);
  nowMs += 60_000;
  assert.equal(quality(), 'ntp');
});
