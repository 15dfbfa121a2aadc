import { labelPrinterContract } from '#test/contracts/label-printer.contract.ts';
import { readerContract } from '#test/contracts/reader.contract.ts';
import { scaleContract } from '#test/contracts/scale.contract.ts';
import { scannerContract } from '#test/contracts/scanner.contract.ts';
import { FAKE_PRINTER, FAKE_READER, FAKE_SCALE, FAKE_SCANNER, openFakeDevices } from './devices.ts';

const tinyJpegs = async () => Array.from({ length: 6 }, (_, i) => Buffer.from([0xff, 0xd8, i, 0xff, 0xd9]));

scannerContract('the fake devices', tinyJpegs, async (t) => {
  const devices = openFakeDevices();
  t.after(() => devices.close());
  const load = async (sheets: { front: Buffer; back: Buffer }[]) => devices.load(sheets);
  const { jamAfter, putBack, slow } = devices;
  return { devices, scannerId: FAKE_SCANNER, load, jamAfter, putBack, slow };
});

labelPrinterContract('the fake devices', async (t) => {
  const devices = openFakeDevices();
  t.after(() => devices.close());
  const { mediaOut, loseNextJob } = devices;
  return { devices, printerId: FAKE_PRINTER, printed: () => devices.printed.length, mediaOut, loseNextJob };
});

scaleContract('the fake devices', async (t) => {
  const devices = openFakeDevices({ counter: true });
  t.after(() => devices.close());
  return {
    devices,
    scaleId: FAKE_SCALE,
    load: (grams, still = true) => devices.weighs(still ? grams : 'moving'),
    overload: () => devices.weighs('too much'),
    unplug: async () => devices.plug(FAKE_SCALE, false),
    plug: async () => devices.plug(FAKE_SCALE, true),
  };
});

readerContract('the fake devices', async (t) => {
  const devices = openFakeDevices({ counter: true });
  t.after(() => devices.close());
  return {
    devices,
    readerId: FAKE_READER,
    scan(code) {
      const [, symbology = null, text = code] = /^\](..)(.*)$/.exec(code) ?? [];
      devices.input({ kind: 'code', text, symbology });
    },
    unplug: async () => devices.plug(FAKE_READER, false),
    plug: async () => devices.plug(FAKE_READER, true),
  };
});
