/**
 * Search and lists in a large register while a batch comes in (DESIGN.md, Measures): newest first, beginnings from three letters on, asked one after the
 * other as a person types, timed where the answer is taken.
 *
 * `vaguemestre bench search [--items N] [--folder DIR] [--rounds N]`: a folder that is given is filled once and kept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { openReaders } from '#views/readers.ts';
import { percentile, report } from './beside.ts';
import { openLargeRegister, wordAt } from './large-register.ts';

const AIM_MS = 50;
const PAGE_EVERY_MS = 250;

/** What people type, from the commonest word of the register to one that is hardly in it. */
const QUERIES: Record<string, (round: number) => { q: string; departmentId?: string }> = {
  'a common word': (n) => ({ q: `${wordAt(n % 5)} ` }),
  'a rare word': (n) => ({ q: wordAt(20_000 + n) }),
  'three letters': (n) => ({ q: wordAt(300 + n).slice(0, 3) }),
  'four letters and a word': (n) => ({ q: `${wordAt(10 + n)} ${wordAt(700 + n).slice(0, 4)}` }),
  'two common words': (n) => ({ q: `${wordAt(n % 7)} ${wordAt(7 + (n % 9))} ` }),
  'a word nobody wrote': (n) => ({ q: `zzyzx${n}` }),
  'a word in a small department': (n) => ({ q: `${wordAt(n % 20)} `, departmentId: 'department-29' }),
};

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { items: { type: 'string', default: '1000000' }, folder: { type: 'string' }, rounds: { type: 'string', default: '60' } },
  });
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'vaguemestre-bench-'));
  const clock = systemClock();
  const register = openLargeRegister(folder, Number(values.items), (line) => console.error(line));
  const directory = { organisation: 'bench', organisationAliases: [], addresses: [], departments: [], people: [] };
  const { databaseFile, searchFile } = register;
  const readers = openReaders({ databaseFile, searchFile, directory, clock, log: silentLog, deadlineMs: 60_000 });
  const batch = setInterval(() => register.add(), PAGE_EVERY_MS);
  try {
    await readers.ask('departments');
    const nowMs = Date.UTC(2026, 10, 22);
    const taken: number[] = [];
    const byQuery: Record<string, number> = {};
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    // Once without counting: what a day's first questions bring into memory.
    for (const queryOf of Object.values(QUERIES)) await readers.ask('search', queryOf(1_000), nowMs);
    for (const [name, queryOf] of Object.entries(QUERIES)) {
      const own: number[] = [];
      for (let n = 0; n < Number(values.rounds); n++) {
        own.push(await timed(() => readers.ask('search', queryOf(n), nowMs)));
        await pause(5);
      }
      byQuery[name] = percentile(own, 0.99);
      taken.push(...own);
    }
    const lists: number[] = [];
    for (let n = 0; n < Number(values.rounds); n++) lists.push(await timed(() => readers.ask('arrivals', {}, nowMs)));
    report(
      'search',
      [
        { what: 'search, p99', unit: 'ms', ours: percentile(taken, 0.99), aim: { most: AIM_MS } },
        { what: 'search, median', unit: 'ms', ours: percentile(taken, 0.5) },
        ...Object.entries(byQuery).map(([what, ours]) => ({ what: `  ${what}, p99`, unit: 'ms', ours })),
        { what: 'arrivals with counters, p99', unit: 'ms', ours: percentile(lists, 0.99) },
      ],
      { items: register.items },
    );
  } finally {
    clearInterval(batch);
    await readers.close();
    register.close();
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
