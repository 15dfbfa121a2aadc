/** The devices, and how far filing and notices are behind. */
import Type, { type Static } from 'typebox';
import { Count, Id, Moment, Name, NumberText, oneOf, orNull, Params, Position, shape, WallMs } from './common.ts';
import { CONDITIONS, DEVICE_KINDS, DEVICE_STATES } from './words.ts';

export const DeviceView = shape({
  deviceId: Id,
  kind: oneOf(DEVICE_KINDS),
  /** Model, as the device says it. */
  name: Name,
  state: oneOf(DEVICE_STATES),
  /** RFC 8011 keywords; translated, never shown. */
  conditions: Type.Array(oneOf(CONDITIONS), { maxItems: 20 }),
  /** What else is known: `crashes`, `driver`, `call`, `page`, `how` of one in quarantine; `labelsLeft`, `sheet`, `sheets`, `lastUsedMs`, `connection`. */
  detail: Params,
});
export type DeviceView = Static<typeof DeviceView>;

/** A device in quarantine is tried again. */
export const ReleaseDevice = shape({ deviceId: Id });
export type ReleaseDevice = Static<typeof ReleaseDevice>;

/** The weight that lies on a scale at this moment: on the one named, else on the only one. */
export const Weigh = shape({ deviceId: Type.Optional(Id) });
export type Weigh = Static<typeof Weigh>;
export const Weight = shape({ deviceId: Id, grams: Type.Number({ minimum: 0, maximum: 1_000_000 }) });
export type Weight = Static<typeof Weight>;

/** One mailbox or the outbox. `waitingSinceMs` null: up to date. */
export const BacklogLine = shape({
  what: oneOf(['filing', 'notice']),
  /** Mailbox or department for filings; empty for notices. */
  name: Name,
  waiting: Count,
  done: Count,
  waitingSinceMs: orNull(WallMs),
  failure: orNull(Type.String({ maxLength: 60 })),
});
export type BacklogLine = Static<typeof BacklogLine>;

/** A job whose outcome nobody knows, or that gave up: a person looks. */
export const StoppedJob = shape({
  jobId: Id,
  what: oneOf(['label', 'filing', 'notice', 'reading']),
  itemId: orNull(Id),
  number: orNull(NumberText),
  failure: shape({ code: Type.String({ maxLength: 60 }), params: Params }),
  position: Position,
});
export type StoppedJob = Static<typeof StoppedJob>;

export const Devices = shape({
  devices: Type.Array(DeviceView, { maxItems: 40 }),
  /** False while the bridge process does not answer; the devices shown are then the last known. */
  bridge: Type.Boolean(),
  backlog: Type.Array(BacklogLine, { maxItems: 200 }),
  stopped: Type.Array(StoppedJob, { maxItems: 50 }),
  box: shape({
    registerVerified: orNull(Moment),
    storage: orNull(shape({ usedBytes: Count, totalBytes: Count })),
    clockConfirmed: Type.Boolean(),
    networkSinceMs: orNull(WallMs),
    network: Type.Boolean(),
  }),
  position: Position,
});
export type Devices = Static<typeof Devices>;
