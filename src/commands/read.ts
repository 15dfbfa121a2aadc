import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import { openLog } from '#base/log.ts';
import { type Directory, parseDirectory } from '#domain/directory.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import { sayWhy } from '#understanding/say-why.ts';
import { understand } from '#understanding/understand.ts';
import type { PageText } from '#workshop/page-look.ts';
import { openWorkshop, type Workshop } from '#workshop/pool.ts';
import { type Command, DONE, FAILED, print, say, UsageError } from './command.ts';

const LARGEST_FILE_BYTES = 256 * 1024 * 1024;
const NOBODY: Directory = { organisation: '', organisationAliases: [], addresses: [], departments: [], people: [] };

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
        children: { type: 'string' },
        prefix: { type: 'string', default: 'VM' },
      },
    });
    if (positionals.length === 0) throw new UsageError('name at least one file');
    const directory = values.directory === undefined ? NOBODY : await directoryFrom(values.directory);
    const size = values.children === undefined ? Math.min(availableParallelism(), 4) : Number(values.children);
    if (!Number.isInteger(size) || size < 1 || size > 16) throw new UsageError('--children takes a whole number from 1 to 16');
    const workshop = openWorkshop({ size, ceilingMb: 450, log: openLog('read', 'error'), clock: systemClock() });
    let failed = 0;
    try {
      const waiting = [...positionals];
      const hands = Array.from({ length: Math.min(size, waiting.length) }, async () => {
        for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
          try {
            const result = await readFileOf(workshop, file, { directory, routeOnly: values['route-only'], prefix: values.prefix });
            print(values.json || positionals.length > 1 ? JSON.stringify(result) : inWords(result));
          } catch (error) {
            if (!isFailure(error)) throw error;
            failed++;
            say(`${file}: ${error.message}`);
          }
        }
      });
      await Promise.all(hands);
    } finally {
      await workshop.close();
    }
    return failed === 0 ? DONE : FAILED;
  },
};

export async function directoryFrom(file: string): Promise<Directory> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new MailroomError('DIRECTORY_INVALID', { file, what: 'it cannot be read' }, { cause });
  }
  try {
    return parseDirectory(JSON.parse(text), file);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new MailroomError('DIRECTORY_INVALID', { file, what: 'it is no JSON' }, { cause });
    throw cause;
  }
}

interface ReadOptions {
  directory: Directory;
  routeOnly: boolean;
  prefix: string;
}

/** One file as DESIGN.md's Command line describes it. */
export async function readFileOf(workshop: Workshop, file: string, { directory, routeOnly, prefix }: ReadOptions) {
  const startedMs = performance.now();
  const size = await stat(file).then(
    (found) => found.size,
    (cause: NodeJS.ErrnoException) => {
      throw new MailroomError(
        'FORMAT_UNKNOWN',
        { what: cause.code === 'ENOENT' ? 'there is no such file' : (cause.code ?? 'unreadable') },
        { cause },
      );
    },
  );
  if (size > LARGEST_FILE_BYTES)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `${size} bytes`, limit: `${LARGEST_FILE_BYTES} bytes` });
  const bytes = await readFile(file);
  const split = await workshop.run('split-document', { bytes }, { affinity: file });
  const model = trainFromSeed();
  const forUnderstanding = [];
  const pages = [];
  let routeMs: number | null = null;
  for (const [index, page] of split.pages.entries()) {
    const pageKey = `${file}#${index}`;
    const look = await workshop.run('look', { pageKey, bytes: page.bytes }, { affinity: file });
    const { widthPx, heightPx, dpi } = look.upright;
    const routing = routeOnly || index === 0;
    let text: PageText | null = look.blank ? { words: [], text: '', language: null } : null;
    if (text === null && routing) {
      text = await workshop.run('routing-read', { pageKey, bytes: page.bytes, look }, { affinity: file });
      routeMs ??= performance.now() - startedMs;
    }
    const decided =
      index === 0 &&
      understand({
        pages: [{ widthPx, heightPx, dpi, words: text?.words ?? [], codes: look.codes }],
        directory,
        model,
        depth: 'routing',
        ownPrefix: prefix,
      });
    // Closed mail stays closed: no full read behind the secrecy gate.
    const shut = decided !== false && decided.secrecy !== null;
    if (!routeOnly && !look.blank && !shut)
      text = await workshop.run('full-read', { pageKey, bytes: page.bytes, look }, { affinity: file });
    forUnderstanding.push({ widthPx, heightPx, dpi, words: text?.words ?? [], codes: look.codes });
    pages.push({
      text: text?.text ?? '',
      widthPx,
      heightPx,
      dpi,
      orientation: look.orientation,
      skewDeg: look.skewDeg,
      blank: look.blank,
      language: text?.language ?? null,
      words: (text?.words ?? []).map(({ text: word, box, confidence }) => ({ text: word, box, confidence })),
      codes: look.codes.map(({ format, text: content, box }) => ({ format, text: content, box })),
    });
    if (shut) break;
  }
  const depth = routeOnly ? 'routing' : 'full';
  const u = understand({ pages: forUnderstanding, directory, model, depth, ownPrefix: prefix });
  const { evidence: _evidence, language: _language, candidates, ...rest } = u;
  return {
    file,
    pages,
    ...rest,
    class: { ...u.class, why: sayWhy(u.class.why) },
    candidates: candidates.map((one) => ({ ...one, why: sayWhy(one.why) })),
    timings: { routeMs: Math.round(routeMs ?? performance.now() - startedMs), totalMs: Math.round(performance.now() - startedMs) },
  };
}

function inWords(result: Awaited<ReturnType<typeof readFileOf>>): string {
  const to = [result.recipient?.name, result.department?.name].filter(Boolean).join(', ') || 'nobody that can be read';
  const head =
    result.secrecy !== null
      ? `closed (${result.secrecy})`
      : result.routed
        ? 'would be filed'
        : `would ask a person (${result.reason ?? 'unsure'})`;
  return [
    `${result.file}: ${result.class.id}, to ${to}; ${head}.`,
    ...(result.sender.name ? [`  from ${result.sender.name}`] : []),
    ...(result.date ? [`  dated ${result.date}`] : []),
    ...(result.subject ? [`  about ${result.subject}`] : []),
    `  ${result.pages.length} page(s), ${result.timings.totalMs} ms`,
  ].join('\n');
}
