import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { FixtureServer } from './fixture-server.ts';
import { quarantine } from './fixtures/devices.ts';
import { onScreen, skip } from './screen.ts';

const SCREENS = ['arrivals', 'receive', 'scan', 'review', 'item/it_4710', 'item/it_4709', 'search', 'devices'] as const;

/** What a person with other eyes or thicker thumbs would trip over. Runs in the page. */
const AUDIT = `(() => {
  const seen = (e) => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1 && getComputedStyle(e).visibility !== 'hidden'; };
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.getAttribute('title') || (e.labels && e.labels[0] && e.labels[0].textContent) || '').trim();
  const faults = [];
  for (const e of document.querySelectorAll('button, a, input, select')) {
    if (!seen(e) || e.classList.contains('skip')) continue;
    const r = e.getBoundingClientRect();
    if (!name(e)) faults.push('no name: ' + e.outerHTML.slice(0, 80));
    const inText = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    if (!inText && (r.height < 47.5 || r.width < 47.5)) faults.push('too small ' + Math.round(r.width) + 'x' + Math.round(r.height) + ': ' + name(e));
  }
  for (const e of document.querySelectorAll('img:not([alt]), svg:not([aria-hidden]):not([role])')) if (!e.closest('[aria-hidden]')) faults.push('silent picture: ' + e.outerHTML.slice(0, 80));
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (new Set(ids).size !== ids.length) faults.push('an id twice');
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the screen: ' + document.documentElement.scrollWidth);
  const main = document.querySelector('main');
  if (innerWidth > 1100 && main.scrollHeight > main.clientHeight + 1) faults.push('under the bar: ' + (main.scrollHeight - main.clientHeight));
  for (const e of document.querySelectorAll('main *, dialog *, footer *')) {
    const style = getComputedStyle(e);
    if (seen(e) && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1)
      faults.push('cut off at ' + e.clientWidth + ' of ' + e.scrollWidth + ': ' + (e.id || e.className || e.tagName));
  }
  for (const e of document.querySelectorAll('p, b, span, dd, dt, li, small, button, a, h1, h2')) {
    if (seen(e) && e.childElementCount === 0 && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 13.5 && !e.closest('.tag, [aria-hidden]')) faults.push('small type: ' + e.textContent.trim().slice(0, 40));
  }
  return faults;
})()`;

const scale = (page: Page) => page.locator('.whom:has([role=status]) .btn').first();
/** What a screen shows only after something was done or has happened. */
const STATES: readonly { name: string; hash: string; before: (page: Page, server: FixtureServer) => Promise<unknown> }[] = [
  {
    name: 'an item registered, another weighed',
    hash: 'receive',
    before: async (page, server) => {
      await page.locator('.ask .btn').first().click();
      await page.locator('.tag.giant').waitFor();
      server.lay(1240);
      await scale(page).click();
      await page.locator('.whom .chip').waitFor();
    },
  },
  {
    name: 'no weight',
    hash: 'receive',
    before: async (page, server) => {
      server.lay('moving');
      await scale(page).click();
      await page.locator('.whom .none').waitFor();
    },
  },
  {
    name: 'every way to divide a stack',
    hash: 'scan',
    before: async (page, server) => {
      server.setBatch(null);
      server.push({ kind: 'batch', position: 902, ids: [] });
      await page.locator('.feeder [aria-expanded]').click();
    },
  },
  {
    name: 'a device in quarantine',
    hash: 'devices',
    before: async (page, server) => {
      server.setDevices(quarantine);
      await page.locator('.dcard .btn').waitFor();
    },
  },
  { name: 'what was measured of the classes', hash: 'devices/classes', before: (page) => page.locator('dialog svg').waitFor() },
  { name: 'settings', hash: 'devices/settings', before: (page) => page.locator('dialog[open]').waitFor() },
  {
    name: 'a hand-over',
    hash: 'item/it_4710',
    before: async (page) => {
      await page.locator('.bar .go').click();
      await page.locator('dialog[open]').waitFor();
    },
  },
];

for (const [language, width, height] of [
  ['fr', 1280, 800],
  ['en', 390, 844],
  ['fr', 320, 640],
  ['en', 800, 1280],
] as const)
  test(`each screen can be touched, named and read at ${width} × ${height}, ${language}`, { skip }, () =>
    onScreen('arrivals', { language, width, height }, async ({ page, server }) => {
      for (const screen of SCREENS) {
        await page.goto(`${page.url().split('#')[0]}#/${screen}`);
        await page.locator('h1', { hasNotText: '…' }).waitFor();
        await page
          .locator(screen.startsWith('item') ? '.faces' : '.main')
          .first()
          .waitFor();
        assert.deepEqual(await page.evaluate(AUDIT), [], screen);
      }
      for (const { name, hash, before } of STATES) {
        await page.goto(`${page.url().split('#')[0]}#/${hash}`);
        await before(page, server);
        assert.deepEqual(await page.evaluate(AUDIT), [], name);
        await page.keyboard.press('Escape');
      }
    }),
  );
