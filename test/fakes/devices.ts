import { MailroomError } from '#base/errors.ts';
import { type DeviceId, type PageId, pageId } from '#base/ids.ts';
import type { Condition } from '#base/words.ts';
import type { DeviceEvent, DeviceInput, DeviceStatus, Devices, HeldScan, LabelJob, ScanJob, SpooledPage } from '#ports/devices.ts';

type Sheet = { front: Buffer; back?: Buffer };

/**
 * One scanner (`scanner-1`) and one label printer (`printer-1`) in memory, with the hands that feed and break them; on a counter, also a hand
 * scanner (`reader-1`) and a scale (`scale-1`).
 */
export interface FakeDevices extends Devices {
  /** Labels that came out, oldest first. */
  readonly printed: LabelJob[];
  /** What it was told that the scanner's paper belongs to, oldest first. */
  readonly holds: (HeldScan | null)[];
  load(sheets: Sheet[]): void;
  /** All that lies in the feeder is taken out. */
  take(): Sheet[];
  jamAfter(goodSheets: number): void;
  /** The sheet after so many takes the next along, which is noticed behind its front. */
  doubleFeedAfter(goodSheets: number): void;
  putBack(): void;
  slow(msPerSide: number): void;
  mediaOut(out: boolean): void;
  /** The next label comes out and its answer is lost. */
  loseNextJob(): void;
  /** From now on the spool cannot give this page's image any more. */
  damage(id: PageId): void;
  /** Somebody scans, shows a badge or steps on a pedal. */
  input(input: DeviceInput): void;
  /** The scanner's driver broke down once too often. */
  crashing(report: NonNullable<DeviceStatus['detail']>['crash']): void;
  /** Puts so many grams on the scale, or too many, or what does not lie still; there is no scale before the first time but on a counter. */
  weighs(grams: number | 'moving' | 'too much'): void;
  /** Pulls the cable of reader or scale, or puts it back. */
  plug(deviceId: DeviceId, plugged: boolean): void;
  /** The bridge goes away and comes back: what is not acknowledged is told again. */
  reconnect(): void;
}

export const FAKE_SCANNER = 'scanner-1' as DeviceId;
export const FAKE_PRINTER = 'printer-1' as DeviceId;
export const FAKE_SCALE = 'scale-1' as DeviceId;
export const FAKE_READER = 'reader-1' as DeviceId;
const HEAD_DOTS = 832;
const LABEL_DOTS = 406;
const EMPTY_BACK = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

interface Run {
  job: ScanJob;
  stop: AbortController;
  done: Promise<void>;
}

/** Answers as the real bridge does, an order at a time and without a clock of its own. */
export function openFakeDevices({ counter = false } = {}): FakeDevices {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const pages = new Map<PageId, { page: SpooledPage; bytes: Buffer | null }>();
  const ends = new Map<string, Extract<DeviceEvent, { kind: 'batch-end' }>>();
  const outcomes = new Map<string, 'printed' | 'unknown'>();
  const printed: LabelJob[] = [];
  const holds: (HeldScan | null)[] = [];
  const feeder: Sheet[] = [];
  let stuck: Sheet | null = null;
  let jamIn = Number.POSITIVE_INFINITY;
  let doubles = false;
  let msPerSide = 0;
  let mediaIsOut = false;
  let answerIsLost = false;
  let run: Run | null = null;
  let closed = false;
  let crash: Parameters<FakeDevices['crashing']>[0];
  let lies: number | 'moving' | 'too much' | null = counter ? 0 : null;
  const unplugged = new Set<DeviceId>();

  const emit = (event: DeviceEvent) => {
    if (!closed) for (const listener of [...listeners]) listener(event);
  };
  const statusOf = (id: DeviceId): DeviceStatus => {
    if (id === FAKE_PRINTER) {
      const conditions: Condition[] = mediaIsOut ? ['media-empty'] : [];
      const detail = { widthDots: HEAD_DOTS, lengthDots: LABEL_DOTS, resolutionDpi: 203 };
      return { id, kind: 'label-printer', name: 'Labels', state: mediaIsOut ? 'faulted' : 'ready', conditions, detail };
    }
    if (crash) return { id, kind: 'scanner', name: 'Feeder', state: 'quarantined', conditions: [], detail: { crash } };
    const conditions: Condition[] = stuck ? ['media-jam'] : feeder.length === 0 ? ['feeder-empty'] : [];
    const detail = { feederLoaded: feeder.length > 0, ...(run ? { batchId: run.job.batchId } : {}) };
    return { id, kind: 'scanner', name: 'Feeder', state: run ? 'busy' : stuck ? 'faulted' : 'ready', conditions, detail };
  };
  const onCounter = (id: DeviceId): DeviceStatus => {
    const [kind, name] = id === FAKE_SCALE ? (['scale', 'Scale'] as const) : (['code-reader', 'Reader'] as const);
    return { id, kind, name, state: unplugged.has(id) ? 'absent' : 'ready', conditions: [] };
  };
  const tellStatus = (id: DeviceId) => emit({ kind: 'status', status: statusOf(id) });
  const tellAll = () => {
    emit({ kind: 'connected' });
    tellStatus(FAKE_SCANNER);
    tellStatus(FAKE_PRINTER);
    for (const { page } of pages.values()) emit({ kind: 'page', page });
    for (const end of ends.values()) emit(end);
  };

  /** Waits the time of one side; false when the batch was cancelled meanwhile. */
  const passes = (signal: AbortSignal) =>
    new Promise<boolean>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(!signal.aborted);
      };
      const timer = setTimeout(end, msPerSide);
      signal.addEventListener('abort', end);
    });

  async function feed(job: ScanJob, signal: AbortSignal): Promise<void> {
    const { batchId, source, resolutionDpi, firstSheet = 1, attempt = 1, sheets: most = Number.POSITIVE_INFINITY } = job;
    let sheets = 0;
    let sides = 0;
    const tellPage = (bytes: Buffer, before: number, side: 'front' | 'back', suspect = false) => {
      const id = pageId(batchId, firstSheet + before, side, attempt);
      const page: SpooledPage = {
        ...{ pageId: id, batchId, sheet: firstSheet + before, side, attempt },
        ...{ format: 'jpeg', sizeBytes: bytes.length, resolutionDpi, ...(suspect ? { suspect } : {}) },
      };
      pages.set(id, { page, bytes });
      emit({ kind: 'page', page });
    };
    let condition: Condition | null = feeder.length === 0 && !stuck ? 'feeder-empty' : null;
    while (feeder.length > 0 && sheets < most && !signal.aborted) {
      if (stuck || --jamIn < 0) {
        jamIn = Number.POSITIVE_INFINITY;
        const suspect = stuck === null && doubles ? feeder[0]! : null;
        stuck ??= feeder.shift()!;
        condition = doubles ? 'double-feed' : 'media-jam';
        doubles = false;
        if (suspect && source === 'adf-duplex') tellPage(suspect.front, sheets, 'front', true);
        break;
      }
      const sheet = feeder.shift()!;
      const faces = source === 'adf-duplex' ? (['front', 'back'] as const) : (['front'] as const);
      let whole = true;
      for (const _ of faces) whole = whole && (await passes(signal));
      if (!whole) {
        feeder.unshift(sheet);
        break;
      }
      for (const side of faces) {
        tellPage(side === 'front' ? sheet.front : (sheet.back ?? EMPTY_BACK), sheets, side);
        sides++;
      }
      sheets++;
    }
    const ranEmpty = condition === null && !signal.aborted;
    const end = {
      kind: 'batch-end' as const,
      batchId,
      firstSheet,
      attempt,
      sheets,
      sides,
      condition,
      atSheet: ranEmpty ? null : firstSheet + sheets,
    };
    run = null;
    ends.set(`${batchId}.${attempt}`, end);
    emit(end);
    tellStatus(FAKE_SCANNER);
  }

  return {
    printed,
    holds,
    async weigh(deviceId) {
      if (deviceId !== FAKE_SCALE || lies === null) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      if (unplugged.has(deviceId)) throw new MailroomError('DEVICE_ABSENT', { deviceId });
      if (typeof lies === 'string')
        throw new MailroomError('SCALE_UNSTABLE', {
          deviceId,
          what: lies === 'moving' ? 'the weight is moving' : 'more lies on it than it can weigh',
        });
      return lies;
    },
    async release(deviceId) {
      if (deviceId !== FAKE_SCANNER) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      crash = undefined;
      tellStatus(deviceId);
    },
    connect: () => queueMicrotask(tellAll),
    status: () => [
      statusOf(FAKE_SCANNER),
      statusOf(FAKE_PRINTER),
      ...(lies === null ? [] : [onCounter(FAKE_SCALE)]),
      ...(counter ? [onCounter(FAKE_READER)] : []),
    ],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async startScan(deviceId, job) {
      if (deviceId !== FAKE_SCANNER) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      if (run) throw new MailroomError('DEVICE_BUSY', { deviceId });
      const { batchId, firstSheet = 1, attempt = 1 } = job;
      if ([...pages.values()].some(({ page }) => page.batchId === batchId && page.attempt === attempt && page.sheet >= firstSheet))
        throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 409, detail: `attempt ${attempt} was scanned already` });
      const stop = new AbortController();
      // Feeding begins after the order has been answered, as it does across a socket.
      run = { job, stop, done: Promise.resolve().then(() => feed(job, stop.signal)) };
      tellStatus(FAKE_SCANNER);
    },
    async holdScan(deviceId, held) {
      if (deviceId !== FAKE_SCANNER) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      holds.push(held);
    },
    async cancelScan(batchId) {
      if (run?.job.batchId !== batchId) return;
      run.stop.abort();
      await run.done;
    },
    async printLabel(deviceId, job) {
      const { widthDots, heightDots, bits } = job.bitmap;
      if (bits.length !== Math.ceil(widthDots / 8) * heightDots)
        throw new MailroomError('REQUEST_INVALID', { what: `${bits.length} bytes are no label of ${widthDots} by ${heightDots} dots` });
      const before = outcomes.get(job.jobKey);
      if (before === 'printed') return 'printed';
      const unknown = new MailroomError('LABEL_UNKNOWN_OUTCOME', { deviceId, sentBytes: bits.length, totalBytes: bits.length });
      if (before === 'unknown') throw unknown;
      if (deviceId !== FAKE_PRINTER) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      if (widthDots > HEAD_DOTS || heightDots > LABEL_DOTS)
        throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 413, detail: 'the label is too large' });
      if (mediaIsOut) throw new MailroomError('LABEL_NOT_PRINTED', { deviceId, condition: 'media-empty' });
      printed.push(job);
      outcomes.set(job.jobKey, answerIsLost ? 'unknown' : 'printed');
      if (!answerIsLost) return 'printed';
      answerIsLost = false;
      throw unknown;
    },
    async readPage(page) {
      const bytes = pages.get(page.pageId)?.bytes;
      if (!bytes) throw new MailroomError('PAGE_DAMAGED', { deviceId: 'the spool', sheet: page.sheet, what: 'its image is not there' });
      return bytes;
    },
    async acknowledgePage(id) {
      pages.delete(id);
    },
    async acknowledgeBatchEnd(batchId, attempt) {
      ends.delete(`${batchId}.${attempt}`);
    },
    async close() {
      run?.stop.abort();
      await run?.done;
      closed = true;
      listeners.clear();
    },
    load(sheets) {
      feeder.push(...sheets);
      tellStatus(FAKE_SCANNER);
    },
    take() {
      const taken = feeder.splice(0);
      tellStatus(FAKE_SCANNER);
      return taken;
    },
    jamAfter(goodSheets) {
      jamIn = goodSheets;
    },
    doubleFeedAfter(goodSheets) {
      jamIn = goodSheets;
      doubles = true;
    },
    putBack() {
      if (stuck) feeder.unshift(stuck);
      stuck = null;
      tellStatus(FAKE_SCANNER);
    },
    slow(ms) {
      msPerSide = ms;
    },
    mediaOut(out) {
      mediaIsOut = out;
      tellStatus(FAKE_PRINTER);
    },
    loseNextJob() {
      answerIsLost = true;
    },
    damage(id) {
      pages.get(id)!.bytes = null;
    },
    input: (input) => emit({ kind: 'input', deviceId: FAKE_READER, input }),
    plug(deviceId, plugged) {
      if (plugged) unplugged.delete(deviceId);
      else unplugged.add(deviceId);
      emit({ kind: 'status', status: onCounter(deviceId) });
    },
    crashing(report) {
      crash = report;
      tellStatus(FAKE_SCANNER);
    },
    weighs(grams) {
      lies = grams;
    },
    reconnect() {
      emit({ kind: 'disconnected' });
      tellAll();
    },
  };
}
