import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { writeDurably } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { FailureContext } from '../../src/base/errors.ts';
import { CrashReport } from '../protocol/messages.ts';

/** Of the driver's process, with the same device open. */
const MOST_CRASHES = 5;
const WITHIN_MS = 5 * 60_000;
/** A line a device. */
const FILE = 'quarantine.jsonl';
const FILE_MODE = 0o640;

/** Devices that are left alone until a person says otherwise, because what they do brings their driver down again and again. */
export interface Quarantine {
  reportOf(deviceId: string): CrashReport | null;
  /** A crash counts; the report, where it was one too many. Durable on return, so that a restart does not begin it anew. */
  crashed(crash: FailureContext<'DRIVER_CRASHED'>): Promise<CrashReport | null>;
  release(deviceId: string): Promise<void>;
}

const Kept = Compile(Type.Tuple([Type.String(), CrashReport]));

export async function openQuarantine(folder: string, clock: Clock): Promise<Quarantine> {
  const path = join(folder, FILE);
  const reports = new Map(await keptIn(path));
  const crashes = new Map<string, number[]>();
  const keep = () => writeDurably(path, Buffer.from([...reports].map((line) => `${JSON.stringify(line)}\n`).join('')), FILE_MODE);
  return {
    reportOf: (deviceId) => reports.get(deviceId) ?? null,
    async crashed({ deviceId, driver, call, page, how }) {
      const nowMs = clock.monotonicMs();
      const recent = [...(crashes.get(deviceId) ?? []), nowMs].filter((atMs) => nowMs - atMs < WITHIN_MS);
      crashes.set(deviceId, recent);
      if (recent.length < MOST_CRASHES) return null;
      const report = { crashes: recent.length, driver, call: call.slice(0, 64), page, how: how.slice(0, 200) };
      reports.set(deviceId, report);
      await keep();
      return report;
    },
    async release(deviceId) {
      crashes.delete(deviceId);
      if (reports.delete(deviceId)) await keep();
    },
  };
}

/** A line that is not ours to understand releases its device: the next crashes tell again. */
async function keptIn(path: string): Promise<[string, CrashReport][]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return text.split('\n').flatMap((line) => {
    try {
      const kept: unknown = JSON.parse(line);
      return Kept.Check(kept) ? [kept] : [];
    } catch {
      return [];
    }
  });
}
