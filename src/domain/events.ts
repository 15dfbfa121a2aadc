import type {
  BatchId,
  BlobKeyId,
  BlobName,
  DepartmentId,
  DeviceId,
  DocumentId,
  FilingId,
  ItemId,
  LinkId,
  NoticeId,
  PageId,
  PersonId,
} from '#base/ids.ts';
import type { Commitment, PersonalText } from '#base/personal-text.ts';
import type {
  Condition,
  Direction,
  ItemKind,
  LinkKind,
  ReviewReason,
  ScanProfile,
  SecrecyKind,
  Separation,
  SeparatorMode,
  SeparatorNote,
  SuspicionKind,
} from '#base/words.ts';
import type { LabelNumber } from './label-number.ts';

/**
 * Everything that can happen, as it is written into the ledger.
 *
 * Past tense with a version. An old version is read for ever and never rewritten: a change of shape is a new version.
 * Bodies hold ids, codes, numbers and salted commitments only, never a name, an address or recognised text (DESIGN.md rule 4);
 * what people may read stands in the personal table and in encrypted blobs, under keys that can be destroyed.
 */
export interface EventBodies {
  /** A register begins, or goes on after a restore or as a clone: order is (epoch, position). */
  'epoch.opened@1': { reason: 'first' | 'restore' | 'clone' };
  'number.voided@1': { from: LabelNumber; to: LabelNumber; reason: 'restore' | 'spoiled' };

  'batch.opened@1': {
    batchId: BatchId;
    scanner: DeviceId | null;
    source: ScanSource;
    /** Absent: routing. */
    profile?: ScanProfile;
    resolutionDpi: number;
    separation: Separation;
    /** Of a batch that is divided by count. */
    sheetsPerItem?: number;
    /** A device: paper or its button began it, with nobody's order. */
    by: Actor | `device:${DeviceId}`;
  };
  /**
   * The run ended. `sheets` and `sides` are those of the whole batch so far, `runs` how often it has ended; `condition` null: the feeder ran
   * empty and all is well.
   */
  'batch.closed@1': {
    batchId: BatchId;
    sheets: number;
    sides: number;
    runs?: number;
    condition: Condition | null;
    atSheet: number | null;
  };
  'page.scanned@1': {
    pageId: PageId;
    batchId: BatchId;
    sheet: number;
    side: 'front' | 'back';
    attempt: number;
    blob: BlobName;
    format: 'jpeg' | 'png';
    sizeBytes: number;
    resolutionDpi: number;
    /** It was drawn together with another, and is no sheet of the batch: both go back. */
    suspect?: true;
  };
  /** `look`: blob with the geometry and codes; `view` and `thumbnail`: derived pictures, made only once the page may be seen. */
  'page.looked@1': {
    pageId: PageId;
    orientation: 0 | 90 | 180 | 270;
    blank: boolean;
    separator: SeparatorMark | null;
    /** Of a separator sheet this box has printed. */
    orders?: SeparatorOrders;
    notes?: SeparatorNote[];
    ownNumber: LabelNumber | null;
    look: BlobName;
    widthPx: number;
    heightPx: number;
  };
  /** The same bytes under another key: closed mail gets one of its own, so that it can be erased alone. */
  'page.rekeyed@1': { pageId: PageId; blob: BlobName };
  'page.unreadable@1': { pageId: PageId; code: string };

  /**
   * Sheets of a batch that stopped leave it, and what was made of them with them; the images stay. `atSheet`: where scanning goes on.
   */
  'sheets.removed@1': { batchId: BatchId; pages: PageId[]; documents: DocumentId[]; atSheet: number | null; by: Actor };
  /** They stand again as they were looked at, `role` null: to be looked at, and are divided anew. */
  'sheets.restored@1': {
    batchId: BatchId;
    pages: { pageId: PageId; role: 'content' | 'blank' | 'separator' | null }[];
    atSheet: number | null;
    by: Actor;
  };

  'item.registered@1': {
    number: LabelNumber;
    direction: Direction;
    kind: ItemKind;
    parentId: ItemId | null;
    departmentId: DepartmentId | null;
    personId: PersonId | null;
    source: 'scan' | 'desk';
    /** Of the thing as it came in, as a scale showed it; absent where nobody weighed it. */
    grams?: number;
    /** As a separator sheet before it said. */
    urgent?: boolean;
    day?: string;
    by: Actor;
  };
  /** Registered by mistake: there is no such thing. Its number is explained by this, and never given out again. */
  'item.voided@1': { number: LabelNumber; by: Actor };
  'label.printed@1': { number: LabelNumber; copy: number; outcome: 'printed' | 'unknown' | 'not-printed'; printer: DeviceId; by: Actor };
  /** After an unknown outcome a person looked: the label was in the tray, or it was not. */
  'label.confirmed@1': { number: LabelNumber; copy: number; found: boolean; by: Actor };
  'item.linked@1': {
    linkId: LinkId;
    kind: LinkKind;
    toItem: ItemId | null;
    fromDocument: DocumentId | null;
    toDocument: DocumentId | null;
  };
  'item.handed-over@1': { departmentId: DepartmentId | null; personId: PersonId | null; shelf: string | null; by: Actor };
  /** It is for another firm, and came here by mistake: the carrier has it back. */
  'item.returned@1': { to: 'carrier'; by: Actor };

  /** A batch was divided: these pages are this document of this item. */
  'document.divided@1': {
    documentId: DocumentId;
    batchId: BatchId /** 1 for the item's first document */;
    seq: number;
    pages: PageId[];
    blankPages: PageId[] /** sheet of its first page */;
    sheet: number;
  };
  /** A clerk's word on which of its sides are written on; it is read again. */
  'document.paged@1': { documentId: DocumentId; pages: PageId[]; blankPages: PageId[]; revision: number; by: Actor };
  /** The routing read is done and the box has decided, or says why it does not. */
  'document.decided@1': Decision & {
    documentId: DocumentId /** routing words, evidence, fields: an encrypted JSON blob; null for closed mail */;
    reading: BlobName | null;
    model: string;
  };
  'document.read@1': { documentId: DocumentId; reading: BlobName; language: string | null; words: number };
  /** It may be two, with the separator between them forgotten: said to a clerk, decided by nobody. `by`: a clerk says that it is not, or was wrong in that. */
  'document.suspected@1': { documentId: DocumentId; suspicions: Suspicion[]; by?: Actor };
  'document.read-failed@1': { documentId: DocumentId; code: string };
  /** A clerk's word, which stands above the box's and teaches it. */
  'document.corrected@1': Decision & {
    documentId: DocumentId;
    revision: number;
    by: Actor /** position of the correction this one takes back */;
    undoOf: number | null;
  };

  'filing.planned@1': {
    filingId: FilingId;
    documentId: DocumentId;
    target: string;
    departmentId: DepartmentId;
    mailbox: string;
    revision: number;
    messageId: string;
    graceMs: number;
  };
  'filing.cancelled@1': { filingId: FilingId; by: Actor };
  'mail.filed@1': { filingId: FilingId; mailbox: string; locator: string; uid: number | null; digest: string; sizeBytes: number };
  'filing.held@1': { filingId: FilingId; code: string };
  /** `gone`: somebody had moved or deleted it before we touched it; `failed`: the server would not say in all our tries. */
  'filing.withdrawn@1': { filingId: FilingId; outcome: 'withdrawn' | 'read' | 'gone' | 'not-permitted' | 'failed' };

  /** `filingId`: the copy it tells of; a notice of closed mail tells of none. */
  'notice.planned@1': {
    noticeId: NoticeId;
    documentId: DocumentId | null;
    filingId?: FilingId;
    personId: PersonId | null;
    departmentId: DepartmentId | null;
    kind: NoticeKind;
    messageId: string;
  };
  /** What it would have told is not so any more. */
  'notice.cancelled@1': { noticeId: NoticeId };
  'notice.sent@1': { noticeId: NoticeId; repeated: boolean };
  'notice.failed@1': { noticeId: NoticeId; code: string };

  /** Images, text and keys are gone; the chain still verifies. */
  'contents.erased@1': {
    documents: DocumentId[];
    pages: PageId[];
    keys: BlobKeyId[];
    reason: 'opened-in-error' | 'misdelivered' | 'retention' | 'closed-mail';
    by: Actor;
  };
}

export type EventType = keyof EventBodies;
/** Who did it: the box itself, or an operator account's id (an id, never a name). */
export type Actor = 'box' | `operator:${string}`;
export type ScanSource = 'adf' | 'adf-duplex' | 'flatbed';
export type { Separation, SeparatorMode, SeparatorNote };
/** What a page says of the division: a sheet between two items, or (`first`) the first page of one, marked by whoever printed it. */
export type SeparatorMark = SeparatorMode | 'first';

/** What a separator sheet says of all that follows, up to the next sheet of ours. */
export interface SeparatorOrders {
  departmentId: DepartmentId | null;
  urgent: boolean;
  registered: boolean;
  /** The day it was printed for, `2026-11-27`, where that is today; null otherwise. */
  day: string | null;
}

/** `page` counts from 1 among the written pages of the document: where the second item would begin; null where no page tells. */
export interface Suspicion {
  kind: SuspicionKind;
  page: number | null;
}

export type NoticeKind = 'filed' | 'closed-mail' | 'withdrawn';

/** One answer to "whose is this?". `rule` names why in a closed vocabulary of understanding/; the words themselves are in the reading blob. */
export interface Candidate {
  departmentId: DepartmentId | null;
  personId: PersonId | null;
  /** 0 to 1. */
  confidence: number;
  rule: string;
}

export interface Decision {
  outcome: 'file' | 'review' | 'close';
  class: string | null;
  /** 0 to 1. */
  classConfidence: number;
  departmentId: DepartmentId | null;
  personId: PersonId | null;
  /** 0 to 1, of the routing as a whole. */
  confidence: number;
  secrecy: SecrecyKind | null;
  registered: boolean;
  reason: ReviewReason | null;
  candidates: Candidate[];
}

/**
 * An event before it has a place in the ledger. `itemId` goes into the header; null for what concerns no item (batches, epochs).
 * `texts` is what people may read that came with it: kept outside the hashed bytes, where `texts` of the stored body commits to it.
 */
export type NewEvent = {
  [T in EventType]: { type: T; itemId: ItemId | null; body: EventBodies[T]; texts?: readonly PersonalText[] };
}[EventType];

/** An event with its place. `wallMs` is what the clock said, worth what `timeQuality` says. */
export type StoredEvent = { [T in EventType]: { type: T; itemId: ItemId | null; body: EventBodies[T] & Committed } }[EventType] & Place;
/** Any body may hold it, whatever its type. Of commitments to one field the newest stands. */
export interface Committed {
  texts?: Commitment[];
}
interface Place {
  epoch: number;
  position: number;
  wallMs: number;
  timeQuality: string;
  bootId: string;
}

/** Types the event for the compiler without a cast at each call. */
export const event = <T extends EventType>(
  type: T,
  itemId: ItemId | null,
  body: EventBodies[T],
  texts: readonly PersonalText[] = [],
): NewEvent => ({ type, itemId, body, ...(texts.length > 0 ? { texts } : {}) }) as NewEvent;
