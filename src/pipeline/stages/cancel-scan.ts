import type { BatchId } from '#base/ids.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Stops the feeder. What went through is kept and announced by the bridge as usual. */
export default (room: Room): Stage => ({
  name: 'cancel-scan',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 5,
  async run(job) {
    await room.devices.cancelScan(job.subject as BatchId);
    return nothing;
  },
  gaveUp: () => nothing,
});
