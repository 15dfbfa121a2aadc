import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScreen, posted, skip } from './screen.ts';

test('the image of closed mail that was opened in error can be erased though nobody sees it', { skip }, () =>
  onScreen('item/it_4709', {}, async ({ page, server }) => {
    await page.locator('.btn.bad').click();
    await page.locator('dialog .btn').last().click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), ['opened-in-error']);
  }),
);

test('the blank sides of a letter can be looked at, and one that is written on is put back', { skip }, () =>
  onScreen('item/it_4704', {}, async ({ page, server }) => {
    await page.locator('.btn', { hasText: '1 face vierge' }).click();
    await page.locator('dialog figcaption', { hasText: 'Feuille 1, recto' }).waitFor();
    await page.locator('dialog .btn', { hasText: 'Tout est vierge' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('.btn', { hasText: '1 face vierge' }).click();
    await page.locator('dialog .btn', { hasText: 'Elle est écrite' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.documentId, body.pageId]),
      [['not-blank', 'dc_4704_1', 'pg_4704_1b']],
    );
  }),
);

test('of a document that may be two a clerk says that it is one', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page, server }) => {
    const told = page.waitForResponse((response) => response.url().includes('one-letter'));
    await page.locator('dd .btn', { hasText: 'C’est un seul pli' }).click();
    assert.equal((await told).status(), 200);
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.documentId]),
      [['one-letter', 'dc_4710']],
    );
  }),
);

test('a hand-over names the item and the person, and Enter does not do it', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page, server }) => {
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('dialog').count(), 0);
    await page.locator('.bar .go').click();
    await page.locator('dialog h2', { hasText: 'Noémie Bertholet' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), []);
    await page.locator('.bar .go').click();
    const handed = page.waitForResponse((response) => response.url().includes('hand-over'));
    await page.locator('dialog .btn', { hasText: 'Remettre à' }).click();
    assert.equal((await handed).status(), 200);
  }),
);

test('what is corrected is the document that is shown', { skip }, () =>
  onScreen('item/it_4704', {}, async ({ page, server }) => {
    await page.locator('.body .tabs button').nth(1).click();
    await page.locator('.bar .btn', { hasText: 'Corriger' }).click();
    await page.keyboard.type('ber');
    await page.locator('.sugg .btn', { hasText: 'tholet' }).click();
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.documentId, 'dc_4704_2');
  }),
);

test('of what the box has filed a clerk can say that it is for another firm', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page, server }) => {
    await page.locator('.bar .btn', { hasText: 'Corriger' }).click();
    await page.locator('.main .btn', { hasText: 'Pas pour nous' }).click();
    await page.locator('dialog .btn', { hasText: 'Rendre au transporteur' }).click();
    await page.locator('.trail').waitFor();
    assert.deepEqual(posted(server), ['return-item']);
  }),
);

test('a field that is touched shows its place on the page, and each clue stands beside its letter', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page }) => {
    await page.locator('.clues .pin', { hasText: 'A' }).waitFor();
    const mark = page.locator('.sheet .ev').first();
    assert.match((await mark.getAttribute('style')) ?? '', /left: 50\.7%/);
    const touch = async (value: string) => {
      await page.locator('.read .spot', { hasText: value }).click();
      await page.locator('.spot.on', { hasText: value }).waitFor();
      const [sheet, place] = [await page.locator('.body > .sheet').boundingBox(), await mark.boundingBox()];
      assert.ok(place!.y >= sheet!.y && place!.y + place!.height <= sheet!.y + sheet!.height, `${value} is in sight`);
      return /left: ([\d.]+%)/.exec((await mark.getAttribute('style')) ?? '')?.[1];
    };
    assert.equal(await touch('Contrat de prestations'), '8.6%');
    assert.equal(await touch('Imprimerie'), '6%');
    assert.equal(await touch('Noémie Bertholet'), '50.7%');
    await page.locator('.printed', { hasText: 'À l’attention de Mme N. Bertholet' }).waitFor();
    assert.equal(await touch('12\u00a0480,00\u00a0€'), '60%');
    const names = await page.locator('.read dt').allInnerTexts();
    for (const name of ['N° de contrat', 'Référence', 'Total', 'Hors taxes']) assert.ok(names.includes(name), `${name} in ${names}`);
    assert.equal(await page.locator('.read .chip .bars').count(), 1, 'what is not sure says so');
  }),
);

test('on zoom the evidence stays where it stands: the original lies as it was scanned', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page }) => {
    await page.locator('.loupe .btn').click();
    await page.locator('.page.zoom .ev').first().waitFor();
    assert.match((await page.locator('.page.zoom img').getAttribute('src')) ?? '', /\/view$/);
  }),
);
