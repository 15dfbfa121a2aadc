import { randomUUID } from 'node:crypto';
import { type DeskParts, perform } from '#acts/perform.ts';
import { startScan } from '#acts/start-scan.ts';
import { isFailure } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import type { EventBodies } from '#domain/events.ts';
import type { DeviceStatus } from '#ports/devices.ts';
import { lastBatchAt } from './held-batch.ts';
import type { Room } from './room.ts';

/** After so long a batch that could not be begun is begun after all: a full disk tells nobody when it has room again. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Starts a batch when paper lies in an idle scanner's feeder, as a clerk would by pressing the button. Returns how to stop watching.
 * Leaves those alone that begin by themselves, at the bridge. Looked at again when a batch ends: paper laid in before that is not told a second time.
 */
export function openFeederWatch(
  room: Room,
  desk: DeskParts,
  onBug: (bug: unknown) => void,
  startsItself: ReadonlySet<string> = new Set(),
): () => void {
  const starting = new Set<DeviceId>();
  /** A batch was cancelled here: what it left in the feeder waits until it is taken out, or somebody presses the button. */
  const cancelled = new Set<string>();
  const seen = new Set<DeviceId>();
  let stopWaiting = (): void => {};
  let closed = false;
  const isEmpty = (scanner: string | null) =>
    room.devices.status().some(({ id, detail }) => id === scanner && detail?.feederLoaded === false);
  const isOpenAt = (id: DeviceId) => room.store.read.all('batch', { state: 'open' }).some(({ scanner }) => scanner === id);
  const look = ({ id, kind, state, conditions, detail }: DeviceStatus): void => {
    if (kind !== 'scanner') return;
    const last = lastBatchAt(room.store.read, id);
    // Nobody has watched its feeder since.
    if (!seen.has(id) && last?.state === 'cancelled' && last.condition === null) cancelled.add(id);
    seen.add(id);
    if (detail?.feederLoaded === false) cancelled.delete(id);
    if (state !== 'ready' || conditions.length > 0 || detail?.feederLoaded !== true) return;
    if (startsItself.has(id) || starting.has(id) || cancelled.has(id)) return;
    // A batch that waits to be continued is the operator's: paper put back belongs to it. So is one that waits to begin.
    if (last?.state === 'stopped' || isOpenAt(id)) return;
    starting.add(id);
    perform(room.store, desk, startScan, { deviceId: id, separation: null, duplex: null, resume: null }, 'box', randomUUID())
      .catch((error: unknown) => {
        if (!isFailure(error)) return onBug(error);
        if (closed) return;
        room.log.warn({ code: error.code, scanner: id }, `paper waits in the feeder: ${error.message}`);
        stopWaiting();
        stopWaiting = room.clock.after(LOOK_AGAIN_MS, lookAtAll);
      })
      .finally(() => starting.delete(id));
  };
  const lookAtAll = (): void => room.devices.status().forEach(look);
  const stopListening = room.devices.listen((told) => {
    if (told.kind === 'status') look(told.status);
  });
  const stopFollowing = room.store.onCommit((events) => {
    const ended = events.filter(({ type }) => type === 'batch.closed@1').map(({ body }) => (body as EventBodies['batch.closed@1']).batchId);
    for (const batch of ended.map((id) => room.store.read.get('batch', { id })!))
      if (batch.state === 'cancelled' && batch.condition === null && !isEmpty(batch.scanner)) cancelled.add(batch.scanner ?? '');
    if (ended.length > 0) lookAtAll();
  });
  // Paper that lay there before anybody watched.
  lookAtAll();
  return () => {
    closed = true;
    stopWaiting();
    stopListening();
    stopFollowing();
  };
}
