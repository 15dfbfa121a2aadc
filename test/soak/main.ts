import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { openLog } from '#base/log.ts';
import sane from '#bridge/drivers/scanner/sane.ts';
import type { ScannerSession } from '#bridge/supervisor/driver.ts';
import { inChild } from '#bridge/supervisor/driver-child.ts';
import { saneEnvironment, TEST_BACKEND } from '#lab/sane.ts';
import { sampleBatchBothWays } from './sample-batch.ts';

/** Half of the silence in which a prototype was found standing still. */
const STALL_MS = 8_000;
/** A page takes some 10 ms: runs are stopped before, during and after it. */
const STOP_WITHIN_MS = 20;
const DRIVER = join(import.meta.dirname, '../../firmware-bridge/drivers/scanner/sane.ts');

interface Figures {
  /** Runs that nobody stopped: as many pages have to come. */
  wanted: number;
  pages: number;
  megabytes: number;
  slowestMs: number;
  lost: string[];
}

async function openTestDevice(index: number): Promise<ScannerSession> {
  return inChild(sane, DRIVER).open({
    ...{ deviceId: `scanner-${index}` as DeviceId, address: `sane:test:${index}`, clock: systemClock(), log: openLog('soak') },
    openPipe: () => Promise.reject(new Error('no pipe')),
    options: { configuration: TEST_BACKEND, stallMs: STALL_MS, widthMm: 105, heightMm: 148, settings: 'test-picture=Color pattern' },
  });
}

/**
 * `rounds` scans of one page each on one handle; every page must be the first one's twin. Each `stopEvery`th is told to stop as it begins:
 * what comes of it does not count, only that the next is whole.
 */
async function soak(index: number, rounds: number, stopEvery: number, onPage: (page: number) => void): Promise<Figures> {
  const session = await openTestDevice(index);
  const figures: Figures = { wanted: 0, pages: 0, megabytes: 0, slowestMs: 0, lost: [] };
  let first: Buffer | null = null;
  try {
    for (let round = 1; round <= rounds; round++) {
      const began = performance.now();
      const order = {
        ...({ deviceId: `scanner-${index}`, batchId: mintId('batch'), source: 'flatbed', profile: 'routing' } as const),
        ...{ resolutionDpi: 200, firstSheet: 1, attempt: 1 },
      };
      const stop = new AbortController();
      const stopped = round % stopEvery === 0;
      if (stopped) setTimeout(() => stop.abort(), (round / stopEvery) % STOP_WITHIN_MS);
      else figures.wanted++;
      try {
        let pages = 0;
        for await (const side of session.scan(order, stop.signal, async () => undefined)) {
          if (stopped) continue;
          pages++;
          first ??= side.bytes;
          if (!side.bytes.equals(first)) figures.lost.push(`round ${round}: another page`);
          figures.megabytes += (827 * 1_165) / 1e6;
        }
        if (!stopped && pages !== 1) figures.lost.push(`round ${round}: ${pages} pages`);
        figures.pages += pages;
      } catch (error) {
        figures.lost.push(`round ${round}: ${(error as Error).message}`);
        break;
      }
      figures.slowestMs = Math.max(figures.slowestMs, performance.now() - began);
      onPage(round);
    }
  } finally {
    await session.close();
  }
  return figures;
}

/** Every core busy with nothing. */
function makeBusy(): { stop(): Promise<unknown> } {
  const spinning = Array.from({ length: availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
  return { stop: () => Promise.all(spinning.map((worker) => worker.terminate())) };
}

const megabytesOf = async (): Promise<number> => {
  const children = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).trim().split(' ');
  const status = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')));
  return Math.max(0, ...status.map((text) => Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1_024));
};

async function campaign(title: string, scanners: number, rounds: number, stopEvery = Number.POSITIVE_INFINITY): Promise<boolean> {
  const began = performance.now();
  let largestMb = 0;
  const watch = async (page: number) => {
    if (page % 50 === 0) largestMb = Math.max(largestMb, await megabytesOf());
  };
  const all = await Promise.all(Array.from({ length: scanners }, (_, index) => soak(index, rounds, stopEvery, (page) => void watch(page))));
  const seconds = (performance.now() - began) / 1_000;
  const pages = all.reduce((sum, one) => sum + one.pages, 0);
  const wanted = all.reduce((sum, one) => sum + one.wanted, 0);
  const megabytes = all.reduce((sum, one) => sum + one.megabytes, 0);
  const slowestMs = Math.max(...all.map((one) => one.slowestMs));
  const lost = all.flatMap((one) => one.lost);
  process.stdout.write(
    `${title}: ${pages} of ${wanted} pages, ${seconds.toFixed(1)} s, ${(megabytes / seconds).toFixed(0)} MB/s of dots, ` +
      `slowest page ${slowestMs.toFixed(0)} ms, driver process at most ${largestMb.toFixed(0)} MB, lost ${lost.length}\n`,
  );
  for (const line of lost.slice(0, 10)) process.stdout.write(`  ${line}\n`);
  return lost.length === 0 && pages === wanted;
}

Object.assign(process.env, saneEnvironment());
process.env.VAGUEMESTRE_LOG ??= 'warn';
const rounds = Number(process.argv[2] ?? 1_000);
const fewer = Math.ceil(rounds / 5);
const whole = [await campaign('one handle, idle', 1, rounds), await campaign('two scanners, idle', 2, fewer)];
whole.push(await campaign('one handle, every second run told to stop', 1, rounds, 2));
const busy = makeBusy();
whole.push(await campaign('one handle, every core busy', 1, rounds), await campaign('two scanners, every core busy', 2, fewer));
await busy.stop();
whole.push(await sampleBatchBothWays());
process.exitCode = whole.every((one) => one) ? 0 : 1;
