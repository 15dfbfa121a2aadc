/**
 * Registrations per second, each synced, beside bare synced SQLite commits on the same disk in the same run (DESIGN.md, Measures);
 * what verifying costs.
 *
 * `vaguemestre bench register [FOLDER] [--seconds N] [--leaves N]`: FOLDER lies on the disk to be measured (default: the temporary folder).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import BetterSqlite from 'better-sqlite3';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { openStore, type Store } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { registerOne } from '../register/state-folder.ts';
import { percentile } from './beside.ts';

const AIM = 0.5;
const ROUNDS = 5;
const TOGETHER = 16;

const median = (of: number[]): number => percentile(of, 0.5);
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

async function perSecond(ms: number, work: () => unknown): Promise<number> {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ms) {
    await work();
    count += 1;
  }
  return (count * 1000) / (performance.now() - start);
}

/** The least that could be called a registration: one row of the size of a leaf, one synced commit. */
function bareCommits(folder: string): { commit: () => void; close: () => void } {
  const db = new BetterSqlite(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE bare (position INTEGER PRIMARY KEY, content BLOB NOT NULL)');
  const insert = db.prepare('INSERT INTO bare (content) VALUES (?)');
  const content = Buffer.alloc(450, 7);
  return { commit: () => void insert.run(content), close: () => void db.close() };
}

/** Turn about in short rounds, so that what else the machine does falls on both alike. */
async function sideBySide(folder: string, store: Store, seconds: number) {
  const bare = bareCommits(folder);
  const rates = { bare: [] as number[], registered: [] as number[], together: [] as number[] };
  const ms = (seconds * 1000) / ROUNDS;
  for (let n = 0; n < ROUNDS; n++) {
    rates.bare.push(await perSecond(ms, bare.commit));
    rates.registered.push(await perSecond(ms, () => store.write(registerOne)));
    const grouped = await perSecond(ms, () => Promise.all(Array.from({ length: TOGETHER }, () => store.together(registerOne))));
    rates.together.push(grouped * TOGETHER);
  }
  bare.close();
  return { bare: median(rates.bare), registered: median(rates.registered), together: median(rates.together) };
}

function verification(folder: string, store: Store, leaves: number) {
  while (store.head().position < leaves)
    store.write((tx) => {
      for (let n = 0; n < 1000; n++) registerOne(tx);
    });
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const { position } = verify(folder);
  const seconds = (performance.now() - start) / 1000;
  return {
    leaves: position,
    seconds: round(seconds, 2),
    perSecond: round(position / seconds),
    rssGrowthMb: round((process.memoryUsage().rss - before) / 2 ** 20),
  };
}

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '5' }, leaves: { type: 'string', default: '100000' } },
  });
  const folder = mkdtempSync(join(positionals[0] ?? tmpdir(), 'vaguemestre-bench-'));
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  try {
    const rates = await sideBySide(folder, store, Number(values.seconds));
    const ratio = rates.registered / rates.bare;
    console.log(`bare synced commits        ${round(rates.bare)} /s`);
    console.log(`registrations, each synced ${round(rates.registered)} /s   ratio ${round(ratio, 2)} (aim ≥ ${AIM})`);
    console.log(`registrations, ${TOGETHER} a turn    ${round(rates.together)} /s`);
    const verified = verification(folder, store, Number(values.leaves));
    console.log(`verify                     ${verified.leaves} leaves in ${verified.seconds} s, ${verified.rssGrowthMb} MB more memory`);
    const rounded = Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, round(rate)]));
    console.log(
      JSON.stringify({ bench: 'register', perSecond: rounded, ratio: round(ratio, 3), aim: AIM, met: ratio >= AIM, verify: verified }),
    );
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
