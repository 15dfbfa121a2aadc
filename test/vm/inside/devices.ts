import { execFileSync } from 'node:child_process';
import { constants, readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { posDescriptor, posReports, SCALE_DESCRIPTOR, scaleReport } from '#lab/hid-device.ts';
import { openScale } from '#lab/scale.ts';
import { openZplPrinter, type ZplPrinter } from '#lab/zpl-printer.ts';
import { type Cable, joinCable } from './cable.ts';
import { type GadgetParts, makeGadget } from './gadget.ts';
import { BOOT_KEYBOARD, keyReports } from './keyboard.ts';

/** A device as a person has it in hand: with the end of the cable that our side never sees. */
export interface Device {
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

const ZEBRA = { vendorId: 0x0a5f, productId: 0x0166, maker: 'Zebra', product: 'LAB ZPL' };
/** IEEE 1284 device id: what a printer says of itself. */
const ZPL_ID = 'MFG:Zebra;CMD:ZPL;MDL:LAB;CLS:PRINTER;';
const HONEYWELL = { vendorId: 0x0c2e, maker: 'Honeywell' };
const FUJITSU = { vendorId: 0x04c5, productId: 0x132b, maker: 'Fujitsu', product: 'Scanner' };
const DYMO = { vendorId: 0x0922, productId: 0x8003, maker: 'DYMO', product: 'M10' };
const LINE = { vendorId: 0x0525, productId: 0xa4a7, maker: 'Laboratory', product: 'Line' };

export async function makeDevices(folder: string) {
  const printer = await openZplPrinter({ folder: `${folder}/labels` });
  const other = await openZplPrinter({ folder: `${folder}/other-labels` });
  const swapped = await openZplPrinter({ folder: `${folder}/another-labels` });
  const weighing = await openScale('mt-sics');
  return {
    printer: printerDevice(printer, 0, { name: 'printer', port: 0, serial: 'LAB0001', ...ZEBRA }),
    /** Of the same model, without a serial number, at another port. */
    nameless: printerDevice(other, 1, { name: 'nameless', port: 1, serial: null, ...ZEBRA }),
    /** Plugged into the same port in its stead. */
    another: printerDevice(swapped, 2, { name: 'another', port: 1, serial: 'LAB0006', ...ZEBRA }),
    /** Of a class of its own, as scanners are that need a driver; it answers nothing. */
    scanner: bare({ name: 'scanner', port: 6, serial: 'LAB0007', ...FUJITSU, functions: { 'Loopback.0': {} } }),
    scale: scaleDevice(0, { name: 'scale', port: 2, serial: 'LAB0002', ...DYMO }),
    reader: reporting(
      1,
      { name: 'reader', port: 3, serial: 'LAB0003', ...HONEYWELL, productId: 0x0b87, product: 'POS' },
      posDescriptor(),
      62,
      (text) => posReports(text),
    ),
    keyboard: reporting(
      2,
      { name: 'keyboard', port: 4, serial: 'LAB0004', ...HONEYWELL, productId: 0x0b81, product: 'Keys' },
      BOOT_KEYBOARD,
      8,
      keyReports,
    ),
    line: {
      ...cabled({ name: 'line', port: 5, serial: 'LAB0005', ...LINE, functions: { 'acm.0': {} } }, '/dev/ttyGS0', weighing.port),
      weighing,
    },
  };
}
export type Devices = Awaited<ReturnType<typeof makeDevices>>;

/** A device whose far end is a program of the laboratory. */
function cabled(parts: GadgetParts, file: string, port: number): Device & { deafAfter(bytes: number): Promise<void> } {
  const gadget = makeGadget(parts);
  if (file.startsWith('/dev/tty')) execFileSync('stty', ['-F', file, 'raw', '-echo']);
  let cable: Cable | null = null;
  return {
    deafAfter: async (bytes) => cable?.deafAfter(bytes),
    async plug() {
      if (cable) return;
      gadget.plug();
      cable = await joinCable(file, port);
    },
    async unplug() {
      if (!cable) return;
      const drawn = cable.part();
      cable = null;
      gadget.unplug();
      await drawn;
    },
  };
}

function bare(parts: GadgetParts): Device {
  const gadget = makeGadget(parts);
  return { plug: async () => gadget.plug(), unplug: async () => gadget.unplug() };
}

function printerDevice(printer: ZplPrinter, index: number, parts: Omit<GadgetParts, 'functions'>) {
  const functions = { [`printer.${index}`]: { pnp_string: ZPL_ID, q_len: '10' } };
  return { printer, ...cabled({ ...parts, functions }, `/dev/g_printer${index}`, printer.port) };
}

/** A device of reports, which says what it is given when somebody listens. */
function reporting(
  index: number,
  parts: Omit<GadgetParts, 'functions'>,
  descriptor: Buffer,
  reportBytes: number,
  reportsOf: (text: string) => Buffer[],
): Device & { say(text: string): Promise<void>; input(): string } {
  const report = { protocol: '0', subclass: '0', report_length: `${reportBytes}`, report_desc: descriptor };
  const gadget = makeGadget({ ...parts, functions: { [`hid.${index}`]: report } });
  let far: FileHandle | null = null;
  return {
    async plug() {
      if (far) return;
      gadget.plug();
      far = await open(`/dev/hidg${index}`, constants.O_RDWR | constants.O_NONBLOCK);
    },
    async unplug() {
      const drawn = far;
      far = null;
      gadget.unplug();
      await drawn?.close();
    },
    async say(text) {
      for (const bytes of reportsOf(text)) await sent(() => far, bytes);
    },
    /** Its device file for input, where the kernel takes it for a keyboard. */
    input() {
      const folder = readdirSync('/sys/class/input').filter((name) => name.startsWith('event'));
      return folder.map((name) => `/dev/input/${name}`).at(-1)!;
    },
  };
}

/** Until the host has fetched it: it does so only while somebody has the device open. */
async function sent(far: () => FileHandle | null, report: Buffer): Promise<void> {
  for (let file = far(); file; file = far()) {
    try {
      await file.write(report);
      return;
    } catch {
      await pause(5);
    }
  }
}

/** Tells all the time what lies on it, as these scales do. */
function scaleDevice(index: number, parts: Omit<GadgetParts, 'functions'>) {
  let weight = scaleReport('zero', 'g', 0, 0);
  const device = reporting(index, parts, SCALE_DESCRIPTOR, weight.length, () => [weight]);
  let talking: Promise<void> | null = null;
  let plugged = false;
  return {
    async plug() {
      await device.plug();
      plugged = true;
      talking ??= (async () => {
        for (; plugged; await pause(50)) await device.say('');
      })();
    },
    async unplug() {
      plugged = false;
      await device.unplug();
      await talking;
      talking = null;
    },
    lay(grams: number) {
      weight = scaleReport('stable', 'g', 0, grams);
    },
  };
}
