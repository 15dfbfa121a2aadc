/** Shapes that several resources share. Sentences never travel: a code and its parameters do, and the kiosk's catalogue speaks. */
import Type, { type Static, type TSchema } from 'typebox';
import { CONFIDENCES, MESSAGE_PLACES, PAPER_PLACES } from './words.ts';

const closed = { additionalProperties: false };

/** A closed object: unknown keys are refused at the edge. */
export const shape = <P extends Record<string, TSchema>>(properties: P, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { ...closed, ...options });

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One word of a closed list. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...words] });

export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_.:-]+$' });
export const PageIdText = Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9_.-]+$' });
export const Name = Type.String({ maxLength: 300 });
/** `VM-2026-000123-M`, with its check character. */
export const NumberText = Type.String({ maxLength: 24, pattern: '^[A-Z][A-Z0-9]{1,3}-[0-9]{4}-[0-9]{6}-[0-9A-Z]$' });
/** A position in the register; 0 before the first event. Order is position, not time. */
export const Position = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** The weight of a thing; nothing weighs nothing. */
export const Grams = Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 });
/** Milliseconds since 1970, as the box's clock had it. */
export const WallMs = Type.Integer({ minimum: 0, maximum: 8.64e15 });

/** An hour and what it is worth: `confirmed` false draws the postmark's ring broken. */
export const Moment = shape({ atMs: WallMs, confirmed: Type.Boolean() });
export type Moment = Static<typeof Moment>;

/** What the kiosk needs to say a sentence: names, numbers and codes, all short. */
export const Params = Type.Record(
  Type.String({ maxLength: 40 }),
  Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
);
export type Params = Static<typeof Params>;

export const Party = shape({
  departmentId: orNull(Id),
  department: orNull(Name),
  personId: orNull(Id),
  person: orNull(Name),
});
export type Party = Static<typeof Party>;

/** A picture with its size in pixels, so that nothing jumps while it loads. */
export const Picture = shape({
  url: Type.String({ maxLength: 200, pattern: '^/api/' }),
  widthPx: Type.Integer({ minimum: 1, maximum: 20_000 }),
  heightPx: Type.Integer({ minimum: 1, maximum: 20_000 }),
});
export type Picture = Static<typeof Picture>;

const route = <P extends readonly [string, ...string[]]>(places: P) =>
  shape({
    /** How many stops the line is drawn with, 2 to 5. */
    stops: Type.Integer({ minimum: 2, maximum: 5 }),
    /** Index of the present stop, 0 first. */
    at: Type.Integer({ minimum: 0, maximum: 4 }),
    /** All stops filled. */
    done: Type.Boolean(),
    /** The present stop is drawn red: a person must act before it goes on. */
    stopped: Type.Boolean(),
    place: shape({ code: oneOf(places), params: Params }),
  });
export const PaperRoute = route(PAPER_PLACES);
export type PaperRoute = Static<typeof PaperRoute>;
export const MessageRoute = route(MESSAGE_PLACES);
export type MessageRoute = Static<typeof MessageRoute>;

export const ConfidenceWord = oneOf(CONFIDENCES);

/** A place on a page in thousandths of its width and height: x0, y0, x1, y1. */
export const Box = Type.Tuple([
  Type.Number({ minimum: 0, maximum: 1000 }),
  Type.Number({ minimum: 0, maximum: 1000 }),
  Type.Number({ minimum: 0, maximum: 1000 }),
  Type.Number({ minimum: 0, maximum: 1000 }),
]);
export type Box = Static<typeof Box>;

/** One clue. `letter` is drawn on the page and before the reason; null for a clue that is not on the paper (history, a rule). */
export const Evidence = shape({
  letter: orNull(Type.String({ pattern: '^[A-Z]$' })),
  why: shape({ code: Type.String({ maxLength: 60 }), params: Params }),
  /** Index into the pages beside it; null where there is no place to point at. */
  page: orNull(Type.Integer({ minimum: 0, maximum: 999 })),
  box: orNull(Box),
});
export type Evidence = Static<typeof Evidence>;

/** One page as it may be shown. `full` is the original at full resolution, fetched on zoom only. */
export const PageView = shape({
  pageId: PageIdText,
  sheet: Type.Integer({ minimum: 0, maximum: 99_999 }),
  side: oneOf(['front', 'back']),
  blank: Type.Boolean(),
  thumbnail: orNull(Picture),
  view: orNull(Picture),
  full: orNull(Picture),
});
export type PageView = Static<typeof PageView>;
