import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { openLog } from '#base/log.ts';
import { lettersFrom } from '#lab/sample-letters.ts';
import { openWorkshop, type Workshop } from '#workshop/pool.ts';
import { type Measure, percentile, report } from './beside.ts';

const SAMPLES = resolve(import.meta.dirname, '../lab/letters');

interface PageRead {
  name: string;
  text: string;
  routeMs: number;
  pdf: Uint8Array;
}

/** CPU seconds of all children that have ended: user and system (proc(5), stat fields 16 and 17, in ticks of 10 ms). */
async function childSeconds(): Promise<number> {
  const fields = (await readFile('/proc/self/stat', 'utf8')).replace(/^\d+ \(.*\) /s, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/**
 * `bench reading [FOLDER] [--against ocrmypdf] [--children N]`: every page of a folder to searchable PDF and text, as the box does it, beside
 * OCRmyPDF on the same pages in the same run; words found beside the truth where a `.txt` lies beside a page.
 */
export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { against: { type: 'string' }, children: { type: 'string', default: '2' } },
  });
  const folder = resolve(positionals[0] ?? SAMPLES);
  const pages = await lettersFrom(folder);
  const workshop = openWorkshop({ size: Number(values.children), ceilingMb: 450, log: openLog('bench', 'error'), clock: systemClock() });
  let peakBytes = 0;
  const watching = setInterval(() => {
    peakBytes = Math.max(peakBytes, ...workshop.stats().rssBytes);
  }, 50);
  // The pool is warm before the clock starts, as on a box that runs.
  await readPage(workshop, pages[0]!.front, 'warm');
  const startedMs = performance.now();
  const results: PageRead[] = [];
  const waiting = [...pages];
  const hand = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) results.push(...(await readPage(workshop, page.front, page.name)));
  };
  await Promise.all(Array.from({ length: Number(values.children) }, hand));
  const wallS = (performance.now() - startedMs) / 1000;
  clearInterval(watching);
  await workshop.close();
  const cpuS = await childSeconds();
  const perMinute = (results.length / wallS) * 60;
  const routes = results.map((one) => one.routeMs);

  const rival = values.against === 'ocrmypdf' ? await ocrmypdf(results) : null;
  const beside = (value: number | undefined) => (value === undefined ? {} : { beside: { who: 'OCRmyPDF', value } });
  const words = await wordsFound(folder, results);
  const measures: Measure[] = [
    { what: 'pages per minute', unit: '', ours: perMinute, ...beside(rival?.perMinute), ...(rival && { aim: { least: 3 } }) },
    {
      what: 'CPU seconds per page',
      unit: 's',
      ours: cpuS / (results.length + 1),
      ...beside(rival?.cpuPerPage),
      ...(rival && { aim: { most: 1 / 3 } }),
    },
    {
      what: 'time to route, median',
      unit: 'ms',
      ours: percentile(routes, 0.5),
      ...beside(rival?.wallPerPageMs),
      ...(rival && { aim: { most: 0.25 } }),
    },
    {
      what: 'time to route, p95',
      unit: 'ms',
      ours: percentile(routes, 0.95),
      ...beside(rival?.wallPerPageMs),
      ...(rival && { aim: { most: 0.6 } }),
    },
    { what: 'largest child, resident', unit: 'MB', ours: peakBytes / 1e6 },
    ...(words === null
      ? []
      : [
          { what: 'word recall', unit: '', ours: words.recall, aim: { least: 0.97 } },
          { what: 'word precision', unit: '', ours: words.precision, aim: { least: 0.97 } },
        ]),
  ];
  report('reading', measures, { pages: results.length, children: Number(values.children) });
}

/** One file as the box takes it: look, routing read, full read, PDF. The time to route is taken from outside. */
async function readPage(workshop: Workshop, file: string, name: string): Promise<PageRead[]> {
  const bytes = await readFile(file);
  const split = await workshop.run('split-document', { bytes }, { affinity: file });
  const read: PageRead[] = [];
  for (const [index, page] of split.pages.entries()) {
    const pageKey = `${name}#${index}`;
    const options = { affinity: file };
    const startedMs = performance.now();
    const look = await workshop.run('look', { pageKey, bytes: page.bytes }, options);
    await workshop.run('routing-read', { pageKey, bytes: page.bytes, look }, options);
    const routeMs = performance.now() - startedMs;
    const { words, text } = await workshop.run('full-read', { pageKey, bytes: page.bytes, look }, options);
    const facts = { title: name, number: 'VM-2026-000123-M', createdMs: 0, language: 'fr' as const, flavour: '2b' as const };
    const pdf = await workshop.run('make-pdf', { pages: [{ bytes: page.bytes, format: page.format, look, words }], ...facts }, options);
    read.push({ name, text, routeMs, pdf });
  }
  return read;
}

const bag = (text: string): Map<string, number> => {
  const counted = new Map<string, number>();
  const folded = text.normalize('NFKC').replaceAll('’', "'").toLowerCase();
  for (const word of folded.match(/[\p{L}\p{N}_€$%@./+-]+/gu) ?? [])
    if (/[\p{L}\p{N}]/u.test(word)) counted.set(word, (counted.get(word) ?? 0) + 1);
  return counted;
};
const size = (words: Map<string, number>): number => [...words.values()].reduce((sum, n) => sum + n, 0);

/** Pooled over all pages that have a truth, as bags of words; null where none has. */
async function wordsFound(folder: string, results: readonly PageRead[]): Promise<{ recall: number; precision: number } | null> {
  let [truth, found, both] = [0, 0, 0];
  for (const { name, text } of results) {
    const file = join(folder, name.replace(/\.[^.]+$/, '.txt'));
    if (!existsSync(file)) continue;
    const [wanted, got] = [bag(await readFile(file, 'utf8')), bag(text)];
    truth += size(wanted);
    found += size(got);
    for (const [word, n] of wanted) both += Math.min(n, got.get(word) ?? 0);
  }
  return truth === 0 ? null : { recall: both / truth, precision: both / found };
}

/** OCRmyPDF on the same pages: one merged PDF, two jobs. Null, with a sentence, where it is not on this machine. */
async function ocrmypdf(results: readonly PageRead[]): Promise<{ perMinute: number; cpuPerPage: number; wallPerPageMs: number } | null> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-reading-'));
  try {
    const singles = await Promise.all(
      results.map(async ({ pdf }, index) => {
        const file = join(folder, `${String(index).padStart(5, '0')}.pdf`);
        await writeFile(file, pdf);
        return file;
      }),
    );
    const merged = join(folder, 'merged.pdf');
    if (!(await ran('qpdf', ['--empty', '--pages', ...singles, '--', merged]))) return missing('qpdf');
    const before = await childSeconds();
    const startedMs = performance.now();
    const done = await ran('ocrmypdf', [
      ...['-j', '2', '-l', 'fra+eng', '--rotate-pages', '--deskew', '--force-ocr', '--sidecar', join(folder, 'text.txt')],
      ...[merged, join(folder, 'out.pdf')],
    ]);
    if (!done) return missing('ocrmypdf');
    const wallMs = performance.now() - startedMs;
    const cpuS = (await childSeconds()) - before;
    return { perMinute: (results.length / wallMs) * 60_000, cpuPerPage: cpuS / results.length, wallPerPageMs: wallMs / results.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function missing(program: string): null {
  console.log(`${program} is not on this machine or failed: nothing stands beside our figures.`);
  return null;
}

const ran = (program: string, args: string[]): Promise<boolean> =>
  new Promise((done) => {
    spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] })
      .once('error', () => done(false))
      .once('exit', (code) => done(code === 0));
  });
