import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { writeDurably } from '../../src/base/bytes.ts';
import { HeldBatch, type ScanOrder } from '../protocol/messages.ts';
import { inProfiles } from './recovery.ts';
import type { Spool } from './spool.ts';

/** A line a scanner. */
const FILE = 'held.jsonl';
const FILE_MODE = 0o640;

/**
 * Which batch the paper put into each scanner belongs to. The daemon says so, and its last word lies here across restarts. Only of runs it has
 * not acknowledged yet the bridge judges by itself: their ends are news to it.
 */
export interface HeldBatches {
  of(deviceId: string): HeldBatch | null;
  /** The daemon's word. Durable on return, room on the disk granted. */
  told(deviceId: string, held: HeldBatch | null): Promise<void>;
  /** What a cancelled batch left in the feeder has been taken out. */
  emptied(deviceId: string): Promise<void>;
  /** Resolves when what was said is written. */
  close(): Promise<void>;
}

const Kept = Type.Object({ held: Type.Union([HeldBatch, Type.Null()]), emptied: Type.Union([Type.String(), Type.Null()]) });
type Kept = Type.Static<typeof Kept>;
const Line = Compile(Type.Tuple([Type.String(), Kept]));

export async function openHeldBatches(folder: string, spool: Pick<Spool, 'endedRuns'>): Promise<HeldBatches> {
  const path = join(folder, FILE);
  const kept = new Map<string, Kept>(await keptIn(path));
  let tail: Promise<void> = Promise.resolve();

  const keptOf = (deviceId: string): Kept => kept.get(deviceId) ?? { held: null, emptied: null };
  /** On a full disk the word is known until the next restart, and the daemon says it again with each connection. */
  const keep = (deviceId: string, now: Kept): Promise<void> => {
    if (JSON.stringify(now) === JSON.stringify(keptOf(deviceId))) return tail;
    kept.set(deviceId, now);
    const bytes = () => Buffer.from([...kept].map((line) => `${JSON.stringify(line)}\n`).join(''));
    tail = tail
      .then(() => writeDurably(path, bytes(), FILE_MODE))
      .catch((error: NodeJS.ErrnoException) => {
        if (!['ENOSPC', 'EDQUOT'].includes(error.code ?? '')) throw error;
      });
    return tail;
  };

  const of = (deviceId: string): HeldBatch | null => {
    const untold = spool.endedRuns().filter(({ order }) => order.deviceId === deviceId);
    const { held: word, emptied } = keptOf(deviceId);
    // A single sheet that is scanned again moves nothing: where the batch stands is as before.
    const last = untold.findLast(({ order }) => order.sheets === undefined);
    const held = last ? after(last) : word;
    if (held === null || (held.cancelled && held.order.batchId === emptied)) return null;
    const attempts = untold.filter(({ order }) => order.batchId === held.order.batchId).map(({ order }) => order.attempt + 1);
    return { ...held, order: { ...held.order, attempt: Math.max(held.order.attempt, ...attempts) } };
  };

  return {
    of,
    told: (deviceId, held) => keep(deviceId, { ...keptOf(deviceId), held }),
    async emptied(deviceId) {
      const held = of(deviceId);
      if (held?.cancelled) await keep(deviceId, { ...keptOf(deviceId), emptied: held.order.batchId });
    },
    close: () => tail,
  };
}

/**
 * A feeder that ran empty holds nothing. One that was stopped by a person has paper in it that is nobody's; and one that calls itself loaded and
 * has nothing to feed must not begin one batch after the other. A batch that was to go on with it waits as before.
 */
function after({ order, end: { atSheet, condition } }: ReturnType<Spool['endedRuns']>[number]): HeldBatch | null {
  if (atSheet === null) return null;
  const next: ScanOrder = { ...order, firstSheet: atSheet, attempt: order.attempt + 1 };
  return { order: next, cancelled: condition === null || (condition === 'feeder-empty' && order.attempt === 1) };
}

/** A line that is not ours to understand is passed over: the daemon says it again. */
async function keptIn(path: string): Promise<[string, Kept][]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return text.split('\n').flatMap((line) => {
    try {
      const one: unknown = JSON.parse(line, (key, value) => (key === 'order' ? inProfiles(value) : value));
      return Line.Check(one) ? [one] : [];
    } catch {
      return [];
    }
  });
}
