import { labelPrinterContract } from '#test/contracts/label-printer.contract.ts';
import { scannerContract } from '#test/contracts/scanner.contract.ts';
import { grayJpegs, openBridgeBench, readyPrinter, readyScanner } from './bridge-bench.ts';

scannerContract('eSCL through the bridge', () => grayJpegs(6), readyScanner);

labelPrinterContract('ZPL through the bridge', async (t) => {
  const { devices, printer } = await openBridgeBench(t);
  return readyPrinter(devices, printer, 150);
});
