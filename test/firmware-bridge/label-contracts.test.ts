import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { runBridge } from '#bridge/main.ts';
import { type LabelPrinterBench, labelPrinterContract } from '../contracts/label-printer.contract.ts';
import { PRINTER, readyPrinter } from './bridge-bench.ts';
import { LANGUAGES, type LanguageUnderTest, PATIENT } from './drivers/label-languages.ts';

const clock = systemClock();

/** A printer of this language at the real bridge, over the real socket. ZPL has its bench in `contracts.test.ts`. */
async function openBench(t: TestContext, { name, openLab, options }: LanguageUnderTest): Promise<LabelPrinterBench> {
  const folder = await mkdtemp(join(tmpdir(), `bridge-${name}-`));
  const printer = await openLab({ folder: join(folder, 'labels') });
  const [socketPath, spoolFolder] = [join(folder, 'bridge.sock'), join(folder, 'spool')];
  const device = {
    ...{ id: PRINTER, driver: name, address: `tcp://127.0.0.1:${printer.port}`, name: 'Labels' },
    options: { ...PATIENT, ...options },
  };
  const stop = new AbortController();
  const { closed } = await runBridge(
    { socket: socketPath, spool: spoolFolder, spoolCapBytes: 1_000_000, pollMs: 20, devices: [device] },
    { clock, log: silentLog, signal: stop.signal },
  );
  const devices = openBridgeDevices({ socketPath, spoolFolder, clock, log: silentLog });
  t.after(async () => {
    await devices.close();
    stop.abort();
    await closed;
    await printer.close();
    await rm(folder, { recursive: true });
  });
  devices.connect();
  const bench = await readyPrinter(devices, printer, 600);
  // The suite's labels have a hundred rows; half of one that was cut off or fed out of the way is none.
  return { ...bench, printed: () => printer.labels.filter(({ lengthDots }) => lengthDots >= 100).length };
}

for (const language of LANGUAGES.filter(({ name }) => name !== 'zpl'))
  labelPrinterContract(`${language.name} through the bridge`, (t) => openBench(t, language));
