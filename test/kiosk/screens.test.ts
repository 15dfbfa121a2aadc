import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { PATHS } from '#contract/paths.ts';
import type { ReviewQueue } from '#contract/review.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { SETTLE_MS } from '../../kiosk-ui/state/steady.ts';
import { openBrowser } from './browser.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { devices } from './fixtures/mailroom.ts';

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

test('what was taken back is on the screen again, also when the queue was read while it was taken back', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.cand').first().waitFor();
    const stale = (await (await fetch(`${server.url}/api/review`)).json()) as ReviewQueue;
    const before = { ...stale, entries: stale.entries.slice(1), count: stale.count - 1 };
    await page.keyboard.press('1');
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    let late = 2;
    await page.route('**/api/review', (route) => (late-- > 0 ? route.fulfill({ json: before }) : route.continue()));
    await page.keyboard.press('z');
    await page.locator('.head .tag', { hasText: '004708' }).waitFor();
    assert.deepEqual(posted(server), ['decide', 'undo']);
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

test('the image of closed mail that was opened in error can be erased though nobody sees it', { skip }, () =>
  onScreen('item/it_4709', {}, async ({ page, server }) => {
    await page.locator('.btn.bad').click();
    await page.locator('dialog .btn').last().click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), ['opened-in-error']);
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

test('the second tap of a double tap decides nothing about the next item', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.clock.install();
    await page.reload();
    const candidate = page.locator('.cand').first();
    await candidate.waitFor();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await candidate.click();
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    await candidate.click();
    await page.locator('.more .btn').last().click();
    assert.equal(await page.locator('dialog').count(), 0);
    await page.clock.runFor(SETTLE_MS);
    await candidate.click();
    await page.locator('.head .tag', { hasText: '004691' }).waitFor();
    assert.deepEqual(
      server.acts.map((act) => act.body.itemId),
      ['it_4708', 'it_4698'],
    );
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

test('the blank sides of a letter can be looked at, and one that is written on is put back', { skip }, () =>
  onScreen('item/it_4704', {}, async ({ page, server }) => {
    await page.locator('.btn', { hasText: '1 face vierge' }).click();
    await page.locator('dialog figcaption', { hasText: 'Feuille 1, recto' }).waitFor();
    await page.locator('dialog .btn', { hasText: 'Tout est vierge' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('.btn', { hasText: '1 face vierge' }).click();
    await page.locator('dialog .btn', { hasText: 'Elle est écrite' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(
      server.acts.map(({ name, body }) => [name, body.documentId, body.pageId]),
      [['not-blank', 'dc_4704_1', 'pg_4704_1b']],
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

test('mail is closed as personal only after a question whose first answer keeps it', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    const personal = page.locator('.more .btn', { hasText: 'Pli personnel' });
    await personal.click();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), []);
    await personal.click();
    await page.locator('dialog .btn', { hasText: 'Fermer le pli' }).click();
    await page.locator('.head .tag', { hasText: '004698' }).waitFor();
    assert.deepEqual(posted(server), ['close-item']);
    assert.equal(await page.locator('.undo').count(), 0);
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

test('a hand-over names the item and the person, and Enter does not do it', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page, server }) => {
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('dialog').count(), 0);
    await page.locator('.bar .go').click();
    await page.locator('dialog h2', { hasText: 'Noémie Bertholet' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(posted(server), []);
    await page.locator('.bar .go').click();
    const handed = page.waitForResponse((response) => response.url().includes('hand-over'));
    await page.locator('dialog .btn', { hasText: 'Remettre à' }).click();
    assert.equal((await handed).status(), 200);
  }),
);

test('Enter before the answer takes what answers the words, not what answered older ones', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.side .more .btn').first().click();
    await page.keyboard.type('louis');
    await page.locator('.sugg .btn').first().waitFor();
    const release = server.hold();
    await page.locator('input').fill('tholet');
    await page.keyboard.press('Enter');
    assert.deepEqual(posted(server), []);
    release();
    await page.locator('.undo').waitFor();
    assert.deepEqual(server.acts[0]?.body.choice, { kind: 'person', personId: 'per_bertholet' });
  }),
);

test('a corrected class goes with the choice, and by itself where the item is decided already', { skip }, () =>
  onScreen('review', {}, async ({ page, server }) => {
    await page.locator('.head .btn', { hasText: 'Candidature' }).click();
    await page.locator('dialog .btn', { hasText: 'Contrat' }).click();
    await page.keyboard.press('1');
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.class, 'contract');
    await page.goto(`${server.url}/#/item/it_4710`);
    await page.locator('[aria-label="Corriger la classe"]').click();
    await page.locator('dialog .btn', { hasText: 'Juridique' }).click();
    await page.locator('.undo', { hasText: 'juridique' }).waitFor();
    assert.deepEqual(server.acts[1]?.body.choice, { kind: 'candidate', departmentId: 'dep_res', personId: 'per_16' });
    assert.equal(server.acts[1]?.body.class, 'legal');
  }),
);

test('what is corrected is the document that is shown', { skip }, () =>
  onScreen('item/it_4704', {}, async ({ page, server }) => {
    await page.locator('.body .tabs button').nth(1).click();
    await page.locator('.bar .btn', { hasText: 'Corriger' }).click();
    await page.keyboard.type('ber');
    await page.locator('.sugg .btn', { hasText: 'tholet' }).click();
    await page.locator('.undo').waitFor();
    assert.equal(server.acts[0]?.body.documentId, 'dc_4704_2');
  }),
);

test('a field that is touched shows its place on the page, and each clue stands beside its letter', { skip }, () =>
  onScreen('item/it_4710', {}, async ({ page }) => {
    await page.locator('.clues .pin', { hasText: 'A' }).waitFor();
    const mark = page.locator('.sheet .ev').first();
    assert.match((await mark.getAttribute('style')) ?? '', /left: 50\.7%/);
    await page.locator('.spot').first().click();
    await page.locator('.spot.on').waitFor();
    assert.match((await mark.getAttribute('style')) ?? '', /left: 8\.6%/);
  }),
);

test('a search is read on down to its last hit', { skip }, () =>
  onScreen('search', {}, async ({ page }) => {
    await page.locator('[role=search] input').fill('contrat');
    const hits = page.locator('.hits a');
    await hits.first().waitFor();
    const first = await hits.count();
    await page.locator('.further .btn').click();
    await page.locator('.further').waitFor({ state: 'detached' });
    assert.equal(await hits.count(), 2 * first);
  }),
);

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
