import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareFace } from '#api/kiosk-face.ts';
import { openSessions } from '#api/sessions.ts';
import { openDoor } from '#api/sign-in.ts';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { ROUTES } from '#contract/routes.ts';
import { CLERK, openKiosk, SECOND } from './kiosk.ts';

const words = (secret: string, name = CLERK.name) => ({ name, secret });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const refused = (error: unknown) => isFailure(error, 'NOT_SIGNED_IN');

test('the cookie is out of reach of scripts and other sites, and ends with the sign-out', async (t) => {
  const { app } = await openKiosk(t);
  const reply = await app.inject({ method: 'POST', url: ROUTES.signIn.path, payload: words('4711') });
  const set = String(reply.headers['set-cookie']);
  assert.match(set, /^vaguemestre=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
  const cookie = set.split(';')[0]!;
  assert.equal((await app.inject({ url: '/api/session', headers: { cookie } })).json().operator.operatorId, 'clerk');
  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } });
  assert.equal((await app.inject({ url: '/api/session', headers: { cookie } })).json().operator, null);
  assert.equal((await app.inject({ url: '/api/arrivals', headers: { cookie } })).statusCode, 401);
});

test('a face opened anew on the same register knows who is signed in, and who signed out', async (t) => {
  const { app, options, signIn } = await openKiosk(t);
  const [cookie, left] = [await signIn(), await signIn(SECOND)];
  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: left } });
  const again = await prepareFace('kiosk', options);
  t.after(() => again.close());
  const who = async (one: string) => (await again.app.inject({ url: '/api/session', headers: { cookie: one } })).json().operator;
  assert.equal((await who(cookie)).operatorId, 'clerk');
  assert.equal(await who(left), null);
});

test('signing in again ends the session before it', async (t) => {
  const { app, signIn } = await openKiosk(t);
  const first = await signIn();
  await app.inject({ method: 'POST', url: ROUTES.signIn.path, headers: { cookie: first }, payload: { name: SECOND.name, secret: '0815' } });
  assert.equal((await app.inject({ url: '/api/arrivals', headers: { cookie: first } })).statusCode, 401);
});

test('who is not signed in learns which box this is and nothing about its mail', async (t) => {
  const { app, hands, signIn } = await openKiosk(t);
  const { number } = hands.register('parcel');
  const open = (await app.inject({ url: '/api/session' })).json();
  assert.equal(open.station.place, 'Charlieu');
  assert.equal(open.register.lastItem, null);
  const known = (await app.inject({ url: '/api/session', headers: { cookie: await signIn() } })).json();
  assert.equal(known.register.lastItem.number, number);
});

test('a name counts by its account or as it is shown, whatever its case; the PIN of another account does not', async () => {
  const door = openDoor([CLERK, SECOND], manualClock());
  assert.equal((await door(words('4711', 'CLERK'))).operatorId, 'clerk');
  assert.equal((await door(words('0815', ' loïc trébuchet'))).operatorId, 'second');
  await assert.rejects(door(words('0815')), refused);
  await assert.rejects(door(words('4711', 'nobody')), refused);
});

test('guessing gets slower with each failure, and the first right word makes it fast again', async () => {
  const clock = manualClock();
  const door = openDoor([CLERK], clock);
  for (let n = 0; n < 3; n++) await assert.rejects(door(words('0000')), refused);
  let answered = false;
  const slow = door(words('0000')).catch(() => {
    answered = true;
  });
  await settled();
  clock.advance(499);
  await settled();
  assert.equal(answered, false);
  clock.advance(1);
  await slow;
  assert.equal(answered, true);

  const right = door(words('4711'));
  await settled();
  clock.advance(1000);
  assert.equal((await right).operatorId, 'clerk');
  await door(words('4711'));
});

test('guessing in parallel gains nothing: tries wait their turn, and too many are refused unseen', async () => {
  const clock = manualClock();
  const door = openDoor([CLERK], clock);
  for (let n = 0; n < 3; n++) await assert.rejects(door(words('0000')), refused);
  const guesses = Array.from({ length: 20 }, () =>
    door(words('4711')).then(
      () => 'in',
      () => 'out',
    ),
  );
  await settled();
  clock.advance(500);
  const results = await Promise.all(guesses);
  assert.equal(results.filter((one) => one === 'in').length, 5);
});

/** What is remembered, without a database. */
function memory(): Parameters<typeof openSessions>[1] & { kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  const tx = { remember: (key: string, value: unknown) => (value === null ? kept.delete(key) : kept.set(key, value)) };
  return {
    kept,
    read: { recall: (key: string) => kept.get(key) ?? null } as never,
    together: async (work) => work(tx as never),
  };
}

test('who is signed in still is after a restart of the daemon, with the rights the account has now, until signing out', async () => {
  const clock = manualClock();
  const store = memory();
  const before = openSessions(clock, store, [CLERK]);
  const token = await before.open(CLERK);
  const cookie = `vaguemestre=${token}`;
  before.close();
  assert.ok(![...store.kept].flat().join().includes(token), 'the token itself is kept nowhere');
  const after = openSessions(clock, store, [{ ...CLERK, rights: ['see'] }]);
  assert.deepEqual(after.of(cookie)?.operator, { operatorId: CLERK.operatorId, name: CLERK.name, rights: ['see'] });
  assert.equal(openSessions(clock, store, []).of(cookie), null, 'an account that is gone signs nobody in');
  await after.end(cookie);
  assert.equal(openSessions(clock, store, [CLERK]).of(cookie), null);
});

test('a session that was awake all day outlives a restart in the evening, one that slept does not', async () => {
  const clock = manualClock();
  const store = memory();
  const sessions = openSessions(clock, store, [CLERK]);
  const [used, left] = [`vaguemestre=${await sessions.open(CLERK)}`, `vaguemestre=${await sessions.open(CLERK)}`];
  clock.advance(11 * 3_600_000);
  sessions.of(used);
  clock.advance(2 * 3_600_000);
  const after = openSessions(clock, store, [CLERK]);
  assert.ok(after.of(used));
  assert.equal(after.of(left), null);
});

test('a session that nobody used for half a day is over', async () => {
  const clock = manualClock();
  const sessions = openSessions(clock, memory(), [CLERK]);
  const cookie = `vaguemestre=${await sessions.open(CLERK)}`;
  clock.advance(11 * 3_600_000);
  const signedIn = sessions.of(cookie)!;
  clock.advance(13 * 3_600_000);
  assert.equal(sessions.of(cookie), null);
  assert.equal(signedIn.over.aborted, true);
});
