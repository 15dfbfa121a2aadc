/**
 * What people do. Each act is sent once with an idempotency key: the same key again answers the same answer and does nothing.
 * `expected` is the position of the item as it was seen; an item that moved on answers ITEM_MOVED_ON.
 */
import Type, { type Static } from 'typebox';
import { Grams, Id, NumberText, oneOf, orNull, PageIdText, Position, shape, WallMs } from './common.ts';
import { DIRECTIONS, ITEM_KINDS, SCAN_PROFILES, SEPARATIONS } from './words.ts';

const once = { idempotencyKey: Type.String({ minLength: 16, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }) };
const touching = { ...once, itemId: Id, expected: Position };

/** A new item gets its number. With `print` its label goes to the printer too. */
export const RegisterItem = shape({
  ...once,
  direction: oneOf(DIRECTIONS),
  kind: oneOf(ITEM_KINDS),
  departmentId: Type.Optional(orNull(Id)),
  personId: Type.Optional(orNull(Id)),
  /** A carrier's number, as read or typed. */
  tracking: Type.Optional(Type.String({ maxLength: 60 })),
  /** As a scale has just shown it (`/api/weigh`). */
  grams: Type.Optional(Grams),
  print: Type.Optional(Type.Boolean()),
});
/** The first label of an item; the next copies are `reprint-label`. */
export const PrintLabel = shape({ ...touching });
export const ReprintLabel = shape({ ...touching });
/** After an unknown outcome: the clerk found the label in the tray, or it is not there and may be printed anew. */
export const ConfirmLabel = shape({ ...touching, found: Type.Boolean() });
export const StartScan = shape({
  ...once,
  deviceId: Type.Optional(Id),
  /** What begins a new item when no separator says so. */
  separation: Type.Optional(oneOf(SEPARATIONS)),
  /** Of a batch that is divided by count. */
  sheetsPerItem: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  duplex: Type.Optional(Type.Boolean()),
  /** `evidence`: colour, without loss, 300 dpi. */
  profile: Type.Optional(oneOf(SCAN_PROFILES)),
  /** Goes on with a batch that stopped. */
  resume: Type.Optional(Id),
});
export const CancelScan = shape({ ...once, batchId: Type.Optional(Id) });

const Sheet = Type.Integer({ minimum: 1, maximum: 99_999 });
/** The sheets from this one on leave a batch that stopped; scanning goes on from there. */
export const TakeBackSheets = shape({ ...once, batchId: Id, from: Sheet });
/** Alone in the tray, the sheet is scanned again in its place. */
export const SheetOfBatch = shape({ ...once, batchId: Id, sheet: Sheet });
/** A sheet that was set aside, as blank or as a separator, is mail after all. `side`: which is written on, where nothing was seen on any. */
export const WrittenSheet = shape({ ...once, batchId: Id, sheet: Sheet, side: oneOf(['front', 'back']) });

/** `none`: none of these; the item stays for a person and leaves the head of the queue. */
export const Choice = Type.Union([
  shape({ kind: Type.Literal('candidate'), departmentId: Id, personId: orNull(Id) }),
  shape({ kind: Type.Literal('person'), personId: Id }),
  shape({ kind: Type.Literal('department'), departmentId: Id }),
  shape({ kind: Type.Literal('none') }),
]);
export type Choice = Static<typeof Choice>;
/** As the register keeps it: an id, never a text somebody typed. */
export const ClassId = Type.String({ maxLength: 60, pattern: '^[a-z][a-z0-9_]*$' });
/** A clerk's word about one document: in review, or as a correction afterwards. `class` corrects that too; null: none of these. */
export const Decide = shape({ ...touching, documentId: Id, choice: Choice, class: Type.Optional(orNull(ClassId)) });
/** A side that was set aside as blank is a page of the document after all. */
export const NotBlank = shape({ ...touching, documentId: Id, pageId: PageIdText });
/** A document that may be two, with the separator between them forgotten, is one. */
export const OneLetter = shape({ ...touching, documentId: Id });
/** "Personal mail": nothing of it is read or shown from here on. */
export const CloseItem = shape({ ...touching });
export const Undo = shape({ ...once, actId: Id });
export const HandOver = shape({
  ...touching,
  personId: Type.Optional(orNull(Id)),
  departmentId: Type.Optional(orNull(Id)),
  shelf: Type.Optional(orNull(Type.String({ maxLength: 40 }))),
});
/** Erases images and text at once. Cannot be undone. */
export const OpenedInError = shape({ ...touching });
/** It is for another firm: the carrier has it back, and images and text are erased at once. Cannot be undone. */
export const ReturnItem = shape({ ...touching });

/** What stopped, as the devices screen lists it, goes on: its reason is cured. All that stopped for the same goes on with it. */
export const TryAgain = shape({ ...once, jobId: Id });

/** Durable on arrival: the register has it. */
export const ActDone = shape({
  actId: Id,
  /** Position of the act's last event. */
  position: Position,
  itemId: orNull(Id),
  number: orNull(NumberText),
  batchId: Type.Optional(Id),
  /** Null where there is nothing to take back; `untilMs` null where undo has no end. */
  undo: orNull(shape({ actId: Id, untilMs: orNull(WallMs) })),
  /** Where it was filed, for the undo bar's sentence. */
  department: Type.Optional(Type.String({ maxLength: 300 })),
});
export type ActDone = Static<typeof ActDone>;

export const ACTS = {
  'register-item': RegisterItem,
  'print-label': PrintLabel,
  'reprint-label': ReprintLabel,
  'confirm-label': ConfirmLabel,
  'start-scan': StartScan,
  'cancel-scan': CancelScan,
  'take-back-sheets': TakeBackSheets,
  'rescan-sheet': SheetOfBatch,
  'written-sheet': WrittenSheet,
  decide: Decide,
  'not-blank': NotBlank,
  'one-letter': OneLetter,
  'close-item': CloseItem,
  undo: Undo,
  'hand-over': HandOver,
  'opened-in-error': OpenedInError,
  'return-item': ReturnItem,
  'try-again': TryAgain,
} as const;
export type ActName = keyof typeof ACTS;
export type ActBody<N extends ActName> = Static<(typeof ACTS)[N]>;
