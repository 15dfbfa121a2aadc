import type { FailureWire } from '#base/errors.ts';
import type { BatchId, DeviceId, PageId } from '#base/ids.ts';
import type { Condition, DeviceKind, DeviceState, ScanProfile } from '#base/words.ts';

/** One device as the kiosk draws it. Conditions are data: they come, are shown, and go away by themselves. */
export interface DeviceStatus {
  id: DeviceId;
  kind: DeviceKind;
  name: string;
  state: DeviceState;
  conditions: Condition[];
  detail?: {
    feederLoaded?: boolean;
    batchId?: BatchId;
    widthDots?: number;
    lengthDots?: number;
    resolutionDpi?: number;
    /** Of a device in quarantine: what brought its driver down the last time. */
    crash?: { crashes: number; driver: string; call: string; page: number | null; how: string };
  };
}

/** A side that lies durably in the spool. It is forgotten there only after `acknowledgePage`. */
export interface SpooledPage {
  pageId: PageId;
  batchId: BatchId;
  sheet: number;
  side: 'front' | 'back';
  attempt: number;
  format: 'jpeg' | 'png';
  sizeBytes: number;
  resolutionDpi: number;
  /** What was scanned of a sheet that was drawn together with another: it goes back, and is no sheet of the batch. */
  suspect?: true;
}

/** What a person did with a reader. `symbology` is the AIM identifier (ISO/IEC 15424), `C0` for Code 128, where the reader says. */
export type DeviceInput =
  | { kind: 'code'; text: string; symbology: string | null }
  | { kind: 'badge'; badge: string }
  | { kind: 'pedal'; pedal: number };

/**
 * What the bridge tells. `page` and `batch-end` are told again after every reconnection until acknowledged: the listener
 * ignores what it already knows, and acknowledges it again.
 *
 * Pages come by whole sheets, in order, before the `batch-end` of their run. `batch-end` counts the sheets and sides of that run
 * (`attempt`, from `firstSheet` on); `condition` is what stopped the feeder, null when it ran empty; `atSheet` is the sheet to put back first, null when none is missing.
 * A cancelled batch has no condition and an `atSheet`. `failure` is the sentence for the clerk where there is more to say than the condition.
 *
 * `batch-begun` is a batch that began at the scanner, by paper or a button, with nobody's order; told before its pages, with each connection
 * until the `batch-end` of its run is acknowledged.
 *
 * `input` is told once, to whoever listens at that moment.
 */
export type DeviceEvent =
  | { kind: 'connected' }
  | { kind: 'disconnected' }
  | { kind: 'status'; status: DeviceStatus }
  | ({ kind: 'batch-begun'; deviceId: DeviceId } & Omit<ScanJob, 'firstSheet' | 'attempt' | 'sheets'>)
  | { kind: 'page'; page: SpooledPage }
  | { kind: 'input'; deviceId: DeviceId; input: DeviceInput }
  | {
      kind: 'batch-end';
      batchId: BatchId;
      firstSheet?: number;
      attempt?: number;
      sheets: number;
      sides: number;
      condition: Condition | null;
      atSheet: number | null;
      failure?: FailureWire;
    };

export interface ScanJob {
  batchId: BatchId;
  source: 'adf' | 'adf-duplex' | 'flatbed';
  /** Colour and loss; the untouched file of the device is the master either way. */
  profile: ScanProfile;
  resolutionDpi: number;
  /** First sheet fed counts as this one; default 1. A batch that stopped at sheet n goes on with `firstSheet: n` and `attempt + 1`. */
  firstSheet?: number;
  attempt?: number;
  /** Feeds so many and no more: what has been drawn beyond them comes out and is nobody's. */
  sheets?: number;
}

/** What the paper put into a scanner belongs to: the run that goes on with its batch; `cancelled`: that batch is over, and what it left in the feeder is nobody's. */
export interface HeldScan {
  job: ScanJob;
  cancelled: boolean;
}

/** 1 bit a dot, MSB first, 1 = black, rows padded to whole bytes. */
export interface LabelBitmap {
  widthDots: number;
  heightDots: number;
  bits: Uint8Array;
}

export interface LabelJob {
  /** Names this label for ever: `[0-9A-Za-z._:-]{1,128}`. A key that has printed, or may have, never prints again. */
  jobKey: string;
  bitmap: LabelBitmap;
}

/** Scanners, label printers, readers and scales, wherever they hang. */
export interface Devices {
  /**
   * Begins to hear, for good. To be called once, when everybody listens who must not miss a page: what waits in the spool is told at
   * each connection and at no other time.
   */
  connect(): void;
  /** Last known state of each configured device; all `absent` while the bridge is away. */
  status(): DeviceStatus[];
  listen(listener: (event: DeviceEvent) => void): () => void;

  /**
   * Resolves when the batch has begun; from then on everything, an empty feeder too, is told by `page` and `batch-end` events.
   * @throws DEVICE_UNKNOWN, DEVICE_ABSENT, DEVICE_BUSY, SPOOL_FULL  nothing was fed and no `batch-end` will come.
   * @throws DEVICE_REFUSED  sheets of this attempt, from `firstSheet` on, were fed by an earlier order and wait to be taken: nothing is fed.
   * @throws BRIDGE_AWAY  if the answer was lost the batch may have begun; its events tell.
   */
  startScan(deviceId: DeviceId, job: ScanJob): Promise<void>;

  /** Resolves when feeding has stopped; whole sheets are kept and a `batch-end` comes. No batch of that id: nothing happens. */
  cancelScan(batchId: BatchId): Promise<void>;

  /**
   * Says what the paper of this scanner belongs to, should it or its button begin by itself; null: to nothing that was. To be said before the
   * end of a run is acknowledged, because until then the bridge goes by that end. Resolves also when the bridge is away.
   */
  holdScan(deviceId: DeviceId, held: HeldScan | null): Promise<void>;

  /**
   * Prints one label; never reprints on its own.
   *
   * A repeated `jobKey` answers as the first time where that was `printed` or unknown (also after a restart of the bridge), and tries again
   * where certainly no label came out.
   * @throws LABEL_NOT_PRINTED, DEVICE_ABSENT, DEVICE_BUSY, DEVICE_UNKNOWN  no label came out.
   * @throws LABEL_UNKNOWN_OUTCOME  look into the tray.
   * @throws BRIDGE_AWAY  ask again with the same key.
   */
  printLabel(deviceId: DeviceId, job: LabelJob): Promise<'printed'>;

  /**
   * The weight that lies on a scale, in grams: stable, or none.
   * @throws SCALE_UNSTABLE, DEVICE_ABSENT, DEVICE_BUSY, DEVICE_UNKNOWN, BRIDGE_AWAY
   */
  weigh(deviceId: DeviceId): Promise<number>;

  /** Takes a device out of quarantine: it is opened again. @throws DEVICE_UNKNOWN, BRIDGE_AWAY */
  release(deviceId: DeviceId): Promise<void>;

  /** Bytes as the scanner made them, size checked. @throws PAGE_DAMAGED the spool does not hold these bytes (any more). */
  readPage(page: SpooledPage): Promise<Buffer>;

  /**
   * The spool may forget. Only after the synced commit. Resolves also when the bridge is away: the page is then told again and
   * acknowledged again.
   */
  acknowledgePage(pageId: PageId): Promise<void>;
  /** @param attempt as that end told it: the end of another run stays. */
  acknowledgeBatchEnd(batchId: BatchId, attempt?: number): Promise<void>;
  close(): Promise<void>;
}
