import type { EraseJobPayload } from '#acts/opened-in-error.ts';
import { forget } from '#understanding/sender-history.ts';
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
    for (const id of documents) forget(room.senders, id);
    return nothing;
  },
  gaveUp: () => nothing,
});
