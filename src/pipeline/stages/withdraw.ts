import type { FilingId, ItemId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Takes a copy out of the wrong mailbox, if unread and permitted; else the filing stays marked `stale` and a person sees it. */
export default (room: Room): Stage => ({
  name: 'withdraw',
  effect: 'idempotent',
  lane: 'mail',
  attempts: 50,
  async run(job) {
    const filing = room.store.read.get('filing', { id: job.subject });
    if (filing?.state !== 'filed' || filing.locator === null) return nothing;
    const outcome = await room.target.withdraw(filing.mailbox, filing.locator, filing.message_id);
    return {
      commit: (tx) => void tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome })]),
    };
  },
  gaveUp: (job) => ({
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject });
      if (filing?.state === 'filed')
        tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome: 'not-permitted' })]);
    },
  }),
});
