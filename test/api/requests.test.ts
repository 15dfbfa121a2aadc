import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openKioskFace } from '#api/kiosk-face.ts';
import { isFailure } from '#base/errors.ts';
import { ROUTES } from '#contract/routes.ts';
import { freshKey, openKiosk, openListeningKiosk } from './kiosk.ts';

test('an unknown key, a wrong type and a number out of range are refused by name, without the words that were sent', async (t) => {
  const { app, signIn } = await openKiosk(t);
  const headers = { cookie: await signIn() };
  const register = { idempotencyKey: freshKey(), direction: 'in', kind: 'letter' };
  for (const payload of [
    { ...register, secretWord: 1 },
    { ...register, kind: 'secretWord' },
    { ...register, print: 'secretWord' },
    [],
    'secretWord',
    null,
  ]) {
    const reply = await app.inject({
      method: 'POST',
      url: ROUTES.registerItem.path,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });
    assert.equal(reply.statusCode, 400);
    assert.equal(reply.json().code, 'REQUEST_INVALID');
    assert.doesNotMatch(reply.body, /: "?secretWord/);
  }
  for (const query of ['limit=0', 'limit=201', 'limit=many', 'list=secret', 'unknown=1', 'limit=1&limit=2']) {
    const reply = await app.inject({ url: `/api/arrivals?${query}`, headers });
    assert.equal(reply.statusCode, 400, query);
  }
});

test('a body that is too large, no JSON or not declared as JSON is refused', async (t) => {
  const { app, signIn, bugs } = await openKiosk(t);
  const cookie = await signIn();
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: ROUTES.registerItem.path, headers: { cookie, 'content-type': type }, payload });
  assert.equal((await post(JSON.stringify({ x: 'a'.repeat(70_000) }))).statusCode, 413);
  assert.equal((await post('{"x":')).statusCode, 400);
  assert.equal((await post('{"__proto__":{"x":1}}')).statusCode, 400);
  assert.equal((await post('idempotencyKey=1', 'application/x-www-form-urlencoded')).statusCode, 415);
  assert.equal((await post('{}', 'text/plain')).statusCode, 415);
  assert.deepEqual(bugs, []);
});

test('a bug answers 500 without a word of its own, and reaches whoever ends the process', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  kiosk.devices.status = () => {
    throw new Error('secret state of things');
  };
  const { status, body } = await kiosk.get('/api/devices', cookie);
  assert.equal(status, 500);
  assert.equal((body as { code: string }).code, 'BUG');
  assert.doesNotMatch(JSON.stringify(body), /secret|\bat /);
  assert.equal((kiosk.bugs[0] as Error).message, 'secret state of things');
});

test('an answer that breaks the contract is a bug, not an answer', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const [scanner] = kiosk.devices.status();
  kiosk.devices.status = () => [{ ...scanner!, state: 'dreaming' as never }];
  assert.equal((await kiosk.get('/api/devices', cookie)).status, 500);
  assert.match(String(kiosk.bugs[0]), /breaks the contract at \/devices\/0\/state/);
});

test('every answer forbids what a page does not need', async (t) => {
  const { app } = await openKiosk(t);
  for (const url of ['/', '/api/session', '/nowhere', '/healthz']) {
    const { headers } = await app.inject({ url });
    assert.match(String(headers['content-security-policy']), /^default-src 'self';/);
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

test('a port that another program has is said to be taken, and nothing stays open', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const port = Number(new URL(kiosk.url).port);
  await assert.rejects(openKioskFace({ ...kiosk.options, port }), (error) => isFailure(error, 'PORT_TAKEN') && error.context.port === port);
});
