import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  for (const e of document.querySelectorAll('p, b, span, dd, dt, li, small, button, a, h1, h2')) {
    if (seen(e) && e.childElementCount === 0 && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 13.5 && !e.closest('.tag, [aria-hidden]')) faults.push('small type: ' + e.textContent.trim().slice(0, 40));
  }
  return faults;
})()`;

for (const [language, width, height] of [
  ['fr', 1280, 800],
  ['en', 390, 844],
  ['fr', 320, 640],
  ['en', 800, 1280],
] as const)
  test(`each screen can be touched, named and read at ${width} × ${height}, ${language}`, { skip }, () =>
    onScreen('arrivals', { language, width, height }, async ({ page }) => {
      for (const screen of SCREENS) {
        await page.goto(`${page.url().split('#')[0]}#/${screen}`);
        await page.locator('h1', { hasNotText: '…' }).waitFor();
        await page
          .locator(screen.startsWith('item') ? '.faces' : '.main')
          .first()
          .waitFor();
        assert.deepEqual(await page.evaluate(AUDIT), [], screen);
      }
    }),
  );
