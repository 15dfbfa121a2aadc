import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { FAILURES, type FailureCode, MailroomError } from '../../src/base/errors.ts';
import { CONDITIONS, DEVICE_KINDS, DEVICE_STATES, SCAN_PROFILES } from '../../src/base/words.ts';
import { MAX_CODE_CHARACTERS, MAX_LABEL_DOTS, MAX_PAGE_BYTES } from './limits.ts';

/** Every message of the bridge socket, checked on arrival at both ends. Unknown keys and unknown words are refused. */

const oneOf = <const T extends readonly string[]>(words: T) => Type.Unsafe<T[number]>(Type.Enum([...words]));
const closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T) => Type.Object(properties, { additionalProperties: false });
const whole = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

export const DEVICE_ID = '^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$';
const deviceId = Type.String({ pattern: DEVICE_ID });
const batchId = Type.String({ pattern: '^bt_[0-9a-z]{20}$' });
const pageId = Type.String({ pattern: '^bt_[0-9a-z]{20}\\.[1-9][0-9]{0,4}\\.[fb]\\.[1-9][0-9]{0,2}$' });
const sheet = whole(1, 99_999);
const attempt = whole(1, 999);
const resolutionDpi = whole(50, 2_400);
const condition = oneOf(CONDITIONS);
const failure = closed({
  code: oneOf(Object.keys(FAILURES) as FailureCode[]),
  context: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
});

/** Open for more keys, unlike the rest: a later version may say more in it, and is then refused for its version. */
const Hello = Type.Object({ type: Type.Literal('hello'), protocol: whole(0, 0xffff), program: oneOf(['bridge', 'daemon']) });

export const ScanOrder = closed({
  deviceId,
  batchId,
  source: oneOf(['adf', 'adf-duplex', 'flatbed']),
  /** Says colour and loss (src/base/scan-profile.ts). */
  profile: oneOf(SCAN_PROFILES),
  resolutionDpi,
  firstSheet: sheet,
  attempt,
  /** Feeds so many and no more. */
  sheets: Type.Optional(whole(1, 99_999)),
});
export type ScanOrder = Static<typeof ScanOrder>;

/** What the paper of a scanner belongs to: `order` goes on with its batch; `cancelled`: that is over, and what it left in the feeder is nobody's. */
export const HeldBatch = closed({ order: ScanOrder, cancelled: Type.Boolean() });
export type HeldBatch = Static<typeof HeldBatch>;

const ToBridge = Type.Union([
  Hello,
  closed({ type: Type.Literal('scan.start'), order: ScanOrder }),
  closed({ type: Type.Literal('scan.cancel'), batchId }),
  /** With each connection, when it changes, and before the end of a run is acknowledged. */
  closed({ type: Type.Literal('scan.held'), deviceId, held: Type.Union([HeldBatch, Type.Null()]) }),
  closed({
    type: Type.Literal('label.print'),
    deviceId,
    jobKey: Type.String({ pattern: '^[0-9A-Za-z._:-]{1,128}$' }),
    widthDots: whole(1, MAX_LABEL_DOTS),
    heightDots: whole(1, MAX_LABEL_DOTS),
  }),
  closed({ type: Type.Literal('scale.weigh'), deviceId }),
  closed({ type: Type.Literal('device.release'), deviceId }),
  closed({ type: Type.Literal('page.ack'), pageId }),
  /** Of one run: an end that is told again must not take that of a later run with it. No attempt, where the end told none. */
  closed({ type: Type.Literal('batch.ack'), batchId, attempt: Type.Optional(attempt) }),
]);
export type ToBridge = Static<typeof ToBridge>;

/** What brought a device's driver down the last time: its call into the vendor's code and the page under way. */
export const CrashReport = closed({
  crashes: whole(1, 99_999),
  driver: Type.String({ maxLength: 64 }),
  call: Type.String({ maxLength: 64 }),
  page: Type.Union([whole(1, 999_999), Type.Null()]),
  how: Type.String({ maxLength: 200 }),
});
export type CrashReport = Static<typeof CrashReport>;

export const StatusWire = closed({
  id: deviceId,
  kind: oneOf(DEVICE_KINDS),
  name: Type.String({ maxLength: 200 }),
  state: oneOf(DEVICE_STATES),
  conditions: Type.Array(condition, { maxItems: CONDITIONS.length }),
  detail: Type.Optional(
    closed({
      feederLoaded: Type.Optional(Type.Boolean()),
      /** Of a device in quarantine. */
      crash: Type.Optional(CrashReport),
      batchId: Type.Optional(batchId),
      widthDots: Type.Optional(whole(1, MAX_LABEL_DOTS)),
      lengthDots: Type.Optional(whole(1, MAX_LABEL_DOTS)),
      resolutionDpi: Type.Optional(resolutionDpi),
    }),
  ),
});
export type StatusWire = Static<typeof StatusWire>;

export const PageWire = closed({
  pageId,
  batchId,
  sheet,
  side: oneOf(['front', 'back']),
  attempt,
  format: oneOf(['jpeg', 'png']),
  sizeBytes: whole(1, MAX_PAGE_BYTES),
  resolutionDpi,
  /** Of a sheet that was drawn together with another: kept to be looked at, and counted nowhere. */
  suspect: Type.Optional(Type.Literal(true)),
});
export type PageWire = Static<typeof PageWire>;

export const BatchEndWire = closed({
  batchId,
  /** The run that ended: sheets from `firstSheet` on, under this attempt. Absent where an older bridge had ended it. */
  firstSheet: Type.Optional(sheet),
  attempt: Type.Optional(attempt),
  sheets: whole(0, 99_999),
  sides: whole(0, 199_998),
  condition: Type.Union([condition, Type.Null()]),
  atSheet: Type.Union([sheet, Type.Null()]),
  failure: Type.Optional(failure),
});
export type BatchEndWire = Static<typeof BatchEndWire>;

/** What a person did with a reader. Told once, to whoever listens at that moment: nobody wants yesterday's pedal. */
export const InputWire = Type.Union([
  closed({
    kind: Type.Literal('code'),
    text: Type.String({ minLength: 1, maxLength: MAX_CODE_CHARACTERS }),
    /** AIM symbology identifier (ISO/IEC 15424) without its `]`: `C0`, `d2`, `Q1`; null where the reader does not say. */
    symbology: Type.Union([Type.String({ pattern: '^[0-9A-Za-z]{2}$' }), Type.Null()]),
  }),
  closed({ kind: Type.Literal('badge'), badge: Type.String({ minLength: 1, maxLength: 128 }) }),
  closed({ kind: Type.Literal('pedal'), pedal: whole(1, 8) }),
]);
export type InputWire = Static<typeof InputWire>;

const FromBridge = Type.Union([
  Hello,
  closed({ type: Type.Literal('status'), status: StatusWire }),
  /** A batch the bridge began by itself: told with each connection, before its pages, until the end of its run is acknowledged. */
  closed({ type: Type.Literal('batch-begun'), order: ScanOrder }),
  closed({ type: Type.Literal('page'), page: PageWire }),
  closed({ type: Type.Literal('batch-end'), end: BatchEndWire }),
  closed({ type: Type.Literal('input'), deviceId, input: InputWire }),
  closed({ type: Type.Literal('weighed'), grams: Type.Number({ minimum: 0, maximum: 1_000_000 }) }),
  closed({ type: Type.Literal('done') }),
  closed({ type: Type.Literal('failed'), failure }),
]);
export type FromBridge = Static<typeof FromBridge>;

/** A parser that gives the typed value or says what is wrong with it. */
export function parserOf<T extends TSchema>(schema: T, name: string): (value: unknown) => Static<T> {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value as Static<T>;
    const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type).slice(0, 32) : typeof value;
    throw new MailroomError('FRAME_INVALID', { what: `no ${name}: ${type}` });
  };
}

/** @throws FRAME_INVALID */
export const parseToBridge: (value: unknown) => ToBridge = parserOf(ToBridge, 'message to the bridge');
/** @throws FRAME_INVALID */
export const parseFromBridge: (value: unknown) => FromBridge = parserOf(FromBridge, 'message from the bridge');
export const parsePageWire: (value: unknown) => PageWire = parserOf(PageWire, 'page');
export const parseBatchEndWire: (value: unknown) => BatchEndWire = parserOf(BatchEndWire, 'batch end');

/** Name of a page's image in the spool folder: all that crosses the socket of it. */
export const pageFileName = (page: { pageId: string; format: 'jpeg' | 'png' }): string =>
  `${page.pageId}.${page.format === 'jpeg' ? 'jpg' : 'png'}`;
