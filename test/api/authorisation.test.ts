import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Failure } from '#contract/failure.ts';
import { ROUTES, type Route } from '#contract/routes.ts';
import { fits } from '#test/views/contract.ts';
import { CLERK, type Kiosk, openKiosk, VISITOR } from './kiosk.ts';

const routes = Object.entries<Route>(ROUTES);
const EXAMPLES: Record<string, string> = {
  itemId: 'it_00000000000000000000',
  number: 'VM-2026-000001-5',
  pageId: 'bt_x.1.f.1',
  size: 'view',
};
const addressOf = (route: Route): string => route.path.replace(/:(\w+)/g, (_, name: string) => EXAMPLES[name]!);

async function call(kiosk: Kiosk, route: Route, headers: Record<string, string> = {}) {
  const payload = route.body ? { payload: {} } : {};
  const reply = await kiosk.app.inject({ method: route.method, url: addressOf(route), headers, ...payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : JSON.parse(reply.body) };
}

describe('each route of the table', () => {
  test('answers nobody who is not signed in, unless it is open to all', async (t) => {
    const kiosk = await openKiosk(t);
    for (const [name, route] of routes) {
      const { status, body } = await call(kiosk, route);
      if (route.right === 'none') {
        assert.notEqual(status, 403, name);
        continue;
      }
      assert.deepEqual([name, status, body.code], [name, 401, 'NOT_SIGNED_IN']);
      fits(Failure, body);
    }
  });

  test('refuses an operator without its right, before the request is looked at', async (t) => {
    const kiosk = await openKiosk(t);
    const cookie = await kiosk.signIn(VISITOR);
    for (const [name, route] of routes.filter(([, one]) => one.right !== 'none')) {
      const { status, body } = await call(kiosk, route, { cookie });
      assert.deepEqual([name, status, body.code, body.context], [name, 403, 'NOT_ALLOWED', { right: route.right }]);
    }
  });

  test('lets an operator with its right in', async (t) => {
    const kiosk = await openKiosk(t);
    const cookie = await kiosk.signIn(CLERK);
    for (const [name, route] of routes.filter(([, one]) => one.answer !== 'event-stream' && one.right !== 'none')) {
      const { status, body } = await call(kiosk, route, { cookie });
      assert.ok(status !== 401 && status !== 403, `${name} ${status}`);
      assert.ok(status < 500, `${name} ${status}`);
      if (status >= 400) fits(Failure, body);
      else if (typeof route.answer !== 'string') fits(route.answer, body);
    }
    assert.deepEqual(kiosk.bugs, []);
  });

  test('answers to no host name but this machine’s own', async (t) => {
    const kiosk = await openKiosk(t);
    const cookie = await kiosk.signIn();
    for (const [name, route] of routes) {
      for (const host of ['mailroom.example', '127.0.0.1.evil.example', 'localhost.evil.example:8480', '[::1]:8480']) {
        const { status, body } = await call(kiosk, route, { cookie, host });
        assert.deepEqual([name, host, status, body.code], [name, host, 400, 'REQUEST_INVALID']);
      }
    }
  });

  test('that changes something refuses the page of another site', async (t) => {
    const kiosk = await openKiosk(t);
    const cookie = await kiosk.signIn();
    const strangers = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:9999' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const [name, route] of routes.filter(([, one]) => one.method !== 'GET')) {
      for (const headers of strangers) {
        const { status, body } = await call(kiosk, route, { cookie, host: 'localhost:8480', ...headers } as Record<string, string>);
        assert.deepEqual([name, status, body.code], [name, 400, 'REQUEST_INVALID']);
      }
    }
    const own = { cookie, host: 'localhost:8480', origin: 'http://localhost:8480', 'sec-fetch-site': 'same-origin' };
    assert.equal((await call(kiosk, ROUTES.signOut, own)).status, 200);
  });

  test('is not found on a face it is not for', async (t) => {
    const house = await openKiosk(t, 'house');
    for (const [name, route] of routes) {
      if (route.faces.includes('house')) continue;
      const { status, body } = await call(house, route, { cookie: `vaguemestre=${'0'.repeat(64)}` });
      assert.deepEqual([name, status, body.code], [name, 404, 'NOT_FOUND']);
    }
  });
});
