import type { ScanJobPayload } from '#acts/start-scan.ts';
import { crashPoint } from '#base/crash-point.ts';
import type { BatchId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Starts the feeder for a batch. The bridge knows a batch it is feeding or has fed, so asking twice feeds once. */
export default (room: Room): Stage => ({
  name: 'scan',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 30,
  async run(job) {
    const { batchId, scanner, source, resolutionDpi, firstSheet, attempt } = job.payload as ScanJobPayload;
    crashPoint('scan.start.before');
    await room.devices.startScan(scanner, { batchId, source, mode: 'gray', resolutionDpi, firstSheet, attempt });
    return nothing;
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      tx.append([
        event('batch.closed@1', null, {
          batchId: job.subject as BatchId,
          sheets: 0,
          sides: 0,
          condition: failure.code === 'DEVICE_BUSY' ? 'busy' : 'other',
          atSheet: 1,
        }),
      ]);
    },
  }),
});
