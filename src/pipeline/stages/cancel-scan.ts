import type { BatchId } from '#base/ids.ts';
import { endBatch } from '../batch-end.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * Stops the feeder. What went through is kept and announced by the bridge as usual, with the end of the batch. A batch that was not
 * being fed, because it never began or waits to be continued, ends here.
 */
export default (room: Room): Stage => ({
  name: 'cancel-scan',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 5,
  async run(job) {
    const batchId = job.subject as BatchId;
    await room.devices.cancelScan(batchId);
    // The end of a run was told before the answer, and is in the register before this.
    await room.intake.settled();
    return {
      commit(tx) {
        const batch = tx.get('batch', { id: batchId });
        if (batch?.state !== 'open' && batch?.state !== 'stopped') return;
        const sheets = tx.all('page', { batch_id: batchId }).map(({ sheet }) => sheet);
        endBatch(tx, batchId, { condition: null, atSheet: batch.at_sheet ?? Math.max(0, ...sheets) + 1 });
      },
    };
  },
  gaveUp: () => nothing,
});
