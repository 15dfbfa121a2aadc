import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readlink, stat } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { DeviceEvent, DeviceStatus, Devices } from '#ports/devices.ts';
import { openBridgeDevices } from '../../../src/adapters/bridge-devices.ts';
import { hand } from './hand.ts';

const UNIT = 'vaguemestre-bridge.service';
const LABELS = 'labels' as DeviceId;

/** What hangs on this machine: its name in the configuration and in the hand, its link, whose it is, and what the kernel calls it. */
const PLUGS = [
  { id: 'labels', name: 'printer', link: '/dev/mailroom/printer-LAB0001', file: /^\.\.\/usb\/lp\d+$/ },
  { id: 'scale', name: 'scale', link: '/dev/mailroom/hid-LAB0002', file: /^\.\.\/hidraw\d+$/ },
  { id: 'reader', name: 'reader', link: '/dev/mailroom/hid-LAB0003', file: /^\.\.\/hidraw\d+$/ },
  {
    id: 'keyboard',
    name: 'keyboard',
    link: '/dev/mailroom/keys-LAB0004',
    file: /^\.\.\/input\/event\d+$/,
    mark: 'LIBINPUT_IGNORE_DEVICE=1',
  },
  { id: 'line', name: 'line', link: '/dev/mailroom/tty-LAB0005', file: /^\.\.\/ttyACM\d+$/, mark: 'ID_MM_DEVICE_IGNORE=1' },
] as const satisfies Plug[];
interface Plug {
  id: string;
  name: string;
  link: string;
  file: RegExp;
  /** What udev tells other programs: to leave it alone. */
  mark?: string;
}

const propertiesOf = async (link: string): Promise<string[]> =>
  (await promisify(execFile)('udevadm', ['info', '--query=property', link])).stdout.split('\n');
const now = () => performance.timeOrigin + performance.now();

describe('the bridge under its unit', () => {
  let devices: Devices;

  function heard<T>(that: (event: DeviceEvent) => T | null): Promise<T> {
    return new Promise((resolve) => {
      const unlisten = devices.listen((event) => {
        const found = that(event);
        if (found === null) return;
        unlisten();
        resolve(found);
      });
    });
  }
  /** The moment at which the daemon's side knows it. */
  const told = (id: string, state: DeviceStatus['state']): Promise<number> => {
    const known = devices.status().find((one) => one.id === id);
    if (known?.state === state) return Promise.resolve(now());
    return heard((event) => (event.kind === 'status' && event.status.id === id && event.status.state === state ? now() : null));
  };
  const read = (id: string) => heard((event) => (event.kind === 'input' && event.deviceId === id ? event.input : null));

  before(async () => {
    const spoolFolder = '/var/lib/vaguemestre/spool';
    devices = openBridgeDevices({
      socketPath: '/run/vaguemestre-bridge/bridge.sock',
      spoolFolder,
      clock: systemClock(),
      log: silentLog,
    });
  });
  after(async () => {
    await devices.close();
    await hand.system('stop', UNIT);
  });

  test('starts, and says that it is ready', async () => {
    await hand.system('start', UNIT);
    const connected = heard((event) => (event.kind === 'connected' ? true : null));
    devices.connect();
    await connected;
    assert.match(await hand.show(UNIT), /^Type=notify\nNRestarts=0\nActiveState=active$/m);
  });

  for (const one of PLUGS) {
    const { id, name, link, file } = one;
    test(`${name}: plugged in, it has its link, is open to our group only, and is ready`, async (t) => {
      const ready = told(id, 'ready');
      const atMs = await hand.plug(name);
      t.diagnostic(`${Math.round((await ready) - atMs)} ms after it was plugged in`);
      assert.match(await readlink(link), file);
      assert.equal((await stat(link)).mode & 0o777, 0o660);
      if ('mark' in one) assert.ok((await propertiesOf(link)).includes(one.mark));
    });
  }

  test('a weight over USB reports', async () => {
    await hand.lay('scale', '250');
    assert.equal(await devices.weigh('scale' as DeviceId), 250);
  });

  test('a weight over a serial line', async () => {
    await hand.lay('line', '1234');
    assert.equal(await devices.weigh('line' as DeviceId), 1234);
  });

  test('a code of a reader that reports', async () => {
    const input = read('reader');
    await hand.read('reader', 'VM-2026-000123-M');
    assert.deepEqual(await input, { kind: 'code', text: 'VM-2026-000123-M', symbology: 'C0' });
  });

  test('a code of a reader that types, and nobody else hears it', async () => {
    const input = read('keyboard');
    assert.equal(await hand.overheard('6A10123456789B'), 0);
    assert.deepEqual(await input, { kind: 'code', text: '6A10123456789B', symbology: null });
  });

  for (const { id, name, link } of PLUGS) {
    test(`${name}: drawn and put back, the daemon knows, and the link is the same`, async (t) => {
      const away = told(id, 'absent');
      const drawnMs = await hand.unplug(name);
      t.diagnostic(`${Math.round((await away) - drawnMs)} ms after it was drawn`);
      await hand.vanished(link);
      const back = told(id, 'ready');
      const putBackMs = await hand.plug(name);
      t.diagnostic(`${Math.round((await back) - putBackMs)} ms after it was put back`);
      await readlink(link);
    });
  }

  test('printers without a serial number go by their port: one that is put in the place of another is taken for it', async () => {
    const id = 'labels-port';
    const bits = Uint8Array.from({ length: 16 }, (_, at) => at * 17);
    for (const name of ['nameless', 'another'] as const) {
      const ready = told(id, 'ready');
      await hand.plug(name);
      await ready;
      const bitmap = { widthDots: 32, heightDots: 4, bits };
      assert.equal(await devices.printLabel(id as DeviceId, { jobKey: `vm-${name}`, bitmap }), 'printed');
      await hand.label(name, '1');
      const away = told(id, 'absent');
      await hand.unplug(name);
      await away;
    }
  });

  test('a printer drawn in the middle of a label leaves an outcome that a person looks into, and is found again', async (t) => {
    const size = { widthDots: 800, heightDots: 400 };
    const bits = new Uint8Array((size.widthDots / 8) * size.heightDots).map((_, at) => (at * at * 7919) >> 7);
    const deaf = hand.deafAfter('printer', '4000');
    const printed = devices.printLabel(LABELS, { jobKey: 'vm-1', bitmap: { ...size, bits } });
    const failed = assert.rejects(printed, { code: 'LABEL_UNKNOWN_OUTCOME' });
    await deaf;
    const away = told(LABELS, 'absent');
    const atMs = await hand.unplug('printer');
    await failed;
    t.diagnostic(`${Math.round((await away) - atMs)} ms after it was drawn`);
    const back = told(LABELS, 'ready');
    await hand.plug('printer');
    await back;
  });

  test('hung, it is started again by systemd, and finds everything', async () => {
    const again = heard((event) => (event.kind === 'connected' ? true : null));
    await hand.freeze(UNIT);
    await again;
    for (const { id } of PLUGS) await told(id, 'ready');
    assert.match(await hand.show(UNIT), /^NRestarts=[1-9]\d*$/m);
  });
});
