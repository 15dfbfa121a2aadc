import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { withoutPeer } from '#lab/peers/peers.ts';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { openBrowser } from './browser.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';

const SCREENS = ['arrivals', 'receive', 'scan', 'review', 'item/it_4710', 'item/it_4709', 'search', 'devices'] as const;
const TIMEOUT_MS = 60_000;
const skip = withoutPeer('chromium');

let dist = '';
let browser: Browser;
before(async () => {
  if (skip) return;
  dist = await buildKiosk();
  browser = await openBrowser();
});
after(async () => browser?.close());

interface Scene {
  page: Page;
  server: FixtureServer;
  complaints: string[];
}

/** A browser on the kiosk over fixtures; afterwards nothing may have broken the contract or the content security policy. */
async function onScreen(
  hash: string,
  look: { language?: string; width?: number; height?: number; rows?: number; signedIn?: boolean },
  play: (scene: Scene) => Promise<void>,
) {
  const server = await startFixtureServer(dist, { rows: look.rows ?? 10, signedIn: look.signedIn ?? true });
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    locale: look.language ?? 'fr',
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => /Content Security Policy|Uncaught/.test(message.text()) && complaints.push(message.text()));
  try {
    await page.goto(`${server.url}/#/${hash}`);
    await page.locator('h1', { hasNotText: '…' }).waitFor();
    await play({ page, server, complaints });
    assert.deepEqual(server.breaches, []);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await server.close();
  }
}
const posted = (server: FixtureServer) => server.acts.map((act) => act.name);

test('1 files the first candidate, Z takes it back, 2 files the second', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    const number = page.locator('.head .tag');
    const first = await number.textContent();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    await page.locator('.head .tag', { hasNotText: '004708' }).waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'candidate', departmentId: 'dep_rh', personId: 'per_dep_rh' });
    await page.keyboard.press('z');
    await page.locator('.head .tag', { hasText: '004708' }).waitFor();
    assert.equal(await number.textContent(), first);
    await page.keyboard.press('2');
    await page.locator('.undo').waitFor();
    assert.deepEqual(posted(server), ['decide', 'undo', 'decide']);
    assert.equal((server.acts[2]!.body.choice as { departmentId: string }).departmentId, 'dep_inf');
  }),
);

test('a person found by three letters gets the item', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.side .more .btn').first().click();
    await page.keyboard.type('ber');
    await page.locator('.sugg .btn', { hasText: 'tholet' }).click();
    await page.locator('.undo').waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'person', personId: 'per_bertholet' });
  }),
);

test('single keys do nothing inside a field, and / leads to the search', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.keyboard.press('/');
    await page.locator('[role=search] input').waitFor();
    await page.keyboard.type('z12/?');
    assert.equal(await page.locator('[role=search] input').inputValue(), 'z12/?');
    assert.deepEqual(posted(server), []);
  }),
);

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

test('the list never jumps while a finger is on it', { skip }, () =>
  onScreen('arrivals', {}, async ({ page, server }) => {
    const top = () => page.locator('[data-row] .tag').first().textContent();
    const before = await top();
    const box = await page.locator('[data-row]').nth(2).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 400, box.y + 20);
    await page.mouse.down();
    server.arrive();
    // The rail reads at the same event without waiting for the finger: once it has, the list would have had its turn.
    await page.waitForResponse((response) => response.url().includes('/api/review'));
    assert.equal(await top(), before);
    await page.mouse.move(10, 10);
    await page.mouse.up();
    await page.locator('[data-row] .tag').first().filter({ hasText: '004725' }).waitFor();
  }),
);

test('over sixty rows only those near the eye exist, down to the last', { skip }, () =>
  onScreen('arrivals', { rows: 300 }, async ({ page }) => {
    const last = page.locator('[data-row] .tag', { hasText: '004401' });
    const down = `(async () => {
      const box = document.querySelector('.scroller');
      box.scrollTop = box.scrollHeight;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return document.querySelectorAll('[data-row]').length;
    })()`;
    const deadline = Date.now() + TIMEOUT_MS;
    while ((await last.count()) === 0 && Date.now() < deadline) assert.ok(Number(await page.evaluate(down)) <= 62);
    await last.first().waitFor();
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
