import { nextRun, type ScanJobPayload } from '#acts/start-scan.ts';
import { isFailure } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { HeldScan, ScanJob } from '#ports/devices.ts';
import type { Reader } from '#register/store.ts';
import type { Room } from './room.ts';

export interface Holding {
  /** Resolves when the bridge has heard which batch the paper of this scanner belongs to, or is away. */
  tell(scanner: DeviceId): Promise<void>;
  close(): void;
}

/**
 * Tells the bridge for each scanner which batch its paper belongs to: with each connection, whenever that changes, and before the end of a run
 * is acknowledged, after which the bridge no longer judges by itself.
 */
export function openHolding({ store, devices }: Pick<Room, 'store' | 'devices'>, onBug: (bug: unknown) => void): Holding {
  const told = new Map<DeviceId, string>();
  let tail: Promise<void> = Promise.resolve();

  const say = async (scanner: DeviceId) => {
    const held = heldAt(store.read, scanner);
    const text = JSON.stringify(held);
    if (told.get(scanner) === text) return;
    told.set(scanner, text);
    await devices.holdScan(scanner, held).catch((error: unknown) => {
      // A scanner that is not configured any more: nobody puts paper into it.
      if (!isFailure(error, 'DEVICE_UNKNOWN')) throw error;
    });
  };
  const tell = (scanner: DeviceId): Promise<void> => {
    const done = tail.then(() => say(scanner));
    tail = done.catch(() => undefined);
    return done;
  };
  const scanners = () => devices.status().filter(({ kind }) => kind === 'scanner');
  const stopListening = devices.listen((heard) => {
    if (heard.kind === 'connected') told.clear();
    if (heard.kind === 'status' && heard.status.kind === 'scanner' && !told.has(heard.status.id)) tell(heard.status.id).catch(onBug);
  });
  const stopFollowing = store.onCommit((events) => {
    if (!events.some(({ type }) => type.startsWith('batch.') || type.startsWith('sheets.'))) return;
    for (const { id } of scanners()) if (told.has(id)) tell(id).catch(onBug);
  });
  return {
    tell,
    close() {
      stopListening();
      stopFollowing();
    },
  };
}

/** Nobody has paper of a batch in hand after which so many were scanned, unless it waits to be continued. */
const LOOKED_AT = 50;

/** The batch that scanned last: of several that wait, the paper belongs to that one. (`+`: those that wait are few, those of a scanner are not.) */
export function lastBatchAt(read: Pick<Reader, 'query'>, scanner: DeviceId): ProjectionRows['batch'] | undefined {
  return read.query<ProjectionRows['batch']>(
    `SELECT * FROM batch WHERE id IN (
       SELECT id FROM (SELECT id FROM batch WHERE scanner = ? ORDER BY position DESC LIMIT ${LOOKED_AT})
       UNION SELECT id FROM batch WHERE state = 'stopped' AND +scanner = ?)
     ORDER BY max(position, coalesce((SELECT max(position) FROM page WHERE batch_id = batch.id), 0)) DESC LIMIT 1`,
    scanner,
    scanner,
  )[0];
}

/** It waits to be continued, or was cancelled and has left paper behind, or neither. */
export function heldAt(read: Pick<Reader, 'all' | 'query'>, scanner: DeviceId): HeldScan | null {
  const batch = lastBatchAt(read, scanner);
  if (batch?.state !== 'stopped' && batch?.state !== 'cancelled') return null;
  const job = jobOf(nextRun({ state: read, scanners: [scanner] }, batch));
  return { job, cancelled: batch.state === 'cancelled' };
}

/** What the bridge is asked for. */
export const jobOf = ({ scanner: _, profile = 'routing', ...run }: ScanJobPayload): ScanJob => ({ ...run, profile });
