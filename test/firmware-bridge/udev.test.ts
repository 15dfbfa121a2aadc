import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { udevRules } from '#bridge/udev.ts';

test('the rules file is what the drivers say; "npm run udev > udev/60-vaguemestre.rules" brings it up to date', async () => {
  const file = join(import.meta.dirname, '..', '..', 'udev', '60-vaguemestre.rules');
  assert.equal(await readFile(file, 'utf8'), await udevRules());
});
