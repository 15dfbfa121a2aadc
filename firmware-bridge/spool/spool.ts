import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from '../../src/base/bytes.ts';
import { crashPoint } from '../../src/base/crash-point.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { type BatchEndWire, type PageWire, pageFileName, type ScanOrder } from '../protocol/messages.ts';
import { type Entry, type Run, readSpoolFolder } from './recovery.ts';

/**
 * Scanned pages on disk until the daemon has acknowledged them.
 *
 * Of a page: `<id>.jpg` and `<id>.json` while it waits, `<id>.done` once acknowledged (it only counts then), nothing after the end of
 * its batch was acknowledged. Of a run: `<batch>.run.json` while it feeds, `<batch>.end.json` from its end to the acknowledgement.
 */
export interface Spool {
  /** True when nothing may be fed any more. */
  full(): boolean;
  readonly capBytes: number;
  /** @param own begun here, by nobody's order. @throws DEVICE_REFUSED sheets of this attempt lie here already: another attempt number is needed. */
  beginRun(order: ScanOrder, own?: boolean): Promise<void>;
  /** Remembers how to end the device's job should this process die. */
  noteHandle(order: ScanOrder, handle: string): Promise<void>;
  /** Jobs that an earlier process may have left on a device. */
  readonly leftJobs: readonly { deviceId: string; handle: string }[];
  /** Runs that have ended and whose end is not acknowledged yet. */
  endedRuns(): { order: ScanOrder; end: BatchEndWire }[];
  /** Durable on return. A page put is not yet waiting: `release` makes it so. @throws SPOOL_FULL */
  put(page: PageWire, bytes: Uint8Array): Promise<void>;
  /** From now on the page is told to whoever connects. */
  release(page: PageWire): void;
  /** Forgets a page that was never released. */
  drop(page: PageWire): Promise<void>;
  /** Durable on return. */
  endRun(end: BatchEndWire): Promise<void>;
  acknowledgePage(id: string): Promise<void>;
  acknowledgeBatchEnd(batchId: string): Promise<void>;
  /** Batches begun here, then pages and ends not yet acknowledged, in the order in which they came. */
  waiting(): Waiting[];
}
export type Waiting =
  | { kind: 'batch-begun'; order: ScanOrder }
  | { kind: 'page'; page: PageWire }
  | { kind: 'batch-end'; end: BatchEndWire };

// The setgid bit that hands pages to the group of the daemon is given by whoever installs: the hardened unit may not set it itself.
const FOLDER_MODE = 0o770;
const FILE_MODE = 0o640;

export async function openSpool(folder: string, capBytes: number): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const recovered = await readSpoolFolder(folder);
  const pages = new Map<string, Entry>(recovered.pages.map((entry) => [entry.page.pageId, entry]));
  const ends = new Map<string, { end: BatchEndWire; order: number }>();
  const runs = new Map<string, Run>(recovered.runs.map((run) => [run.order.batchId, run]));
  const brokenOff = recovered.runs.filter(({ order: run }) => !recovered.ends.some(({ end }) => end.batchId === run.batchId));
  let order = recovered.highestOrder;
  let usedBytes = recovered.pages.reduce((sum, { page, state }) => sum + (state === 'acknowledged' ? 0 : page.sizeBytes), 0);

  const path = (name: string) => join(folder, name);
  const image = (page: PageWire) => path(pageFileName(page));
  const ofBatch = (batchId: string) => [...pages.values()].filter(({ page }) => page.batchId === batchId);
  const remove = (name: string) => rm(name, { force: true });
  const full = (cause: unknown) => (noSpace(cause) ? new MailroomError('SPOOL_FULL', { capBytes: usedBytes }, { cause }) : cause);
  const write = async (name: string, value: unknown) => {
    try {
      await writeDurably(path(name), json(value), FILE_MODE);
    } catch (error) {
      await remove(path(`${name}.part`));
      throw error;
    }
  };
  const writeRun = (run: Run) =>
    write(`${run.order.batchId}.run.json`, run).catch((cause: unknown) => {
      throw full(cause);
    });

  const spool: Spool = {
    capBytes,
    full: () => usedBytes >= capBytes,

    async beginRun(run, own = false) {
      const clash = ofBatch(run.batchId).find(({ page }) => page.attempt === run.attempt && page.sheet >= run.firstSheet);
      if (clash) {
        const detail = `sheet ${clash.page.sheet} was scanned in attempt ${run.attempt} already`;
        throw new MailroomError('DEVICE_REFUSED', { deviceId: run.deviceId, status: 409, detail });
      }
      await writeRun({ order: run, handle: null, own });
      runs.set(run.batchId, { order: run, handle: null, own });
      // Going on with a batch says that the end of its last run is known.
      ends.delete(run.batchId);
      await remove(path(`${run.batchId}.end.json`));
    },

    noteHandle: (run, handle) => writeRun({ ...runs.get(run.batchId)!, handle }),
    endedRuns: () =>
      [...ends.values()].flatMap(({ end }) =>
        [...runs.values()].flatMap(({ order: run }) => (run.batchId === end.batchId ? [{ order: run, end }] : [])),
      ),
    leftJobs: brokenOff.flatMap(({ order: { deviceId }, handle }) => (handle === null ? [] : [{ deviceId, handle }])),

    async put(page, bytes) {
      const entry: Entry = { page, order: ++order, state: 'held' };
      const word = path(`${page.pageId}.json`);
      try {
        await writeSynced(`${image(page)}.part`, bytes);
        await writeSynced(`${word}.part`, json({ page, order: entry.order }));
        // The image first: a page exists when its `.json` does.
        await rename(`${image(page)}.part`, image(page));
        await rename(`${word}.part`, word);
        await syncFolder(folder);
      } catch (cause) {
        // And gone first is its `.json`.
        for (const name of [word, `${word}.part`, image(page), `${image(page)}.part`]) await remove(name);
        throw full(cause);
      }
      pages.set(page.pageId, entry);
      usedBytes += page.sizeBytes;
    },

    release(page) {
      pages.get(page.pageId)!.state = 'waiting';
    },

    async drop(page) {
      if (!pages.delete(page.pageId)) return;
      usedBytes -= page.sizeBytes;
      await remove(path(`${page.pageId}.json`));
      await remove(image(page));
    },

    async endRun(end) {
      ends.set(end.batchId, { end, order: ++order });
      try {
        await write(`${end.batchId}.end.json`, { end, order });
      } catch (error) {
        // On a full disk the mark of the begun run lies there still: after a restart the end is worked out from it again.
        if (!noSpace(error)) throw error;
      }
    },

    async acknowledgePage(id) {
      const entry = pages.get(id);
      if (entry?.state !== 'waiting') return;
      entry.state = 'acknowledged';
      usedBytes -= entry.page.sizeBytes;
      crashPoint('bridge.ack.before-delete');
      // If a power cut undoes this, the page is told and acknowledged again; that is cheaper than a sync here.
      await rename(path(`${id}.json`), path(`${id}.done`));
      await remove(image(entry.page));
    },

    async acknowledgeBatchEnd(batchId) {
      if (!ends.delete(batchId)) return;
      runs.delete(batchId);
      await remove(path(`${batchId}.run.json`));
      await remove(path(`${batchId}.end.json`));
      for (const { page, state } of ofBatch(batchId)) {
        if (state !== 'acknowledged') continue;
        pages.delete(page.pageId);
        await remove(path(`${page.pageId}.done`));
      }
    },

    waiting() {
      const told = [
        ...[...pages.values()]
          .filter(({ state }) => state === 'waiting')
          .map((e) => ({ order: e.order, kind: 'page' as const, page: e.page })),
        ...[...ends.values()].map((e) => ({ order: e.order, kind: 'batch-end' as const, end: e.end })),
      ];
      const begun = [...runs.values()].filter(({ own }) => own).map(({ order: run }) => ({ kind: 'batch-begun' as const, order: run }));
      return [...begun, ...told.sort((a, b) => a.order - b.order).map(({ order: _, ...rest }) => rest)];
    },
  };

  for (const { end, order: at } of recovered.ends) ends.set(end.batchId, { end, order: at });
  for (const { order: run } of brokenOff) await endBrokenRun(spool, run, ofBatch(run.batchId));
  return spool;
}

/**
 * The bridge died while this run was feeding. What lies here decides: whole sheets are kept, half a sheet has to go back, and the
 * batch ends there, so that the daemon does not wait for ever.
 */
async function endBrokenRun(spool: Spool, run: ScanOrder, entries: Entry[]): Promise<void> {
  const ofRun = entries.map(({ page }) => page).filter((page) => page.attempt === run.attempt && page.sheet >= run.firstSheet);
  const isWhole = (page: PageWire) => run.source !== 'adf-duplex' || ofRun.filter(({ sheet }) => sheet === page.sheet).length === 2;
  for (const page of ofRun.filter((page) => !isWhole(page))) await spool.drop(page);
  const kept = ofRun.filter(isWhole);
  const sheets = new Set(kept.map(({ sheet }) => sheet)).size;
  const { batchId, firstSheet, attempt } = run;
  await spool.endRun({
    ...{ batchId, firstSheet, attempt },
    sheets,
    sides: kept.length,
    condition: 'other',
    atSheet: firstSheet + sheets,
    failure: { code: 'BRIDGE_AWAY', context: {} },
  });
}

const noSpace = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
