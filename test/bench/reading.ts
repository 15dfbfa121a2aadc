/**
 * `bench reading [FOLDER] [--against ocrmypdf] [--children N] [--times N]`: every file of a folder to text, fields and searchable PDF, as the box does it,
 * beside OCRmyPDF on the same pages in the same run; then scored against the truth that lies beside the pages, with the folder's own
 * `directory.json`. `--times N` reads the folder over and over, to see whether a child grows. `--results FILE` scores what `vaguemestre read` printed before, without reading again.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { openLog } from '#base/log.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { directoryFrom, NOBODY } from '../../src/commands/directory-from.ts';
import { slowness } from '../../src/commands/read-deadline.ts';
import { type Measure, percentile, report } from './beside.ts';
import { ocrmypdf, type Rival } from './ocrmypdf.ts';
import { filesIn, type ReadingRun, runReading, textsByFile } from './reading-run.ts';
import { DIRECTORY_FILE, resultsIn, scoredFolder } from './scored-folder.ts';
import { scoreWords } from './scoring-shapes.ts';
import { measuresOf, scoreAll } from './scoring-table.ts';

const SAMPLES = resolve(import.meta.dirname, '../lab/letters');
const CEILING_MB = 450;
/** Children are recycled, so they grow no further; resident memory wavers by as much between one page and the next. */
const GROWTH_MB = 20;

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      against: { type: 'string' },
      children: { type: 'string', default: '2' },
      times: { type: 'string', default: '1' },
      results: { type: 'string' },
    },
  });
  const folder = resolve(positionals[0] ?? SAMPLES);
  if (values.results !== undefined) {
    const { results, broken } = resultsIn(await readFile(values.results, 'utf8'));
    const { items, departmentKey } = await scoredFolder(folder, results);
    const scores = scoreAll(items, departmentKey);
    report('reading', measuresOf(scores), { folder, brokenLines: broken, scores });
    return;
  }
  const children = Number(values.children);
  const scratch = await mkdtemp(join(tmpdir(), 'bench-reading-'));
  try {
    const run = await read(folder, Number(values.times), children, values.against === 'ocrmypdf' ? scratch : null);
    const rival =
      values.against === 'ocrmypdf'
        ? await ocrmypdf(
            run.scanned.map(({ pdf }) => pdf),
            scratch,
          )
        : null;
    const { items, departmentKey } = await scoredFolder(folder, run.results);
    const scores = scoreAll(items, departmentKey);
    const theirs = new Map([...textsByFile(run.scanned, rival?.texts ?? [])].map(([file, text]) => [basename(file, extname(file)), text]));
    const written = items.filter(({ text }) => text !== '').map(({ name, text }) => ({ truth: text, printed: theirs.get(name) ?? '' }));
    const measures = [...speedOf(run, rival), ...measuresOf(scores, rival ? scoreWords(written) : undefined)];
    report('reading', measures, { folder, pages: run.pages, children, times: Number(values.times), scores });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function read(folder: string, times: number, children: number, scanned: string | null): Promise<ReadingRun> {
  const files = await filesIn(folder);
  if (files.length === 0) throw new Error(`${folder} holds no page images and no PDF`);
  const directory = existsSync(join(folder, DIRECTORY_FILE)) ? await directoryFrom(join(folder, DIRECTORY_FILE)) : NOBODY;
  const clock = systemClock();
  const workshop = openWorkshop({ size: children, ceilingMb: CEILING_MB, log: openLog('bench', 'error'), clock });
  try {
    const options = { directory, model: trainFromSeed(), routeOnly: false, prefix: 'VM', clock, slowness };
    return await runReading(workshop, Array.from({ length: times }, () => files).flat(), options, { atOnce: children, scanned });
  } finally {
    await workshop.close();
  }
}

/** Against a rival the aims are shares of its figures. */
function speedOf(run: ReadingRun, rival: Rival | null): Measure[] {
  const against = (value: number | undefined, aim: NonNullable<Measure['aim']>): Partial<Measure> =>
    value === undefined ? {} : { beside: { who: 'OCRmyPDF', value }, aim };
  return [
    { what: 'pages per minute', unit: '', ours: (run.pages / run.wallS) * 60, ...against(rival?.perMinute, { least: 3 }) },
    { what: 'CPU seconds per page', unit: 's', ours: run.cpuS / run.pages, ...against(rival?.cpuPerPage, { most: 1 / 3 }) },
    { what: 'time to route, median', unit: 'ms', ours: percentile(run.routeMs, 0.5), ...against(rival?.wallPerPageMs, { most: 0.25 }) },
    { what: 'time to route, p95', unit: 'ms', ours: percentile(run.routeMs, 0.95), ...against(rival?.wallPerPageMs, { most: 0.6 }) },
    { what: "largest child above Node's base", unit: 'MB', ours: run.peakBytes / 1e6, aim: { most: CEILING_MB } },
    ...(run.growthBytes === null
      ? []
      : [
          {
            what: 'growth of a child over the second half',
            unit: 'MB',
            ours: run.growthBytes / 1e6,
            aim: { most: GROWTH_MB },
            note: `${run.recycled} recycled`,
          },
        ]),
  ];
}
