import { setTimeout as pause } from 'node:timers/promises';
import type { BatchId } from '#base/ids.ts';
import type { DeviceEvent, DeviceStatus, Devices, SpooledPage } from '#ports/devices.ts';

type BatchEnd = Extract<DeviceEvent, { kind: 'batch-end' }>;

/** Everything that was told since it was opened, and waiting for what is still to come. */
export interface DeviceEvents {
  all: DeviceEvent[];
  pages(batchId?: BatchId): SpooledPage[];
  ends(batchId?: BatchId): BatchEnd[];
  /** The next end of that batch after `already` ones. */
  end(batchId: BatchId, already?: number): Promise<BatchEnd>;
  status(deviceId: string, fits: (status: DeviceStatus) => boolean): Promise<DeviceStatus>;
}

export function watchDevices(devices: Devices): DeviceEvents {
  const all: DeviceEvent[] = [];
  devices.listen((event) => all.push(event));
  const ofBatch = <T extends { batchId: BatchId }>(list: T[], batchId?: BatchId) =>
    list.filter((one) => !batchId || one.batchId === batchId);
  const events: DeviceEvents = {
    all,
    pages: (batchId) =>
      ofBatch(
        all.flatMap((event) => (event.kind === 'page' ? [event.page] : [])),
        batchId,
      ),
    ends: (batchId) =>
      ofBatch(
        all.filter((event) => event.kind === 'batch-end'),
        batchId,
      ),
    async end(batchId, already = 0) {
      await until(() => events.ends(batchId).length > already, `batch ${batchId} ends`);
      return events.ends(batchId)[already]!;
    },
    async status(deviceId, fits) {
      const now = () => devices.status().find((status) => status.id === deviceId);
      await until(
        () => now() !== undefined && fits(now()!),
        () => `${deviceId} is as expected; it is ${JSON.stringify(now())}`,
      );
      return now()!;
    },
  };
  return events;
}

/** Polls until the condition holds. @throws after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string | (() => string)): Promise<void> {
  for (const deadlineMs = performance.now() + 10_000; !(await condition()); await pause(5)) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${typeof what === 'string' ? what : what()}`);
  }
}
