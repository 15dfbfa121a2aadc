import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import sharp from 'sharp';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { BridgeConfig } from '#bridge/config.ts';
import { runBridge } from '#bridge/main.ts';
import type { Devices } from '#ports/devices.ts';
import { watchDevices } from '../contracts/device-events.ts';
import type { LabelPrinterBench } from '../contracts/label-printer.contract.ts';
import type { ScannerBench } from '../contracts/scanner.contract.ts';
import { type EsclScanner, openEsclScanner } from '../lab/escl-scanner.ts';
import { openZplPrinter, type ZplPrinter } from '../lab/zpl-printer.ts';

export const SCANNER = 'scanner-1' as DeviceId;
export const PRINTER = 'printer-1' as DeviceId;

/** The real bridge over a real socket with the laboratory's devices at its other end, all in one temporary folder. */
export interface BridgeBench {
  folder: string;
  config: BridgeConfig;
  scanner: EsclScanner;
  printer: ZplPrinter;
  devices: Devices;
  /** A further daemon's end. */
  connect(): Devices;
  stopBridge(): Promise<void>;
  startBridge(): Promise<void>;
  /** Runs the bridge as the process it is; resolves when it listens. `exited` gives the signal that ended it, or its exit code. */
  spawnBridge(crashAt?: string): Promise<{ child: ChildProcess; exited: Promise<string | number> }>;
  /** Images that wait in the spool. */
  spooledImages(): Promise<string[]>;
}

export interface BenchOptions {
  spoolCapBytes?: number;
  scanner?: BridgeConfig['devices'][number]['options'];
  /** Another driver for the same scanner. */
  scannerBy?: (url: string) => Pick<BridgeConfig['devices'][number], 'driver' | 'address' | 'options'>;
  printer?: BridgeConfig['devices'][number]['options'];
}

/** The scanner of the bench as the scanner contract asks for it, once it is ready. */
export async function readyScanner(t: TestContext, options: BenchOptions = {}): Promise<ScannerBench> {
  const { devices, scanner } = await openBridgeBench(t, options);
  await watchDevices(devices).status(SCANNER, ({ state }) => state === 'ready');
  return {
    devices,
    scannerId: SCANNER,
    load: async (sheets) => void (await scanner.control.load(sheets)),
    jamAfter: (goodSheets) => scanner.control.jamAfter(goodSheets),
    putBack: () => scanner.control.putBack(),
    slow: (msPerSide) => scanner.control.slow(msPerSide),
  };
}

/** A label printer of the laboratory as the contract of label printers asks for it, once it is ready. @param lostAfterBytes where `loseNextJob` breaks it off. */
export async function readyPrinter(
  devices: Devices,
  { labels, control }: { labels: readonly unknown[]; control: Pick<ZplPrinter['control'], 'mediaOutAfter' | 'clear' | 'resetMidJob'> },
  lostAfterBytes: number,
): Promise<LabelPrinterBench> {
  await watchDevices(devices).status(PRINTER, ({ state }) => state === 'ready');
  return {
    devices,
    printerId: PRINTER,
    printed: () => labels.length,
    mediaOut: (out) => (out ? control.mediaOutAfter(0) : control.clear()),
    loseNextJob: () => control.resetMidJob(lostAfterBytes),
  };
}

const MAIN = join(import.meta.dirname, '..', '..', 'firmware-bridge', 'main.ts');
const PATIENCE = { silenceMs: 2_000, answerMs: 250, settleMs: 600 };

export async function openBridgeBench(t: TestContext, options: BenchOptions = {}): Promise<BridgeBench> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-'));
  const scanner = await openEsclScanner();
  const printer = await openZplPrinter({ folder: join(folder, 'labels') });
  const opened: Devices[] = [];
  const children: ChildProcess[] = [];
  let running: { stop: AbortController; closed: Promise<void> } | null = null;

  const config: BridgeConfig = {
    socket: join(folder, 'bridge.sock'),
    spool: join(folder, 'spool'),
    spoolCapBytes: options.spoolCapBytes ?? 100_000_000,
    pollMs: 20,
    devices: [
      {
        id: SCANNER,
        driver: 'escl',
        address: scanner.url,
        name: 'Feeder',
        options: { busyPauseMs: 10, silenceMs: 2_000, ...options.scanner },
        ...options.scannerBy?.(scanner.url),
      },
      {
        id: PRINTER,
        driver: 'zpl',
        address: `tcp://127.0.0.1:${printer.port}`,
        name: 'Labels',
        options: { ...PATIENCE, ...options.printer },
      },
    ],
  };
  const bench: BridgeBench = {
    folder,
    config,
    scanner,
    printer,
    devices: null as unknown as Devices,
    connect() {
      const { socket: socketPath, spool: spoolFolder } = config;
      const devices = openBridgeDevices({ socketPath, spoolFolder, clock: systemClock(), log: silentLog });
      opened.push(devices);
      devices.connect();
      return devices;
    },
    async startBridge() {
      const stop = new AbortController();
      running = { stop, ...(await runBridge(config, { clock: systemClock(), log: silentLog, signal: stop.signal })) };
    },
    async spawnBridge(crashAt) {
      const file = join(folder, 'bridge.json');
      await writeFile(file, JSON.stringify(config));
      const { VAGUEMESTRE_CRASH_AT: _, ...inherited } = process.env;
      const env = { ...inherited, VAGUEMESTRE_LOG: 'info', ...(crashAt ? { VAGUEMESTRE_CRASH_AT: crashAt } : {}) };
      const child = spawn(process.execPath, [MAIN, '--config', file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
      children.push(child);
      const exited = new Promise<string | number>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? -1)));
      let said = '';
      await new Promise<void>((resolve, reject) => {
        child.stderr!.on('data', (bytes: Buffer) => {
          said += bytes.toString();
          if (said.includes('bridge listens')) resolve();
        });
        exited.then((how) => reject(new Error(`the bridge ended (${how}) before it listened: ${said}`)));
      });
      return { child, exited };
    },
    async stopBridge() {
      running?.stop.abort();
      await running?.closed;
      running = null;
    },
    spooledImages: async () => (await readdir(config.spool)).filter((name) => /\.(jpg|png)$/.test(name)).sort(),
  };
  t.after(async () => {
    for (const devices of opened) await devices.close();
    await bench.stopBridge();
    for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await scanner.close();
    await printer.close();
    await rm(folder, { recursive: true });
  });
  await bench.startBridge();
  bench.devices = bench.connect();
  return bench;
}

/** APP0 of a scanner: JFIF 1.01, 200 dots per inch. */
const JFIF_200_DPI = Buffer.from('ffe000104a46494600010101' + '00c800c80000', 'hex');

/** `count` different gray JPEGs as a scanner makes them. */
export function grayJpegs(count: number): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const shade = 20 + ((i * 37) % 200);
      const page = sharp({ create: { width: 166 + i, height: 234, channels: 3, background: { r: shade, g: shade, b: shade } } });
      const jpeg = await page.toColourspace('b-w').jpeg().toBuffer();
      return Buffer.concat([jpeg.subarray(0, 2), JFIF_200_DPI, jpeg.subarray(2)]);
    }),
  );
}

/** `count` duplex sheets of different sides. */
export async function duplexSheets(count: number): Promise<{ front: Buffer; back: Buffer }[]> {
  const jpegs = await grayJpegs(count * 2);
  return Array.from({ length: count }, (_, i) => ({ front: jpegs[2 * i]!, back: jpegs[2 * i + 1]! }));
}
