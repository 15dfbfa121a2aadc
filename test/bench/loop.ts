/**
 * Event-loop delay and memory of the real daemon while a batch comes in, clerks search and a backup is made, all at once (DESIGN.md, Measures
 * and Processes). Bridge, workshop, mail server and scanner are the laboratory's; the register has so many items before.
 *
 * `vaguemestre bench loop [--items N] [--sheets N]`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { PATHS } from '#contract/paths.ts';
import { openMailroom } from '#lab/mailroom.ts';
import { sampleBatch } from '#lab/sample-letters.ts';
import { openStore } from '#register/store.ts';
import { type Desk, openDesk } from '#test/scenarios/desk.ts';
import { ask, atRest } from '#test/scenarios/station-process.ts';
import { registered } from '../register/state-folder.ts';
import { percentile, report } from './beside.ts';
import type { Report, ToDaemon } from './daemon-process.ts';
import { wordAt } from './large-register.ts';

const AIM_MS = 50;
const IDLE_AIM_MB = 200;
const CHILD_AIM_MB = 450;
const IDLE_MS = 5_000;
const SEARCH_EVERY_MS = 100;

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { items: { type: 'string', default: '20000' }, sheets: { type: 'string', default: '40' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-bench-'));
  const state = join(folder, 'state');
  await fill(state, Number(values.items));
  const samples = (await sampleBatch()).sheets.filter(({ expect }) => expect.outcome === 'filed');
  const { directoryFile } = await sampleBatch();
  const mailroom = await openMailroom(folder, directoryFile, { kioskPort: 0, graceSeconds: 0, duplex: false });
  const station = await openStation(mailroom.configFile, join(folder, 'backup.db'));
  try {
    await pause(1_000);
    await station.tell('measure');
    await pause(IDLE_MS);
    const idle = await station.report();
    await station.tell('measure');
    await station.tell('back up');
    const sheets = Array.from({ length: Number(values.sheets) }, (_, n) => samples[n % samples.length]!);
    await mailroom.scanner.control.load(sheets);
    const work = await busy(station, state, sheets.length);
    report('loop', measuresOf(idle, work), {
      ...{ items: Number(values.items), sheets: sheets.length, batchSeconds: Math.round(work.seconds), searches: work.searchMs.length },
      ...{ backups: work.last.backups, loopBusy: Number(work.last.busy.toFixed(2)) },
    });
  } finally {
    await station.close();
    await mailroom.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Station {
  desk: Desk;
  tell(what: ToDaemon): Promise<void>;
  report(): Promise<Report>;
  close(): Promise<void>;
}

async function openStation(configFile: string, backupFile: string): Promise<Station> {
  const child: ChildProcess = fork(new URL('./daemon-process.ts', import.meta.url), [configFile, backupFile], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ kioskPort }] = (await once(child, 'message')) as [{ kioskPort: number }];
  const tell = async (what: ToDaemon): Promise<void> => void child.send(what);
  return {
    desk: openDesk(kioskPort),
    tell,
    async report() {
      const answer = once(child, 'message');
      await tell('report');
      return ((await answer) as [Report])[0];
    },
    async close() {
      const ended = once(child, 'exit');
      await tell('end');
      await ended;
    },
  };
}

/** Searches and lists as a clerk's screen asks for them, until the batch is at rest. */
async function busy(station: Station, state: string, documents: number) {
  const startMs = performance.now();
  const searchMs: number[] = [];
  let [most, last] = [0, await station.report()];
  const childPeaksMb = new Map<number, number>();
  const ended = () =>
    ask<{ n: number }>(state, `SELECT count(*) AS n FROM document WHERE batch_id != 'none'`)[0]!.n >= documents && atRest(state);
  for (let n = 0; !ended(); n++) {
    const askedMs = performance.now();
    await station.desk.get(`${PATHS.search}?q=${encodeURIComponent(wordAt(n % 400).slice(0, 3 + (n % 4)))}`);
    searchMs.push(performance.now() - askedMs);
    if (n % 5 === 0) await station.desk.get(PATHS.arrivals);
    last = await station.report();
    most = Math.max(most, last.rssMb);
    for (const [at, mb] of last.childrenMb.entries()) childPeaksMb.set(at, Math.max(mb, childPeaksMb.get(at) ?? 0));
    await pause(SEARCH_EVERY_MS);
  }
  return {
    last,
    searchMs,
    mostMb: most,
    childPeakMb: Math.max(...childPeaksMb.values()),
    bridgeMb: residentMb(last.bridgePid),
    seconds: (performance.now() - startMs) / 1000,
  };
}

const measuresOf = (idle: Report, { last, searchMs, mostMb, childPeakMb, bridgeMb }: Awaited<ReturnType<typeof busy>>) => [
  { what: 'event loop, idle, p99', unit: 'ms', ours: idle.delayMs.p99 },
  { what: 'event loop, batch + search + backup, p50', unit: 'ms', ours: last.delayMs.p50 },
  { what: 'event loop, batch + search + backup, p99', unit: 'ms', ours: last.delayMs.p99, aim: { most: AIM_MS } },
  { what: 'event loop, batch + search + backup, longest', unit: 'ms', ours: last.delayMs.max },
  { what: 'a search over HTTP meanwhile, p50', unit: 'ms', ours: percentile(searchMs, 0.5) },
  { what: 'a search over HTTP meanwhile, p99', unit: 'ms', ours: percentile(searchMs, 0.99) },
  { what: 'daemon idle, resident', unit: 'MB', ours: idle.rssMb, aim: { most: IDLE_AIM_MB } },
  { what: 'daemon at work, most', unit: 'MB', ours: mostMb },
  { what: 'largest workshop child above an idle Node', unit: 'MB', ours: childPeakMb - NODE_MB, aim: { most: CHILD_AIM_MB } },
  { what: 'bridge', unit: 'MB', ours: bridgeMb },
];

/** What Node itself takes with nothing loaded. */
const NODE_MB = 45;

function residentMb(pid: number | null): number {
  if (pid === null) return 0;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** A register that has been in use: items with documents and words, written as the box writes them. */
async function fill(folder: string, items: number): Promise<void> {
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  const AT_ONCE = 500;
  for (let done = 0; done < items; done += AT_ONCE) {
    const entries = store.write((tx) =>
      Array.from({ length: Math.min(AT_ONCE, items - done) }, (_, n) => {
        const [itemId, number] = [mintId('item'), tx.allotNumber()];
        const [stored] = tx.append([registered(itemId, number)]);
        const words = Array.from({ length: 60 }, (_, w) => wordAt(((done + n) * 31 + w * w) % 4_000));
        return {
          ...{
            position: stored!.position,
            documentId: `d${done + n}`,
            itemId,
            number,
            departmentId: null,
            departmentName: '',
            personName: '',
          },
          ...{ sender: words[0]!, subject: words[1]!, class: 'invoice', direction: 'in', text: words.join(' ') },
        };
      }),
    );
    store.search.put(entries);
  }
  store.search.filled();
  store.close();
}
