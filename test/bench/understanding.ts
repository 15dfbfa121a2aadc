/**
 * What the understanding makes of words read before. Arguments: a folder of word files (`{file, orientation, pages: ReadPage[], invoice?}` as
 * JSON, one per file), the directory of the organisation, and optionally `even` or `odd` to take every second item only.
 * Prints one line of JSON per item in the shape of `vaguemestre read`, ready to be scored, and the times on standard error.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Xml } from '#base/xml.ts';
import { parseDirectory } from '#domain/directory.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import type { ReadPage } from '#understanding/page-words.ts';
import { indexDirectory, understand } from '#understanding/understand.ts';

const [folder, directoryFile, half] = process.argv.slice(2);
if (!folder || !directoryFile) {
  console.error('usage: understanding.ts WORDS_DIR DIRECTORY_JSON [even|odd]');
  process.exit(2);
}
const directory = parseDirectory(JSON.parse(readFileSync(directoryFile, 'utf8')), directoryFile);
const started = performance.now();
const model = trainFromSeed();
const trained = performance.now();
indexDirectory(directory);
const ready = performance.now();

const times: number[] = [];
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.json')) continue;
  const item = Number.parseInt(name, 10);
  if (half && (item % 2 === 0) !== (half === 'even')) continue;
  const read = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    file: string;
    orientation: number;
    pages: ReadPage[];
    invoice?: Xml;
  };
  const before = performance.now();
  const { evidence, ...fields } = understand({
    pages: read.pages,
    ...(read.invoice ? { invoice: read.invoice } : {}),
    directory,
    model,
    depth: 'full',
    ownPrefix: 'VM',
  });
  times.push(performance.now() - before);
  const pages = read.pages.map((p) => ({ ...p, text: p.words.map((w) => w.text).join(' '), orientation: read.orientation, blank: false }));
  console.log(JSON.stringify({ file: read.file, ...fields, pages, evidence: evidence.length }));
}
times.sort((a, b) => a - b);
console.error(
  JSON.stringify({
    items: times.length,
    trainMs: Math.round(trained - started),
    indexMs: Math.round(ready - trained),
    medianMs: times[times.length >> 1],
    p95Ms: times[Math.floor(times.length * 0.95)],
    maxMs: times.at(-1),
  }),
);
