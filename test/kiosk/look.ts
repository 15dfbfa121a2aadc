/** Takes a picture of every screen over the fixtures, to be looked at: `node test/kiosk/look.ts FOLDER [name…]`. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { openBrowser } from './browser.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { batch, quarantine } from './fixtures/mailroom.ts';

const [folder = 'shots', ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const dist = await buildKiosk();
const browser = await openBrowser();

interface Shot {
  name: string;
  hash: string;
  before?: (page: Page, server: FixtureServer) => Promise<unknown>;
}
const SHOTS: readonly Shot[] = [
  { name: '01-arrivals', hash: '#/arrivals' },
  { name: '02-receive-first', hash: '#/receive' },
  {
    name: '02-receive',
    hash: '#/receive',
    before: async (page) => {
      await page.keyboard.press('1');
      await page.locator('.tag.giant').waitFor();
      await page.keyboard.press('2');
      await page.locator('.pace b', { hasText: '2' }).waitFor();
    },
  },
  {
    name: '02-receive-weight',
    hash: '#/receive',
    before: async (page, server) => {
      await page.keyboard.press('1');
      await page.locator('.tag.giant').waitFor();
      server.lay(1240);
      await page.locator('.whom [role=status]').locator('..').locator('.btn').first().click();
      await page.locator('.whom .chip').waitFor();
    },
  },
  {
    name: '02-receive-moving',
    hash: '#/receive',
    before: async (page, server) => {
      server.lay('moving');
      await page.locator('.whom [role=status]').locator('..').locator('.btn').first().click();
      await page.locator('.whom .none').waitFor();
    },
  },
  { name: '03-scan-stopped', hash: '#/scan' },
  {
    name: '03-scan-feeding',
    hash: '#/scan',
    before: async (page, server) => {
      server.setBatch({ ...batch, state: 'feeding', stop: null });
      server.push({ kind: 'batch', position: 901, ids: [] });
      await page.locator('.run').waitFor();
    },
  },
  {
    name: '03-scan-ready',
    hash: '#/scan',
    before: async (page, server) => {
      server.setBatch(null);
      server.push({ kind: 'batch', position: 902, ids: [] });
      await page.locator('.feeder').first().waitFor();
    },
  },
  {
    name: '03-scan-ways',
    hash: '#/scan',
    before: async (page, server) => {
      server.setBatch(null);
      server.push({ kind: 'batch', position: 902, ids: [] });
      await page.locator('.feeder [aria-expanded]').click();
    },
  },
  {
    name: '01-arrivals-undo',
    hash: '#/review',
    before: async (page) => {
      await page.keyboard.press('1');
      await page.locator('.undo').waitFor();
      await page.locator('.rail a').first().click();
      await page.locator('.facts').waitFor();
    },
  },
  { name: '04-review', hash: '#/review' },
  {
    name: '04-review-undo',
    hash: '#/review',
    before: async (page) => {
      await page.keyboard.press('1');
      await page.locator('.undo').waitFor();
    },
  },
  {
    name: '04-review-class',
    hash: '#/review',
    before: async (page) => {
      await page.locator('.head .btn').click();
      await page.locator('dialog').waitFor();
    },
  },
  {
    name: '04-review-close',
    hash: '#/review',
    before: async (page) => {
      await page.locator('.more .btn').nth(1).click();
      await page.locator('dialog').waitFor();
    },
  },
  {
    name: '04-review-return',
    hash: '#/review/it_4691',
    before: async (page) => {
      await page.locator('.more .btn').last().click();
      await page.locator('dialog').waitFor();
    },
  },
  { name: '05-item', hash: '#/item/it_4710' },
  { name: '05-item-two', hash: '#/item/it_4704' },
  {
    name: '05-item-hand-over',
    hash: '#/item/it_4710',
    before: async (page) => {
      await page.locator('.bar .go').click();
      await page.locator('dialog').waitFor();
    },
  },
  { name: '05-item-closed', hash: '#/item/it_4709' },
  {
    name: '05-item-erase',
    hash: '#/item/it_4710',
    before: async (page) => {
      await page.locator('.btn.bad').click();
      await page.locator('dialog').waitFor();
    },
  },
  {
    name: '08-search',
    hash: '#/search',
    before: async (page) => {
      await page.locator('input').fill('étoile contrat');
      await page.locator('mark').first().waitFor();
    },
  },
  { name: '10-devices', hash: '#/devices' },
  {
    name: '10-devices-quarantine',
    hash: '#/devices',
    before: async (page, server) => {
      server.setDevices(quarantine);
      await page.locator('.dcard .btn').waitFor();
    },
  },
  { name: '10-settings', hash: '#/devices/settings' },
  { name: '10-classes', hash: '#/devices/classes', before: async (page) => page.locator('dialog svg').waitFor() },
  {
    name: '12-keyboard',
    hash: '#/review',
    before: async (page) => {
      await page.locator('.side .more .btn').first().click();
      await page.locator('input').fill('ber');
      await page.locator('.sugg u').first().waitFor();
    },
  },
  {
    name: '13-away',
    hash: '#/arrivals',
    before: async (page, server) => {
      await server.goAway();
      await page.locator('.away').waitFor();
    },
  },
];
const LOOKS = [
  { tag: 'fr', language: 'fr', theme: 'light', width: 1280, height: 800, names: /./ },
  { tag: 'en', language: 'en', theme: 'light', width: 1280, height: 800, names: /./ },
  { tag: 'dark', language: 'fr', theme: 'dark', width: 1280, height: 800, names: /^(01|04-review$|05-item$|10-devices|02-receive$)/ },
  // On a phone the head has room for the sentence alone: the class is corrected on the item's page.
  { tag: 'phone', language: 'fr', theme: 'light', width: 390, height: 844, names: /^(?!04-review-class)/ },
  { tag: 'wide', language: 'fr', theme: 'light', width: 1920, height: 1080, names: /^(01|04-review$|05-item$)/ },
  { tag: 'portrait', language: 'en', theme: 'light', width: 800, height: 1280, names: /^(01|04-review$|05-item$|08)/ },
] as const;

for (const look of LOOKS) {
  for (const shot of SHOTS) {
    const file = `${shot.name}-${look.tag}`;
    if (!look.names.test(shot.name) || (only.length > 0 && !only.some((o) => file.includes(o)))) continue;
    const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, locale: look.language });
    await context.addInitScript(
      (kept) => localStorage.setItem('vaguemestre.screen', kept),
      JSON.stringify({ language: look.language, theme: look.theme, hand: 'right', volume: 0, singleKeys: true, operator: 'nadia' }),
    );
    // A morning of its own: no picture depends on what was done for another.
    const fixtures = await startFixtureServer(dist, { rows: 200 });
    const page = await context.newPage();
    page.on(
      'console',
      (m) => ['error', 'warning'].includes(m.type()) && !/^Failed to load/.test(m.text()) && console.log(`${file}: ${m.text()}`),
    );
    page.on('pageerror', (e) => console.log(`${file}: ${e.stack}`));
    await page.goto(`${fixtures.url}/${shot.hash}`);
    await page.locator('.say', { hasNotText: '…' }).waitFor();
    await shot.before?.(page, fixtures);
    await page.evaluate('document.fonts.ready');
    await page.evaluate(
      "Promise.all([...document.images].filter((i) => i.loading !== 'lazy' || i.complete).map((i) => i.decode().catch(() => {})))",
    );
    await page.screenshot({ path: path.join(folder, `${file}.png`) });
    await context.close();
    await fixtures.close();
    if (fixtures.breaches.length > 0) console.log(`${file}: contract broken:`, fixtures.breaches);
  }
}
await browser.close();

const door = await startFixtureServer(dist, { signedIn: false });
const again = await openBrowser();
for (const language of ['fr', 'en']) {
  if (only.length > 0 && !only.some((o) => `00-sign-in-${language}`.includes(o))) continue;
  const page = await again.newPage({ viewport: { width: 1280, height: 800 }, locale: language });
  await page.goto(door.url);
  await page.locator('.door').waitFor();
  await page.screenshot({ path: path.join(folder, `00-sign-in-${language}.png`) });
  await page.locator('.board .btn').click();
  await page.locator('.kb:not(.padOnly)').waitFor();
  await page.screenshot({ path: path.join(folder, `00-sign-in-keys-${language}.png`) });
  await page.close();
}
await again.close();
await door.close();
