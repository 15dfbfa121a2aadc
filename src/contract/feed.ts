/**
 * The live feed: server-sent events, one line of JSON each, `id:` = register position, `event:` = kind.
 *
 * `GET /api/feed?after=P` (or `Last-Event-ID: P`) goes on after P. The first event is always `hello`. Where P lies ahead of the register
 * or in another epoch, `hello.resumed` is false and the page reads everything again. A heartbeat comes at least each 10 s;
 * a page that hears nothing for 25 s takes the daemon for away.
 */
import Type, { type Static } from 'typebox';
import { Count, Id, Moment, NumberText, orNull, Position, shape } from './common.ts';
import { LastItem } from './session.ts';

const ids = Type.Array(Id, { maxItems: 200 });
const touched = <K extends string>(kind: K) => shape({ kind: Type.Literal(kind), position: Position, ids });

/** What a page shows when the next word does not come: the hour, and the last number given out. */
const now = { clock: Moment, lastItem: orNull(LastItem) };
export const Hello = shape({ kind: Type.Literal('hello'), position: Position, epoch: Count, resumed: Type.Boolean(), ...now });
export const Heartbeat = shape({ kind: Type.Literal('heartbeat'), position: Position, ...now });
/**
 * What a person did with a reader, told once to whoever is signed in at that moment. A code that is one of our labels comes with its number,
 * and with the item where this register has it. Badges are personal and never come here.
 */
export const Input = shape({
  kind: Type.Literal('input'),
  position: Position,
  deviceId: Id,
  input: Type.Union([
    shape({
      kind: Type.Literal('code'),
      text: Type.String({ minLength: 1, maxLength: 8192 }),
      /** AIM identifier (ISO/IEC 15424), `C0` for Code 128; null where the reader does not say. */
      symbology: orNull(Type.String({ pattern: '^[0-9A-Za-z]{2}$' })),
      number: orNull(NumberText),
      itemId: orNull(Id),
    }),
    shape({ kind: Type.Literal('pedal'), pedal: Type.Integer({ minimum: 1, maximum: 8 }) }),
  ]),
});
export type Input = Static<typeof Input>;

/** What changed, by id; the page reads again what it shows. More than 200 ids arrive as an empty list: read everything again. */
export const FeedEvent = Type.Union([
  Hello,
  Heartbeat,
  touched('item'),
  touched('batch'),
  touched('device'),
  touched('backlog'),
  touched('notice'),
  Input,
]);
export type FeedEvent = Static<typeof FeedEvent>;

export const FeedQuery = shape({ after: Type.Optional(Position), epoch: Type.Optional(Count) });
export type FeedQuery = Static<typeof FeedQuery>;
export const HEARTBEAT_MS = 10_000;
export const SILENCE_MS = 25_000;
