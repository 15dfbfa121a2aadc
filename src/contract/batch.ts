/** The pile that is being scanned, or the last one. Sheets, sides, items and separators must always add up. */
import Type, { type Static } from 'typebox';
import { Count, Id, Moment, Name, NumberText, oneOf, orNull, PageView, Position, shape } from './common.ts';
import { SeparatorNoteView, SuspicionView } from './separators.ts';
import { CONDITIONS, ITEM_KINDS, SEPARATIONS } from './words.ts';

export const BATCH_STATES = ['feeding', 'stopped', 'reading', 'finished', 'cancelled'] as const;

export const BatchItem = shape({
  itemId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  closed: Type.Boolean(),
  pages: Type.Array(PageView, { maxItems: 500 }),
  /** Empty for closed mail. */
  suspicions: Type.Array(SuspicionView, { maxItems: 40 }),
  position: Position,
});
export type BatchItem = Static<typeof BatchItem>;

/**
 * A side that belongs to no item. `written`: on the other side of a separator. `separator`: it divides; its picture is there only where this box has
 * sealed it, since of others nobody has read whether they may be seen. `blank`: of a sheet with nothing on any side, where those do not divide.
 * `suspect`: of the sheet that stopped the batch because another seemed to be drawn with it: mail where it was one sheet.
 */
export const SetAsideSide = shape({ page: PageView, as: oneOf(['written', 'blank', 'separator', 'suspect']) });
export type SetAsideSide = Static<typeof SetAsideSide>;

export const BatchView = shape({
  batchId: Id,
  deviceId: orNull(Id),
  device: orNull(Name),
  state: oneOf(BATCH_STATES),
  opened: Moment,
  sheets: Count,
  sides: Count,
  /** Counted from 1 to the last sheet: those without an image, or, scanned on both sides, with one side only. Empty while it feeds. */
  missing: Type.Array(Type.Integer({ minimum: 1, maximum: 99_999 }), { maxItems: 20 }),
  blankSides: Count,
  /** In the order of what is most likely to be missed. */
  setAside: Type.Array(SetAsideSide, { maxItems: 200 }),
  separators: Count,
  notes: Type.Array(SeparatorNoteView, { maxItems: 40 }),
  /** How many sides the routing read is through with. */
  sidesRead: Count,
  items: Type.Array(BatchItem, { maxItems: 1000 }),
  /** Set while `state` is `stopped`: what stopped it and which sheets go back into the tray. */
  stop: orNull(
    shape({
      condition: oneOf(CONDITIONS),
      /** Sheet numbers, counted from 1 in this batch. */
      putBack: Type.Array(Type.Integer({ minimum: 1, maximum: 99_999 }), { maxItems: 10 }),
      seen: Type.Array(PageView, { maxItems: 4 }),
    }),
  ),
});
export type BatchView = Static<typeof BatchView>;

export const CurrentBatch = shape({
  batch: orNull(BatchView),
  /** What the house divides its stacks by, as configured: what a clerk begins with. */
  usual: Type.Optional(shape({ separation: oneOf(SEPARATIONS), sheetsPerItem: Type.Integer({ minimum: 1, maximum: 500 }) })),
});
export type CurrentBatch = Static<typeof CurrentBatch>;
