import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CLASS } from '#contract/words.ts';
import { onScreen, skip } from './screen.ts';

test('a class is looked for without a word: one of ours, one of the customer, or none of them', { skip }, () =>
  onScreen('search', {}, async ({ page }) => {
    const list = page.locator('select[aria-label="Classe"]');
    const askedFor = async (label: string) => {
      const search = page.waitForRequest((request) => new URL(request.url()).searchParams.has('class'));
      await list.selectOption({ label });
      const { searchParams } = new URL((await search).url());
      await page.locator('.hits a').first().waitFor();
      return [searchParams.get('q'), searchParams.get('class')];
    };
    assert.deepEqual(await askedFor('Facture'), ['', 'invoice']);
    assert.deepEqual(await askedFor('Revue de presse'), ['', 'press_review']);
    assert.deepEqual(await askedFor('Aucune de celles-ci'), ['', NO_CLASS]);
    await list.selectOption('');
    await page.locator('.hits').waitFor({ state: 'detached' });
  }),
);

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
