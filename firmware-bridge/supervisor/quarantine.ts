import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { writeDurably, writeDurablySync } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { FailureContext } from '../../src/base/errors.ts';
import { CrashReport } from '../protocol/messages.ts';

/** Of the driver's process with the same device open, or of the bridge in runs that follow each other. */
const MOST_CRASHES = 5;
const WITHIN_MS = 5 * 60_000;
/** A line a device. */
const FILE = 'quarantine.jsonl';
/** A line a device that ended the bridge before it was five minutes old: how often since it last was. There is none before the first time. */
const BREAKDOWNS_FILE = 'breakdowns.jsonl';
const FILE_MODE = 0o640;

/** Devices that are left alone until a person says otherwise, because what they do brings their driver down again and again. */
export interface Quarantine {
  reportOf(deviceId: string): CrashReport | null;
  /** A crash counts; the report, where it was one too many. Durable on return, so that a restart does not begin it anew. */
  crashed(crash: FailureContext<'DRIVER_CRASHED'>): Promise<CrashReport | null>;
  /**
   * A driver within the bridge's own process broke down, which ends the bridge: counted across its restarts, until a run is five minutes old. Durable on
   * return, at once, for nothing more may run after it.
   */
  brokeBridge(crash: FailureContext<'DRIVER_CRASHED'>): void;
  release(deviceId: string): Promise<void>;
}

const Broke = Compile(Type.Tuple([Type.String(), Type.Integer({ minimum: 1, maximum: MOST_CRASHES })]));
const Kept = Compile(Type.Tuple([Type.String(), CrashReport]));

export async function openQuarantine(folder: string, clock: Clock): Promise<Quarantine> {
  const path = join(folder, FILE);
  const reports = new Map(await linesOf(path, Kept));
  const crashes = new Map<string, number[]>();
  const keep = () => writeDurably(path, linesFrom(reports), FILE_MODE);
  const breakdownsPath = join(folder, BREAKDOWNS_FILE);
  const breakdowns = new Map(await linesOf(breakdownsPath, Broke));
  if (breakdowns.size > 0)
    clock.after(WITHIN_MS, () => {
      breakdowns.clear();
      rmSync(breakdownsPath, { force: true });
    });
  return {
    reportOf: (deviceId) => reports.get(deviceId) ?? null,
    async crashed({ deviceId, driver, call, page, how }) {
      const nowMs = clock.monotonicMs();
      const recent = [...(crashes.get(deviceId) ?? []), nowMs].filter((atMs) => nowMs - atMs < WITHIN_MS);
      crashes.set(deviceId, recent);
      if (recent.length < MOST_CRASHES) return null;
      const report = reportOf(recent.length, { driver, call, page, how });
      reports.set(deviceId, report);
      await keep();
      return report;
    },
    brokeBridge({ deviceId, ...crash }) {
      const count = Math.min((breakdowns.get(deviceId) ?? 0) + 1, MOST_CRASHES);
      breakdowns.set(deviceId, count);
      writeDurablySync(breakdownsPath, linesFrom(breakdowns), FILE_MODE);
      if (count < MOST_CRASHES) return;
      reports.set(deviceId, reportOf(count, crash));
      writeDurablySync(path, linesFrom(reports), FILE_MODE);
    },
    async release(deviceId) {
      crashes.delete(deviceId);
      if (breakdowns.delete(deviceId)) await writeDurably(breakdownsPath, linesFrom(breakdowns), FILE_MODE);
      if (reports.delete(deviceId)) await keep();
    },
  };
}

const reportOf = (crashes: number, { driver, call, page, how }: Omit<FailureContext<'DRIVER_CRASHED'>, 'deviceId'>): CrashReport => ({
  ...{ crashes, driver, call: call.slice(0, 64), page, how: how.slice(0, 200) },
});

const linesFrom = (lines: ReadonlyMap<string, unknown>): Buffer =>
  Buffer.from([...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));

/** A line that is not ours to understand releases its device: the next crashes tell again. */
async function linesOf<T>(path: string, schema: { Check(value: unknown): value is T }): Promise<T[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return text.split('\n').flatMap((line) => {
    try {
      const kept: unknown = JSON.parse(line);
      return schema.Check(kept) ? [kept] : [];
    } catch {
      return [];
    }
  });
}
