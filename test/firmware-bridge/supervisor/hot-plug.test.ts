import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import { manualClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { keepDevice } from '#bridge/supervisor/device.ts';
import type { LabelPrinterDriver } from '#bridge/supervisor/driver.ts';

const deviceId = 'labels' as DeviceId;
const POLL_MS = 60_000;
const NO_QUARANTINE = { reportOf: () => null, crashed: async () => null, brokeBridge: () => {}, release: async () => undefined };

/** A printer on a cable that can be drawn, with what was asked of it. */
function onCable() {
  const cable = { plugged: false, opened: 0, asked: 0 };
  const there = () => {
    if (!cable.plugged) throw new MailroomError('DEVICE_ABSENT', { deviceId });
  };
  const driver: LabelPrinterDriver = {
    ...{ kind: 'label-printer', name: 'made-up', transport: ['usb'], match: [], isolation: 'shared' },
    ...{ limits: { widthDots: 8, resolutionDpi: 203 }, options: Type.Object({}) },
    async open() {
      cable.opened++;
      there();
      return {
        ...{
          widthDots: 8,
          lengthDots: 8,
          resolutionDpi: 203,
          encode: () => Buffer.alloc(1),
          print: async () => ({ outcome: 'printed' }) as const,
        },
        async status() {
          cable.asked++;
          there();
          return { conditions: [] };
        },
        close: async () => undefined,
      };
    },
  };
  const clock = manualClock();
  const link = { deviceId, address: '/dev/mailroom/printer-1', options: {}, clock, log: silentLog, openPipe: () => assert.fail() };
  const device = keepDevice(driver, link as unknown as Parameters<typeof keepDevice>[1], POLL_MS, () => undefined, NO_QUARANTINE);
  return { cable, clock, device };
}

test('a device that is plugged in is opened at once, however long it was away', async () => {
  const { cable, clock, device } = onCable();
  await turn();
  for (let failures = 0; failures < 10; failures++) {
    clock.advance(15_000);
    await turn();
  }
  const { opened } = cable;
  cable.plugged = true;
  await turn();
  assert.equal(cable.opened, opened, 'the next look is seconds away');
  device.wake();
  await turn();
  assert.equal(device.known().state, 'ready');
  device.close();
  await device.closed;
});

test('a device that is drawn is absent at once and not at its next poll', async () => {
  const { cable, device } = onCable();
  cable.plugged = true;
  device.wake();
  await turn();
  assert.equal(device.known().state, 'ready');
  cable.plugged = false;
  device.wake();
  await turn();
  assert.equal(device.known().state, 'absent');
  device.close();
  await device.closed;
});

test('what is plugged in and needs a moment is looked for as often as at first', async () => {
  const { cable, clock, device } = onCable();
  await turn();
  for (let failures = 0; failures < 10; failures++) {
    clock.advance(15_000);
    await turn();
  }
  device.wake();
  await turn();
  cable.plugged = true;
  clock.advance(500);
  await turn();
  assert.equal(device.known().state, 'ready');
  device.close();
  await device.closed;
});

test('a plug that comes while the device is being opened in vain is not lost', async () => {
  const { cable, device } = onCable();
  // Opening has failed by now, and nobody has heard of it yet.
  device.wake();
  cable.plugged = true;
  await turn();
  assert.equal(device.known().state, 'ready');
  device.close();
  await device.closed;
});
