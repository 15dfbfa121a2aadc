/** `npm run bench -- NAME …` and `vaguemestre bench NAME …`: one script per measure of DESIGN.md, each beside what it is compared with. */
import { existsSync } from 'node:fs';

const MEASURES: Record<string, string> = {
  register: '[FOLDER] [--seconds N] [--leaves N]: registrations per second beside bare synced commits; what verifying costs',
  filing: '[--messages N] [--mailboxes N]: the way of a filing beside bare APPEND of the same bytes, server with fsync',
  reading:
    '[FOLDER] [--against ocrmypdf] [--times N] [--results FILE]: pages per minute, CPU, memory, time to route; words, class, routing and fields scored',
  seeing: '[FOLDER] [--pictures DIR]: words read with confidence of pages set upright, beside plain Tesseract on them as they came',
  matching: ': people meant by an address block among 2,000 and 50,000, misspelt or not',
  learning: 'FOLDER RESULTS …: a class taken away from the seed and taught again by five letters, its other letters and those of others',
  loop: '[--items N] [--seconds N]: event-loop delay of the daemon during batch, search and backup; memory of the processes',
  search: '[--items N]: search in a large register during a batch',
  bridge: '[--rounds N]: pages by SANE beside scanimage --batch on the same backend; milliseconds per label and language',
  inputs: '[--rounds N]: from the last byte of a barcode to the daemon and to the screen, beside a bare socket',
};

interface Measured {
  bench(args: string[]): Promise<unknown>;
}

const fileOf = (name: string) => new URL(`./${name}.ts`, import.meta.url);

/** @returns the exit code of a command: 0 measured (met or not), 2 used wrongly. */
export async function bench([name = '', ...args]: readonly string[]): Promise<number> {
  const known = Object.keys(MEASURES).filter((one) => existsSync(fileOf(one)));
  if (!known.includes(name)) {
    console.error('usage: vaguemestre bench NAME …   (npm run bench -- NAME …)');
    for (const one of known) console.error(`  ${one.padEnd(9)} ${MEASURES[one]}`);
    return 2;
  }
  await ((await import(fileOf(name).href)) as Measured).bench(args);
  return 0;
}

if (import.meta.main) process.exitCode = await bench(process.argv.slice(2));
