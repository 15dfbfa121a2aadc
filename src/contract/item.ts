/** One item: its paper, its documents, its filings and its time line. */
import Type, { type Static } from 'typebox';
import {
  Box,
  ConfidenceWord,
  Count,
  Evidence,
  Grams,
  Id,
  MessageRoute,
  Moment,
  Name,
  NumberText,
  oneOf,
  orNull,
  PageView,
  PaperRoute,
  Params,
  Party,
  Position,
  shape,
  WallMs,
} from './common.ts';
import { SuspicionView } from './separators.ts';
import { DIRECTIONS, FIELD_NAMES, ITEM_KINDS, LINK_KINDS, REVIEW_REASONS, SECRECY_KINDS, SOURCES, TIMELINE_CODES } from './words.ts';

export const Field = shape({
  name: oneOf(FIELD_NAMES),
  /** Which of several: `total`, `invoice_number`. An open list: understanding learns kinds. */
  kind: orNull(Type.String({ maxLength: 60 })),
  value: Type.String({ maxLength: 500 }),
  /** As it stands on the page, where that is not what the value says. */
  printed: orNull(Type.String({ maxLength: 500 })),
  /** Understanding's name for how it was found. */
  rule: orNull(Type.String({ maxLength: 60 })),
  confidence: ConfidenceWord,
  page: orNull(Type.Integer({ minimum: 0, maximum: 999 })),
  box: orNull(Box),
});
export type Field = Static<typeof Field>;

export const DOCUMENT_STATES = ['reading', 'decided', 'review', 'closed', 'erased'] as const;

export const DocumentView = shape({
  documentId: Id,
  state: oneOf(DOCUMENT_STATES),
  class: orNull(Type.String({ maxLength: 60 })),
  confidence: ConfidenceWord,
  secrecy: orNull(oneOf(SECRECY_KINDS)),
  reason: orNull(oneOf(REVIEW_REASONS)),
  to: orNull(Party),
  /** Empty for closed mail: nothing of it is shown but its envelope. */
  pages: Type.Array(PageView, { maxItems: 500 }),
  fields: Type.Array(Field, { maxItems: 60 }),
  evidence: Type.Array(Evidence, { maxItems: 26 }),
  suspicions: Type.Array(SuspicionView, { maxItems: 10 }),
});
export type DocumentView = Static<typeof DocumentView>;

export const FILING_STATES = ['planned', 'cancelled', 'filing', 'filed', 'held', 'withdrawn', 'stale'] as const;

export const FilingView = shape({
  filingId: Id,
  documentId: Id,
  state: oneOf(FILING_STATES),
  department: Name,
  mailbox: Name,
  revision: Count,
  /** Until then undo is free; null once it is over. */
  undoUntilMs: orNull(WallMs),
  /** The act that undo takes back; null where the box decided alone and only a correction helps. */
  actId: orNull(Id),
  failure: orNull(Type.String({ maxLength: 60 })),
  filed: orNull(Moment),
});
export type FilingView = Static<typeof FilingView>;

export const TimelineEntry = shape({
  position: Position,
  code: oneOf(TIMELINE_CODES),
  params: Params,
  /** Which of the two lines has a stop here. */
  paper: Type.Boolean(),
  message: Type.Boolean(),
  when: Moment,
});
export type TimelineEntry = Static<typeof TimelineEntry>;

export const LinkView = shape({ kind: oneOf(LINK_KINDS), itemId: orNull(Id), number: orNull(NumberText) });

export const ItemPage = shape({
  itemId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  direction: oneOf(DIRECTIONS),
  source: oneOf(SOURCES),
  position: Position,
  arrived: Moment,
  sender: orNull(Name),
  to: orNull(Party),
  secrecy: orNull(oneOf(SECRECY_KINDS)),
  registered: Type.Boolean(),
  shelf: orNull(Name),
  /** Null: not weighed when it was registered. */
  grams: orNull(Grams),
  parent: orNull(shape({ itemId: Id, number: NumberText })),
  paper: orNull(PaperRoute),
  message: orNull(MessageRoute),
  documents: Type.Array(DocumentView, { maxItems: 100 }),
  filings: Type.Array(FilingView, { maxItems: 200 }),
  timeline: Type.Array(TimelineEntry, { maxItems: 500 }),
  links: Type.Array(LinkView, { maxItems: 100 }),
  /** Labels printed for this item: the highest copy index, and how many may be alive. */
  labels: shape({ copies: Count, lastOutcome: orNull(oneOf(['printed', 'unknown', 'not-printed'])) }),
  /** The last act on this item that can still be taken back. */
  undo: orNull(shape({ actId: Id, untilMs: orNull(WallMs) })),
});
export type ItemPage = Static<typeof ItemPage>;
