import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScreen, posted, skip } from './screen.ts';

test('says plainly when the daemon is away and comes back by itself to the same screen', { skip }, () =>
  onScreen('item/it_4709', {}, async ({ page, server }) => {
    await server.goAway();
    await page.locator('.away h1').waitFor();
    assert.match((await page.locator('.away').textContent()) ?? '', /004711/);
    await server.comeBack();
    await page.locator('.away').waitFor({ state: 'detached' });
    assert.match(page.url(), /#\/item\/it_4709$/);
    assert.match((await page.locator('.head .tag').textContent()) ?? '', /004709/);
  }),
);

test('a screen that is left asks for nothing of the next one', { skip }, () =>
  onScreen('item/it_4709', {}, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.keyboard.press('/');
    await page.locator('input').first().waitFor();
    assert.ok(!asked.includes('/api/items/'), asked.join(' '));
  }),
);

test('a reloaded page shows the same screen, and a sign-in leads to it', { skip }, () =>
  onScreen('search', { signedIn: false }, async ({ page }) => {
    await page.locator('input').first().fill('nadia');
    await page.locator('input[type=password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('.err').waitFor();
    for (const digit of '2580') await page.locator('.padOnly button', { hasText: digit }).click();
    await page.locator('.btn.go').click();
    await page.locator('[role=search]').waitFor();
    await page.reload();
    await page.locator('[role=search]').waitFor();
  }),
);

test('the hand mirrors the screen and the theme darkens it at once', { skip }, () =>
  onScreen('devices/settings', {}, async ({ page }) => {
    await page.locator('dialog .btn', { hasText: 'Gauche' }).click();
    await page.locator('dialog .btn', { hasText: 'Sombre' }).click();
    await page.locator('dialog .btn', { hasText: 'English' }).click();
    await page.locator('h2', { hasText: 'Settings' }).waitFor();
    assert.deepEqual(await page.evaluate('({ ...document.documentElement.dataset, lang: document.documentElement.lang })'), {
      theme: 'dark',
      hand: 'left',
      lang: 'en',
    });
    const rail = await page.locator('.rail').boundingBox();
    assert.equal(rail?.x, 0);
  }),
);

test('keys pressed while the daemon is away do nothing, then or later', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await server.goAway();
    await page.locator('.away h1').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('/');
    await server.comeBack();
    await page.locator('.away').waitFor({ state: 'detached' });
    await page.keyboard.press('2');
    await page.locator('.undo').waitFor();
    assert.deepEqual(
      server.acts.map((act) => (act.body.choice as { departmentId: string }).departmentId),
      ['dep_inf'],
    );
  }),
);

test('what Z would take back is seen on every screen', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    for (const screen of ['arrivals', 'scan', 'devices']) {
      await page.locator(`.rail a[href="#/${screen}"]`).click();
      await page.locator('.undo', { hasText: '004708' }).waitFor();
    }
    // The bar goes before the request leaves.
    const taken = page.waitForResponse((response) => response.url().endsWith('/undo'));
    await page.keyboard.press('z');
    await page.locator('.undo').waitFor({ state: 'detached' });
    await taken;
    assert.deepEqual(posted(server), ['decide', 'undo']);
  }),
);

test('Esc goes back along the way and stops at the arrivals', { skip }, () =>
  onScreen('arrivals', {}, async ({ page }) => {
    const here = (screen: string) => page.locator(`.rail a[href="#/${screen}"][aria-current]`).waitFor();
    for (const screen of ['scan', 'devices']) {
      await page.locator(`.rail a[href="#/${screen}"]`).click();
      await here(screen);
    }
    await page.locator('.bar .btn', { hasText: 'Réglages' }).click();
    for (const gone of ['devices', 'scan', 'arrivals', 'arrivals']) {
      await page.locator('dialog[open]').waitFor({ state: gone === 'devices' ? 'attached' : 'detached' });
      await page.keyboard.press('Escape');
      await here(gone);
    }
  }),
);

test('an address that is no encoding of anything opens its screen like any other', { skip }, () =>
  onScreen('arrivals', {}, async ({ page }) => {
    for (const screen of ['search', 'arrivals']) {
      await page.goto(`${page.url().split('#')[0]}#/${screen}/%`);
      await page.locator(`.rail a[href="#/${screen}"][aria-current]`).waitFor();
    }
  }),
);

test('a reading that was refused says why, and is asked again', { skip }, () =>
  onScreen('arrivals', {}, async ({ page }) => {
    await page.clock.install();
    const refused = { code: 'STORAGE_FULL', context: {}, message: 'full', retry: 'operator' };
    await page.route('**/api/devices', (route) => route.fulfill({ status: 507, json: refused }));
    await page.goto(`${page.url().split('#')[0]}#/devices`);
    await page.locator('h1', { hasText: 'disque' }).waitFor();
    await page.unroute('**/api/devices');
    await page.clock.fastForward(6000);
    await page.locator('.dcard').first().waitFor();
  }),
);
