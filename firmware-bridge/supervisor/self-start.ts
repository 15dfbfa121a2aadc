import { Type } from 'typebox';
import { type BatchId, type DeviceId, mintId } from '../../src/base/ids.ts';
import { qualityOf } from '../../src/base/scan-profile.ts';
import { SCAN_PROFILES } from '../../src/base/words.ts';
import type { DeviceConfig } from '../config.ts';
import type { ScanOrder } from '../protocol/messages.ts';
import type { HeldBatches } from '../spool/held-batches.ts';
import { inTheWay, type Known } from './device-state.ts';

/** By what a scanner may begin a batch with nobody at the kiosk, where its driver can tell. */
export const STARTERS = ['paper', 'button'] as const;
export type Starter = (typeof STARTERS)[number];

/** What any scanner can be told beside its driver's own options. */
export const SELF_START = {
  start: Type.Optional(Type.Enum([...STARTERS])),
  /** What such a batch is scanned with: default both sides, for routing, 200 dpi. */
  startSource: Type.Optional(Type.Enum(['adf', 'adf-duplex'])),
  startProfile: Type.Optional(Type.Enum([...SCAN_PROFILES])),
  startDpi: Type.Optional(Type.Integer({ minimum: 50, maximum: 2_400 })),
};

/** Decides when a scanner begins by itself. */
export interface SelfStart {
  /** The run that what the idle scanner says of itself begins, if any. */
  seen(known: Known): ScanOrder | null;
}

/**
 * `paper`: paper in an idle feeder begins a batch, but not while one waits to be continued, nor what a cancelled one has left in the
 * feeder. `button`: each press begins a batch, or goes on with the one that stopped, from the sheet that is to be put back first.
 */
export function openSelfStart(
  { id, options }: Pick<DeviceConfig, 'id' | 'options'>,
  batches: Pick<HeldBatches, 'of' | 'emptied'>,
): SelfStart | null {
  const { start } = options;
  if (start === undefined) return null;

  const profile = (options.startProfile as ScanOrder['profile'] | undefined) ?? 'routing';
  const fresh = (): ScanOrder => ({
    deviceId: id as DeviceId,
    batchId: mintId('batch') as BatchId,
    source: (options.startSource as ScanOrder['source'] | undefined) ?? 'adf-duplex',
    profile,
    resolutionDpi: qualityOf(profile, (options.startDpi as number | undefined) ?? 200).resolutionDpi,
    firstSheet: 1,
    attempt: 1,
  });

  return {
    seen({ state, conditions, feederLoaded, button }) {
      if (feederLoaded === false) void batches.emptied(id);
      const held = batches.of(id);
      if (state !== 'ready' || inTheWay(conditions) !== null) return null;
      if (start === 'paper') return feederLoaded === true && held === null ? fresh() : null;
      if (button === undefined || feederLoaded === false) return null;
      return held === null || held.cancelled ? fresh() : held.order;
    },
  };
}
