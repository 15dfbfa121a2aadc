import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { openLog } from '#base/log.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { type Command, DONE, FAILED, print, say, UsageError } from './command.ts';
import { directoryFrom, NOBODY } from './directory-from.ts';
import { slowness } from './read-deadline.ts';
import { type DocumentRead, readDocument } from './read-document.ts';

const CEILING_MB = 450;

/** `vaguemestre read FILE… [--directory FILE] [--route-only] [--json]`: prepare, route, full read and decide without a daemon. */
export const read: Command = {
  usage: 'read FILE… [--directory FILE] [--route-only] [--json] [--children N] [--prefix VM]',
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        directory: { type: 'string' },
        'route-only': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        children: { type: 'string', default: String(Math.min(availableParallelism(), 4)) },
        prefix: { type: 'string', default: 'VM' },
      },
    });
    if (positionals.length === 0) throw new UsageError('name at least one file');
    const size = Number(values.children);
    if (!Number.isInteger(size) || size < 1 || size > 16) throw new UsageError('--children takes a whole number from 1 to 16');
    const directory = values.directory === undefined ? NOBODY : await directoryFrom(values.directory);
    const clock = systemClock();
    const workshop = openWorkshop({ size, ceilingMb: CEILING_MB, log: openLog('read', 'error'), clock });
    const options = { directory, model: trainFromSeed(), routeOnly: values['route-only'], prefix: values.prefix, clock, slowness };
    const inLines = values.json || positionals.length > 1;
    try {
      // Somebody waits for a routing read, and one takes two cores: no page is kept waiting by its neighbour.
      const atOnce = options.routeOnly ? Math.max(1, size >> 1) : size;
      const failed = await readEach(positionals, atOnce, async (file) => {
        const result = await readDocument(workshop, file, options);
        print(inLines ? JSON.stringify(result) : inWords(result));
      });
      return failed === 0 ? DONE : FAILED;
    } finally {
      await workshop.close();
    }
  },
};

/** Reads every file, so many at a time, whatever happens to one of them, and says one line for each that failed; returns how many. */
export async function readEach(files: readonly string[], atOnce: number, readOne: (file: string) => Promise<void>): Promise<number> {
  const waiting = [...files];
  let failed = 0;
  const takeNext = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      try {
        await readOne(file);
      } catch (error) {
        failed++;
        say(`${file}: ${isFailure(error) ? error.message : mistakeOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeNext));
  return failed;
}

/** Nobody foresaw it: one line with what is needed to report it. */
function mistakeOf(error: unknown): string {
  const text = error instanceof Error ? `${error.message} ${error.cause ?? ''}` : String(error);
  return `Vaguemestre made a mistake with this file, please report it: ${text.replaceAll(/\s+/g, ' ').trim()}`;
}

function inWords(result: DocumentRead): string {
  const to = [result.recipient?.name, result.department?.name].filter(Boolean).join(', ') || 'nobody that can be read';
  const head =
    result.secrecy !== null
      ? `closed (${result.secrecy})`
      : result.routed
        ? 'would be filed'
        : `would ask a person (${result.reason ?? 'unsure'})`;
  return [
    `${result.file}: ${result.class.id ?? 'none of the classes'}, to ${to}; ${head}.`,
    ...(result.sender.name ? [`  from ${result.sender.name}`] : []),
    ...(result.date ? [`  dated ${result.date}`] : []),
    ...(result.subject ? [`  about ${result.subject}`] : []),
    `  ${result.pages.length} page(s), ${result.timings.totalMs} ms`,
  ].join('\n');
}
