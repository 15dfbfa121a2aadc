import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHECKS, runCheck } from './checks.ts';

describe('the sources', { concurrency: true }, () => {
  for (const check of CHECKS) {
    test(`${check.name} finds nothing to correct`, async () => {
      const found = await runCheck(check);
      assert.ok(found === null, `${check.name} found:\n${found}`);
    });
  }
});
