import { type Static, Type } from 'typebox';
import { FAILURES, type FailureCode } from '../../src/base/errors.ts';
import { CONDITIONS } from '../../src/base/words.ts';
import { parserOf, type ScanOrder } from '../protocol/messages.ts';
import type { DeviceOptions } from './driver.ts';

/** What the bridge says to the process that holds one device. Questions bear a number; the answer bears the same. */
export type ToChild =
  | { type: 'open'; id: number; file: string; deviceId: string; address: string; options: DeviceOptions; folder: string }
  | { type: 'status'; id: number }
  | { type: 'scan'; id: number; order: ScanOrder }
  | { type: 'next'; id: number }
  /** Ends the generator, whether it has ended or not. */
  | { type: 'end'; id: number }
  | { type: 'abandon'; id: number; handle: string }
  | { type: 'close'; id: number }
  /** The signal of the running scan. */
  | { type: 'abort' }
  /** The handle that was left is durable. */
  | { type: 'kept' };

const closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T) => Type.Object(properties, { additionalProperties: false });
const oneOf = <const T extends readonly string[]>(words: T) => Type.Unsafe<T[number]>(Type.Enum([...words]));
const id = Type.Integer({ minimum: 1 });
const text = (maxLength: number) => Type.String({ maxLength });

const Report = closed({
  conditions: Type.Array(oneOf(CONDITIONS), { maxItems: CONDITIONS.length }),
  feederLoaded: Type.Optional(Type.Boolean()),
  button: Type.Optional(text(64)),
});
/** A page lies in the folder the child was given, under a name of digits, until the bridge has taken it. */
const Side = closed({
  file: Type.String({ pattern: '^[0-9]{1,9}$' }),
  format: oneOf(['jpeg', 'png']),
  sizeBytes: Type.Integer({ minimum: 1 }),
  resolutionDpi: Type.Integer({ minimum: 1 }),
});

/** Vendor code has run in the child: what comes from it is checked like what comes from a device. */
const FromChild = Type.Union([
  closed({ type: Type.Literal('done'), id }),
  closed({ type: Type.Literal('report'), id, report: Report }),
  closed({ type: Type.Literal('side'), id, side: Side }),
  closed({ type: Type.Literal('ended'), id, condition: Type.Union([oneOf(CONDITIONS), Type.Null()]) }),
  closed({
    type: Type.Literal('failed'),
    id,
    failure: closed({ code: oneOf(Object.keys(FAILURES) as FailureCode[]), context: Type.Record(text(64), Type.Unknown()) }),
  }),
  closed({ type: Type.Literal('leave'), handle: text(1_000) }),
  closed({ type: Type.Literal('doing'), call: text(64), page: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) }),
  closed({ type: Type.Literal('progressed') }),
]);
export type FromChild = Static<typeof FromChild>;
/** @throws FRAME_INVALID */
export const parseFromChild: (value: unknown) => FromChild = parserOf(FromChild, 'message from a driver process');
