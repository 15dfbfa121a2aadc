import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from 'playwright-core';
import { devices } from './fixtures/devices.ts';
import { onScreen, posted, skip } from './screen.ts';

test('each kind touched gives one item, one number and one label', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    await page.keyboard.press('3');
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    assert.deepEqual(
      server.acts.map((act) => [act.name, act.body.kind, act.body.print]),
      [
        ['register-item', 'letter', true],
        ['register-item', 'parcel', true],
      ],
    );
    assert.notEqual(server.acts[0]?.body.idempotencyKey, server.acts[1]?.body.idempotencyKey);
    assert.match((await page.locator('.tag.giant').textContent()) ?? '', /004725/);
  }),
);

test('an act asked while the daemon goes away is asked again with the same key once it is back', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    const keys: string[] = [];
    page.on(
      'request',
      (request) => request.method() === 'POST' && keys.push((request.postDataJSON() as { idempotencyKey: string }).idempotencyKey),
    );
    await server.goAway();
    await page
      .locator('.ask > .btn')
      .first()
      .click({ force: true, noWaitAfter: true })
      .catch(() => {});
    await page.locator('.away').waitFor();
    await server.comeBack();
    await page.locator('.away').waitFor({ state: 'detached' });
    if (keys.length > 0) {
      await page.locator('.tag.giant').waitFor();
      assert.equal(new Set(keys).size, 1);
    }
    assert.ok(server.acts.length <= 1);
  }),
);

test('a double tap on a kind registers one item', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.clock.install();
    await page.reload();
    const kind = page.locator('.ask > .btn').first();
    await kind.waitFor();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await kind.click();
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    await kind.click();
    await page.keyboard.press('2');
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    assert.deepEqual(
      server.acts.map((act) => act.body.kind),
      ['letter', 'registered'],
    );
  }),
);

test('the last number is the last one even when the daemon goes away right after it', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.tag.giant').waitFor();
    await server.goAway();
    await page.locator('.away .tag', { hasText: '004724' }).waitFor();
    await server.comeBack();
    await page.locator('.away').waitFor({ state: 'detached' });
    server.arrive();
    const heard = page.waitForResponse((response) => response.url().includes('/api/review'));
    server.beat();
    await heard;
    await server.goAway();
    await page.locator('.away .tag', { hasText: '004726' }).waitFor();
    await server.comeBack();
  }),
);

test('a label is said to be out when it is, and reprinted although it moved the item on', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.number .chip', { hasText: 'en cours' }).waitFor();
    server.labelled('it_4724', 'printed');
    await page.locator('.number .chip.ok', { hasText: 'sortie' }).waitFor();
    server.labelled('it_4724', 'printed');
    const reprinted = page.waitForResponse((response) => response.url().includes('reprint-label'));
    await page.locator('.bar .btn', { hasText: 'Réimprimer' }).click();
    assert.equal((await reprinted).status(), 200);
    assert.equal(await page.locator('.refusal').count(), 0);
  }),
);

test('a label is reprinted although the item moves on while it is being read', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.number .chip', { hasText: 'en cours' }).waitFor();
    const [read, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const hold = async (route: Route): Promise<void> => {
      const response = await route.fetch();
      read.resolve();
      await asked.promise;
      await route.fulfill({ response });
    };
    await page.route('**/api/items/it_4724', hold, { times: 1 });
    server.labelled('it_4724', 'printed');
    await read.promise;
    server.labelled('it_4724', 'printed');
    const reprinted = page.waitForResponse((response) => response.url().includes('reprint-label'));
    await page.locator('.bar .btn', { hasText: 'Réimprimer' }).click();
    asked.resolve();
    assert.equal((await reprinted).status(), 200);
  }),
);

test('a printer without paper is said, and no tick stands beside the label it did not print', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    server.setDevices({
      ...devices,
      devices: devices.devices.map((one) => (one.kind === 'label-printer' ? { ...one, conditions: ['media-empty'] } : one)),
    });
    await page.locator('h1', { hasText: 'Mettez un rouleau' }).waitFor();
    await page.keyboard.press('1');
    await page.locator('.number .chip.warn').waitFor();
    assert.equal(await page.locator('.number .chip.ok').count(), 0);
  }),
);

test('a registration can be taken back from the page of its item, however long ago it was', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    await page.keyboard.press('1');
    await page.locator('.tag.giant').waitFor();
    await page.goto(`${server.url}/#/item/it_4724`);
    await page.reload();
    const undone = page.waitForResponse((response) => response.url().endsWith('/undo'));
    await page.locator('.bar .btn', { hasText: 'Annuler' }).click();
    assert.equal((await undone).status(), 200);
    assert.deepEqual(posted(server), ['register-item', 'undo']);
  }),
);

test('a parcel is weighed before it is registered, and its weight goes with it and with no other', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    server.lay(1240);
    await page.getByRole('button', { name: 'Peser' }).click();
    await page.getByRole('status').filter({ hasText: 'Poids : 1,24 kg' }).waitFor();
    await page.keyboard.press('3');
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    assert.equal(await page.getByText('1,24 kg').count(), 0);
    await page.keyboard.press('1');
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ body }) => [body.kind, body.grams]),
      [
        ['parcel', 1240],
        ['letter', undefined],
      ],
    );
    await page.goto(`${server.url}/#/item/it_4724`);
    await page.getByRole('tab', { name: 'Objet' }).click();
    await page.locator('dd', { hasText: '1,24 kg' }).waitFor();
  }),
);

test('a weight that does not come to rest is none, and an empty scale says so: nothing goes with the item', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    const weigh = page.getByRole('button', { name: 'Peser' });
    server.lay(240);
    await weigh.click();
    await page.getByText('240 g').waitFor();
    server.lay('moving');
    await weigh.click();
    await page.getByText('pas de poids stable').waitFor();
    assert.equal(await page.getByText('240 g').count(), 0);
    server.lay(0);
    await weigh.click();
    await page.getByText('Rien n’est posé sur la balance.').waitFor();
    assert.equal(await page.getByText('pas de poids stable').count(), 0);
    await page.keyboard.press('3');
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    assert.equal(await page.getByText('Rien n’est posé').count(), 0);
    assert.ok(!('grams' in server.acts[0]!.body));
  }),
);

test('a weight that comes after its item was registered goes with no other, and one taken off with none', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    server.lay(5000);
    const release = server.hold();
    await page.getByRole('button', { name: 'Peser' }).click();
    await page.getByText('Laissez le pli immobile').waitFor();
    await page.keyboard.press('3');
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    release();
    await page.getByText('Laissez le pli immobile').waitFor({ state: 'detached' });
    assert.equal(await page.getByText('5 kg').count(), 0);
    await page.getByRole('button', { name: 'Peser' }).click();
    await page.getByText('5 kg').waitFor();
    await page.getByRole('button', { name: 'Enlever' }).click();
    await page.keyboard.press('1');
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ body }) => 'grams' in body),
      [false, false],
    );
  }),
);

test('weighing is offered where there is a scale, and an unplugged one says what to do', { skip }, () =>
  onScreen('receive', {}, async ({ page, server }) => {
    const weigh = page.getByRole('button', { name: 'Peser' });
    await weigh.waitFor();
    server.setDevices({
      ...devices,
      devices: devices.devices.map((one) => (one.kind === 'scale' ? { ...one, state: 'absent' as const } : one)),
    });
    await page.locator('.whom [aria-disabled]').click({ force: true });
    await page.getByText('Branchez la balance').waitFor();
    server.setDevices({ ...devices, devices: devices.devices.filter((one) => one.kind !== 'scale') });
    await page.getByText('Branchez la balance').waitFor({ state: 'detached' });
    assert.equal(await weigh.count(), 0);
  }),
);
