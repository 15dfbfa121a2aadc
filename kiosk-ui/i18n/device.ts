/** A device's state in words, and how loud. Keywords are translated, never shown. */
import type { DeviceView } from '#contract/devices.ts';
import type { Condition } from '#contract/words.ts';
import { lang } from './lang.svelte.ts';

/** Conditions that only announce something. `feeder-empty` is how a scanner rests. */
const SOON = new Set<Condition>(['media-low', 'connecting-to-device', 'paused', 'head-too-hot']);
const QUIET = new Set<Condition>(['feeder-empty', 'busy']);
const LOW_LABELS = 20;

export type Tone = '' | 'warn' | 'bad';

export function deviceTone(device: DeviceView): Tone {
  if (device.state === 'absent' || device.state === 'faulted' || device.state === 'quarantined') return 'bad';
  if (device.conditions.some((c) => !QUIET.has(c) && !SOON.has(c))) return 'bad';
  if (device.conditions.some((c) => SOON.has(c)) || labelsLow(device)) return 'warn';
  return '';
}

const labelsLow = (device: DeviceView) => typeof device.detail.labelsLeft === 'number' && device.detail.labelsLeft < LOW_LABELS;

export function loudest(device: DeviceView): Condition | null {
  return (
    device.conditions.find((c) => !QUIET.has(c) && !SOON.has(c)) ??
    device.conditions.find((c) => SOON.has(c)) ??
    device.conditions[0] ??
    null
  );
}

export function deviceWords(device: DeviceView): string {
  if (device.state === 'absent' || device.state === 'quarantined') return lang.t.devices.states[device.state](device.kind);
  const condition = loudest(device);
  if (typeof device.detail.labelsLeft === 'number' && (labelsLow(device) || condition === 'media-low'))
    return lang.t.devices.labelsLeft(device.detail.labelsLeft);
  if (condition && condition !== 'feeder-empty' && condition !== 'busy') return lang.t.conditions[condition].short;
  if (device.state === 'busy' && typeof device.detail.sheet === 'number') return lang.t.devices.sheet(device.detail.sheet);
  if (device.state === 'ready' && condition === 'feeder-empty') return lang.t.devices.readyEmpty;
  return lang.t.devices.states[device.state](device.kind);
}

/** The order at the top of a screen while a device needs a hand, or null. */
export function deviceCall(devices: readonly DeviceView[]): string | null {
  const stopped = devices.find((d) => deviceTone(d) === 'bad');
  if (stopped) {
    if (stopped.state === 'quarantined') return lang.t.devices.sayQuarantine(lang.t.devices.kinds[stopped.kind]);
    const condition = stopped.state === 'absent' ? null : loudest(stopped);
    return condition ? lang.t.conditions[condition].say : lang.t.devices.reconnect(lang.t.devices.kinds[stopped.kind]);
  }
  const low = devices.find(labelsLow);
  return low ? lang.t.devices.changeRoll(Number(low.detail.labelsLeft)) : null;
}

/** What is known of a device in quarantine; the call is a name of the driver's language and stays as it is. */
export function quarantineWords({ detail }: DeviceView): string {
  return lang.t.devices.quarantine(Number(detail.crashes), String(detail.call), typeof detail.page === 'number' ? detail.page : null);
}
