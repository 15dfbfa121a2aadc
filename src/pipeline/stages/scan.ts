import type { ScanJobPayload } from '#acts/start-scan.ts';
import { crashPoint } from '#base/crash-point.ts';
import { isFailure, type MailroomError } from '#base/errors.ts';
import type { BatchId } from '#base/ids.ts';
import type { Condition } from '#base/words.ts';
import type { Job } from '#store/jobs.ts';
import { endBatch } from '../batch-end.ts';
import type { Room } from '../room.ts';
import { type Finish, nothing, type Stage } from '../stage.ts';

/**
 * Starts the feeder for a batch, once: a run whose sheets are known here or at the bridge is not begun again, because other paper may
 * lie in the feeder by now. A failure that needs a person stops the batch, and nothing feeds later by itself.
 */
export default (room: Room): Stage => ({
  name: 'scan',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 30,
  async run(job) {
    const payload = job.payload as ScanJobPayload;
    if (!isAwaited(room, payload)) return nothing;
    const { batchId, scanner, source, resolutionDpi, firstSheet, attempt } = payload;
    crashPoint('scan.start.before');
    try {
      await room.devices.startScan(scanner, { batchId, source, mode: 'gray', resolutionDpi, firstSheet, attempt });
      return nothing;
    } catch (error) {
      // An earlier order was heard and its answer lost: what came of it is told by pages and their end.
      if (isFailure(error, 'DEVICE_REFUSED')) return nothing;
      if (isFailure(error, 'DEVICE_BUSY') && isFeeding(room, payload)) return nothing;
      if (isFailure(error) && error.retry === 'operator') return stopped(job, error);
      throw error;
    }
  },
  gaveUp: stopped,
});

/** A first run waits in an open batch, a further one in a stopped batch; neither has left a page. */
function isAwaited({ store: { read } }: Room, { batchId, firstSheet, attempt }: ScanJobPayload): boolean {
  if (read.get('batch', { id: batchId })?.state !== (attempt === 1 ? 'open' : 'stopped')) return false;
  return !read.all('page', { batch_id: batchId, attempt }).some(({ sheet }) => sheet >= firstSheet);
}

const isFeeding = ({ devices }: Room, { batchId, scanner }: ScanJobPayload): boolean =>
  devices.status().some(({ id, detail }) => id === scanner && detail?.batchId === batchId);

const CONDITIONS: Readonly<Record<string, Condition>> = {
  DEVICE_BUSY: 'busy',
  SPOOL_FULL: 'spool-full',
  DEVICE_ABSENT: 'connecting-to-device',
};

/** Nothing was fed: the batch waits for its operator where it stood. */
const stopped = (job: Job, { code }: MailroomError): Finish => ({
  commit(tx) {
    const { batchId, firstSheet } = job.payload as ScanJobPayload;
    const batch = tx.get('batch', { id: batchId as BatchId });
    if (batch?.state !== 'open' && batch?.state !== 'stopped') return;
    endBatch(tx, batchId, { condition: CONDITIONS[code] ?? 'other', atSheet: batch.at_sheet ?? firstSheet });
  },
});
