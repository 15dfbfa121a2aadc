import { labelPrinterContract } from '#test/contracts/label-printer.contract.ts';
import { scannerContract } from '#test/contracts/scanner.contract.ts';
import { FAKE_PRINTER, FAKE_SCANNER, openFakeDevices } from './devices.ts';

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
