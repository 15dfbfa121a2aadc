/** Separator sheets that the box prints: the answer is a PDF of one page. */
import Type, { type Static } from 'typebox';
import { Id, oneOf, orNull, shape } from './common.ts';
import { SEPARATOR_MODES, SEPARATOR_NOTES, SUSPICIONS } from './words.ts';

export const SeparatorQuery = shape({
  /** What the sheet makes of what follows; `next`: what the batch does. */
  mode: oneOf(SEPARATOR_MODES),
  /** Where all that follows goes, unless a person says otherwise. */
  departmentId: Type.Optional(Id),
  urgent: Type.Optional(Type.Boolean()),
  registered: Type.Optional(Type.Boolean()),
  /** For today only. */
  today: Type.Optional(Type.Boolean()),
});
export type SeparatorQuery = Static<typeof SeparatorQuery>;

const Sheet = Type.Integer({ minimum: 1, maximum: 99_999 });

/** Two letters in one item? `page` counts from 1 in its document, `sheet` in its batch; null where no page tells. */
export const SuspicionView = shape({
  kind: oneOf(SUSPICIONS),
  page: orNull(Type.Integer({ minimum: 1, maximum: 500 })),
  sheet: orNull(Sheet),
});
export type SuspicionView = Static<typeof SuspicionView>;

/** What is told of a sheet with a separator on it. */
export const SeparatorNoteView = shape({ sheet: Sheet, note: oneOf(SEPARATOR_NOTES) });
export type SeparatorNoteView = Static<typeof SeparatorNoteView>;
