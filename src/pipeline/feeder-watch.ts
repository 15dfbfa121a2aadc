import { randomUUID } from 'node:crypto';
import { type DeskParts, perform } from '#acts/perform.ts';
import { startScan } from '#acts/start-scan.ts';
import type { DeviceId } from '#base/ids.ts';
import type { Room } from './room.ts';

/** Starts a batch when paper lies in an idle scanner's feeder, as a clerk would by pressing the button. Returns how to stop watching. */
export function openFeederWatch(room: Room, desk: DeskParts, onBug: (bug: unknown) => void): () => void {
  const starting = new Set<DeviceId>();
  return room.devices.listen((told) => {
    if (told.kind !== 'status') return;
    const { id, kind, state, conditions, detail } = told.status;
    if (kind !== 'scanner' || state !== 'ready' || conditions.length > 0 || detail?.feederLoaded !== true || starting.has(id)) return;
    // A batch that waits to be continued is the operator's: paper put back belongs to it.
    if (room.store.read.all('batch', { scanner: id }).some((batch) => batch.state === 'open' || batch.state === 'stopped')) return;
    starting.add(id);
    perform(room.store, desk, startScan, { deviceId: id, separation: null, duplex: null, resume: null }, 'box', randomUUID())
      .catch(onBug)
      .finally(() => starting.delete(id));
  });
}
