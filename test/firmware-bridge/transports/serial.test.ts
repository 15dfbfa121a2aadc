import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import { openPipe } from '#bridge/transports/pipe.ts';
import { openSerial, type SerialSettings, USUAL_SETTINGS } from '#bridge/transports/serial.ts';
import { openProbed, settingsFrom } from '#bridge/transports/serial-probe.ts';
import { until } from '../../contracts/device-events.ts';
import { type LineDevice, openLineDevice } from '../../lab/line-device.ts';
import { FORBIDDEN, lineTo } from '../input-bench.ts';

const clock = systemClock();

async function echo(t: TestContext): Promise<LineDevice> {
  const device = await openLineDevice((bytes, say) => say(bytes));
  t.after(() => device.close());
  return device;
}

test('serial: every byte goes out and comes back as it is, at any settings', async (t) => {
  const line = await lineTo(t, (await echo(t)).port);
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  for (const settings of [USUAL_SETTINGS, { baudRate: 115_200, dataBits: 8, parity: 'odd', stopBits: 2 } as const]) {
    const pipe = await openSerial(line.path, 'scale-1', clock, settings);
    assert.deepEqual(await pipe.send(all, 1_000), { sentBytes: 256, complete: true });
    await until(() => pipe.counts.receivedBytes === 256, 'all came back');
    assert.deepEqual(await pipe.receive(1_000), all);
    await pipe.close();
  }
});

test('serial: a line has one user, and is free again when it was closed', async (t) => {
  const line = await lineTo(t, (await echo(t)).port);
  const first = await openPipe(`serial:${line.path}`, 'scale-1', clock);
  await assert.rejects(openSerial(line.path, 'scale-1', clock), { code: 'DEVICE_BUSY' });
  await first.close();
  await (await openSerial(line.path, 'scale-1', clock)).close();
});

test('serial: a line that goes away, in whatever moment, ends whoever waits; one that is not there is absent', async (t) => {
  const line = await lineTo(t, (await echo(t)).port);
  for (let turn = 0; turn < 6; turn++) {
    const pipe = await openSerial(line.path, 'scale-1', clock);
    if (turn % 2 === 1) {
      await pipe.send(Buffer.from('W'), 1_000);
      await pipe.receive(1_000);
    }
    const waits = assert.rejects(pipe.receive(30_000), { code: 'DEVICE_ABSENT' });
    await line.unplug();
    await waits;
    assert.deepEqual(await pipe.send(Buffer.from('W'), 1_000), { sentBytes: 0, complete: false });
    await pipe.close();
    await line.plug();
  }
  await line.unplug();
  await assert.rejects(openSerial(line.path, 'scale-1', clock), { code: 'DEVICE_ABSENT' });
});

test('serial: a line that this program may not open is refused', async () => {
  await assert.rejects(openSerial(FORBIDDEN, 'scale-1', clock), { code: 'DEVICE_REFUSED', message: /no permission to open/ });
});

test('serial: a device that takes nothing more is noticed, how far it got is said, and nothing follows', async (t) => {
  let taken = '';
  const device = await openLineDevice((bytes) => {
    taken += bytes.toString('latin1');
  });
  t.after(() => device.close());
  const line = await lineTo(t, device.port);
  const pipe = await openSerial(line.path, 'scale-1', clock);
  t.after(() => pipe.close());
  line.stop();
  const bytes = Buffer.alloc(500_000, 0x55);
  const { sentBytes, complete } = await pipe.send(bytes, 100);
  assert.equal(complete, false);
  assert.ok(sentBytes > 0 && sentBytes < bytes.length);
  await assert.rejects(pipe.receive(5_000), { code: 'DEVICE_ABSENT' });
  // Nor what the line itself still held: a device that goes on later is in the middle of nothing.
  line.goOn();
  await writeFile(line.path, 'W', { flag: 'r+' });
  await until(() => taken.endsWith('W'), 'the line has told all it had');
  // What had left the line already lies at the other end of a pseudo-terminal.
  assert.ok(taken.length <= 4_096, `${taken.length} bytes`);
});

test('settings are tried in turn, each once, until the device is heard; what is configured is not tried otherwise', async () => {
  const tried: SerialSettings[] = [];
  const closed: number[] = [];
  const even = { ...USUAL_SETTINGS, dataBits: 7, parity: 'even' } as const;
  const slow = { ...even, baudRate: 2_400 } as const;
  const link = (options: Record<string, string | number>, address = 'serial:/dev/tty0') => ({
    deviceId: 'scale-1' as never,
    address,
    options,
    async openPipe(settings?: SerialSettings) {
      const turn = tried.push(settings!);
      return { close: async () => void closed.push(turn) } as never;
    },
  });
  await openProbed(link({}), [USUAL_SETTINGS, even, slow], async () => tried.length === 3);
  assert.deepEqual(tried, [USUAL_SETTINGS, even, slow]);
  assert.deepEqual(closed, [1, 2]);
  tried.length = 0;
  await assert.rejects(
    openProbed(link({ baudRate: 1_200, dataBits: 7, parity: 'even' }), [USUAL_SETTINGS, even, slow], async () => false),
    { code: 'DEVICE_ABSENT' },
  );
  assert.deepEqual(tried, [{ ...even, baudRate: 1_200 }]);
  tried.length = 0;
  await assert.rejects(
    openProbed(link({}, 'tcp://10.0.0.1:4001'), [USUAL_SETTINGS, even], async () => false),
    { code: 'DEVICE_ABSENT' },
  );
  assert.equal(tried.length, 1);
  assert.deepEqual(settingsFrom({ stopBits: 2 }, even), { ...even, stopBits: 2 });
});
