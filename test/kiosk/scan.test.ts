import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PATHS } from '#contract/paths.ts';
import { SEPARATIONS } from '#contract/words.ts';
import { onScreen, skip } from './screen.ts';

test('in a stopped stack a sheet is chosen and scanned again alone, or taken back with all after it', { skip }, () =>
  onScreen('scan', {}, async ({ page, server }) => {
    const mend = page.locator('.mend');
    await mend.locator('b', { hasText: 'Feuille 12' }).waitFor();
    await mend.getByRole('button', { name: 'Feuille précédente' }).click();
    await mend.locator('b', { hasText: 'Feuille 11' }).waitFor();
    await mend.locator('.btn', { hasText: 'La repasser seule' }).click();
    await mend.locator('b', { hasText: 'Feuille 12' }).waitFor();
    await mend.getByRole('button', { name: 'Feuille précédente' }).click();
    await mend.locator('.btn', { hasText: 'Reprendre les feuilles 11 à 12' }).click();
    await mend.locator('b', { hasText: 'Feuille 12' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.sheet ?? body.from]),
      [
        ['rescan-sheet', 11],
        ['take-back-sheets', 11],
      ],
    );
  }),
);

test('what was taken for a separator, or lies on the back of one, can be made mail, and that can be undone', { skip }, () =>
  onScreen('scan', {}, async ({ page, server }) => {
    await page.locator('.lot', { hasText: 'Feuille 11, verso' }).locator('.btn', { hasText: 'C’est du courrier' }).click();
    await page.locator('.btn', { hasText: 'Annuler' }).first().waitFor();
    await page.locator('.lot', { hasText: 'Feuille 12, recto' }).locator('.btn', { hasText: 'Elle est écrite' }).click();
    await page.locator('.btn', { hasText: 'Voir le séparateur' }).click();
    await page.locator('dialog figcaption', { hasText: 'Feuille 11, recto' }).waitFor();
    await page.locator('dialog .btn', { hasText: 'C’est du courrier' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.sheet, body.side]),
      [
        ['written-sheet', 11, 'back'],
        ['written-sheet', 12, 'front'],
        ['written-sheet', 11, 'front'],
      ],
    );
  }),
);

test('a stack is divided as chosen, and a separator sheet is ordered with what it says', { skip }, () =>
  onScreen('scan', {}, async ({ page, server }) => {
    server.setBatch(null);
    await page.reload();
    // As the house is configured, until somebody chooses.
    await page.getByRole('radio', { name: 'à chaque séparateur', checked: true }).waitFor();
    await page.getByRole('radio', { name: 'toutes les 2 feuilles' }).click();
    await page.getByRole('button', { name: 'Une feuille de plus' }).click();
    await page.getByRole('button', { name: 'Imprimer un séparateur' }).click();
    await page.getByRole('combobox', { name: 'Service' }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Urgent' }).click();
    const sheet = new URL((await page.getByRole('link', { name: 'Ouvrir pour imprimer' }).getAttribute('href'))!, server.url);
    assert.equal(sheet.pathname, PATHS.separator);
    const { departmentId, ...asked } = Object.fromEntries(sheet.searchParams);
    assert.ok(departmentId);
    assert.deepEqual(asked, { mode: 'next', urgent: 'true', registered: 'false', today: 'false' });
    await page.getByRole('button', { name: 'Retour' }).click();
    await page.getByRole('button', { name: 'Numériser', exact: true }).click();
    await page.locator('.lot').first().waitFor();
    const { separation, sheetsPerItem } = server.acts.find((act) => act.name === 'start-scan')!.body;
    assert.deepEqual([separation, sheetsPerItem], ['count', 3]);
    // The batch that came back has a suspicion and a note.
    await page.locator('.lot', { hasText: 'Deux plis en un' }).waitFor();
    await page.locator('section.pile', { hasText: 'séparateur d’un autre jour' }).waitFor();
  }),
);

test('the usual ways to divide a stack are in sight, the others behind one touch, and the chosen one stays in sight', { skip }, () =>
  onScreen('scan', {}, async ({ page, server }) => {
    server.setBatch(null);
    await page.reload();
    const ways = page.getByRole('radio');
    const named = (name: string) => page.getByRole('radio', { name });
    await page.getByRole('radio', { name: 'à chaque séparateur', checked: true }).waitFor();
    assert.deepEqual(await ways.allTextContents(), ['à chaque feuille', 'à chaque séparateur', 'toutes les 2 feuilles']);
    await page.getByRole('button', { name: 'Autres…', expanded: false }).click();
    assert.equal(await ways.count(), SEPARATIONS.length);
    await named('à chaque feuille blanche').click();
    await page.getByRole('button', { name: 'Autres…', expanded: false }).waitFor();
    assert.deepEqual(await ways.allTextContents(), [
      'à chaque feuille',
      'à chaque séparateur',
      'à chaque feuille blanche',
      'toutes les 2 feuilles',
    ]);
    await page.getByRole('button', { name: 'Numériser', exact: true }).click();
    await page.locator('.lot').first().waitFor();
    assert.equal(server.acts.at(-1)?.body.separation, 'blank');
  }),
);

test('the way to divide is chosen with the arrow keys, and the group is one stop of the Tab key', { skip }, () =>
  onScreen('scan', {}, async ({ page, server }) => {
    server.setBatch(null);
    await page.reload();
    const chosen = (name: string) => page.getByRole('radio', { name, checked: true }).waitFor();
    // As the house is configured, once that is known.
    await chosen('à chaque séparateur');
    await page.getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('ArrowRight');
    await chosen('toutes les 2 feuilles');
    await page.keyboard.press('ArrowRight');
    await chosen('à chaque feuille');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Réduire', expanded: true }).waitFor();
    await page.keyboard.press('Shift+Tab');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    await chosen('à chaque feuille Patch-T');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'à chaque feuille Patch-T');
  }),
);
