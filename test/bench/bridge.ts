import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { ScanProfile } from '#base/words.ts';
import sane from '#bridge/drivers/scanner/sane.ts';
import type { ScannerSession } from '#bridge/supervisor/driver.ts';
import { inChild } from '#bridge/supervisor/driver-child.ts';
import { saneConfigFolder, saneEnvironment, scanimage, TEST_BACKEND } from '#lab/sane.ts';
import { type Measure, percentile, report } from './beside.ts';
import { labelMeasures } from './bridge-labels.ts';

/** What SANE's test backend gives of its feeder. */
const PAGES = 10;
const DRIVER = join(import.meta.dirname, '../../firmware-bridge/drivers/scanner/sane.ts');
/** A4 at 300 dpi. */
const MEGADOTS = (2_480 * 3_508) / 1e6;
const MODES = [
  { profile: 'routing', mode: 'Gray', megabytes: PAGES * MEGADOTS },
  { profile: 'evidence', mode: 'Color', megabytes: PAGES * MEGADOTS * 3 },
] as const;

/** `--rounds N`: the SANE path beside scanimage on the same backend, and what labels cost. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '5' } } });
  const rounds = Number(values.rounds);
  const measures = await scanMeasures(rounds);
  const { measures: labels, jobBytes } = await labelMeasures();
  report('bridge', [...measures, ...labels], { rounds, jobBytes });
}

/**
 * Ten A4 pages at 300 dpi, in turns, megabytes of dots per second, the median of the rounds: the driver to packed pages in the bridge's hand beside
 * scanimage to the same kind of file, and the addon alone beside scanimage, both to bare dots.
 */
async function scanMeasures(rounds: number): Promise<Measure[]> {
  Object.assign(process.env, saneEnvironment());
  const session = await inChild(sane, DRIVER).open({
    ...{ deviceId: 'scanner-1' as DeviceId, address: 'sane:test:0', clock: systemClock(), log: silentLog },
    openPipe: () => Promise.reject(new Error('no pipe')),
    options: { configuration: TEST_BACKEND, settings: 'test-picture=Color pattern' },
  });
  const reader = await openReader();
  try {
    const measures: Measure[] = [];
    for (const { profile, mode, megabytes } of MODES) {
      const seconds = { packed: [] as number[], png: [] as number[], bare: [] as number[], pnm: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        seconds.packed.push(await timed(() => scanned(session, profile)));
        seconds.png.push(await timed(() => byScanimage(mode, 'png')));
        seconds.bare.push(await timed(() => reader.read(mode)));
        seconds.pnm.push(await timed(() => byScanimage(mode, 'pnm')));
      }
      const speed = (times: number[]) => megabytes / percentile(times, 0.5);
      const measure = (what: string, ours: number[], who: string, theirs: number[]): Measure => ({
        ...{ what: `SANE, A4 in ${profile === 'routing' ? 'gray' : 'colour'}, ${what}`, unit: 'MB/s', ours: speed(ours) },
        ...{ beside: { who, value: speed(theirs) }, aim: { least: 1 } },
      });
      measures.push(measure('packed', seconds.packed, 'scanimage --batch --format=png', seconds.png));
      measures.push(measure('bare dots', seconds.bare, 'scanimage --batch', seconds.pnm));
    }
    return measures;
  } finally {
    await session.close();
    await reader.close();
  }
}

/** `bridge-reading.ts` in a process of its own. */
async function openReader(): Promise<{ read(mode: string): Promise<number>; close(): Promise<void> }> {
  const { folder, remove } = await saneConfigFolder('test', TEST_BACKEND);
  const env = { ...process.env, SANE_CONFIG_DIR: folder };
  const child = fork(join(import.meta.dirname, 'bridge-reading.ts'), [folder], { env });
  await once(child, 'message');
  return {
    async read(mode) {
      child.send(mode);
      const [pages] = (await once(child, 'message')) as [number];
      return pages;
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await remove();
    },
  };
}

async function timed(work: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const pages = await work();
  if (pages !== PAGES) throw new Error(`${pages} pages came instead of ${PAGES}`);
  return (performance.now() - began) / 1_000;
}

async function scanned(session: ScannerSession, profile: ScanProfile): Promise<number> {
  const order = {
    ...({ deviceId: 'scanner-1', batchId: mintId('batch'), source: 'adf', profile } as const),
    ...{ resolutionDpi: 300, firstSheet: 1, attempt: 1 },
  };
  let pages = 0;
  for await (const side of session.scan(order, new AbortController().signal, async () => undefined)) if (side.bytes.length > 0) pages++;
  return pages;
}

async function byScanimage(mode: string, format: string): Promise<number> {
  const pages = await mkdtemp(join(tmpdir(), 'scanimage-'));
  try {
    const window = ['--resolution=300', '-x', '210', '-y', '297'];
    const kind = ['--source=Automatic Document Feeder', `--mode=${mode}`, '--test-picture=Color pattern'];
    await scanimage([...kind, ...window, `--format=${format}`, `--batch=${join(pages, `%d.${format}`)}`]);
    return (await readdir(pages)).length;
  } finally {
    await rm(pages, { recursive: true });
  }
}
