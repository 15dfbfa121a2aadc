import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { isFailure, MailroomError } from '../../src/base/errors.ts';
import {
  type BatchEndWire,
  type PageWire,
  pageFileName,
  parseBatchEndWire,
  parsePageWire,
  parserOf,
  ScanOrder,
} from '../protocol/messages.ts';

/** A page as the spool knows it. `held` pages are durable but not told yet: the sheet is not whole. */
export interface Entry {
  page: PageWire;
  order: number;
  state: 'held' | 'waiting' | 'acknowledged';
}

export interface Run {
  order: ScanOrder;
  /** The bridge began it by itself: the daemon has to be told of the batch. */
  own: boolean;
  /** What the driver needs to end the job on the device. */
  handle: string | null;
}

export interface Recovered {
  pages: Entry[];
  ends: { end: BatchEndWire; order: number }[];
  /** Those without an end the bridge died in. */
  runs: Run[];
  highestOrder: number;
}

/** Names a run: a batch has one for each time it was gone on with. An older bridge told no attempt. */
export const runName = ({ batchId, attempt }: { batchId: string; attempt?: number }): string =>
  attempt === undefined ? batchId : `${batchId}.${attempt}`;

const handle = Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]);
const parseRun = parserOf(Type.Object({ order: ScanOrder, handle, own: Type.Optional(Type.Boolean()) }), 'run');

/**
 * What an earlier run of the bridge left. Leftovers of a write that was cut are removed: they were never told to anybody.
 * What should be whole and is not gets the ending `.damaged` and stays for a person to look at.
 */
export async function readSpoolFolder(folder: string): Promise<Recovered> {
  const names = (await readdir(folder)).sort();
  const present = new Set(names);
  const found: Recovered = { pages: [], ends: [], runs: [], highestOrder: 0 };
  const path = (name: string) => join(folder, name);

  for (const name of names) {
    if (name.endsWith('.part')) await rm(path(name), { force: true });
    else if (/\.(run|end)\.json$/.test(name) || /\.(json|done)$/.test(name)) {
      try {
        await take(name);
      } catch (error) {
        if (!isFailure(error, 'FRAME_INVALID')) throw error;
        await rename(path(name), path(`${name}.damaged`));
      }
    }
  }
  const kept = new Set(found.pages.filter(({ state }) => state === 'waiting').map(({ page }) => pageFileName(page)));
  for (const name of names) if (/\.(jpg|png)$/.test(name) && !kept.has(name)) await forget(name);
  return found;

  async function take(name: string): Promise<void> {
    const value = parseText(await readFile(path(name), 'utf8'));
    if (name.endsWith('.run.json')) {
      const { order, handle, own = false } = parseRun({ ...value, order: inProfiles(value.order) });
      await underItsName(name, `${runName(order)}.run.json`);
      found.runs.push({ order, handle, own });
    } else if (name.endsWith('.end.json')) {
      const end = parseBatchEndWire(value.end);
      await underItsName(name, `${runName(end)}.end.json`);
      found.ends.push({ end, order: orderOf(value) });
    } else {
      const page = parsePageWire(value.page);
      const state = name.endsWith('.done') ? 'acknowledged' : 'waiting';
      if (state === 'waiting') await checkImage(page);
      found.pages.push({ page, order: orderOf(value), state });
    }
  }

  /** An older bridge kept one run of a batch, under the name of the batch. */
  async function underItsName(name: string, own: string): Promise<void> {
    if (name !== own) await rename(path(name), path(own));
  }

  function orderOf(value: Record<string, unknown>): number {
    const order = value.order;
    if (!Number.isSafeInteger(order)) throw new MailroomError('FRAME_INVALID', { what: 'no order' });
    found.highestOrder = Math.max(found.highestOrder, order as number);
    return order as number;
  }

  async function checkImage(page: PageWire): Promise<void> {
    const name = pageFileName(page);
    const sizeBytes = present.has(name) ? (await stat(path(name))).size : 0;
    if (sizeBytes !== page.sizeBytes) throw new MailroomError('FRAME_INVALID', { what: `an image of ${sizeBytes} bytes` });
  }

  /** An image without its word: cut before it counted, or already acknowledged. Beside a damaged word it stays. */
  async function forget(name: string): Promise<void> {
    const word = name.replace(/\.(jpg|png)$/, '.json');
    if (!present.has(word)) await rm(path(name), { force: true });
    else await rename(path(name), path(`${name}.damaged`));
  }
}

/** An older bridge wrote down what a profile stands for. */
export function inProfiles(order: unknown): unknown {
  if (typeof order !== 'object' || order === null || !('mode' in order)) return order;
  const { mode: _, lossless = false, ...rest } = order as { mode: unknown; lossless?: unknown };
  return { ...rest, profile: lossless === true ? 'evidence' : 'routing' };
}

function parseText(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new MailroomError('FRAME_INVALID', { what: 'no JSON' }, { cause });
  }
  throw new MailroomError('FRAME_INVALID', { what: 'no object' });
}
