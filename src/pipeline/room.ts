import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Language } from '#base/words.ts';
import type { Directory } from '#domain/directory.ts';
import type { OwnClass } from '#domain/own-class.ts';
import type { FilingPolicy } from '#domain/plan-filing.ts';
import type { SeparationRules } from '#domain/separator-page.ts';
import type { Devices } from '#ports/devices.ts';
import type { FilingTarget } from '#ports/filing-target.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { Store } from '#register/store.ts';
import type { ClassModel } from '#understanding/class-model.ts';
import type { Understanding } from '#understanding/evidence.ts';
import type { Sent } from '#understanding/sender-history.ts';
import type { Workshop } from '#workshop/pool.ts';
import type { Intake } from './intake.ts';

/** What the stages work with. */
export interface Room {
  store: Store;
  workshop: Workshop;
  devices: Devices;
  /** Ids of the devices in the configuration, whether they are there or not. */
  configured: ReadonlySet<string>;
  intake: Intake;
  target: FilingTarget;
  /** Null where no submission server is configured: notices are then not planned. */
  notifier: Notifier | null;
  /** Replaced as a whole, and `policy` with it, when it changes where it is kept. */
  directory: Directory;
  /** The customer's own classes of documents. */
  classes: readonly OwnClass[];
  /** Learns while the box runs; replaced as a whole. */
  classModel: { current: ClassModel };
  /** Where senders' mail has gone; see the stage `remember`. */
  senders: Map<string, Sent[]>;
  policy: FilingPolicy;
  /** Which barcodes divide a batch, the key that this box's own separator sheets are sealed with, and whether sheets without a seal count. */
  separators: Pick<SeparationRules, 'key' | 'plain' | 'barcode'>;
  station: { prefix: string; name: string; language: Language };
  /** Pause before a server whose answer was lost is searched again, and before a lost notice is repeated. */
  lostAnswerMs: number;
  clock: Clock;
  log: Log;
}

/** What the routing read or the full read left of a document: an encrypted JSON blob. */
export interface Reading {
  pages: { pageId: string; widthPx: number; heightPx: number; dpi: number; words: ReadingWord[]; text: string }[];
  understanding: Understanding;
}
export interface ReadingWord {
  text: string;
  box: [number, number, number, number];
  confidence: number;
  line: number;
  block: number;
}

/** Priority of the work on urgent mail: before all reading, behind what somebody stands waiting for. */
export const URGENT = 9;

/** Retention class of ordinary mail; the key under it changes each month. */
export const MAIL = { retention: 'mail' } as const;

export { type Pictures, pictureKey } from '#acts/opened-in-error.ts';
