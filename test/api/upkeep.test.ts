import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { prepareFace } from '#api/kiosk-face.ts';
import { openApiDocument } from '#api/openapi.ts';
import { ROUTES } from '#contract/routes.ts';
import { DECIDED } from '#test/views/mailroom.ts';
import { openKiosk } from './kiosk.ts';

const root = new URL('../../', import.meta.url);

test('docs/openapi.json is what the table of routes says today', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const kept = JSON.parse(readFileSync(new URL('docs/openapi.json', root), 'utf8'));
  assert.deepEqual(kept, openApiDocument(version), 'print it again: node src/api/openapi.ts VERSION > docs/openapi.json');
});

test('the OpenAPI document names every route, and every name it uses is there', async (t) => {
  const { app } = await openKiosk(t);
  const document = (await app.inject({ url: '/api/openapi.json' })).json();
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((one) =>
    Object.values(one).map(({ operationId }) => operationId),
  );
  assert.deepEqual(operations.sort(), Object.keys(ROUTES).sort());
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
    assert.ok(document.components.schemas[name!], name);
});

test('health says what somebody should look at', async (t) => {
  const { app, devices, store } = await openKiosk(t);
  const health = async () => (await app.inject({ url: '/healthz' })).json();
  const before = (await health()).reasons.filter((one: string) => !one.startsWith('disk'));
  assert.deepEqual(before, []);
  store.write((tx) => tx.park(tx.enqueue({ name: 'file', subject: 'fl_x' }), 'FILING_DENIED'));
  assert.ok((await health()).reasons.includes('1 file job(s) wait for a person'));
  assert.equal((await health()).status, 'degraded');
  await devices.close();
});

test('metrics bear the fleet’s names and count what happens', async (t) => {
  const { app, hands } = await openKiosk(t);
  const { itemId, documentId, number } = await hands.scanned(DECIDED);
  hands.file(itemId, hands.plan({ itemId, documentId, number }));
  await new Promise((resolve) => setImmediate(resolve));
  const text = (await app.inject({ url: '/metrics' })).body;
  assert.match(text, /^mailroom_build_info\{version="0\.0\.0"\} 1$/m);
  assert.match(text, /^mailroom_pieces_registered_total\{direction="in",kind="letter"\} 1$/m);
  assert.match(text, /^mailroom_scan_duration_seconds_count 1$/m);
  assert.match(text, /^mailroom_imap_last_success_timestamp_seconds [1-9]/m);
  assert.match(text, /^mailroom_scanner_up\{scanner="scanner-1"\} 1$/m);
  assert.match(text, /^mailroom_printer_state\{printer="printer-1",state="ready"\} 1$/m);
  assert.match(text, /^mailroom_db_size_bytes [1-9]/m);
  assert.match(text, /^mailroom_clock_quality [02]$/m);
});

test('a kiosk that was not built is one plain sentence', async (t) => {
  const { app } = await openKiosk(t);
  const reply = await app.inject({ url: '/' });
  assert.equal(reply.statusCode, 200);
  assert.match(reply.body, /not built yet/);
});

test('the built kiosk is served from its folder and from nowhere else', async (t) => {
  const { options } = await openKiosk(t);
  const folder = options.filesFolder;
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(folder, 'assets/kiosk-1a2b.js'), 'export {};');
  const { app, close } = await prepareFace('kiosk', options);
  try {
    const index = await app.inject({ url: '/' });
    assert.deepEqual([index.statusCode, index.headers['cache-control']], [200, 'no-cache']);
    const script = await app.inject({ url: '/assets/kiosk-1a2b.js' });
    assert.match(String(script.headers['content-type']), /javascript/);
    assert.match(String(script.headers['cache-control']), /immutable/);
    for (const url of ['/../state/register.db', '/..%2fstate/register.db', '/assets/../../state/numbers.json', '/nothing.js'])
      assert.equal((await app.inject({ url })).statusCode, 404, url);
  } finally {
    await close();
  }
});
