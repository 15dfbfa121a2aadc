import { sha256Hex } from '#base/bytes.ts';
import type { FilingId, ItemId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { buildWithdrawalMessage } from '#messages/filed-message.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * Takes a copy out of the wrong mailbox if it is unread and may be taken; else puts a message beside it that asks the reader to disregard it,
 * and leaves the filing marked `stale`, where a person sees it (DESIGN.md rule 9).
 */
export default (room: Room): Stage => ({
  name: 'withdraw',
  effect: 'idempotent',
  lane: 'mail',
  attempts: 50,
  async run(job) {
    const filing = room.store.read.get('filing', { id: job.subject });
    if (filing?.state !== 'filed' || filing.locator === null) return nothing;
    const outcome = await room.target.withdraw(filing.mailbox, filing.locator, filing.message_id);
    if (outcome === 'read' || outcome === 'not-permitted') await askToDisregard(room, filing);
    return {
      commit: (tx) => void tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome })]),
    };
  },
  gaveUp: (job) => ({
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject });
      if (filing?.state !== 'filed') return;
      tx.append([event('filing.withdrawn@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, outcome: 'not-permitted' })]);
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
