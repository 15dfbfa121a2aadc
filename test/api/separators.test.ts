import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CurrentBatch } from '#contract/batch.ts';
import { PATHS } from '#contract/paths.ts';
import { openKiosk } from './kiosk.ts';

test('a separator sheet comes as a PDF that nobody keeps', async (t) => {
  const { app, signIn } = await openKiosk(t);
  const cookie = await signIn();
  const url = `${PATHS.separator}?mode=item&departmentId=accounts&urgent=true`;
  const reply = await app.inject({ method: 'GET', url, headers: { cookie } });
  assert.deepEqual([reply.statusCode, reply.headers['content-type'], reply.headers['cache-control']], [200, 'application/pdf', 'no-store']);
  assert.equal(reply.body, '%PDF-1.7 accounts');
  for (const query of ['', '?mode=pile', '?mode=item&urgent=perhaps', '?mode=item&day=2026-11-27'])
    assert.equal((await app.inject({ method: 'GET', url: PATHS.separator + query, headers: { cookie } })).statusCode, 400, query);
});

test('the kiosk begins with what the house divides its stacks by', async (t) => {
  const { get, signIn } = await openKiosk(t);
  const { body } = await get(PATHS.batch, await signIn());
  assert.deepEqual((body as CurrentBatch).usual, { separation: 'sheet', sheetsPerItem: 1 });
});
