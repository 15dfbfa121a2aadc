import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Input } from '#contract/feed.ts';
import { until } from '../contracts/device-events.ts';
import type { FixtureServer } from './fixture-server.ts';
import { numberOf } from './fixtures/station.ts';
import { onScreen, skip } from './screen.ts';

type Told = Input['input'];
const code = (text: string, more: Partial<Extract<Told, { kind: 'code' }>> = {}): Told => ({
  ...{ kind: 'code', text, symbology: null, number: null, itemId: null },
  ...more,
});
const pedal = (n: number): Told => ({ kind: 'pedal', pedal: n });

/** A screen, and a hand with a scanner. */
const atHand = (hash: string, play: (page: Page, input: (told: Told) => void, server: FixtureServer) => Promise<void>, signedIn = true) =>
  onScreen(hash, { signedIn }, ({ page, server }) =>
    play(page, (input) => server.push({ kind: 'input', position: 900, deviceId: 'reader-1', input }), server),
  );

test('a scanned label of ours opens its item from any screen, also out of a field', { skip }, () =>
  atHand('search', async (page, input) => {
    await page.locator('input').first().fill('Martin');
    input(code(numberOf(4710), { number: numberOf(4710), itemId: 'it_4710' }));
    await page.waitForURL(/#\/item\/it_4710$/);
    await page.goto(`${page.url().split('#')[0]}#/receive`);
    await page.locator('.ask').waitFor();
    input(code(numberOf(4709), { number: numberOf(4709), itemId: 'it_4709' }));
    await page.waitForURL(/#\/item\/it_4709$/);
  }),
);

test('a label of another house is said to be unknown here', { skip }, () =>
  atHand('arrivals', async (page, input) => {
    input(code('QX-2025-000007-X', { number: 'QX-2025-000007-X' }));
    await page.locator('.note', { hasText: 'pas au registre' }).waitFor();
    assert.match(page.url(), /#\/arrivals$|\/$/);
  }),
);

test('a carrier’s number opens the burst, goes with the item that is registered, and with no other', { skip }, () =>
  atHand('arrivals', async (page, input, server) => {
    input(code('LX123456785FR'));
    await page.locator('.whom', { hasText: 'LX123456785FR' }).waitFor();
    await page.locator('.ask .btn').nth(2).click();
    await page.locator('.number .tag').first().waitFor();
    assert.equal(await page.locator('.whom', { hasText: 'LX123456785FR' }).count(), 0);
    input(pedal(1));
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.kind, body.tracking]),
      [
        ['register-item', 'parcel', 'LX123456785FR'],
        ['register-item', 'parcel', undefined],
      ],
    );
  }),
);

test('the first pedal registers the next of the same kind, the second takes it back, and then leads back', { skip }, () =>
  atHand('receive', async (page, input, server) => {
    await page.locator('.ask .btn').nth(1).click();
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    input(pedal(1));
    await page.locator('.pace b', { hasText: '2' }).waitFor();
    input(pedal(2));
    await page.locator('.pace b', { hasText: '1' }).waitFor();
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.kind]),
      [
        ['register-item', 'registered'],
        ['register-item', 'registered'],
        ['undo', undefined],
      ],
    );
    input(pedal(2));
    await page.waitForURL(/#\/arrivals$/);
  }),
);

test('any other code is searched for, and under a dialog nothing happens', { skip }, () =>
  atHand('devices', async (page, input) => {
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    input(code('UNDER-A-DIALOG'));
    input(pedal(1));
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    input(code('FA-2026-118'));
    await page.waitForURL(/#\/search$/);
    const words = page.locator('input').first();
    await until(async () => (await words.inputValue()) === 'FA-2026-118', 'the code stands in the field');
    input(code('FA-2026-119'));
    await until(async () => (await words.inputValue()) === 'FA-2026-119', 'the code stands in the field');
  }),
);

test('a badge of nobody is said to be one, a clerk’s badge signs in', { skip }, () =>
  atHand(
    'arrivals',
    async (page, _, server) => {
      server.showBadge('unknown');
      await page.getByText('n’est à personne').waitFor();
      server.showBadge('known');
      await page.locator('.rail, nav').first().waitFor();
      assert.equal(await page.locator('input[type=password]').count(), 0);
    },
    false,
  ),
);
