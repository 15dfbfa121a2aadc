/** What waits for a person: the queue, and one document of it with its three candidates. */
import Type, { type Static } from 'typebox';
import {
  Box,
  ConfidenceWord,
  Count,
  Evidence,
  Id,
  Moment,
  Name,
  NumberText,
  oneOf,
  orNull,
  PageView,
  Params,
  Position,
  shape,
} from './common.ts';
import { ITEM_KINDS, REVIEW_REASONS } from './words.ts';

export const ReviewEntry = shape({
  itemId: Id,
  documentId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  reason: oneOf(REVIEW_REASONS),
  class: orNull(Type.String({ maxLength: 60 })),
  since: Moment,
  position: Position,
});
export type ReviewEntry = Static<typeof ReviewEntry>;

/** Oldest first: the order the screen walks. */
export const ReviewQueue = shape({ entries: Type.Array(ReviewEntry, { maxItems: 500 }), count: Count, position: Position });
export type ReviewQueue = Static<typeof ReviewQueue>;

export const CandidateView = shape({
  departmentId: Id,
  department: Name,
  personId: orNull(Id),
  person: orNull(Name),
  confidence: ConfidenceWord,
  /** The strongest clue first; at most two are drawn. */
  evidence: Type.Array(Evidence, { maxItems: 5 }),
});
export type CandidateView = Static<typeof CandidateView>;

export const ReviewItem = shape({
  itemId: Id,
  documentId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  position: Position,
  /** With the place on the page that raises the question, where one does. */
  reason: shape({
    code: oneOf(REVIEW_REASONS),
    params: Params,
    page: orNull(Type.Integer({ minimum: 0, maximum: 999 })),
    box: orNull(Box),
  }),
  class: orNull(Type.String({ maxLength: 60 })),
  classConfidence: ConfidenceWord,
  sender: orNull(Name),
  candidates: Type.Array(CandidateView, { maxItems: 3 }),
  pages: Type.Array(PageView, { maxItems: 500 }),
  /** "3 of 7"; `next` is read ahead. */
  place: shape({ index: Count, count: Count, next: orNull(Id) }),
});
export type ReviewItem = Static<typeof ReviewItem>;

export const ReviewItemQuery = shape({ documentId: Type.Optional(Id) });
