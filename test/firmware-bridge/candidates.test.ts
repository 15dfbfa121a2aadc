import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import { firstToSpeak, listCandidates, saidBy, typedBy } from '#bridge/candidates.ts';
import { parseKeyEvents } from '#bridge/transports/keys.ts';
import {
  keyEvents,
  openVirtualDevices,
  PEDAL_DESCRIPTOR,
  posDescriptor,
  posReports,
  SCALE_DESCRIPTOR,
  scaleReport,
  typed,
} from '../lab/hid-device.ts';

const clock = systemClock();

async function machine(t: TestContext) {
  const place = await openVirtualDevices();
  t.after(() => place.close());
  const keyboard = await place.keyboard('Logitech Keyboard');
  const footswitch = await place.keyboard('PCsensor FootSwitch');
  await place.link('input/by-id/usb-PCsensor_FootSwitch-event-kbd', footswitch);
  const scanner = await place.hid({ vendorId: 0x0c2e, productId: 0x0b62, serial: 'S1', name: 'Honeywell', descriptor: posDescriptor() });
  const scale = await place.hid({ vendorId: 0x0922, productId: 0x8003, name: 'DYMO M10', descriptor: SCALE_DESCRIPTOR });
  const mouse = Buffer.from('05010902a1010901a100050919012903150025017501950381029505 8103c0c0'.replaceAll(' ', ''), 'hex');
  await place.hid({ vendorId: 0x046d, productId: 0xc077, name: 'Mouse', descriptor: mouse });
  await place.hid({ vendorId: 0x05f3, productId: 0x00ff, serial: 'P', name: 'VEC', descriptor: PEDAL_DESCRIPTOR });
  return { place, keyboard, footswitch, scanner, scale };
}

async function spokenBy(t: TestContext, speak: (devices: Awaited<ReturnType<typeof machine>>) => void) {
  const devices = await machine(t);
  const listening = firstToSpeak(await listCandidates(devices.place), {
    ...{ clock, signal: new AbortController().signal, place: devices.place },
    deaf: (candidate, why) => assert.fail(`${candidate.name}: ${why}`),
  });
  speak(devices);
  return listening;
}

test('what is plugged in is listed by what stays the same, mice left out', async (t) => {
  const { place } = await machine(t);
  assert.deepEqual(await listCandidates(place), [
    { address: 'hid:0c2e:0b62:S1', name: 'Honeywell', drivers: ['hid-pos'] },
    { address: 'hid:0922:8003:*', name: 'DYMO M10', drivers: ['hid-scale'] },
    { address: 'hid:05f3:00ff:P', name: 'VEC', drivers: ['hid-pedal'] },
    { address: `keys:${place.dev}/input/event0`, name: 'Logitech Keyboard', drivers: [] },
    { address: `keys:${place.dev}/input/by-id/usb-PCsensor_FootSwitch-event-kbd`, name: 'PCsensor FootSwitch', drivers: [] },
  ]);
});

test('the pedal that is stepped on is found, with the key it types, though the scale talks all the time', async (t) => {
  const spoken = await spokenBy(t, ({ footswitch, scale }) => {
    for (let i = 0; i < 50; i++) scale.say(scaleReport('stable', 'g', 0, i));
    footswitch.say(keyEvents([48, 1], [48, 0]));
  });
  assert.equal(spoken?.candidate.name, 'PCsensor FootSwitch');
  assert.deepEqual([spoken?.drivers, spoken?.options], [['keyboard-pedal'], { key1: 48 }]);
});

test('the scanner that is used is found, and every device is let go again', async (t) => {
  let opened = () => -1;
  const spoken = await spokenBy(t, ({ scanner, keyboard }) => {
    opened = () => scanner.opened() + keyboard.opened();
    scanner.say(posReports('LX123456785FR')[0]!);
  });
  assert.deepEqual([spoken?.candidate.address, spoken?.drivers], ['hid:0c2e:0b62:S1', ['hid-pos']]);
  assert.equal(opened(), 0);
});

test('nothing is found when nobody speaks before the end, and who cannot be heard is named', async (t) => {
  const { place, keyboard } = await machine(t);
  const ending = new AbortController();
  const deaf: string[] = [];
  const candidates = await listCandidates(place);
  keyboard.unplug();
  const listening = firstToSpeak(candidates, { clock, signal: ending.signal, place, deaf: ({ name }) => void deaf.push(name) });
  ending.abort();
  assert.equal(await listening, null);
  assert.deepEqual(deaf, ['Logitech Keyboard']);
});

test('text is a scanner, digits may be a badge, one key is a pedal, weights are a scale', () => {
  const by = (events: Buffer) => typedBy(parseKeyEvents(events).presses);
  assert.equal(by(keyEvents([30, 0])), null);
  assert.equal(by(typed('VM-2026-000123-M'))?.drivers[0], 'keyboard-scanner');
  assert.equal(by(typed('0012345678'))?.drivers[0], 'keyboard-badge');
  assert.equal(by(typed('0012345678', 0))?.drivers[0], 'keyboard-badge');
  assert.deepEqual(by(keyEvents([30, 1]))?.options, { key1: 30 });
  assert.equal(saidBy(Buffer.alloc(0)), null);
  assert.equal(saidBy(Buffer.from('6A12345678901\r\n'))?.drivers[0], 'serial-scanner');
  assert.equal(saidBy(Buffer.from('ST,GS,+  1.000kg\r\nST,GS,+  1.000kg\r\n'))?.drivers[0], 'continuous');
  assert.deepEqual(saidBy(Buffer.from('\r\n+   123.56 g  \r\n+   123.56 g  \r\n'))?.options, { format: 'sartorius' });
  assert.equal(saidBy(Buffer.from('\x02-0   1234000000\r\x02-0   1234000000\r'))?.drivers[0], 'toledo-continuous');
});
