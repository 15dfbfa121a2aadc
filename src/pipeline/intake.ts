import { crashPoint } from '#base/crash-point.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { BatchId, BlobName, DeviceId, PageId } from '#base/ids.ts';
import { type EventBodies, event } from '#domain/events.ts';
import { missingSheets } from '#domain/missing-sheets.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { DeviceEvent, SpooledPage } from '#ports/devices.ts';
import type { Reader } from '#register/store.ts';
import { awayPauseMs } from './backoff.ts';
import { endBatch, type RunEnd } from './batch-end.ts';
import { type Holding, openHolding } from './held-batch.ts';
import { MAIL, type Room } from './room.ts';

export interface Intake {
  /** Resolves when everything the bridge has told so far is in the register. @throws TASK_CANCELLED the intake is closed first. */
  settled(): Promise<void>;
  /** Takes nothing more; resolves when what was begun is done. */
  close(): Promise<void>;
}

type BatchEnd = Extract<DeviceEvent, { kind: 'batch-end' }>;
interface Mark {
  kind: 'mark';
  reached: PromiseWithResolvers<void>;
}
type BatchBegun = Extract<DeviceEvent, { kind: 'batch-begun' }>;
type News = BatchBegun | Extract<DeviceEvent, { kind: 'page' }> | BatchEnd | Mark;
/** What of the house the intake needs, and how a batch is divided that began at the scanner. */
type Cellar = Pick<Room, 'store' | 'devices' | 'clock' | 'log'> & { separation: () => Division };
type PageRow = ProjectionRows['page'];
type Division = Pick<EventBodies['batch.opened@1'], 'separation' | 'sheetsPerItem'>;

/**
 * Takes what the bridge announces: bytes out of the spool, into a blob, into the register; then, and only then, the spool may forget.
 * Announced again after every reconnection, so all of it may run twice and takes each page once.
 *
 * One at a time, in the order in which it was told: no batch end overtakes a page of its batch. What cannot be done now (a full disk)
 * stays at the head and is tried again with growing pauses. A page that cannot be taken at all is not acknowledged, and its batch stops
 * at that sheet, so that a clerk puts it back.
 */
export function openIntake(cellar: Cellar, onBug: (bug: unknown) => void): Intake {
  const { devices, clock, log } = cellar;
  const holding = openHolding(cellar, onBug);
  const waiting = new Map<string, News>();
  const untaken: UntakenPages = new Map();
  let marks = 0;
  let failingSinceMs: number | null = null;
  let taking = false;
  let taken: Promise<void> = Promise.resolve();
  let cancelRetry: (() => void) | null = null;
  let closed = false;

  function hear(key: string, news: News): void {
    if (!waiting.has(key)) waiting.set(key, news);
    if (!taking && cancelRetry === null) take();
  }

  function take(): void {
    cancelRetry = null;
    taken = takeWaiting();
  }

  async function takeWaiting(): Promise<void> {
    taking = true;
    try {
      // What is told meanwhile is walked through too.
      for (const [key, news] of waiting) {
        if (closed) return;
        if (news.kind === 'page') await takePage(cellar, news.page, untaken);
        else if (news.kind === 'batch-begun') await openBatch(cellar, news);
        else if (news.kind === 'batch-end') await takeBatchEnd(cellar, news, untaken, holding);
        else news.reached.resolve();
        waiting.delete(key);
        failingSinceMs = null;
      }
    } catch (error) {
      if (isFailure(error)) waitAWhile(error);
      else onBug(error);
    } finally {
      taking = false;
    }
  }

  function waitAWhile({ code, message }: MailroomError): void {
    if (closed) return;
    failingSinceMs ??= clock.monotonicMs();
    log.warn({ code, waiting: waiting.size }, `what was scanned waits in the spool: ${message}`);
    cancelRetry = clock.after(awayPauseMs(clock.monotonicMs() - failingSinceMs), take);
  }

  const stopListening = devices.listen((told) => {
    if (told.kind === 'page') hear(told.page.pageId, told);
    else if (told.kind === 'batch-begun') hear(`begun ${told.batchId}`, told);
    else if (told.kind === 'batch-end') hear(`${told.batchId}:${told.attempt}:${told.sheets}:${told.atSheet}`, told);
  });
  return {
    settled() {
      const reached = Promise.withResolvers<void>();
      if (closed) reached.reject(over());
      else hear(`mark ${++marks}`, { kind: 'mark', reached });
      return reached.promise;
    },
    async close() {
      closed = true;
      stopListening();
      holding.close();
      cancelRetry?.();
      await taken;
      for (const news of waiting.values()) if (news.kind === 'mark') news.reached.reject(over());
    },
  };
}

const over = () => new MailroomError('TASK_CANCELLED', { task: 'intake' });

/** A batch that began at the scanner, perhaps while we were away. */
async function openBatch({ store, separation }: Cellar, told: BatchBegun): Promise<void> {
  const { batchId, deviceId, source, profile, resolutionDpi } = told;
  await store.together((tx) => {
    if (tx.get('batch', { id: batchId })) return;
    const by = `device:${deviceId}` as const;
    tx.append([event('batch.opened@1', null, { batchId, scanner: deviceId, source, profile, resolutionDpi, ...separation(), by })]);
  });
}

/** Pages that were told and cannot be taken. They stay in the spool and are told again with each connection, before the end of their run. */
type UntakenPages = Map<PageId, SpooledPage>;

async function takePage(cellar: Cellar, page: SpooledPage, untaken: UntakenPages): Promise<void> {
  const { store, devices, log } = cellar;
  try {
    const known = store.read.get('page', { id: page.pageId });
    const bytes = await devices.readPage(page);
    if (!known) await keepPage(cellar, page, bytes);
    else if (!(await isKept(cellar, known, bytes))) throw new MailroomError('PAGE_ID_TAKEN', { batchId: page.batchId, sheet: page.sheet });
  } catch (error) {
    if (!isFailure(error, 'PAGE_DAMAGED', 'PAGE_ID_TAKEN')) throw error;
    log.error({ code: error.code, batch: page.batchId, sheet: page.sheet, side: page.side }, error.message);
    untaken.set(page.pageId, page);
    return;
  }
  untaken.delete(page.pageId);
  crashPoint('intake.page.before-ack');
  await devices.acknowledgePage(page.pageId);
}

async function keepPage({ store }: Cellar, page: SpooledPage, bytes: Buffer): Promise<void> {
  const blob = await store.blobs.put(bytes, MAIL);
  crashPoint('intake.page.before-commit');
  await store.together((tx) => {
    const { pageId, batchId, sheet, side, attempt, format, sizeBytes, resolutionDpi, suspect } = page;
    const facts = { pageId, batchId, sheet, side, attempt, blob, format, sizeBytes, resolutionDpi };
    // A register from a backup knows nothing of the last batches: paper is never fed twice, so the page opens its batch again.
    // Duplex, so that a front waits for a back that may come; each sheet by itself, so that nothing is joined that nobody joined.
    if (!tx.get('batch', { id: batchId }))
      tx.append([
        event('batch.opened@1', null, { batchId, scanner: null, source: 'adf-duplex', resolutionDpi, separation: 'sheet', by: 'box' }),
      ]);
    tx.append([event('page.scanned@1', null, { ...facts, ...(suspect ? { suspect } : {}) })]);
    if (!suspect) tx.enqueue({ name: 'prepare', subject: pageId, priority: 4 });
  });
}

/** Whether the page in the register is this very image. Of an erased one only the size is left to compare. */
async function isKept({ store }: Cellar, known: ProjectionRows['page'], bytes: Buffer): Promise<boolean> {
  if (known.size_bytes !== bytes.length) return false;
  if (known.blob === null) return true;
  try {
    return bytes.equals(await store.blobs.get(known.blob as BlobName));
  } catch (error) {
    if (!isFailure(error, 'BLOB_ERASED', 'BLOB_MISSING', 'BLOB_DAMAGED')) throw error;
    return error.code === 'BLOB_ERASED';
  }
}

async function takeBatchEnd(cellar: Cellar, told: BatchEnd, untaken: UntakenPages, holding: Holding): Promise<void> {
  const { store, devices } = cellar;
  const { batchId } = told;
  const missing = [...untaken.values()].filter((page) => page.batchId === batchId);
  const replaced = missing.filter((page) => isReplaced(cellar, page, told, missing));
  const left = missing.filter((page) => !replaced.includes(page));
  await store.together((tx) => {
    const state = tx.get('batch', { id: batchId })?.state;
    const lost = Math.min(...left.map(({ sheet }) => sheet), uncounted(tx, told), takenOut(tx, batchId));
    const end = lost === Number.POSITIVE_INFINITY ? told : stoppedAt(told, lost);
    if (state === 'open' || state === 'stopped' || (state !== undefined && left.length > 0)) endBatch(tx, batchId, end);
  });
  for (const { pageId } of replaced) {
    untaken.delete(pageId);
    await devices.acknowledgePage(pageId);
  }
  const scanner = store.read.get('batch', { id: batchId })?.scanner;
  if (scanner) await holding.tell(scanner as DeviceId);
  crashPoint('intake.batch-end.before-ack');
  await devices.acknowledgeBatchEnd(batchId, told.attempt);
}

/** The first sheet the bridge has counted in this run of which a side is not in the register: it was told of nowhere. Infinity: all are there. */
function uncounted(read: Pick<Reader, 'all'>, { batchId, firstSheet, attempt, sheets, sides }: BatchEnd): number {
  if (firstSheet === undefined || attempt === undefined) return Number.POSITIVE_INFINITY;
  const ofRun = read.all('page', { batch_id: batchId, attempt }).filter((page) => page.sheet >= firstSheet && page.suspect === 0);
  if (ofRun.length >= sides) return Number.POSITIVE_INFINITY;
  const here = Map.groupBy(ofRun, ({ sheet }) => sheet);
  const most = Math.ceil(sides / sheets);
  for (let sheet = firstSheet; ; sheet++) if ((here.get(sheet)?.length ?? 0) < most) return sheet;
}

/** The first sheet a clerk took out, to be scanned again, that was not while what follows it was: other paper was fed in its stead. Infinity: none. */
function takenOut(read: Pick<Reader, 'all'>, batchId: BatchId): number {
  const [removed, standing] = [[], []] as [PageRow[], PageRow[]];
  for (const page of read.all('page', { batch_id: batchId })) (page.role === 'removed' ? removed : standing).push(page);
  return missingSheets(standing, 1).find((sheet) => removed.some((page) => page.sheet === sheet)) ?? Number.POSITIVE_INFINITY;
}

/** The batch had stopped at this sheet, and a later run has fed it again: nobody waits for its lost image any more. */
function isReplaced({ store: { read } }: Cellar, page: SpooledPage, told: BatchEnd, missing: readonly SpooledPage[]): boolean {
  const batch = read.get('batch', { id: page.batchId });
  const attempts = [...read.all('page', { batch_id: page.batchId }), ...missing].map(({ attempt }) => attempt);
  if (!batch || page.attempt === Math.max(...attempts)) return false;
  if (batch.state === 'stopped') return batch.at_sheet === page.sheet && told.sheets > 0;
  // This end was told before, and the batch did not end without asking for the sheet. Other paper under a kept name was never asked for.
  return !read.get('page', { id: page.pageId });
}

/** What stopped the feeder is mended first; the sheet without an image is asked for once the feeder has run empty, or was told to stop. */
function stoppedAt(told: BatchEnd, sheet: number): RunEnd {
  const stopped = told.condition !== null && told.condition !== 'feeder-empty';
  return stopped ? told : { ...told, condition: 'other', atSheet: sheet };
}
