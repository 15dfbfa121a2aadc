import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewQueue } from '#contract/review.ts';
import { SETTLE_MS } from '../../kiosk-ui/state/steady.ts';
import { onScreen, posted, skip } from './screen.ts';

test('1 files the first candidate, Z takes it back, 2 files the second', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    const number = page.locator('.head .tag');
    const first = await number.textContent();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    await page.locator('.head .tag', { hasNotText: '004708' }).waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'candidate', departmentId: 'dep_rh', personId: 'per_dep_rh' });
    await page.keyboard.press('z');
    await page.locator('.head .tag', { hasText: '004708' }).waitFor();
    assert.equal(await number.textContent(), first);
    await page.keyboard.press('2');
    await page.locator('.undo').waitFor();
    assert.deepEqual(posted(server), ['decide', 'undo', 'decide']);
    assert.equal((server.acts[2]!.body.choice as { departmentId: string }).departmentId, 'dep_inf');
  }),
);

test('what was taken back is on the screen again, also when the queue was read while it was taken back', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.cand').first().waitFor();
    const stale = (await (await fetch(`${server.url}/api/review`)).json()) as ReviewQueue;
    const before = { ...stale, entries: stale.entries.slice(1), count: stale.count - 1 };
    await page.keyboard.press('1');
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    let late = 2;
    await page.route('**/api/review', (route) => (late-- > 0 ? route.fulfill({ json: before }) : route.continue()));
    await page.keyboard.press('z');
    await page.locator('.head .tag', { hasText: '004708' }).waitFor();
    assert.deepEqual(posted(server), ['decide', 'undo']);
  }),
);

test('a person found by three letters gets the item', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.side .more .btn').first().click();
    await page.keyboard.type('ber');
    await page.locator('.sugg .btn', { hasText: 'tholet' }).click();
    await page.locator('.undo').waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'person', personId: 'per_bertholet' });
  }),
);

test('single keys do nothing inside a field, and / leads to the search', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.keyboard.press('/');
    await page.locator('[role=search] input').waitFor();
    await page.keyboard.type('z12/?');
    assert.equal(await page.locator('[role=search] input').inputValue(), 'z12/?');
    assert.deepEqual(posted(server), []);
  }),
);

test('the second tap of a double tap decides nothing about the next item', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.clock.install();
    await page.reload();
    const candidate = page.locator('.cand').first();
    await candidate.waitFor();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await candidate.click();
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    await candidate.click();
    await page.locator('.more .btn').last().click();
    assert.equal(await page.locator('dialog').count(), 0);
    await page.clock.runFor(SETTLE_MS);
    await candidate.click();
    await page.locator('.head .tag', { hasText: '004691' }).waitFor();
    assert.deepEqual(
      server.acts.map((act) => act.body.itemId),
      ['it_4708', 'it_4698'],
    );
  }),
);

test('mail is closed as personal only after a question whose first answer keeps it', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    const personal = page.locator('.more .btn', { hasText: 'Pli personnel' });
    await personal.click();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), []);
    await personal.click();
    await page.locator('dialog .btn', { hasText: 'Fermer le pli' }).click();
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    assert.deepEqual(posted(server), ['close-item']);
    assert.equal(await page.locator('.undo').count(), 0);
  }),
);

test('mail for another firm goes back to the carrier only after a question whose first answer keeps it', { skip }, () =>
  onScreen('review/it_4691', {}, async ({ page, server }) => {
    const notOurs = page.locator('.more .btn', { hasText: 'Pas pour nous' });
    await notOurs.click();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), []);
    await notOurs.click();
    await page.locator('dialog h2', { hasText: '004691' }).waitFor();
    await page.locator('dialog .btn', { hasText: 'Rendre au transporteur' }).click();
    await page.locator('.head .tag', { hasNotText: '004691' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.itemId]),
      [['return-item', 'it_4691']],
    );
    assert.equal(await page.locator('.undo').count(), 0);
  }),
);

test('Enter before the answer takes what answers the words, not what answered older ones', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.side .more .btn').first().click();
    await page.keyboard.type('louis');
    await page.locator('.sugg .btn').first().waitFor();
    const release = server.hold();
    await page.locator('input').fill('tholet');
    await page.keyboard.press('Enter');
    assert.deepEqual(posted(server), []);
    release();
    await page.locator('.undo').waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'person', personId: 'per_bertholet' });
  }),
);

test('a corrected class goes with the choice, and by itself where the item is decided already', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.head .btn', { hasText: 'Candidature' }).click();
    await page.locator('dialog .btn', { hasText: 'Contrat' }).click();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.class, 'contract');
    await page.goto(`${server.url}/#/item/it_4710`);
    await page.locator('[aria-label="Corriger la classe"]').click();
    await page.locator('dialog .btn', { hasText: 'Juridique' }).click();
    await page.locator('.undo', { hasText: 'juridique' }).waitFor();
    assert.deepEqual(server.acts[1]?.body.choice, { kind: 'candidate', departmentId: 'dep_res', personId: 'per_16' });
    assert.equal(server.acts[1]?.body.class, 'legal');
  }),
);

test('none of these is an answer to what kind of document it is, in review and on the item', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.head .btn', { hasText: 'Candidature' }).click();
    await page.locator('dialog .btn', { hasText: 'Aucune de celles-ci' }).click();
    await page.locator('.head .btn', { hasText: 'Aucune de celles-ci' }).waitFor();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.class, null);
    await page.goto(`${server.url}/#/item/it_4710`);
    await page.locator('[aria-label="Corriger la classe"]').click();
    await page.locator('dialog .btn', { hasText: 'Aucune de celles-ci' }).click();
    await page.locator('.undo', { hasText: 'aucune de celles-ci' }).waitFor();
    assert.equal(server.acts[1]?.body.class, null);
  }),
);

test('a class of the customer is offered by its own name, and found by it', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.head .btn', { hasText: 'Candidature' }).click();
    await page.locator('dialog .btn', { hasText: 'Revue de presse' }).waitFor();
    assert.equal(await page.locator('dialog .btn', { hasText: 'Télécopie' }).count(), 0, 'a retired class is not offered');
    await page.locator('dialog .btn', { hasText: 'Revue de presse' }).click();
    await page.locator('.head .btn', { hasText: 'Revue de presse' }).waitFor();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.class, 'press_review');
    await page.goto(`${server.url}/#/search`);
    for (const name of ['Revue de presse', 'Télécopie']) await page.locator('option', { hasText: name }).waitFor({ state: 'attached' });
  }),
);
