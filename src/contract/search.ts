/** Search: newest first, matches marked, with the time it took. */
import Type, { type Static } from 'typebox';
import { Count, Id, MessageRoute, Moment, NumberText, oneOf, orNull, PaperRoute, Party, Picture, Position, shape } from './common.ts';
import { ITEM_KINDS, SECRECY_KINDS } from './words.ts';

export const SearchQuery = shape({
  /** May be empty where a department or a class is named: all of it, newest first. */
  q: Type.String({ maxLength: 200 }),
  departmentId: Type.Optional(Id),
  /** An id, or `NO_CLASS` for what is none of the classes. */
  class: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  kind: Type.Optional(oneOf(ITEM_KINDS)),
  /** Items registered at or after this. */
  sinceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  before: Type.Optional(Position),
});
export type SearchQuery = Static<typeof SearchQuery>;

/** A text cut where it matches; `mark` true is drawn with the highlighter. No HTML travels. */
export const Marked = Type.Array(shape({ text: Type.String({ maxLength: 500 }), mark: Type.Boolean() }), { maxItems: 60 });
export type Marked = Static<typeof Marked>;

export const SearchHit = shape({
  itemId: Id,
  number: NumberText,
  kind: oneOf(ITEM_KINDS),
  sender: Marked,
  /** Empty for closed mail: only its envelope is known. */
  snippet: Marked,
  to: orNull(Party),
  class: orNull(Type.String({ maxLength: 60 })),
  secrecy: orNull(oneOf(SECRECY_KINDS)),
  paper: orNull(PaperRoute),
  message: orNull(MessageRoute),
  arrived: Moment,
  thumbnail: orNull(Picture),
  position: Position,
});
export type SearchHit = Static<typeof SearchHit>;

export const SearchResults = shape({
  hits: Type.Array(SearchHit, { maxItems: 100 }),
  /** Exact up to 5,000; `more` says that there are others. */
  count: Count,
  more: Type.Boolean(),
  /** Items in the whole register. */
  total: Count,
  tookMs: Type.Number({ minimum: 0 }),
  next: orNull(Position),
});
export type SearchResults = Static<typeof SearchResults>;
