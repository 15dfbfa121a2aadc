import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import { lastingPlace, passingPlace } from './place.ts';

test('a second laboratory is refused before it touches anything of the first, and begins empty after it', async (t) => {
  const cache = mkdtempSync(join(tmpdir(), 'vaguemestre-cache-'));
  t.after(() => rmSync(cache, { recursive: true }));
  const first = await lastingPlace(cache);
  await mkdir(first.folder);
  writeFileSync(join(first.folder, 'register.db'), 'everything');
  await assert.rejects(lastingPlace(cache), (error) => isFailure(error, 'STATE_LOCKED'));
  assert.ok(existsSync(join(first.folder, 'register.db')));
  // A batch that ends by itself runs beside it.
  const passing = await passingPlace(cache);
  await passing.leave();
  assert.ok(!existsSync(passing.folder));
  await first.leave();
  assert.ok(existsSync(join(first.folder, 'register.db')), 'it can be looked at afterwards');
  const second = await lastingPlace(cache);
  assert.ok(!existsSync(join(second.folder, 'register.db')));
  await second.leave();
});
