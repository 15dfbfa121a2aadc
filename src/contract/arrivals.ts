/** What is arriving: counters, then rows, newest first. */
import Type, { type Static } from 'typebox';
import {
  ConfidenceWord,
  Count,
  Id,
  MessageRoute,
  Moment,
  Name,
  NumberText,
  oneOf,
  orNull,
  PaperRoute,
  Party,
  Picture,
  Position,
  shape,
} from './common.ts';
import { ARRIVAL_LISTS, DIRECTIONS, ITEM_KINDS, REVIEW_REASONS, SECRECY_KINDS, SOURCES } from './words.ts';

export const ArrivalRow = shape({
  itemId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  direction: oneOf(DIRECTIONS),
  source: oneOf(SOURCES),
  /** The sender as read; null where nothing was read or the mail stays closed. */
  sender: orNull(Name),
  /** Where it goes; null while nobody knows. */
  to: orNull(Party),
  /** For what waits: the departments to choose between, at most three. */
  between: Type.Array(Name, { maxItems: 3 }),
  class: orNull(Type.String({ maxLength: 60 })),
  confidence: ConfidenceWord,
  secrecy: orNull(oneOf(SECRECY_KINDS)),
  reason: orNull(oneOf(REVIEW_REASONS)),
  /** E-mail has no paper. */
  paper: orNull(PaperRoute),
  /** A parcel may have no message. */
  message: orNull(MessageRoute),
  arrived: Moment,
  /** Position of its registration: the order of the list, and what `before` counts in. */
  registered: Position,
  documents: Count,
  /** Null for closed mail (drawn hatched), for e-mail and for what has no page. */
  thumbnail: orNull(Picture),
  /** Position of the newest event about this item: what an act must send as `expected`. */
  position: Position,
});
export type ArrivalRow = Static<typeof ArrivalRow>;

export const ArrivalCounters = shape({
  receivedToday: Count,
  filedAlone: Count,
  toReview: Count,
  /** When the oldest waiting item began to wait; null when none waits. */
  oldestReviewMs: orNull(Count),
  toHandOver: Count,
  /** Registered, with nothing scanned onto it and nobody named yet. */
  incomplete: Count,
  closed: Count,
  held: Count,
});
export type ArrivalCounters = Static<typeof ArrivalCounters>;

export const ArrivalsQuery = shape({
  list: Type.Optional(oneOf(ARRIVAL_LISTS)),
  /** Rows older than this register position of their registration. */
  before: Type.Optional(Position),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ArrivalsQuery = Static<typeof ArrivalsQuery>;

export const Arrivals = shape({
  counters: ArrivalCounters,
  rows: Type.Array(ArrivalRow, { maxItems: 200 }),
  /** Give back as `before` to read on; null at the end. */
  next: orNull(Position),
  /** The register position this view shows: where the feed goes on from. */
  position: Position,
});
export type Arrivals = Static<typeof Arrivals>;
