/** Separator sheets that the box prints: the answer is a PDF of one page. */
import Type, { type Static } from 'typebox';
import { Id, oneOf, shape } from './common.ts';
import { SEPARATOR_MODES } from './words.ts';

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
