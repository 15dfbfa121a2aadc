import { sha256Hex } from '#base/bytes.ts';
import type { FilingId, ItemId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { buildWithdrawalMessage } from '#messages/filed-message.ts';
import { planWithdrawalNotices } from '../notices.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * Takes a copy out of the wrong mailbox if it is there, unread and may be taken; else puts a message in that asks the reader to disregard it,
 * and leaves the filing marked `stale`, where a person sees it (DESIGN.md rule 9). Whoever was told of a copy that could be taken is told of that.
 */
export default (room: Room): Stage => ({
  name: 'withdraw',
  effect: 'idempotent',
  lane: 'mail',
  attempts: 50,
  async run(job) {
    const filing = room.store.read.get('filing', { id: job.subject });
    if (filing?.state !== 'filed' || filing.locator === null) return nothing;
    // Durable before anything changes: a copy that is gone then is one we took, and the word on it was lost.
    let deleting = job.progress !== null;
    const noteDeleting = async (): Promise<void> => {
      if (!deleting) await room.store.together((tx) => tx.progress(job.id, { deleting: true }));
      deleting = true;
    };
    const found = await room.target.withdraw(filing.mailbox, filing.locator, filing.message_id, noteDeleting);
    const outcome = found === 'gone' && deleting ? 'withdrawn' : found;
    if (outcome !== 'withdrawn') await askToDisregard(room, filing);
    return {
      commit(tx) {
        // Another run has said what became of it.
        if (tx.get('filing', { id: filing.id })?.state !== 'filed') return;
        tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome })]);
        if (outcome === 'withdrawn') planWithdrawalNotices(room, tx, filing);
      },
    };
  },
  gaveUp: (job) => ({
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject });
      if (filing?.state !== 'filed') return;
      tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome: 'failed' })]);
    },
  }),
});

/** Its Message-ID follows from that of the wrong copy, so a second run finds it and says nothing twice. */
async function askToDisregard(room: Room, filing: ProjectionRows['filing']): Promise<void> {
  const messageId = filing.message_id.replace('@', '.withdrawn@');
  if ((await room.target.find(filing.mailbox, messageId, null)) !== null) return;
  const item = room.store.read.get('item', { id: filing.item_id })!;
  const department = room.directory.departments.find((one) => one.id === filing.department_id);
  const withdrawnMs = room.clock.wallMs();
  const { bytes } = buildWithdrawalMessage({
    messageId,
    earlierMessageIds: [filing.message_id],
    revision: filing.revision,
    number: item.number,
    language: room.station.language,
    boxAddress: `mailroom@${room.policy.domain}`,
    to: { name: department?.name ?? filing.department_id, address: department?.mailbox ?? null },
    withdrawnMs,
    nowWith: null,
  });
  const watermark = await room.target.watermark(filing.mailbox);
  await room.target.deliver(
    filing.mailbox,
    { bytes, messageId, digest: sha256Hex(bytes), internalDateMs: withdrawnMs, flags: [] },
    watermark,
  );
}
