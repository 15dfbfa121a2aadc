import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashBadge, isBadgeHash, openBadgeDoor } from '#api/badge-door.ts';
import type { Account } from '#api/sign-in.ts';
import { manualClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { Session } from '#contract/session.ts';
import { openFakeDevices } from '#test/fakes/devices.ts';
import { fits } from '#test/views/contract.ts';
import { until } from '../contracts/device-events.ts';
import { CLERK, openKiosk, SECOND } from './kiosk.ts';

const BADGE = '0012345678';
const shows = (badge: string) => ({ kind: 'badge', badge }) as const;

async function door(accounts?: Account[]) {
  const hash = await hashBadge(BADGE);
  const devices = openFakeDevices();
  const clock = manualClock();
  const opened = openBadgeDoor(accounts ?? [{ ...CLERK }, { ...SECOND, badge: () => hash }], devices, clock, silentLog);
  return { devices, clock, ...opened };
}

test('a badge of an account opens once, and to its owner', async () => {
  const { devices, shown, take } = await door();
  assert.equal(shown(), null);
  assert.throws(take, { code: 'NOT_SIGNED_IN' });
  devices.input(shows(BADGE));
  await until(() => shown() !== null, 'the badge was looked at');
  assert.equal(shown(), 'known');
  assert.equal(take().operatorId, SECOND.operatorId);
  assert.throws(take, { code: 'NOT_SIGNED_IN' });
  assert.equal(shown(), null);
});

test('a badge of nobody opens nothing, and one that was shown a while ago neither', async () => {
  const { devices, clock, shown, take } = await door();
  devices.input(shows('0012345679'));
  await until(() => shown() !== null, 'the badge was looked at');
  assert.equal(shown(), 'unknown');
  assert.throws(take, { code: 'NOT_SIGNED_IN' });
  clock.advance(1_000);
  devices.input(shows(BADGE));
  await until(() => shown() === 'known', 'the next badge was looked at');
  clock.advance(8_001);
  assert.equal(shown(), null);
  assert.throws(take, { code: 'NOT_SIGNED_IN' });
});

test('badges are tried one a second, whatever a reader says', async () => {
  const { devices, clock, shown } = await door();
  for (let n = 0; n < 50; n++) devices.input(shows(`${n}`));
  devices.input(shows(BADGE));
  await until(() => shown() !== null, 'the first was looked at');
  devices.input(shows(BADGE));
  assert.equal(shown(), 'unknown');
  clock.advance(1_000);
  devices.input(shows(BADGE));
  await until(() => shown() === 'known', 'the last was looked at');
});

test('an account whose badge cannot be read is left to its PIN', async () => {
  const unreadable = () => {
    throw new MailroomError('SECRET_UNREADABLE', { key: 'operator.badge_file', file: '/nowhere' });
  };
  for (const badge of [unreadable, () => '', () => 'scrypt:00:00', () => BADGE]) {
    const { devices, shown } = await door([{ ...CLERK, badge }]);
    devices.input(shows(BADGE));
    await until(() => shown() !== null, 'the badge was looked at');
    assert.equal(shown(), 'unknown');
  }
});

test('what is kept of a badge is salted and says nothing of it', async () => {
  const [one, other] = [await hashBadge(BADGE), await hashBadge(BADGE)];
  assert.ok(isBadgeHash(one) && isBadgeHash(other) && one !== other && !one.includes(BADGE));
});

test('the kiosk hears of a badge while nobody is signed in, and signs in with it', async (t) => {
  const hash = await hashBadge(BADGE);
  // The account is asked at each try, so that a badge given now counts now.
  const clerk = CLERK as Account;
  clerk.badge = () => hash;
  t.after(() => delete clerk.badge);
  const { app, devices } = await openKiosk(t);
  const session = async (cookie = '') => (await app.inject({ url: '/api/session', headers: { cookie } })).json();
  const enter = () => app.inject({ method: 'POST', url: '/api/session', payload: { badge: true } });
  assert.equal((await enter()).statusCode, 401);
  assert.ok(!('badge' in (await session())));
  devices.input(shows(BADGE));
  await until(async () => (await session()).badge === 'known', 'the badge is told');
  fits(Session, await session());
  assert.ok(!JSON.stringify(await session()).includes(BADGE));
  const entered = await enter();
  assert.deepEqual([entered.statusCode, entered.json().operator.operatorId], [200, CLERK.operatorId]);
  const [cookie] = String(entered.headers['set-cookie']).split(';');
  assert.equal((await session(cookie)).operator.operatorId, CLERK.operatorId);
  assert.equal((await enter()).statusCode, 401);
});
