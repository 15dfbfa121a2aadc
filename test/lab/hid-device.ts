import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A device file at the level of its bytes, and where the kernel would show it: what `say` is given is one read of the file. Fits the file
 * openers of the bridge's transports.
 */
export interface VirtualDeviceFile {
  path: string;
  say(record: Buffer): void;
  unplug(): void;
  plug(): void;
  /** How often it is open at this moment. */
  opened(): number;
  /** What was said and not read yet. */
  left(): number;
}

export interface VirtualDevices {
  sys: string;
  dev: string;
  openFile(path: string): Promise<{
    fd: number;
    read(buffer: Buffer): Promise<{ bytesRead: number }>;
    close(): Promise<void>;
  }>;
  /** A HID device as sysfs shows it. */
  hid(about: { vendorId: number; productId: number; serial?: string; name?: string; descriptor: Buffer }): Promise<VirtualDeviceFile>;
  /** A keyboard. */
  keyboard(name: string): Promise<VirtualDeviceFile>;
  /** A link as udev makes it. @returns its path */
  link(name: string, to: VirtualDeviceFile): Promise<string>;
  close(): Promise<void>;
}

const fault = (code: string) => Object.assign(new Error(code), { code });

export async function openVirtualDevices(): Promise<VirtualDevices> {
  const root = await mkdtemp(join(tmpdir(), 'devices-'));
  const [sys, dev] = [join(root, 'sys'), join(root, 'dev')];
  await mkdir(join(dev, 'input'), { recursive: true });
  await mkdir(join(sys, 'class/hidraw'), { recursive: true });
  await mkdir(join(sys, 'class/input'), { recursive: true });
  const files = new Map<string, { waiting: Buffer[]; plugged: boolean; opened: number }>();
  const links = new Map<string, string>();
  let hidraws = 0;
  let events = 0;

  async function file(path: string): Promise<VirtualDeviceFile> {
    const one = { waiting: [] as Buffer[], plugged: true, opened: 0 };
    files.set(path, one);
    await writeFile(path, '');
    return {
      path,
      say: (record) => void one.waiting.push(record),
      unplug: () => {
        one.plugged = false;
      },
      plug: () => {
        one.plugged = true;
      },
      opened: () => one.opened,
      left: () => one.waiting.length,
    };
  }

  return {
    sys,
    dev,
    async openFile(path) {
      const one = files.get(links.get(path) ?? path);
      if (!one?.plugged) throw fault('ENOENT');
      one.opened++;
      return {
        fd: -1,
        async read(buffer) {
          if (!one.plugged) throw fault('EIO');
          const record = one.waiting.shift();
          if (!record) throw fault('EAGAIN');
          return { bytesRead: record.copy(buffer) };
        },
        async close() {
          one.opened--;
        },
      };
    },
    async hid({ vendorId, productId, serial = '', name = 'Virtual', descriptor }) {
      const node = `hidraw${hidraws++}`;
      const folder = join(sys, 'class/hidraw', node, 'device');
      await mkdir(folder, { recursive: true });
      const hex8 = (id: number) => id.toString(16).toUpperCase().padStart(8, '0');
      await writeFile(
        join(folder, 'uevent'),
        `DRIVER=hid-generic\nHID_ID=0003:${hex8(vendorId)}:${hex8(productId)}\nHID_NAME=${name}\nHID_UNIQ=${serial}\n`,
      );
      await writeFile(join(folder, 'report_descriptor'), descriptor);
      return file(join(dev, node));
    },
    async keyboard(name) {
      const node = `event${events++}`;
      const folder = join(sys, 'class/input', node, 'device');
      await mkdir(join(folder, 'capabilities'), { recursive: true });
      await writeFile(join(folder, 'name'), `${name}\n`);
      // EV_SYN and EV_KEY, and the letters and digits of a keyboard.
      await writeFile(join(folder, 'capabilities/ev'), '120013\n');
      await writeFile(join(folder, 'capabilities/key'), '1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe\n');
      return file(join(dev, 'input', node));
    },
    async link(name, to) {
      const path = join(dev, name);
      await mkdir(join(path, '..'), { recursive: true });
      await symlink(to.path, path);
      links.set(path, to.path);
      return path;
    },
    close: () => rm(root, { recursive: true }),
  };
}

const bytes = (hex: string) => Buffer.from(hex.replaceAll(/\s+/g, ''), 'hex');

/**
 * A scanner in HID-POS mode: report 2 has a count, three bytes of symbology, `dataBytes` of code and a bit for "goes on"; report 3, which comes
 * first in the descriptor, is about the trigger. Written from the HID Point of Sale Usage Tables 1.02, chapter Bar Code Scanner.
 */
export const posDescriptor = (dataBytes = 56) =>
  Buffer.concat([
    bytes('05 8c 09 02 a1 01'),
    bytes('85 03 09 60 15 00 25 01 75 01 95 01 81 02 75 07 81 03'),
    bytes('85 02 09 12 a1 02 15 00 26 ff 00 75 08 95 01'),
    bytes('05 01 09 3b 81 02 05 8c 09 fb 81 02 09 fc 81 02 09 fd 81 02'),
    bytes('95'),
    Buffer.from([dataBytes]),
    bytes('09 fe 82 02 01 75 01 95 01 25 01 09 ff 81 02 75 07 81 03 c0 c0'),
  ]);

/** The reports in which such a scanner says one code. */
export function posReports(code: string | Buffer, { symbology = ']C0', dataBytes = 56 } = {}): Buffer[] {
  const data = Buffer.from(code);
  const reports: Buffer[] = [];
  for (let at = 0; at === 0 || at < data.length; at += dataBytes) {
    const part = data.subarray(at, at + dataBytes);
    const report = Buffer.alloc(1 + 1 + 3 + dataBytes + 1);
    report.set([2, part.length]);
    report.write(symbology, 2, 'latin1');
    part.copy(report, 5);
    report[5 + dataBytes] = at + dataBytes < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

/**
 * A weighing device: report 3 has status and unit as numbers of a list, the power of ten with a sign, and the figure.
 * Written from the HID Point of Sale Usage Tables 1.02, chapter Weighing Devices.
 */
export const SCALE_DESCRIPTOR = bytes(`
  05 8d 09 20 a1 01 85 03 09 32 a1 02
  09 70 a1 02 15 01 25 08 75 08 95 01 19 71 29 78 81 00 c0
  09 50 a1 02 15 01 25 0c 19 51 29 5c 81 00 c0
  09 41 15 81 25 7f 81 02
  09 40 15 00 27 ff ff 00 00 75 10 81 02
  c0 c0`);
export const SCALE_STATUS = { fault: 1, zero: 2, moving: 3, stable: 4, under: 5, over: 6, uncalibrated: 7, unzeroed: 8 } as const;
export const SCALE_UNIT = { mg: 1, g: 2, kg: 3, carat: 4, oz: 11, lb: 12 } as const;

export function scaleReport(status: keyof typeof SCALE_STATUS, unit: keyof typeof SCALE_UNIT, power: number, figure: number): Buffer {
  const report = Buffer.from([3, SCALE_STATUS[status], SCALE_UNIT[unit], 0, 0, 0]);
  report.writeInt8(power, 3);
  report.writeUInt16LE(figure, 4);
  return report;
}

/** Three buttons in one byte, without a report number. */
export const PEDAL_DESCRIPTOR = bytes('05 01 09 04 a1 01 05 09 19 01 29 03 15 00 25 01 75 01 95 03 81 02 95 01 75 05 81 03 c0');

/** Events of a keyboard as the kernel writes them on 64 bits, each press and release closed by a report. */
export function keyEvents(...presses: [code: number, value: number][]): Buffer {
  const event = (type: number, code: number, value: number) => {
    const one = Buffer.alloc(24);
    one.writeBigInt64LE(1_767_600_000n, 0);
    one.writeUInt16LE(type, 16);
    one.writeUInt16LE(code, 18);
    one.writeInt32LE(value, 20);
    return one;
  };
  return Buffer.concat(presses.flatMap(([code, value]) => [event(4, 4, 458_756), event(1, code, value), event(0, 0, 0)]));
}

/** The kernel's word that events before it are lost. */
export const EVENTS_LOST = (() => {
  const event = Buffer.alloc(24);
  event.writeUInt16LE(3, 18);
  return event;
})();

/** What a keyboard set to the United States sends for these letters, digits and signs, with Enter behind. */
export function typed(text: string, end = 28): Buffer {
  const ROWS: [number, string, string][] = [
    [2, '1234567890-=', '!@#$%^&*()_+'],
    [16, 'qwertyuiop[]', 'QWERTYUIOP{}'],
    [30, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
    [43, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
    [57, ' ', ' '],
  ];
  const presses = [...text].flatMap((character): [number, number][] => {
    for (const [first, plain, shifted] of ROWS) {
      const at = plain.indexOf(character);
      if (at >= 0)
        return [
          [first + at, 1],
          [first + at, 0],
        ];
      const high = shifted.indexOf(character);
      if (high >= 0)
        return [
          [42, 1],
          [first + high, 1],
          [first + high, 0],
          [42, 0],
        ];
    }
    throw new Error(`no key for ${character}`);
  });
  return keyEvents(
    ...presses,
    ...(end
      ? ([
          [end, 1],
          [end, 0],
        ] as [number, number][])
      : []),
  );
}
