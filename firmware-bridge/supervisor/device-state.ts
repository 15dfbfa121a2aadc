import type { Condition, DeviceState } from '../../src/base/words.ts';
import type { Report } from './driver.ts';

/** What is known of one device at this moment. */
export interface Known {
  state: DeviceState;
  conditions: Condition[];
  feederLoaded?: boolean;
  button?: string;
}

export type Happening =
  | { kind: 'opening' }
  | { kind: 'gone'; condition: Condition }
  | { kind: 'quarantined' }
  | { kind: 'reported'; report: Report }
  | { kind: 'job-begun' }
  | { kind: 'job-ended' };

/** Conditions a device works on with. Everything else waits for a person. */
const HARMLESS: ReadonlySet<Condition> = new Set(['feeder-empty', 'media-low', 'busy', 'spool-full']);
export const inTheWay = (conditions: readonly Condition[]): Condition | null => conditions.find((c) => !HARMLESS.has(c)) ?? null;

const idle = (conditions: readonly Condition[]): DeviceState => (inTheWay(conditions) ? 'faulted' : 'ready');

export const UNKNOWN_DEVICE: Known = { state: 'absent', conditions: [] };

/**
 * absent → opening → ready ⇄ busy, ready ⇄ faulted, and back to absent from anywhere when the device is gone.
 * Quarantined after crash upon crash, until it is released. While opening fails again and again the last condition stays on show.
 */
export function step(known: Known, happening: Happening): Known {
  switch (happening.kind) {
    case 'opening':
      return { state: 'opening', conditions: known.conditions };
    case 'gone':
      return { state: 'absent', conditions: [happening.condition] };
    case 'quarantined':
      return { state: 'quarantined', conditions: [] };
    case 'reported':
      return { ...happening.report, state: idle(happening.report.conditions) };
    case 'job-begun':
      return { ...known, state: 'busy' };
    case 'job-ended': {
      // Whether paper is left is not known before the next look: what was seen before the job would start another batch for nothing.
      const { feederLoaded: _, button: __, ...rest } = known;
      return known.state === 'busy' ? { ...rest, state: idle(known.conditions) } : rest;
    }
  }
}
