import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#base/clock.ts';
import { openKeys, parseKeyEvents } from '#bridge/transports/keys.ts';
import { EVENTS_LOST, keyEvents, openVirtualDevices } from '../../lab/hid-device.ts';

const clock = systemClock();

async function keyboard(t: TestContext) {
  const place = await openVirtualDevices();
  t.after(() => place.close());
  return { place, device: await place.keyboard('Barcode Scanner') };
}
const errno = (code: string) => Object.assign(new Error(`${code}: refused`), { code });

test('a keyboard is taken before anything is read of it, and given back with its file', async (t) => {
  const { place, device } = await keyboard(t);
  const taken: number[] = [];
  device.say(keyEvents([30, 1], [30, 0]));
  const keys = await openKeys(`keys:${device.path}`, 'reader-1', clock, { ...place, take: (fd) => void taken.push(fd, device.left()) });
  assert.deepEqual(taken, [-1, 1]);
  assert.deepEqual(await keys.next(1_000), {
    presses: [
      { code: 30, down: true },
      { code: 30, down: false },
    ],
    lost: false,
  });
  assert.equal(await keys.next(1), null);
  const waits = assert.rejects(keys.next(30_000), { code: 'DEVICE_ABSENT' });
  await keys.close();
  await waits;
  assert.equal(device.opened(), 0);
});

test('one that another program has taken, or that cannot be taken, is not listened to', async (t) => {
  const { place, device } = await keyboard(t);
  for (const [fault, code, says] of [
    ['EBUSY', 'DEVICE_BUSY', /busy/],
    ['ENODEV', 'DEVICE_ABSENT', /does not answer/],
    ['ENOTTY', 'DEVICE_REFUSED', /is no keyboard/],
    ['ERR_DLOPEN_FAILED', 'DEVICE_REFUSED', /cannot be taken for ourselves/],
  ] as const) {
    const take = () => {
      throw errno(fault);
    };
    await assert.rejects(openKeys(`keys:${device.path}`, 'reader-1', clock, { ...place, take }), { code, message: says });
    assert.equal(device.opened(), 0);
  }
  for (const [fault, code] of [
    ['EACCES', 'DEVICE_REFUSED'],
    ['EPERM', 'DEVICE_REFUSED'],
    ['EBUSY', 'DEVICE_BUSY'],
    ['ENXIO', 'DEVICE_ABSENT'],
  ] as const) {
    const openFile = () => Promise.reject(errno(fault));
    await assert.rejects(openKeys(`keys:${device.path}`, 'reader-1', clock, { openFile, take: () => undefined }), { code }, fault);
  }
  await assert.rejects(openKeys(`keys:${place.dev}/input/event7`, 'reader-1', clock, { ...place, take: () => undefined }), {
    code: 'DEVICE_ABSENT',
  });
});

test('presses before a loss are no presses, a key that repeats was pressed once, half an event is none', () => {
  const some = keyEvents([30, 1], [30, 2], [30, 2], [30, 0]);
  assert.deepEqual(
    parseKeyEvents(some).presses.map(({ down }) => down),
    [true, false],
  );
  // What is left of the report that was under way is passed over with it.
  const after = parseKeyEvents(Buffer.concat([keyEvents([30, 1]), EVENTS_LOST, keyEvents([31, 1], [32, 1])]));
  assert.deepEqual(after, { presses: [{ code: 32, down: true }], lost: true });
  assert.deepEqual(parseKeyEvents(some.subarray(0, 71)).presses, [{ code: 30, down: true }]);
});

test('no bytes whatever make the event parser throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseKeyEvents(Buffer.from(bytes))));
});
