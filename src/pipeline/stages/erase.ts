import type { EraseJobPayload } from '#acts/opened-in-error.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Makes an erasure real after the register has it: files, keys, search words and the logs they lingered in. */
export default (room: Room): Stage => ({
  name: 'erase',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 1000,
  async run(job) {
    const { documents, blobs, keys } = job.payload as EraseJobPayload;
    await room.store.erase({ documents, blobs, keys });
    return nothing;
  },
  gaveUp: () => nothing,
});
