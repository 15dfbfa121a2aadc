import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { BatchId, DepartmentId, DeviceId, DocumentId, ItemId, PageId, PersonId } from '#base/ids.ts';
import type { ScanProfile } from '#base/words.ts';
import type { Directory } from '#domain/directory.ts';
import type { Actor, EventBodies, NewEvent, Separation, StoredEvent, Suspicion } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { OwnClass } from '#domain/own-class.ts';
import type { FilingPolicy } from '#domain/plan-filing.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/store.ts';
import type { NewJob } from '#store/jobs.ts';

/** What an act may look at and lean on. Reading sees the state inside the very transaction that will write. */
export interface Desk {
  state: Reader;
  actor: Actor;
  directory: Directory;
  classes: readonly OwnClass[];
  policy: FilingPolicy;
  clock: Clock;
  scan: { separation: Separation; sheetsPerItem: number; duplex: boolean; profile: ScanProfile; resolutionDpi: number };
  /** Devices by kind, as configured; the first of a kind is the one used when the clerk names none. */
  scanners: readonly DeviceId[];
  printers: readonly DeviceId[];
  /** Whether a scanner says that it feeds this batch at the moment; its state in the register is that of its last run. */
  feeding(batchId: BatchId): boolean;
  allotNumber(): LabelNumber;
  /** Jobs that wait for a person, with the reason. */
  stopped(): { id: string; name: string; reason: string }[];
}

/** What an act decided: what happened, what must be done about it, and what the clerk is told. */
export interface ActOutcome {
  events: NewEvent[];
  jobs?: NewJob[];
  /** Waiting jobs that are not wanted any more, by name and subject. */
  cancelled?: { name: string; subject: string }[];
  /** Stopped jobs of this name and reason go on. */
  goesOn?: { name: string; reason: string };
  /** Subjects whose texts are deleted, and keys whose memory is, in the same transaction. */
  forgotten?: { subjects: string[]; keys: string[] };
  answer?: Pick<Partial<ActAnswer>, 'itemId' | 'number' | 'batchId' | 'department'>;
  /** How to take it back; absent where it cannot be. */
  undo?: UndoPlan;
}

/** Enough to take an act back; kept with it, not in the ledger. */
export type UndoPlan = UndoDecision | UndoRegistration | UndoMending | UndoWriting | UndoSuspect | UndoPaging | UndoSuspicion;

/** The item is voided: what was registered by mistake is not there. */
export interface UndoRegistration {
  itemId: ItemId;
  untilMs: null;
}

/** Which sides of a document are written on. */
export interface UndoPaging {
  itemId: ItemId;
  documentId: DocumentId;
  pages: PageId[];
  blankPages: PageId[];
  untilMs: null;
}

/** A document that may be two was said to be one. */
export interface UndoSuspicion {
  itemId: ItemId;
  documentId: DocumentId;
  suspicions: Suspicion[];
  untilMs: null;
}

/** Sheets of a batch that stopped were taken back: they stand again. */
export interface UndoMending {
  batchId: BatchId;
  pages: EventBodies['sheets.restored@1']['pages'];
  atSheet: number | null;
  newestAttempt: number;
  untilMs: null;
}

/** A sheet that was set aside became mail: its sides are again what they were. */
export interface UndoWriting {
  batchId: BatchId;
  sheet: number;
  before: EventBodies['sheets.restored@1']['pages'];
  untilMs: null;
}

/** Of two sheets drawn at once a clerk said that they were one: they are to be scanned again. */
export interface UndoSuspect {
  batchId: BatchId;
  sheet: number;
  suspects: PageId[];
  untilMs: null;
}

/** The document stands as it stood before a clerk decided about it. */
export interface UndoDecision {
  itemId: ItemId;
  documentId: DocumentId;
  /** Undo is free until then; null: at any time. */
  untilMs: number | null;
  previous: Pick<
    ProjectionRows['document'],
    | 'state'
    | 'class'
    | 'class_confidence'
    | 'department_id'
    | 'person_id'
    | 'confidence'
    | 'secrecy'
    | 'registered_mail'
    | 'reason'
    | 'candidates'
  >;
}

export interface ActAnswer {
  actId: string;
  position: number;
  itemId: ItemId | null;
  number: LabelNumber | null;
  batchId?: BatchId;
  department?: string;
  undo: { actId: string; untilMs: number | null } | null;
}

/** A thing people do: `(command, state) → events + jobs`. Pure but for the state it reads; one file each. */
export interface Act<Command> {
  readonly name: string;
  decide(command: Command, desk: Desk): ActOutcome;
}

/** Items a command touches, with the position at which the clerk saw each. */
export interface Touching {
  itemId?: ItemId | undefined;
  expected?: number | undefined;
}

export type { BatchId, DepartmentId, DeviceId, DocumentId, ItemId, LabelNumber, PersonId, StoredEvent };

export const refuse = (act: string, why: string): MailroomError => new MailroomError('ACT_REFUSED', { act, why });

export function itemOf(state: Reader, id: ItemId): ProjectionRows['item'] {
  const item = state.get('item', { id });
  if (!item) throw new MailroomError('ITEM_UNKNOWN', { item: id });
  if (item.voided_position !== null) throw refuse('change this item', 'its registration was taken back');
  return item;
}

export function documentOf(state: Reader, itemId: ItemId, id: DocumentId): ProjectionRows['document'] {
  const document = state.get('document', { id });
  if (!document || document.item_id !== itemId) throw new MailroomError('DOCUMENT_UNKNOWN', { documentId: id });
  return document;
}
