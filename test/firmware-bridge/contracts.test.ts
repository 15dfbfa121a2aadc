import { labelPrinterContract } from '#test/contracts/label-printer.contract.ts';
import { scannerContract } from '#test/contracts/scanner.contract.ts';
import { watchDevices } from '../contracts/device-events.ts';
import { grayJpegs, openBridgeBench, PRINTER, SCANNER } from './bridge-bench.ts';

scannerContract(
  'eSCL through the bridge',
  () => grayJpegs(6),
  async (t) => {
    const { devices, scanner } = await openBridgeBench(t);
    await watchDevices(devices).status(SCANNER, ({ state }) => state === 'ready');
    return {
      devices,
      scannerId: SCANNER,
      load: async (sheets) => void (await scanner.control.load(sheets)),
      jamAfter: (goodSheets) => scanner.control.jamAfter(goodSheets),
      putBack: () => scanner.control.putBack(),
      slow: (msPerSide) => scanner.control.slow(msPerSide),
    };
  },
);

labelPrinterContract('ZPL through the bridge', async (t) => {
  const { devices, printer } = await openBridgeBench(t);
  await watchDevices(devices).status(PRINTER, ({ state }) => state === 'ready');
  return {
    devices,
    printerId: PRINTER,
    printed: () => printer.labels.length,
    mediaOut: (out) => (out ? printer.control.mediaOutAfter(0) : printer.control.clear()),
    loseNextJob: () => printer.control.resetMidJob(150),
  };
});
