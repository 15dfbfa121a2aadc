/** Who stands at the kiosk, and which box this is. Readable by anybody who reaches the face: it holds no mail. */
import Type, { type Static } from 'typebox';
import { ClassId } from './acts.ts';
import { Count, Moment, Name, NumberText, oneOf, orNull, Position, shape } from './common.ts';
import { ITEM_KINDS, RIGHTS } from './words.ts';

export const Operator = shape({
  operatorId: Type.String({ maxLength: 64 }),
  name: Name,
  rights: Type.Array(oneOf(RIGHTS), { maxItems: RIGHTS.length }),
});
export type Operator = Static<typeof Operator>;

/** The last number given out: what the screen shows while the daemon is away. */
export const LastItem = shape({ number: NumberText, kind: oneOf(ITEM_KINDS), registered: Moment });
export type LastItem = Static<typeof LastItem>;

export const Session = shape({
  operator: orNull(Operator),
  station: shape({
    /** As the postmark shows it: CHARLIEU. */
    place: Name,
    /** As the label shows it: CH. */
    prefix: Type.String({ maxLength: 8 }),
    version: Type.String({ maxLength: 40 }),
    /** Whom to call; null where nothing was configured. */
    support: orNull(Name),
    /** IANA name; hours are drawn in it, wherever the browser is. */
    timeZone: Type.String({ maxLength: 60 }),
    /** The customer's own classes, beside those the kiosk knows by itself. Retired ones are shown and looked for, and not offered. */
    classes: Type.Array(shape({ id: ClassId, fr: Name, en: Name, retired: Type.Boolean() }), { maxItems: 40 }),
  }),
  clock: Moment,
  /** There while nobody is signed in and somebody has just shown a badge: one that opens, or one of nobody's. */
  badge: Type.Optional(oneOf(['known', 'unknown'])),
  register: shape({
    epoch: Count,
    position: Position,
    /** Signed-in operators only. */
    lastItem: orNull(LastItem),
  }),
});
export type Session = Static<typeof Session>;

/** Sign-in. The cookie is HttpOnly, SameSite=Strict; wrong words answer NOT_SIGNED_IN after a constant time. */
export const Words = shape({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  secret: Type.String({ minLength: 1, maxLength: 200 }),
});
export type Words = Static<typeof Words>;
/** By words, or by the badge that was just shown. */
export const SignIn = Type.Union([Words, shape({ badge: Type.Literal(true) })]);
export type SignIn = Static<typeof SignIn>;
