import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Devices, Devices as DevicesSchema } from '#contract/devices.ts';
import { FAKE_SCANNER } from '#test/fakes/devices.ts';
import { fits } from '#test/views/contract.ts';
import { openKiosk } from './kiosk.ts';

test('a device that was set aside is shown with what brought its driver down, and tried again when the clerk says so', async (t) => {
  const { app, devices, signIn } = await openKiosk(t);
  const cookie = await signIn();
  const scanner = async () => {
    const { body } = await app.inject({ url: '/api/devices', headers: { cookie } });
    const view = fits<Devices>(DevicesSchema, JSON.parse(body));
    return view.devices.find(({ deviceId }) => deviceId === FAKE_SCANNER);
  };
  const release = async (deviceId: string) =>
    (await app.inject({ method: 'POST', url: '/api/devices/release', headers: { cookie }, payload: { deviceId } })).statusCode;
  const crash = { crashes: 5, driver: 'sane', call: 'sane_read', how: 'SIGSEGV' };
  for (const page of [3, null]) {
    devices.crashing({ ...crash, page });
    assert.equal((await scanner())?.state, 'quarantined');
    assert.deepEqual((await scanner())?.detail, page === null ? crash : { ...crash, page });
    assert.equal(await release(FAKE_SCANNER), 200);
    assert.notEqual((await scanner())?.state, 'quarantined');
  }
  assert.equal(await release('nobody'), 404);
});
