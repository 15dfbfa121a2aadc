import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScreen, skip, TIMEOUT_MS } from './screen.ts';

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
