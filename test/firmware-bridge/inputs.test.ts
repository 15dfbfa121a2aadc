import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readerContract } from '#test/contracts/reader.contract.ts';
import { scaleContract } from '#test/contracts/scale.contract.ts';
import { watchDevices } from '../contracts/device-events.ts';
import { openLineDevice } from '../lab/line-device.ts';
import { openScale, SCALE_LANGUAGES } from '../lab/scale.ts';
import { FORBIDDEN, lineTo, openInputBench } from './input-bench.ts';

const OPTIONS: Record<string, Record<string, string | boolean>> = {
  'toledo-8217': { unit: 'kg' },
  'toledo-continuous': { checksum: true },
};

for (const language of SCALE_LANGUAGES)
  scaleContract(`${language} on a serial line`, async (t) => {
    const scale = await openScale(language);
    t.after(() => scale.close());
    const line = await lineTo(t, scale.port);
    const driver = language === 'headed' ? 'continuous' : language;
    const options = { answerMs: 300, patienceMs: 400, ...OPTIONS[language] };
    const { devices, id } = await openInputBench(t, { id: 'scale-1', driver, address: `serial:${line.path}`, options });
    return {
      devices,
      scaleId: id,
      load(grams, still = true) {
        scale.state(still ? 'still' : 'moving');
        scale.load(grams);
      },
      overload: () => scale.state('over'),
      unplug: () => line.unplug(),
      plug: () => line.plug(),
    };
  });

/** Something that speaks by itself, and the line it is on. */
async function speaking(t: TestContext) {
  const scanner = await openLineDevice(() => undefined);
  t.after(() => scanner.close());
  return { scanner, line: await lineTo(t, scanner.port) };
}

readerContract('a scanner on a serial line', async (t) => {
  const { scanner, line } = await speaking(t);
  const { devices, id } = await openInputBench(t, {
    id: 'reader-1',
    driver: 'serial-scanner',
    address: `serial:${line.path}`,
    options: {},
  });
  return {
    devices,
    readerId: id,
    scan: (code) => scanner.say(`${code}\r\n`),
    unplug: () => line.unplug(),
    plug: () => line.plug(),
  };
});

test('a scanner on a line that the bridge may not open is shown as one, and listened to once it may', async (t) => {
  const { scanner, line } = await speaking(t);
  const folder = await mkdtemp(join(tmpdir(), 'forbidden-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'tty-S1');
  await symlink(FORBIDDEN, path);
  const device = { id: 'reader-1', driver: 'serial-scanner', address: `serial:${path}`, options: {} };
  const { devices, id } = await openInputBench(t, device, ({ conditions }) => conditions.includes('access-denied'));
  await rm(path);
  await symlink(line.path, path);
  await watchDevices(devices).status(id, ({ state }) => state === 'ready');
  const told = new Promise((resolve) => devices.listen((event) => event.kind === 'input' && resolve(event.input)));
  scanner.say('LX123456785FR\r\n');
  assert.deepEqual(await told, { kind: 'code', text: 'LX123456785FR', symbology: null });
});

test('a badge on a serial line is told as a badge', async (t) => {
  const reader = await openLineDevice(() => undefined);
  t.after(() => reader.close());
  const address = `tcp://127.0.0.1:${reader.port}`;
  const { devices } = await openInputBench(t, { id: 'badges', driver: 'serial-badge', address, options: {} });
  const told = new Promise((resolve) => devices.listen((event) => event.kind === 'input' && resolve(event.input)));
  reader.say('\x020012345678\r\n\x03');
  assert.deepEqual(await told, { kind: 'badge', badge: '0012345678' });
});
