import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActDone } from '#contract/acts.ts';
import { Weight } from '#contract/devices.ts';
import type { ItemPage } from '#contract/item.ts';
import { FAKE_SCALE } from '#test/fakes/devices.ts';
import { fits } from '#test/views/contract.ts';
import { openKiosk } from './kiosk.ts';

test('what lies on the scale is told in grams; without one, or while it moves, the clerk hears so', async (t) => {
  const { app, devices, signIn } = await openKiosk(t);
  const cookie = await signIn();
  const weigh = async (payload: object = {}) => {
    const reply = await app.inject({ method: 'POST', url: '/api/weigh', headers: { cookie }, payload });
    return { status: reply.statusCode, body: reply.json() };
  };
  const none = await weigh();
  assert.deepEqual([none.status, none.body.code], [404, 'DEVICE_UNKNOWN']);
  devices.weighs(1_005);
  const some = await weigh();
  fits(Weight, some.body);
  assert.deepEqual([some.status, some.body], [200, { deviceId: FAKE_SCALE, grams: 1_005 }]);
  assert.equal((await weigh({ deviceId: FAKE_SCALE })).body.grams, 1_005);
  assert.equal((await weigh({ deviceId: 'scanner-1' })).body.code, 'DEVICE_UNKNOWN');
  devices.weighs('moving');
  const moving = await weigh();
  assert.deepEqual([moving.status, moving.body.code], [409, 'SCALE_UNSTABLE']);
});

test('a weight goes with the item that is registered, and no item weighs nothing or more than a ton', async (t) => {
  const { act, get, signIn } = await openKiosk(t);
  const cookie = await signIn();
  const registered = async (more: object) => {
    const reply = await act('register-item', { direction: 'in', kind: 'parcel', ...more }, cookie);
    if (reply.status !== 200) return reply.status;
    return ((await get(`/api/items/${(reply.body as ActDone).itemId}`, cookie)).body as ItemPage).grams;
  };
  assert.equal(await registered({ grams: 453.59237 }), 453.59237);
  assert.equal(await registered({}), null);
  for (const grams of [0, -1, 1_000_001, '240']) assert.equal(await registered({ grams }), 400, String(grams));
});
