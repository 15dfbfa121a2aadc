import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHECKS, runCheck } from './checks.ts';

/** On a busy machine the types of the whole house take minutes. */
const MOST_MS = 15 * 60_000;

describe('the sources', { concurrency: true, timeout: MOST_MS }, () => {
  for (const check of CHECKS) {
    test(`${check.name} finds nothing to correct`, { timeout: MOST_MS }, async () => {
      const found = await runCheck(check);
      assert.ok(found === null, `${check.name} found:\n${found}`);
    });
  }
});
