import Type, { type TSchema } from 'typebox';

/**
 * What `vaguemestre read` prints per file, field by field (DESIGN.md, Command line). Other programs rely on it: this is written down a
 * second time on purpose, and not made from the code.
 */
const shape = (fields: Record<string, TSchema>) => Type.Object(fields, { additionalProperties: false });
const orNull = (of: TSchema) => Type.Union([of, Type.Null()]);
const text = Type.String();
const share = Type.Number({ minimum: 0, maximum: 1 });
const box = Type.Array(Type.Number(), { minItems: 4, maxItems: 4 });
const isoDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const oneOf = (...words: string[]) => Type.Enum(words);

const page = shape({
  text,
  widthPx: Type.Integer({ minimum: 1 }),
  heightPx: Type.Integer({ minimum: 1 }),
  dpi: Type.Number({ minimum: 1 }),
  orientation: Type.Enum([0, 90, 180, 270] as never),
  skewDeg: Type.Number(),
  blank: Type.Boolean(),
  language: orNull(text),
  words: Type.Array(shape({ text: Type.String({ minLength: 1 }), box, confidence: share })),
  codes: Type.Array(shape({ format: text, text, box })),
});

export const READ_SHAPE = shape({
  file: text,
  pages: Type.Array(page, { minItems: 1 }),
  class: shape({ id: orNull(text), confidence: share, why: text }),
  recipient: orNull(shape({ name: text, personId: text, department: text, confidence: share })),
  department: orNull(shape({ id: text, name: text, confidence: share })),
  organisation: orNull(text),
  sender: shape({
    name: orNull(text),
    ids: Type.Partial(shape({ siret: text, siren: text, vat: text, iban: text, email: text, phone: text })),
  }),
  date: orNull(isoDate),
  dueDate: orNull(isoDate),
  subject: orNull(text),
  references: Type.Array(shape({ kind: text, value: text })),
  amounts: Type.Array(
    shape({ value: Type.Number(), currency: Type.String({ pattern: '^[A-Z]{3}$' }), kind: oneOf('net', 'vat', 'total', 'due', 'other') }),
  ),
  tracking: Type.Array(shape({ number: text, carrier: text, valid: orNull(Type.Boolean()) })),
  ownNumber: orNull(Type.String({ pattern: '^[A-Z][A-Z0-9]{1,3}-\\d{4}-\\d{6}-[0-9A-Z]$' })),
  registered: Type.Boolean(),
  secrecy: orNull(oneOf('personal', 'confidential', 'medical', 'union', 'ballot', 'tender', 'lawyer', 'bailiff')),
  routed: Type.Boolean(),
  candidates: Type.Array(shape({ departmentId: text, personId: orNull(text), confidence: share, why: text }), { maxItems: 3 }),
  reason: orNull(text),
  timings: shape({ routeMs: Type.Integer({ minimum: 0 }), totalMs: Type.Integer({ minimum: 0 }) }),
});
