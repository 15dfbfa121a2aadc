import { stands } from '#acts/mend-batch.ts';
import { nextRun, type ScanJobPayload } from '#acts/start-scan.ts';
import { crashPoint } from '#base/crash-point.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { Condition } from '#base/words.ts';
import type { DeviceStatus } from '#ports/devices.ts';
import type { Reader } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';
import { endBatch } from '../batch-end.ts';
import { jobOf } from '../held-batch.ts';
import type { Room } from '../room.ts';
import { type Finish, nothing, type Stage } from '../stage.ts';

/** Somebody stands there: so long a scanner that is away or busy with other paper is waited for. The pauses between the tries come on top. */
const PATIENCE_MS = 45_000;

/** What a job notes when it has to wait. Monotonic time is that of one run of the daemon. */
interface Waiting {
  runId: string;
  sinceMs: number;
}

/**
 * Starts the feeder for a batch, once: a run whose sheets are known here or at the bridge is not begun again, because other paper may
 * lie in the feeder by now. For the same reason nothing feeds later by itself: whatever hinders the start stops the batch, and its
 * operator goes on.
 */
export default (room: Room): Stage => ({
  name: 'scan',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 5,
  async run(job) {
    const payload = job.payload as ScanJobPayload;
    if (!isAwaited(room.store.read, payload)) return nothing;
    if (isPatienceOver(room, job)) return leave(room, payload);
    crashPoint('scan.start.before');
    try {
      await room.devices.startScan(payload.scanner, jobOf(payload));
      return nothing;
    } catch (error) {
      if (!isFailure(error)) throw error;
      // An earlier order was heard and its answer lost: what came of it is told by pages and their end.
      if (error.code === 'DEVICE_REFUSED') return nothing;
      // Or the button at the scanner was quicker, and has taken what lies in the feeder; the batch stops at whatever that leaves missing.
      if (error.code === 'DEVICE_BUSY' && isFeeding(room, payload)) return nothing;
      if (error.retry !== 'away') return stopped(payload, error.code === 'SPOOL_FULL' ? 'spool-full' : 'other');
      await noteWaiting(room, job);
      throw error;
    }
  },
  gaveUp: (job) => stopped(job.payload as ScanJobPayload, 'other'),
});

/**
 * A first run waits in an open batch, a further one in a stopped batch, which no other run has gone on with since and which stands where it
 * stood when the scan was ordered; neither has left a page.
 */
function isAwaited(read: Pick<Reader, 'get' | 'all'>, { batchId, scanner, firstSheet, attempt, sheets }: ScanJobPayload): boolean {
  const batch = read.get('batch', { id: batchId });
  if (attempt === 1) return batch?.state === 'open' && read.get('page', { batch_id: batchId }) === undefined;
  if (batch?.state !== 'stopped') return false;
  const next = nextRun({ state: read, scanners: [scanner] }, batch);
  if (next.attempt !== attempt) return false;
  return sheets === undefined ? next.firstSheet === firstSheet : !read.all('page', { batch_id: batchId, sheet: firstSheet }).some(stands);
}

const statusOf = ({ devices }: Room, { scanner }: ScanJobPayload): DeviceStatus | undefined =>
  devices.status().find(({ id }) => id === scanner);
const isFeeding = (room: Room, payload: ScanJobPayload): boolean => statusOf(room, payload)?.detail?.batchId === payload.batchId;

/** Nobody knows how long the box was off: a wait ends with the run it began in. */
function isPatienceOver({ clock }: Room, { progress }: Job): boolean {
  const waiting = progress as Waiting | null;
  return waiting !== null && (waiting.runId !== clock.runId || clock.monotonicMs() - waiting.sinceMs >= PATIENCE_MS);
}

async function noteWaiting({ store, clock }: Room, job: Job): Promise<void> {
  if (job.progress !== null) return;
  const waiting: Waiting = { runId: clock.runId, sinceMs: clock.monotonicMs() };
  await store.together((tx) => tx.progress(job.id, waiting));
}

/**
 * The scanner is not waited for any longer, and no order goes out from here on. One whose answer was lost may have been heard all the same.
 * @throws BRIDGE_AWAY, DEVICE_ABSENT  only the bridge can say, and has not yet.
 */
async function leave(room: Room, payload: ScanJobPayload): Promise<Finish> {
  if (!statusOf(room, payload)) throw new MailroomError('DEVICE_ABSENT', { deviceId: payload.scanner });
  if (isFeeding(room, payload)) return nothing;
  // Finds nothing to stop, but is answered after all that the bridge had to tell of this batch.
  await room.devices.cancelScan(payload.batchId);
  await room.intake.settled();
  return stopped(payload, statusOf(room, payload)?.state === 'busy' ? 'busy' : 'connecting-to-device');
}

/** Nothing was fed: the batch waits for its operator where it stood. */
const stopped = (payload: ScanJobPayload, condition: Condition): Finish => ({
  commit(tx) {
    if (!isAwaited(tx, payload)) return;
    const { batchId, firstSheet } = payload;
    endBatch(tx, batchId, { condition, atSheet: tx.get('batch', { id: batchId })!.at_sheet ?? firstSheet });
  },
});
