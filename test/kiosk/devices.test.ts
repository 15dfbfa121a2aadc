import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devices } from './fixtures/devices.ts';
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
