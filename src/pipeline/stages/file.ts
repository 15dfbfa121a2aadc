import { sha256Hex } from '#base/bytes.ts';
import { crashPoint } from '#base/crash-point.ts';
import { isFailure } from '#base/errors.ts';
import { type DocumentId, type FilingId, type ItemId, mintId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { describeLocator, type Locator, type Watermark } from '#ports/filing-target.ts';
import type { Job } from '#store/jobs.ts';
import { composeFiling } from '../compose-filing.ts';
import { planNotice } from '../notices.ts';
import type { Room } from '../room.ts';
import { type Finish, nothing, type Stage } from '../stage.ts';

/** Where a filing stands between its tries. The first watermark stays: a later one may lie beyond a copy that was committed late. */
interface Progress {
  watermark: Watermark;
  /** How often the mailbox was searched in vain since the answer was lost. */
  searched: number;
}

/** Searched so often in vain, each time after a pause, before the message is sent again (mail.md §2). */
const SEARCHES_BEFORE_SENDING_AGAIN = 2;

/**
 * Files one document into one mailbox, once. The watermark is durable before anything is sent; after a lost answer or a crash the
 * mailbox is searched from that watermark before the message goes out again under the same Message-ID.
 */
export default (room: Room, compose = composeFiling): Stage => ({
  name: 'file',
  effect: 'idempotent',
  lane: 'mail',
  attempts: 1000,
  async run(job, signal) {
    const filing = room.store.read.get('filing', { id: job.subject });
    if (!filing || (filing.state !== 'planned' && filing.state !== 'held')) return nothing;
    const { target } = room;
    const progress = job.progress as Progress | null;
    if (progress !== null) {
      const found = await target.find(filing.mailbox, filing.message_id, progress.watermark);
      if (found !== null) {
        const message = await compose(room, filing, signal);
        return filed(room, job, found, sha256Hex(message.bytes), message.bytes.length);
      }
      if (progress.searched + 1 < SEARCHES_BEFORE_SENDING_AGAIN) return again(room, job, { ...progress, searched: progress.searched + 1 });
    }
    const noted = progress === null ? noteWatermark(room, job, filing.mailbox) : Promise.resolve(progress.watermark);
    const [message, watermark] = await Promise.all([compose(room, filing, signal), noted]);
    crashPoint('file.append.before');
    const digest = sha256Hex(message.bytes);
    try {
      const locator = await target.deliver(
        filing.mailbox,
        { bytes: message.bytes, messageId: filing.message_id, digest, internalDateMs: message.receivedMs, flags: message.flags },
        watermark,
      );
      crashPoint('file.append.after');
      return filed(room, job, locator, digest, message.bytes.length);
    } catch (error) {
      if (isFailure(error, 'FILING_LOST_ANSWER')) return again(room, job, { watermark, searched: 0 });
      // Nothing was stored, and nothing is in doubt: the next try begins anew.
      if (isFailure(error, 'FILING_OVER_QUOTA', 'FILING_TOO_LARGE', 'FILING_REFUSED'))
        await room.store.together((tx) => tx.progress(job.id, null));
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

/** It takes longer to compose a message: the note waits for the receipt of another filing and shares its synced commit. */
const NOTED_WITHIN_MS = 40;

async function noteWatermark(room: Room, job: Job, mailbox: string): Promise<Watermark> {
  const watermark = await room.target.watermark(mailbox);
  crashPoint('file.watermark.before');
  await room.store.together((tx) => tx.progress(job.id, { watermark, searched: 0 } satisfies Progress), NOTED_WITHIN_MS);
  return watermark;
}

/** The answer was lost: the server may still be committing, so it is searched after a pause. */
const again = (room: Room, job: Job, progress: Progress): Finish => ({
  commit: (tx) => tx.progress(job.id, progress),
  again: room.lostAnswerMs,
});

function filed(room: Room, job: Job, locator: Locator, digest: string, sizeBytes: number): Finish {
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
      planNotice(room, tx, { itemId, documentId: filing.document_id as DocumentId, kind: 'filed', noticeId: mintId('notice') });
    },
    afterwards: () => crashPoint('file.commit.after'),
  };
}
