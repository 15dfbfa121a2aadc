/** The real daemon in a process that watches its own event loop: started by `loop.ts` with the path of a configuration, spoken to over IPC. */
import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { openDaemon } from '../../src/compose.ts';

export type ToDaemon = 'measure' | 'back up' | 'report' | 'end';
export interface Report {
  /** Delay beyond what was asked of the timer. */
  delayMs: { p50: number; p99: number; max: number };
  /** Share of the time in which the loop was busy. */
  busy: number;
  backups: number;
  rssMb: number;
  bridgePid: number | null;
  /** Of each living workshop child. */
  childrenMb: number[];
}

const RESOLUTION_MS = 5;
const [configFile = '', backupFile = ''] = process.argv.slice(2);
const daemon = await openDaemon(loadConfig(configFile), {
  clock: systemClock(),
  log: silentLog,
  onBug: (bug) => {
    throw bug;
  },
});
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let since = performance.eventLoopUtilization();
let backups = 0;
let ending = false;

const mb = (bytes: number): number => Math.round(bytes / 2 ** 20);
const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

function report(): Report {
  return {
    delayMs: { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) },
    busy: performance.eventLoopUtilization(since).utilization,
    backups,
    rssMb: mb(process.memoryUsage().rss),
    bridgePid: daemon.bridge?.pid() ?? null,
    childrenMb: daemon.room.workshop.stats().rssBytes.map(mb),
  };
}

/** One backup after the other until the end. */
async function backUp(): Promise<void> {
  while (!ending) {
    await daemon.room.store.backup(backupFile);
    await rm(backupFile, { force: true });
    backups++;
  }
}

process.on('message', async (told: ToDaemon) => {
  if (told === 'measure') {
    histogram.enable();
    histogram.reset();
    since = performance.eventLoopUtilization();
  } else if (told === 'back up') void backUp();
  else if (told === 'report') process.send!(report());
  else {
    ending = true;
    await daemon.close();
    process.disconnect();
  }
});
process.send!({ kioskPort: daemon.kioskPort });
