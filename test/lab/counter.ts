import { join } from 'node:path';
import { type Cable, openCable } from './cable.ts';
import { type LineDevice, openLineDevice } from './line-device.ts';
import { openPedal, type Pedal } from './pedal.ts';
import { openScale, type VirtualScale } from './scale.ts';
import type { StationDevice } from './station.ts';

/**
 * What lies on the counter of the laboratory mailroom, and under it: a hand scanner, a badge reader and a scale (MT-SICS), each at the end of a line
 * by network, and a foot pedal.
 */
export interface Counter {
  devices: StationDevice[];
  scanner: LineDevice;
  badges: LineDevice;
  scale: VirtualScale;
  pedal: Pedal;
  /** What can be pulled out, by the id of its device. */
  cables: Record<'hand' | 'badge' | 'scale' | 'pedal', Pick<Cable, 'plug' | 'unplug'>>;
  close(): Promise<void>;
}

/** @param folder where the pedal has its files; the bridge is told of them by `VAGUEMESTRE_SYSFS`, the pedal's `sysfs` */
export async function openCounter(folder: string): Promise<Counter> {
  const scanner = await openLineDevice(() => undefined);
  const badges = await openLineDevice(() => undefined);
  const scale = await openScale('mt-sics');
  const pedal = await openPedal(join(folder, 'pedal'));
  const [hand, badge, weight] = [await openCable(scanner.port), await openCable(badges.port), await openCable(scale.port)];
  const line = (id: string, driver: string, { port }: Cable, name: string) => ({ id, driver, address: `tcp://127.0.0.1:${port}`, name });
  return {
    devices: [
      line('hand', 'serial-scanner', hand, 'Douchette du laboratoire'),
      line('badge', 'serial-badge', badge, 'Lecteur de badges du laboratoire'),
      line('scale', 'mt-sics', weight, 'Balance du laboratoire'),
      { id: 'pedal', driver: 'hid-pedal', address: pedal.address, name: 'Pédale du laboratoire' },
    ],
    ...{ scanner, badges, scale, pedal, cables: { hand, badge, scale: weight, pedal } },
    async close() {
      for (const one of [hand, badge, weight, pedal, scanner, badges, scale]) await one.close();
    },
  };
}
