import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScreen, skip } from './screen.ts';

test('a search is read on down to its last hit', { skip }, () =>
  onScreen('search', {}, async ({ page }) => {
    await page.locator('[role=search] input').fill('contrat');
    const hits = page.locator('.hits a');
    await hits.first().waitFor();
    const first = await hits.count();
    await page.locator('.further .btn').click();
    await page.locator('.further').waitFor({ state: 'detached' });
    assert.equal(await hits.count(), 2 * first);
  }),
);
