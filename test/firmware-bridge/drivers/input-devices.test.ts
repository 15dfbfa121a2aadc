import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import hidPedal from '#bridge/drivers/reader/hid-pedal.ts';
import hidPos from '#bridge/drivers/reader/hid-pos.ts';
import keyboardBadge from '#bridge/drivers/reader/keyboard-badge.ts';
import keyboardPedal from '#bridge/drivers/reader/keyboard-pedal.ts';
import keyboardScanner from '#bridge/drivers/reader/keyboard-scanner.ts';
import serialScanner from '#bridge/drivers/reader/serial-scanner.ts';
import hidScale from '#bridge/drivers/scale/hid-scale.ts';
import type { InputWire } from '#bridge/protocol/messages.ts';
import type { DeviceOptions, InputLink, ReaderSession } from '#bridge/supervisor/driver.ts';
import { openReports } from '#bridge/transports/hid.ts';
import { openKeys } from '#bridge/transports/keys.ts';
import { until } from '../../contracts/device-events.ts';
import {
  EVENTS_LOST,
  keyEvents,
  openVirtualDevices,
  PEDAL_DESCRIPTOR,
  posDescriptor,
  posReports,
  SCALE_DESCRIPTOR,
  scaleReport,
  typed,
  type VirtualDeviceFile,
} from '../../lab/hid-device.ts';

const clock = systemClock();
const LIMIT = { timeout: 30_000 };

async function machine(t: TestContext) {
  const place = await openVirtualDevices();
  t.after(() => place.close());
  const link = (address: string, options: DeviceOptions = {}): InputLink => ({
    ...{ deviceId: 'device-1' as DeviceId, address, options, clock, log: silentLog },
    openPipe: () => Promise.reject(new Error('it has no line')),
    openReports: (fits) => openReports(address, 'device-1', clock, fits, place),
    openKeys: () => openKeys(address, 'device-1', clock, { ...place, take: () => undefined }),
  });
  return { place, link };
}

/** What a reader tells, one by one, until it is gone or closed. */
function listen(t: TestContext, session: ReaderSession) {
  t.after(() => session.close());
  const inputs = session.inputs();
  return { next: async () => (await inputs.next()).value as InputWire };
}

async function goesAway(session: ReaderSession, told: { next(): Promise<InputWire> }, device: VirtualDeviceFile): Promise<void> {
  assert.deepEqual(await session.status(), { conditions: [] });
  const waits = assert.rejects(told.next(), { code: 'DEVICE_ABSENT' });
  device.unplug();
  await waits;
  await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
}

test('a scanner in HID-POS mode tells its codes, forgets half of one, and is missed when it is unplugged', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.hid({ vendorId: 0x0c2e, productId: 0x0b62, serial: 'S1', descriptor: posDescriptor() });
  const session = await hidPos.open(link('hid:0c2e:0b62:S1'));
  const told = listen(t, session);
  for (const report of posReports('X'.repeat(100), { symbology: ']d1' })) device.say(report);
  assert.deepEqual(await told.next(), { kind: 'code', text: 'X'.repeat(100), symbology: 'd1' });
  device.say(posReports('Y'.repeat(100))[0]!);
  const next = told.next();
  // Half a code is given up after a pause; the next one begins anew.
  await new Promise<void>((resolve) => clock.after(700, resolve));
  device.say(posReports('WHOLE')[0]!);
  assert.deepEqual(await next, { kind: 'code', text: 'WHOLE', symbology: 'C0' });
  await goesAway(session, told, device);
});

test('a scanner that passes for a keyboard tells a code at Enter, and after a pause where there is none', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.keyboard('Scanner');
  const session = await keyboardScanner.open(link(`keys:${device.path}`));
  const told = listen(t, session);
  device.say(typed(']C0LX123456785FR'));
  assert.deepEqual(await told.next(), { kind: 'code', text: 'LX123456785FR', symbology: 'C0' });
  device.say(typed('NO-ENTER', 0));
  assert.deepEqual(await told.next(), { kind: 'code', text: 'NO-ENTER', symbology: null });
  device.say(Buffer.concat([typed('HALF', 0), EVENTS_LOST, typed('AREST'), typed('NEXT')]));
  assert.deepEqual(await told.next(), { kind: 'code', text: 'NEXT', symbology: null });
  await goesAway(session, told, device);
});

test('a keyboard reader that is drawn with a key held, a lock on and half a code typed comes back with none of them', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.keyboard('Scanner');
  const open = () => keyboardScanner.open(link(`keys:${device.path}`, { silenceMs: 2_000 }));
  const session = await open();
  const told = listen(t, session);
  device.say(keyEvents([58, 1], [58, 0], [42, 1], [30, 1]));
  await until(() => device.left() === 0, 'it is heard');
  await goesAway(session, told, device);
  device.plug();
  const again = listen(t, await open());
  device.say(typed('vm-1'));
  assert.deepEqual(await again.next(), { kind: 'code', text: 'vm-1', symbology: null });
});

test('a reader that this process was kept from hearing is heard out before half of its code is told', LIMIT, async (t) => {
  const { link } = await machine(t);
  let aheadMs = 0;
  const late = { ...clock, monotonicMs: () => clock.monotonicMs() + aheadMs };
  const pieces = [Buffer.from('LX1234'), null, Buffer.from('56785FR'), null];
  const pipe = {
    async receive(): Promise<Buffer | null> {
      if (pieces.length === 0) return new Promise<never>(() => {});
      const piece = pieces.shift()!;
      // The first pause ends long after its time: so long nobody has listened.
      if (piece === null && pieces.length > 0) aheadMs += 400;
      return piece;
    },
    close: async () => undefined,
  };
  const line = { ...link('serial:/dev/ttyACM0'), clock: late, openPipe: async () => pipe as never };
  const told = (await serialScanner.open(line)).inputs();
  assert.deepEqual((await told.next()).value, { kind: 'code', text: 'LX123456785FR', symbology: null });
});

test('a badge reader that passes for a keyboard tells badges, set to whichever keyboard it is', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.keyboard('RFID');
  const told = listen(t, await keyboardBadge.open(link(`keys:${device.path}`, { layout: 'fr' })));
  device.say(keyEvents([42, 1], [11, 1], [11, 0], [2, 1], [2, 0], [42, 0], [28, 1], [28, 0]));
  assert.deepEqual(await told.next(), { kind: 'badge', badge: '01' });
});

test('a pedal that types tells which one was pressed, once for each press', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.keyboard('FootSwitch');
  const told = listen(t, await keyboardPedal.open(link(`keys:${device.path}`, { key1: 48, key2: 30 })));
  device.say(keyEvents([30, 1], [30, 2], [30, 0], [99, 1], [99, 0], [48, 1], [48, 0]));
  assert.deepEqual(
    [await told.next(), await told.next()],
    [
      { kind: 'pedal', pedal: 2 },
      { kind: 'pedal', pedal: 1 },
    ],
  );
});

test('a pedal with reports of its own tells a press and not its holding, in the order that is configured', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.hid({ vendorId: 0x05f3, productId: 0x00ff, descriptor: PEDAL_DESCRIPTOR });
  const session = await hidPedal.open(link('hid:05f3:00ff:*', { pedal1: 3, pedal2: 1 }));
  const told = listen(t, session);
  for (const bits of [0b001, 0b001, 0b011, 0b000, 0b100, 0b000, 0b001]) device.say(Buffer.from([bits]));
  assert.deepEqual(
    [await told.next(), await told.next(), await told.next()].map((input) => 'pedal' in input && input.pedal),
    [2, 1, 2],
  );
  await goesAway(session, told, device);
});

test('a HID scale weighs by its own units, and says why there is no weight', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.hid({ vendorId: 0x0922, productId: 0x8003, serial: 'W', descriptor: SCALE_DESCRIPTOR });
  const scale = await hidScale.open(link('hid:0922:8003:W', { answerMs: 40, patienceMs: 120 }));
  t.after(() => scale.close());
  const weighs = async (...args: Parameters<typeof scaleReport>) => {
    device.say(scaleReport(...args));
    return scale.weigh();
  };
  assert.equal(await weighs('stable', 'g', 0, 250), 250);
  assert.equal(await weighs('stable', 'kg', -3, 1_005), 1_005);
  assert.equal(await weighs('stable', 'oz', -1, 160), 453.59237);
  assert.equal(await weighs('stable', 'lb', 1, 1), 4_535.9237);
  assert.equal(await weighs('zero', 'g', 0, 0), 0);
  for (const [status, why] of [
    ['moving', /moving/],
    ['over', /more lies on it/],
    ['under', /less lies on it/],
    ['fault', /fault/],
    ['uncalibrated', /fault/],
    ['unzeroed', /zero/],
  ] as const)
    await assert.rejects(weighs(status, 'g', 0, 99), { code: 'SCALE_UNSTABLE', message: why }, status);
  assert.deepEqual(await scale.status(), { conditions: ['other'] });
  await assert.rejects(weighs('stable', 'carat', 0, 99), { code: 'SCALE_UNSTABLE', message: /unit/ });
  await assert.rejects(weighs('stable', 'g', 100, 99), { code: 'SCALE_UNSTABLE', message: /fault/ });
  await assert.rejects(weighs('stable', 'kg', 3, 9_999), { code: 'SCALE_UNSTABLE', message: /more lies on it/ });
});

test('a HID scale that knows no grams is one all the same', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const ounces = Buffer.from(SCALE_DESCRIPTOR.toString('hex').replace('1951295c', '195b295c'), 'hex');
  assert.notDeepEqual(ounces, SCALE_DESCRIPTOR);
  const device = await place.hid({ vendorId: 0x0922, productId: 0x8003, descriptor: ounces });
  const scale = await hidScale.open(link('hid:0922:8003:*', { answerMs: 40, patienceMs: 120 }));
  t.after(() => scale.close());
  // Its first unit is the ounce.
  device.say(Buffer.from([3, 4, 1, 0, 16, 0]));
  assert.equal(await scale.weigh(), 453.59237);
});

test('a HID scale that told its weight long ago and is silent since gives none', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.hid({ vendorId: 0x0922, productId: 0x8003, descriptor: SCALE_DESCRIPTOR });
  let laterMs = 0;
  const later = { ...clock, monotonicMs: () => clock.monotonicMs() + laterMs };
  const scale = await hidScale.open({ ...link('hid:0922:8003:*', { answerMs: 40, patienceMs: 120 }), clock: later });
  t.after(() => scale.close());
  device.say(scaleReport('stable', 'g', 0, 250));
  assert.equal(await scale.weigh(), 250);
  laterMs = 61_000;
  await assert.rejects(scale.weigh(), { code: 'SCALE_UNSTABLE', message: /said nothing/ });
  device.say(scaleReport('stable', 'g', 0, 120));
  assert.equal(await scale.weigh(), 120);
});

test('a HID scale that is asked while the weight settles waits, and forgets what lay on it before', LIMIT, async (t) => {
  const { place, link } = await machine(t);
  const device = await place.hid({ vendorId: 0x0922, productId: 0x8003, descriptor: SCALE_DESCRIPTOR });
  const scale = await hidScale.open(link('hid:0922:8003:*', { answerMs: 200, patienceMs: 5_000 }));
  t.after(() => scale.close());
  device.say(scaleReport('stable', 'g', 0, 100));
  device.say(scaleReport('moving', 'g', 0, 180));
  assert.deepEqual(await scale.status(), { conditions: [] });
  const weight = scale.weigh();
  device.say(scaleReport('moving', 'g', 0, 190));
  device.say(Buffer.from([9, 9, 9]));
  device.say(scaleReport('stable', 'g', 0, 200));
  assert.equal(await weight, 200);
  device.unplug();
  await assert.rejects(
    async () => {
      for (;;) await scale.status();
    },
    { code: 'DEVICE_ABSENT' },
  );
});
