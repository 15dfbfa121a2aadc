import { sha256Hex } from '#base/bytes.ts';
import { crashPoint } from '#base/crash-point.ts';
import { isFailure } from '#base/errors.ts';
import { type DocumentId, type FilingId, type ItemId, mintId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { describeLocator, type Locator, type Watermark } from '#ports/filing-target.ts';
import type { Job } from '#store/jobs.ts';
import { composeFiling } from '../compose-filing.ts';
import { planNotice } from '../notices.ts';
import type { Room } from '../room.ts';
import { type Finish, nothing, type Stage } from '../stage.ts';

/** Where a filing stands between its tries. */
interface Progress extends Sent {
  /** The first one stays: a later one may lie beyond a copy that was committed late. */
  watermark: Watermark;
  /** How often the mailbox was searched in vain since the answer was lost. */
  searched: number;
  /** How often in a row an answer was lost. */
  lost: number;
}

/** The bytes that went out, so that a copy that is found later is recorded as what it is, without being composed again. */
interface Sent {
  digest: string;
  sizeBytes: number;
}

const sentOf = ({ bytes }: { bytes: Buffer }): Sent => ({ digest: sha256Hex(bytes), sizeBytes: bytes.length });

/** In the state that was lost when this register was put back, the same document may have been filed already, under the same Message-ID. */
const isFromBeforeEpoch = ({ store }: Room, { item_id: id }: ProjectionRows['filing']): boolean =>
  store.read.get('item', { id })!.registered_position < store.epochBegan();

/** A server that takes a whole message and never answers gets it more and more seldom: so many doublings of the pause at the most. */
const MOST_DOUBLINGS = 6;

/** Searched so often in vain, each time after a pause, before the message is sent again (mail.md §2). */
const SEARCHES_BEFORE_SENDING_AGAIN = 2;

/**
 * Files one document into one mailbox, once. The watermark is durable before anything is sent; after a lost answer or a crash the
 * mailbox is searched from that watermark before the message goes out again under the same Message-ID. A filing that was cancelled
 * after something may have gone out is searched for all the same: a copy that is found is recorded, and withdrawn.
 */
export default (room: Room, compose = composeFiling): Stage => ({
  name: 'file',
  effect: 'idempotent',
  lane: 'mail',
  attempts: 1000,
  async run(job, signal) {
    const filing = room.store.read.get('filing', { id: job.subject });
    const progress = job.progress as Progress | null;
    const isOpen = isWanted(filing) || (filing?.state === 'cancelled' && progress !== null);
    if (!filing || !isOpen) return nothing;
    const { target } = room;
    if (progress === null && isFromBeforeEpoch(room, filing)) {
      const found = await target.find(filing.mailbox, filing.message_id, null);
      if (found !== null) return filed(room, job, found, sentOf(await compose(room, filing, signal)));
    }
    if (progress !== null) {
      const found = await target.find(filing.mailbox, filing.message_id, progress.watermark);
      if (found !== null) return filed(room, job, found, progress);
      if (progress.searched + 1 < SEARCHES_BEFORE_SENDING_AGAIN) return again(room, job, { ...progress, searched: progress.searched + 1 });
      if (!isWanted(filing)) return nothing;
    }
    const [message, watermark] = await Promise.all([
      compose(room, filing, signal),
      progress === null ? target.watermark(filing.mailbox) : progress.watermark,
    ]);
    const sent = sentOf(message);
    const lost = progress?.lost ?? 0;
    // Also before it is sent again: a search in vain counts for the sending before it only.
    if (progress?.digest !== sent.digest || progress.searched > 0) await note(room, job, { watermark, searched: 0, lost, ...sent });
    crashPoint('file.append.before');
    // Composing takes its time: somebody may have changed their mind.
    if (!isWanted(room.store.read.get('filing', { id: filing.id }))) return nothing;
    try {
      const { bytes, flags, receivedMs: internalDateMs } = message;
      const locator = await target.deliver(
        filing.mailbox,
        { bytes, messageId: filing.message_id, digest: sent.digest, internalDateMs, flags },
        watermark,
      );
      crashPoint('file.append.after');
      return filed(room, job, locator, sent);
    } catch (error) {
      if (isFailure(error, 'FILING_LOST_ANSWER')) return again(room, job, { watermark, searched: 0, lost: lost + 1, ...sent });
      // Nothing was stored by this try: what is known is what was known before it.
      if (isFailure(error)) await room.store.together((tx) => tx.progress(job.id, progress));
      throw error;
    }
  },
  held: (job, failure) => ({
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject });
      if (filing?.state === 'planned')
        tx.append([event('filing.held@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, code: failure.code })]);
    },
  }),
  gaveUp: (job, failure) => ({
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject });
      if (filing?.state === 'planned')
        tx.append([event('filing.held@1', filing.item_id as ItemId, { filingId: filing.id as FilingId, code: failure.code })]);
    },
  }),
});

const isWanted = (filing: ProjectionRows['filing'] | undefined): boolean => filing?.state === 'planned' || filing?.state === 'held';

/** The note waits a little for the receipt of another filing and shares its synced commit. */
const NOTED_WITHIN_MS = 10;

async function note(room: Room, job: Job, progress: Progress): Promise<void> {
  crashPoint('file.watermark.before');
  await room.store.together((tx) => tx.progress(job.id, progress), NOTED_WITHIN_MS);
}

/** The answer was lost: the server may still be committing, so it is searched after a pause. */
const again = (room: Room, job: Job, progress: Progress): Finish => ({
  commit: (tx) => tx.progress(job.id, progress),
  again: room.lostAnswerMs * 2 ** Math.min(MOST_DOUBLINGS, Math.max(0, progress.lost - 1)),
});

function filed(room: Room, job: Job, locator: Locator, { digest, sizeBytes }: Sent): Finish {
  crashPoint('file.commit.before');
  return {
    commit(tx) {
      const filing = tx.get('filing', { id: job.subject })!;
      const itemId = filing.item_id as ItemId;
      const { mailbox, uid } = describeLocator(locator);
      tx.append([
        event('mail.filed@1', itemId, {
          filingId: filing.id as FilingId,
          mailbox,
          locator,
          uid: typeof uid === 'number' ? uid : null,
          digest,
          sizeBytes,
        }),
      ]);
      // Somebody changed their mind while the message was on its way: the copy is withdrawn instead of announced.
      if (filing.state === 'cancelled') return void tx.enqueue({ name: 'withdraw', subject: filing.id, priority: 5, unique: true });
      const about = { itemId, documentId: filing.document_id as DocumentId, filingId: filing.id as FilingId };
      planNotice(room, tx, { ...about, kind: 'filed', noticeId: mintId('notice') });
    },
    afterwards: () => crashPoint('file.commit.after'),
  };
}
