import { dirname } from 'node:path';
import type { FaceRoom } from './parts.ts';
import { storageOf } from './routes/devices.ts';

export interface Health {
  status: 'ok' | 'degraded';
  reasons: string[];
}

/** Below this share of the disk somebody should make room: the alert of fleet.md §7. */
const DISK_FULL = 0.85;

/** `degraded`: it works, and somebody should look. A box that does not answer at all is the other case. */
export async function healthOf({ bridge, directory, store }: FaceRoom): Promise<Health> {
  const storage = await storageOf(dirname(store.databaseFile));
  const parked = store.jobs.counts().filter(({ state }) => state === 'parked');
  const reasons = [
    ...(bridge.connected() ? [] : ['bridge away']),
    ...(directory.sound ? [] : ['the directory was changed and cannot be used: the one before stays in use']),
    ...parked.map(({ name, count }) => `${count} ${name} job(s) wait for a person`),
    ...(storage.usedBytes / storage.totalBytes > DISK_FULL ? ['disk nearly full'] : []),
  ];
  return { status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
}
