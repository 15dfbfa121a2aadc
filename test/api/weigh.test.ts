import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Weight } from '#contract/devices.ts';
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
