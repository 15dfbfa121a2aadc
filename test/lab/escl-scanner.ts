import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { canScan, capabilities, type JobReport, parseScanSettings, scannerStatus } from './escl-documents.ts';
import { type FeederFolder, openFeederFolder } from './feeder-folder.ts';
import { openPaperPath, type Sheet, type Side } from './paper-path.ts';
import { readBody, serveScannerControl } from './scanner-control.ts';
import { blankSideOf, scannedPages } from './sheet-image.ts';

/** A sheet to be laid into the feeder: paths of images, or their bytes. `name` defaults to the file name of the front. */
export interface SheetSource {
  front: string | Uint8Array;
  back?: string | Uint8Array;
  name?: string;
}

export interface Loaded {
  /** In feeder order; a TIFF of several pages is as many sheets of one name. */
  sheets: { sheet: number; name: string }[];
  /** Files no scanner could have produced (damaged, no image); they are not in the feeder. */
  refused: { name: string; why: string }[];
}

/** A side that reached the other end whole. `job` is the last part of the job's URL. */
export interface Delivered {
  job: string;
  sheet: number;
  side: 'front' | 'back';
  name: string;
}

/** Everything counted by `n` starts when the fault is armed; 1 is the next one. A fault happens once. */
export interface ScannerControl {
  /** Appends to the feeder. */
  load(sheets: SheetSource[]): Promise<Loaded>;
  /** How many sheets are still in the feeder. */
  loadedSheets(): number;
  delivered(): Delivered[];
  /** The operator puts sheets back on top of the feeder: those given, or all that did not come through whole. */
  putBack(sheets?: number[]): number[];
  /** `goodSheets` more sheets pass, the one after them jams. */
  jamAfter(goodSheets: number): void;
  doubleFeedAt(sheet: number, noticed?: 'at once' | 'at its back'): void;
  coverOpen(open: boolean): void;
  /** `happen` is called while the n-th sheet is being drawn, before any of it has been sent. */
  atSheet(n: number, happen: () => void): void;
  /** The next `times` requests for a job (or for a page) are answered 503. */
  busy(times: number, asking?: 'job' | 'page'): void;
  /** The connection is cut in the middle of the n-th side; the device gives the job up. */
  dropConnectionAt(side: number): void;
  /** The n-th side is a well-formed answer with half a JPEG in it; the device does not notice. */
  truncateJpegAt(side: number): void;
  /** The n-th side's Content-Length says 1000 bytes more than follow; the device does not notice. */
  wrongContentLengthAt(side: number): void;
  slow(msPerPage: number): void;
  /** Somebody touches the stop key of the device: the running job is cancelled, what was on its way comes out. */
  pressStop(): void;
  /** The cable is drawn: connections break, what was on its way comes out, nobody listens any more. The paper stays where it is. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Disarms all of the above and closes the cover. Paper that is stuck stays so until `putBack`. */
  clearFaults(): void;
  /** From now on images dropped into `folder` are fed. */
  watchFeeder(folder: string): Promise<void>;
}

export interface EsclScanner {
  /** Root URL of the service, `http://127.0.0.1:PORT/eSCL`. */
  url: string;
  port: number;
  control: ScannerControl;
  close(): Promise<void>;
}

interface Job extends JobReport {
  duplex: boolean;
  startedMs: number;
  lastAskedMs: number;
  /** Set while a side is being fetched; called to give that up at once. */
  cancelPage: (() => void) | null;
}

type SpoiltSide = 'drop' | 'truncate' | 'wrong-length';

/**
 * A network document scanner with a sheet feeder, as seen from the wire: eSCL on 127.0.0.1, with a control interface in
 * TypeScript and, for the shell, the same verbs as JSON under `/control/` (`curl -H content-type:application/json
 * -d '{"n":3}' URL/control/jamAfter`, `curl URL/control`).
 *
 * It shares no code with the drivers it tests.
 *
 * @param options.folder feeder folder to watch from the start.
 * @param options.jobIdleMs a job whose client has not asked for a page this long is given up when another one wants the device.
 */
export async function openEsclScanner(options: { port?: number; folder?: string; jobIdleMs?: number } = {}): Promise<EsclScanner> {
  const paper = openPaperPath();
  const delivered: Delivered[] = [];
  const spoilt = new Map<SpoiltSide, number>();
  const busy = { job: 0, page: 0 };
  const jobs: Job[] = [];
  const folders: FeederFolder[] = [];
  const uuid = randomUUID();
  let lastSheet = 0;
  let msPerPage = 0;

  const activeJob = () => jobs.find((job) => job.state === 'Processing');

  function endJob(job: Job, state: JobReport['state'], reason: string): void {
    if (job.state !== 'Processing') return;
    Object.assign(job, { state, reason });
    paper.eject();
    job.cancelPage?.();
  }

  const control: ScannerControl = {
    async load(sources) {
      const sheets: Sheet[] = [];
      const refused: Loaded['refused'] = [];
      for (const source of sources) {
        const name = source.name ?? (typeof source.front === 'string' ? basename(source.front) : 'unnamed');
        try {
          const fronts = await scannedPages(source.front);
          const backs = source.back === undefined ? [] : await scannedPages(source.back);
          sheets.push(...fronts.map((front, i): Sheet => ({ number: ++lastSheet, name, front, ...(backs[i] && { back: backs[i] }) })));
        } catch (error) {
          refused.push({ name, why: (error as Error).message });
        }
      }
      // All at once, as a hand does it: a device that polls must not start on half a stack.
      paper.load(sheets);
      return { sheets: sheets.map(({ number, name }) => ({ sheet: number, name })), refused };
    },
    loadedSheets: () => paper.waiting(),
    delivered: () => delivered.map((one) => ({ ...one })),
    putBack: (sheets) => paper.putBack(sheets),
    jamAfter: (goodSheets) => paper.jamAfter(goodSheets),
    doubleFeedAt: (sheet, noticed) => paper.doubleFeedAt(sheet, noticed),
    coverOpen: (open) => paper.openCover(open),
    atSheet: (n, happen) => paper.atSheet(n, happen),
    busy(times, asking = 'job') {
      busy[asking] = times;
    },
    dropConnectionAt: (side) => void spoilt.set('drop', side),
    truncateJpegAt: (side) => void spoilt.set('truncate', side),
    wrongContentLengthAt: (side) => void spoilt.set('wrong-length', side),
    slow(ms) {
      msPerPage = ms;
    },
    pressStop() {
      const running = activeJob();
      if (running) endJob(running, 'Canceled', 'JobCanceledByUser');
    },
    async unplug() {
      for (const job of jobs) endJob(job, 'Aborted', 'AbortedBySystem');
      const quiet = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await quiet;
    },
    plugIn: () => listen(port),
    clearFaults() {
      paper.disarm();
      paper.openCover(false);
      spoilt.clear();
      busy.job = busy.page = msPerPage = 0;
    },
    async watchFeeder(folder) {
      folders.push(await openFeederFolder(folder, control));
    },
  };

  function status(): string {
    const active = activeJob();
    const adf = paper.state();
    const stopped = adf !== 'ScannerAdfLoaded' && adf !== 'ScannerAdfEmpty';
    const state = stopped ? 'Stopped' : active ? 'Processing' : 'Idle';
    const shownAdf = !stopped && active?.cancelPage ? 'ScannerAdfProcessing' : adf;
    const ageSeconds = (job: Job) => Math.round((performance.now() - job.startedMs) / 1000);
    return scannerStatus(
      state,
      shownAdf,
      jobs.map((job) => ({ ...job, ageSeconds: ageSeconds(job) })),
    );
  }

  async function createJob(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const settings = parseScanSettings(await readBody(request, 64 * 1024));
    if (!settings) return answer(response, 400);
    if (busy.job > 0) {
      busy.job--;
      return answer(response, 503);
    }
    const running = activeJob();
    if (running && !running.cancelPage && performance.now() - running.lastAskedMs > (options.jobIdleMs ?? 5000)) {
      endJob(running, 'Aborted', 'JobTimedOut');
    }
    if (activeJob()) return answer(response, 503);
    if (!canScan(settings) || paper.state() !== 'ScannerAdfLoaded') return answer(response, 409);
    const nowMs = performance.now();
    const id = randomUUID();
    jobs.unshift({
      ...{ id, state: 'Processing', reason: 'JobScanning', ageSeconds: 0, imagesCompleted: 0 },
      ...{ duplex: settings.duplex, startedMs: nowMs, lastAskedMs: nowMs, cancelPage: null },
    });
    jobs.splice(5);
    response.setHeader('location', `http://${request.headers.host ?? `127.0.0.1:${port}`}/eSCL/ScanJobs/${id}`);
    answer(response, 201);
  }

  async function nextDocument(job: Job | undefined, response: ServerResponse): Promise<void> {
    if (job?.state !== 'Processing') return answer(response, 404);
    if (job.cancelPage || busy.page > 0) {
      if (busy.page > 0) busy.page--;
      return answer(response, 503);
    }
    job.lastAskedMs = performance.now();
    const fed = paper.feed(job.duplex);
    if (fed === 'empty') {
      endJob(job, 'Completed', 'JobCompletedSuccessfully');
      return answer(response, 404);
    }
    if (fed === 'stopped') {
      endJob(job, 'Aborted', 'AbortedBySystem');
      return answer(response, 409);
    }
    const given = await pageTime(job, response);
    if (given === 'cancelled') {
      paper.lost(fed);
      return answer(response, 404);
    }
    const bytes = fed.bytes ?? (await blankSideOf(fed.sheet.front));
    const outcome = await send(response, bytes, dueSpoilt());
    job.lastAskedMs = performance.now();
    if (outcome !== 'whole') paper.lost(fed);
    if (outcome === 'cut') return endJob(job, 'Aborted', 'AbortedBySystem');
    if (outcome === 'whole') delivered.push(deliveredSide(job, fed));
    job.imagesCompleted++;
  }

  /** The time the mechanics take for a side; ended early by DELETE and by a client that hangs up. */
  function pageTime(job: Job, response: ServerResponse): Promise<'fed' | 'cancelled'> {
    return new Promise((resolve) => {
      const finish = (how: 'fed' | 'cancelled') => {
        clearTimeout(timer);
        response.off('close', hungUp);
        job.cancelPage = null;
        resolve(how);
      };
      const hungUp = () => finish('cancelled');
      const timer = setTimeout(finish, msPerPage, 'fed');
      job.cancelPage = () => finish('cancelled');
      response.once('close', hungUp);
    });
  }

  /** Counts one side against every armed fault of the wire; the first that is due happens. */
  function dueSpoilt(): SpoiltSide | null {
    let due: SpoiltSide | null = null;
    for (const [kind, left] of spoilt) {
      if (left > 1) spoilt.set(kind, left - 1);
      else if (!due) {
        spoilt.delete(kind);
        due = kind;
      }
    }
    return due;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.replace(/\/+$/, '');
    const [, jobId, next] = /^\/eSCL\/ScanJobs\/([\w-]+)(\/NextDocument)?$/.exec(path) ?? [];
    const job = jobs.find((one) => one.id === jobId);
    if (path.startsWith('/control')) return serveScannerControl(path, control, status, request, response);
    if (request.method === 'GET' && path === '/eSCL/ScannerCapabilities') return xml(response, capabilities('Vaguemestre Lab ADF', uuid));
    if (request.method === 'GET' && path === '/eSCL/ScannerStatus') return xml(response, status());
    if (request.method === 'POST' && path === '/eSCL/ScanJobs') return createJob(request, response);
    if (request.method === 'GET' && next) return nextDocument(job, response);
    if (request.method === 'DELETE' && jobId && !next) {
      if (job) endJob(job, 'Canceled', 'JobCanceledByUser');
      return answer(response, job ? 200 : 404);
    }
    answer(response, 404);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message);
    });
  });
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  if (options.folder !== undefined) await control.watchFeeder(options.folder);

  return {
    url: `http://127.0.0.1:${port}/eSCL`,
    port,
    control,
    async close() {
      await Promise.all(folders.map((folder) => folder.close()));
      for (const job of jobs) endJob(job, 'Aborted', 'AbortedBySystem');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const deliveredSide = (job: Job, { sheet, side }: Side): Delivered => ({ job: job.id, sheet: sheet.number, side, name: sheet.name });

const answer = (response: ServerResponse, code: number): void => void response.writeHead(code, { 'content-length': 0 }).end();

const xml = (response: ServerResponse, text: string): void => void response.writeHead(200, { 'content-type': 'text/xml' }).end(text);

/** `whole` = handed to the network to the last byte; `spoilt` = the device believes so; `cut` = the connection is gone. */
function send(response: ServerResponse, jpeg: Buffer, fault: SpoiltSide | null): Promise<'whole' | 'spoilt' | 'cut'> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(!response.writableFinished || fault === 'drop' ? 'cut' : fault ? 'spoilt' : 'whole'));
    const half = jpeg.subarray(0, jpeg.length >> 1);
    const body = fault === 'truncate' ? half : jpeg;
    response.setHeader('content-type', 'image/jpeg');
    response.setHeader('content-length', body.length + (fault === 'wrong-length' ? 1000 : 0));
    // Node does not end the connection by itself after a body shorter than announced; the reader would wait for ever.
    if (fault === 'wrong-length') response.end(body, () => response.socket?.end());
    else if (fault === 'drop') response.write(half, () => response.socket?.resetAndDestroy());
    else response.end(body);
  });
}
