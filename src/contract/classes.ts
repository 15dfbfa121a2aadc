/** How right the box is, class by class, and from where on it files by the class alone. */
import Type, { type Static } from 'typebox';
import { Count, shape } from './common.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });

export const ClassCurve = shape({
  classId: Type.String({ maxLength: 60 }),
  /** Its newest documents that are filed, up to 500. */
  letters: Count,
  /** Those whose class nobody has corrected. */
  right: Count,
  /** Null: it files nothing by the class alone. */
  bar: Type.Union([Share, Type.Null()]),
  /** By the confidence the box had, from the least sure to the surest; each ends where the next begins. */
  bins: Type.Array(shape({ from: Share, letters: Count, right: Count }), { maxItems: 12 }),
});
export type ClassCurve = Static<typeof ClassCurve>;

/** Those of which most was filed first. */
export const ClassCurves = shape({ classes: Type.Array(ClassCurve, { maxItems: 200 }) });
export type ClassCurves = Static<typeof ClassCurves>;
