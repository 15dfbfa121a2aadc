import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Input } from '#contract/feed.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { until } from '../contracts/device-events.ts';
import { openBrowser } from './browser.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { numberOf } from './fixtures/mailroom.ts';

const skip = withoutPeer('chromium');
let dist = '';
let browser: Browser;
before(async () => {
  if (skip) return;
  dist = await buildKiosk();
  browser = await openBrowser();
});
after(async () => browser?.close());

type Told = Input['input'];
const code = (text: string, more: Partial<Extract<Told, { kind: 'code' }>> = {}): Told => ({
  ...{ kind: 'code', text, symbology: null, number: null, itemId: null },
  ...more,
});
const pedal = (n: number): Told => ({ kind: 'pedal', pedal: n });

/** A browser on the kiosk over fixtures, and a hand with a scanner. */
async function onScreen(
  hash: string,
  play: (page: Page, input: (told: Told) => void, server: FixtureServer) => Promise<void>,
  signedIn = true,
) {
  const server = await startFixtureServer(dist, { rows: 10, signedIn });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'fr' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    const feed = signedIn && page.waitForResponse((answer) => answer.url().includes('/api/feed'));
    await page.goto(`${server.url}/#/${hash}`);
    await page.locator('h1', { hasNotText: '…' }).waitFor();
    await feed;
    await play(page, (input) => server.push({ kind: 'input', position: 900, deviceId: 'reader-1', input }), server);
    assert.deepEqual([server.breaches, complaints], [[], []]);
  } finally {
    await context.close();
    await server.close();
  }
}

test('a scanned label of ours opens its item from any screen, also out of a field', { skip }, () =>
  onScreen('search', async (page, input) => {
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
  onScreen('arrivals', async (page, input) => {
    input(code('QX-2025-000007-X', { number: 'QX-2025-000007-X' }));
    await page.locator('.note', { hasText: 'pas au registre' }).waitFor();
    assert.match(page.url(), /#\/arrivals$|\/$/);
  }),
);

test('a carrier’s number opens the burst, goes with the item that is registered, and with no other', { skip }, () =>
  onScreen('arrivals', async (page, input, server) => {
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
  onScreen('receive', async (page, input, server) => {
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
  onScreen('devices', async (page, input) => {
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
  onScreen(
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
