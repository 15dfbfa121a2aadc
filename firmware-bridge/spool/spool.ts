import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from '../../src/base/bytes.ts';
import { crashPoint } from '../../src/base/crash-point.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { type BatchEndWire, type PageWire, pageFileName, type ScanOrder } from '../protocol/messages.ts';
import { type Entry, type Run, readSpoolFolder, runName } from './recovery.ts';

/**
 * Scanned pages on disk until the daemon has acknowledged them.
 *
 * Of a page: `<id>.jpg` and `<id>.json` while it waits, `<id>.done` once acknowledged (it only counts then), nothing after the end of
 * its run was acknowledged. Of a run: `<batch>.<attempt>.run.json` from its beginning, `<batch>.<attempt>.end.json` from its end, both to
 * the acknowledgement of that end: going on with a batch takes no end away that nobody was told of.
 */
export interface Spool {
  /** True when nothing may be fed any more. */
  full(): boolean;
  readonly capBytes: number;
  /**
   * @param own begun here, by nobody's order.
   * @throws DEVICE_REFUSED this run was fed already, or sheets of it lie here: another attempt number is needed.
   * @throws DEVICE_BUSY the end of another run under this attempt is not acknowledged yet.
   */
  beginRun(order: ScanOrder, own?: boolean): Promise<void>;
  /** Remembers how to end the device's job should this process die. */
  noteHandle(order: ScanOrder, handle: string): Promise<void>;
  /** Jobs that an earlier process may have left on a device. */
  readonly leftJobs: readonly { deviceId: string; handle: string }[];
  /** Runs that have ended and whose end is not acknowledged yet, the last one last. */
  endedRuns(): { order: ScanOrder; end: BatchEndWire }[];
  /** Durable on return. A page put is not yet waiting: `release` makes it so. @throws SPOOL_FULL */
  put(page: PageWire, bytes: Uint8Array): Promise<void>;
  /** From now on the page is told to whoever connects. */
  release(page: PageWire): void;
  /** Forgets a page that was never released. */
  drop(page: PageWire): Promise<void>;
  /** A page that was put is of a sheet drawn together with another, and waits as such: gives its new word, durable. Null: no room, it is forgotten. */
  suspect(page: PageWire): Promise<PageWire | null>;
  /** Durable on return. */
  endRun(end: BatchEndWire): Promise<void>;
  acknowledgePage(id: string): Promise<void>;
  /** @param attempt of the run; one that was not told is passed over. */
  acknowledgeBatchEnd(batchId: string, attempt?: number): Promise<void>;
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
  const runs = new Map<string, Run>(recovered.runs.map((run) => [runName(run.order), run]));
  const brokenOff = recovered.runs.filter(({ order: run }) => !recovered.ends.some(({ end }) => isOf(end, run)));
  let order = recovered.highestOrder;
  let usedBytes = recovered.pages.reduce((sum, { page, state }) => sum + (state === 'acknowledged' ? 0 : page.sizeBytes), 0);

  const path = (name: string) => join(folder, name);
  const image = (page: PageWire) => path(pageFileName(page));
  const ofRun = (batchId: string, attempt?: number) =>
    [...pages.values()].filter(({ page }) => page.batchId === batchId && page.attempt === (attempt ?? page.attempt));
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
    write(`${runName(run.order)}.run.json`, run).catch((cause: unknown) => {
      throw full(cause);
    });

  const spool: Spool = {
    capBytes,
    full: () => usedBytes >= capBytes,

    async beginRun(run, own = false) {
      const { deviceId, firstSheet, sheets: most = Number.POSITIVE_INFINITY } = run;
      const isOfRun = ({ sheet }: PageWire) => sheet >= firstSheet && sheet < firstSheet + most;
      const told = ends.get(runName(run))?.end;
      const fed =
        told?.firstSheet === firstSheet ? firstSheet : ofRun(run.batchId, run.attempt).find(({ page }) => isOfRun(page))?.page.sheet;
      if (fed !== undefined) {
        const detail = `sheet ${fed} was scanned in attempt ${run.attempt} already`;
        throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 409, detail });
      }
      if (told) throw new MailroomError('DEVICE_BUSY', { deviceId });
      await writeRun({ order: run, handle: null, own });
      runs.set(runName(run), { order: run, handle: null, own });
    },

    noteHandle: (run, handle) => writeRun({ ...runs.get(runName(run))!, handle }),
    endedRuns: () =>
      [...ends.values()]
        .sort((a, b) => a.order - b.order)
        .flatMap(({ end }) => [...runs.values()].flatMap(({ order: run }) => (isOf(end, run) ? [{ order: run, end }] : []))),
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

    async suspect(page) {
      const entry = pages.get(page.pageId)!;
      const suspect: PageWire = { ...page, suspect: true };
      try {
        await write(`${page.pageId}.json`, { page: suspect, order: entry.order });
      } catch (error) {
        if (!noSpace(error)) throw error;
        await spool.drop(page);
        return null;
      }
      Object.assign(entry, { page: suspect, state: 'waiting' } satisfies Partial<Entry>);
      return suspect;
    },

    async endRun(end) {
      ends.set(runName(end), { end, order: ++order });
      try {
        await write(`${runName(end)}.end.json`, { end, order });
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

    async acknowledgeBatchEnd(batchId, attempt) {
      const name = runName({ batchId, ...(attempt === undefined ? {} : { attempt }) });
      const told = ends.get(name);
      if (!told || !ends.delete(name)) return;
      for (const [key, { order: run }] of runs) {
        if (!isOf(told.end, run)) continue;
        runs.delete(key);
        await remove(path(`${key}.run.json`));
      }
      await remove(path(`${name}.end.json`));
      for (const { page, state } of ofRun(batchId, attempt)) {
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

  for (const { end, order: at } of recovered.ends) ends.set(runName(end), { end, order: at });
  for (const { order: run } of brokenOff) await endBrokenRun(spool, run, ofRun(run.batchId, run.attempt));
  return spool;
}

/**
 * The bridge died while this run was feeding. What lies here decides: whole sheets are kept, half a sheet has to go back, and the
 * batch ends there, so that the daemon does not wait for ever.
 */
async function endBrokenRun(spool: Spool, run: ScanOrder, entries: Entry[]): Promise<void> {
  const ofRun = entries.map(({ page }) => page).filter((page) => page.sheet >= run.firstSheet && !page.suspect);
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

/** An older bridge told an end without its attempt, and had one run of a batch. */
const isOf = (end: BatchEndWire, run: ScanOrder): boolean => end.batchId === run.batchId && (end.attempt ?? run.attempt) === run.attempt;
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
