import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PATHS } from '#contract/paths.ts';
import { devices, quarantine } from './fixtures/devices.ts';
import { onScreen, skip } from './screen.ts';

test('every stopped job is listed, and goes on when its cause is cured', { skip }, () =>
  onScreen('devices', {}, async ({ page, server }) => {
    const jobs = page.locator('.mini:has(.acts)');
    await jobs.nth(devices.stopped.length - 1).waitFor();
    assert.equal(await jobs.count(), devices.stopped.length);
    await jobs.nth(1).locator('.btn', { hasText: 'Réessayer' }).click();
    await jobs.nth(devices.stopped.length - 1).waitFor({ state: 'detached' });
    assert.deepEqual([server.acts[0]?.name, server.acts[0]?.body.jobId], ['try-again', 'jb_2']);
  }),
);

test('a device in quarantine says which, in which call and at which page, and is tried again by its own button', { skip }, () =>
  onScreen('devices', {}, async ({ page, server }) => {
    server.setDevices(quarantine);
    await page.getByRole('heading', { level: 1, name: 'Scanner : éteignez et rallumez l’appareil' }).waitFor();
    const card = page.getByRole('article').filter({ hasText: 'fi-8170' });
    assert.match(
      (await card.textContent()) ?? '',
      /^\s*Scanner\s*fi-8170\s*mis à l’écart\s*Son pilote s’est arrêté 3 fois .* dans sane_read, page 7\. .*Réessayer\s*$/,
    );
    assert.equal(await page.getByRole('article').getByRole('button').count(), 1);
    await card.getByRole('button', { name: 'Réessayer' }).click();
    await card.getByText('prêt').waitFor();
    assert.deepEqual(server.released, ['scanner']);
    assert.equal(await card.getByRole('button').count(), 0);
  }),
);

test('a device that cannot be tried again says why', { skip }, () =>
  onScreen('devices', {}, async ({ page, server }) => {
    server.setDevices(quarantine);
    const gone = { code: 'DEVICE_UNKNOWN', context: { deviceId: 'scanner' }, message: 'unknown', retry: 'operator' };
    await page.route(`**${PATHS.releaseDevice}`, (route) => route.fulfill({ status: 404, json: gone }));
    await page.getByRole('article').getByRole('button', { name: 'Réessayer' }).click();
    await page.locator('.refusal', { hasText: 'appareil' }).waitFor();
    assert.deepEqual(server.released, []);
  }),
);

test('IT sees from where on each class files by itself, and the curve it was measured by', { skip }, () =>
  onScreen('devices', {}, async ({ page }) => {
    await page.locator('.bar .btn', { hasText: 'Classes' }).click();
    const dialog = page.locator('dialog');
    await dialog.getByText('dès qu’il est sûr à 75 %').waitFor();
    assert.match((await dialog.locator('.curve').getAttribute('d')) ?? '', /^M[\d.]+ [\d.]+H/);
    assert.equal(await dialog.locator('.bar').count(), 1);
    await dialog.locator('.classes button', { hasText: 'Publicité' }).click();
    await dialog.getByText('ne classe pas seul').waitFor();
    assert.equal(await dialog.locator('svg .bar').count(), 0);
    assert.deepEqual(await dialog.locator('tbody tr').allTextContents(), ['65 à 75 %21', '95 à 100 %111']);
    await dialog.locator('.acts .btn').click();
    await dialog.waitFor({ state: 'detached' });
  }),
);
