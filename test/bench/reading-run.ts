import { readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Workshop } from '#workshop/pool.ts';
import { readEach } from '../../src/commands/read.ts';
import { type DocumentRead, type PageRead, type ReadOptions, readDocument } from '../../src/commands/read-document.ts';
import { cpuSeconds } from './cpu-time.ts';

const ENDINGS = ['.png', '.jpg', '.jpeg', '.tif', '.tiff', '.webp', '.pdf'];
/** The time to route is taken on so many files, spread over the folder, one at a time. */
const ROUTED_ALONE = 40;
/** With fewer pages no half sees every child begin and be recycled. */
const PAGES_TO_GROW = 500;
const FACTS = { title: 'bench', number: 'VM-2026-000123-M', createdMs: 0, language: 'fr', flavour: '2b' } as const;

export const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => ENDINGS.includes(extname(name).toLowerCase()))
    .sort()
    .map((name) => join(folder, name));

/** A page as it was scanned, as a PDF without text. */
export interface ScannedPage {
  /** The file it is of. */
  file: string;
  pdf: string;
}

export interface ReadingRun {
  results: DocumentRead[];
  pages: number;
  wallS: number;
  cpuS: number;
  /** Of the largest child, above Node's own base. */
  peakBytes: number;
  /** How much larger a child became over the second half of the pages than over the first; null of few pages. */
  growthBytes: number | null;
  recycled: number;
  /** Taken from outside, one file at a time, pool warm. */
  routeMs: number[];
  scanned: ScannedPage[];
}

/**
 * Every file to text, fields and searchable PDF, as the box does it, so many at a time; then the time to route. A file may come again.
 *
 * @param scanned folder that every page is put into as a PDF without text; null: nobody needs them
 */
export async function runReading(
  workshop: Workshop,
  files: readonly string[],
  options: ReadOptions,
  { atOnce, scanned }: { atOnce: number; scanned: string | null },
): Promise<ReadingRun> {
  const memory = watchMemory(workshop);
  const run: ReadingRun = {
    results: [],
    pages: 0,
    wallS: 0,
    cpuS: 0,
    peakBytes: 0,
    growthBytes: null,
    recycled: 0,
    routeMs: [],
    scanned: [],
  };
  const kept: { file: string; page: PageRead['page'] }[] = [];
  // The pool is warm before the clock starts, as on a box that runs.
  await readEach(files.slice(0, atOnce), atOnce, async (file) => void (await readDocument(workshop, file, options)));
  const [startedMs, before] = [performance.now(), await cpuSeconds()];
  await readEach(files, atOnce, async (file) => {
    const pages: PageRead[] = [];
    const result = await readDocument(workshop, file, { ...options, onPage: (page) => void pages.push(page) });
    const sheets = pages.map(({ page, look, text }) => ({ bytes: page.bytes, format: page.format, look, words: text.words }));
    await workshop.run('make-pdf', { pages: sheets, ...FACTS }, { affinity: `${file}#0` });
    run.results.push(result);
    run.pages += pages.length;
    memory.pageDone(pages.length);
    if (scanned !== null && !kept.some((one) => one.file === file)) kept.push(...pages.map(({ page }) => ({ file, page })));
  });
  run.wallS = (performance.now() - startedMs) / 1000;
  run.cpuS = (await cpuSeconds()) - before;
  Object.assign(run, memory.end(), { recycled: workshop.stats().recycled });
  for (const [at, { file, page }] of scanned === null ? [] : kept.entries()) {
    const sheet = { bytes: page.bytes, format: page.format, look: { dpi: page.dpi, orientation: 0 as const }, words: [] };
    const pdf = join(scanned!, `${String(at).padStart(5, '0')}.pdf`);
    await writeFile(pdf, await workshop.run('make-pdf', { pages: [sheet], ...FACTS }));
    run.scanned.push({ file, pdf });
  }
  const each = [...new Set(files)];
  const every = Math.max(1, Math.floor(each.length / ROUTED_ALONE));
  await readEach(
    each.filter((_, at) => at % every === 0),
    1,
    async (file) => {
      const askedMs = performance.now();
      await readDocument(workshop, file, { ...options, routeOnly: true });
      run.routeMs.push(performance.now() - askedMs);
    },
  );
  return run;
}

/** An eye on what children take above what Node takes. */
function watchMemory(workshop: Workshop) {
  let peakBytes = 0;
  const afterPages: number[] = [];
  const largest = (): number => {
    const { rssBytes, baseRssBytes } = workshop.stats();
    return Math.max(0, ...rssBytes.map((bytes, at) => bytes - baseRssBytes[at]!));
  };
  const looking = setInterval(() => {
    peakBytes = Math.max(peakBytes, largest());
  }, 50);
  return {
    pageDone: (pages: number): void => void afterPages.push(...Array.from({ length: pages }, largest)),
    end() {
      clearInterval(looking);
      return { peakBytes, growthBytes: growthOf(afterPages) };
    },
  };
}

/** @param sizes of the largest child after each page, in bytes */
export function growthOf(sizes: readonly number[]): number | null {
  if (sizes.length < PAGES_TO_GROW) return null;
  const half = sizes.length >> 1;
  return Math.max(...sizes.slice(half)) - Math.max(...sizes.slice(0, half));
}

/** The text of a rival, page by page, put together for each file. */
export function textsByFile(scanned: readonly ScannedPage[], texts: readonly string[]): Map<string, string> {
  const byFile = new Map<string, string>();
  for (const [at, { file }] of scanned.entries()) byFile.set(file, `${byFile.get(file) ?? ''} ${texts[at] ?? ''}`);
  return byFile;
}
