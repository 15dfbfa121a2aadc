import { crashPoint } from '#base/crash-point.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { ItemId, NoticeId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { buildNotice, type NoticeFacts } from '#messages/notice.ts';
import { describeLocator } from '#ports/filing-target.ts';
import type { Tx } from '#register/store.ts';
import { planWithdrawalNotice } from '../notices.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

const ABOUT = { filed: 'filed', 'closed-mail': 'closed', withdrawn: 'withdrawn' } as const;

/** Stands from before a sending until the server has said that it does not have the message: from then on it may have arrived. */
interface Progress {
  /** How many sendings ended without an answer. */
  maybeSent: number;
}

/** The note before a sending waits so long to share another's synced commit. */
const NOTED_WITHIN_MS = 10;

/** Pauses after the first, second … sending without an answer, in multiples of the station's own; after the last a person is told. */
const AMBIGUOUS_PAUSES = [1, 20, 120];

/**
 * Tells a person about an item. Repeatable: a notice whose answer was lost goes out again with the same Message-ID. One that was cancelled
 * when it may have arrived already counts as sent.
 */
export default (room: Room): Stage => ({
  name: 'notify',
  effect: 'repeatable',
  lane: 'notices',
  // 1 m, 2 m, 4 m … 15 m between tries: about four days of a server that says "later".
  attempts: 400,
  async run(job) {
    const stored = () => room.store.read.get('notice', { id: job.subject });
    const notice = stored();
    const before = job.progress as Progress | null;
    const maybeSent = before?.maybeSent ?? 0;
    if (notice?.state === 'cancelled' && before !== null) return { commit: (tx) => sent(room, tx, notice.id, maybeSent > 1) };
    if (notice?.state !== 'planned' || room.notifier === null) return nothing;
    const facts = factsOf(room, notice, (job.payload as { sequence: number }).sequence);
    const message = buildNotice(facts);
    const note = (progress: Progress | null) => room.store.together((tx) => tx.progress(job.id, progress), NOTED_WITHIN_MS);
    if (before === null) {
      await note({ maybeSent: 0 });
      // Somebody may have changed their mind meanwhile.
      if (stored()?.state !== 'planned') return nothing;
    }
    crashPoint('notify.send.before');
    try {
      await room.notifier.send({
        envelope: { from: facts.from.address, to: facts.recipient.address },
        raw: message.bytes,
        messageId: message.messageId,
      });
    } catch (error) {
      const pause = AMBIGUOUS_PAUSES[maybeSent];
      if (isFailure(error, 'NOTICE_AMBIGUOUS') && pause !== undefined)
        return {
          commit: (tx) => tx.progress(job.id, { maybeSent: maybeSent + 1 } satisfies Progress),
          again: room.lostAnswerMs * pause,
        };
      // The server does not have it from this try: what is known is what was known before.
      if (before === null && isFailure(error)) await note(null);
      throw error;
    }
    crashPoint('notify.send.after');
    return { commit: (tx) => sent(room, tx, notice.id, before !== null) };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      const notice = tx.get('notice', { id: job.subject });
      if (notice?.state === 'planned')
        tx.append([event('notice.failed@1', notice.item_id as ItemId, { noticeId: notice.id as NoticeId, code: failure.code })]);
      else if (notice?.state === 'cancelled' && (failure.code === 'NOTICE_AMBIGUOUS' || job.progress !== null))
        sent(room, tx, notice.id, job.progress !== null);
    },
  }),
});

/**
 * It arrived, or may have. A notice that was cancelled on its way may find its copy withdrawn already: then the withdrawal knew of nobody
 * to tell, and it is told here.
 */
function sent(room: Room, tx: Tx, id: string, repeated: boolean): void {
  const notice = tx.get('notice', { id })!;
  tx.append([event('notice.sent@1', notice.item_id as ItemId, { noticeId: id as NoticeId, repeated })]);
  const filing = notice.filing_id === null ? undefined : tx.get('filing', { id: notice.filing_id });
  if (notice.state === 'cancelled' && filing?.state === 'withdrawn') planWithdrawalNotice(room, tx, filing, notice);
}

function factsOf(room: Room, notice: ProjectionRows['notice'], sequence: number): NoticeFacts {
  const { read } = room.store;
  const item = read.get('item', { id: notice.item_id })!;
  const person = room.directory.people.find((one) => one.id === notice.person_id);
  const department = room.directory.departments.find((one) => one.id === (notice.department_id ?? person?.departmentId));
  const address = person?.email ?? department?.mailbox;
  if (!address) throw new MailroomError('NOTICE_REFUSED', { target: 'the directory', code: 0 });
  const filing = notice.filing_id === null ? undefined : read.get('filing', { id: notice.filing_id });
  return {
    about: ABOUT[notice.kind as keyof typeof ABOUT],
    number: item.number,
    language: room.station.language,
    recipientKey: notice.person_id ?? notice.department_id ?? '',
    recipient: { name: person ? `${person.firstName} ${person.lastName}`.trim() : (department?.name ?? ''), address },
    from: { name: room.station.name, address: `mailroom@${room.policy.domain}` },
    domain: room.policy.domain,
    createdMs: item.registered_ms,
    sequence,
    mailbox: filing?.locator ? describeLocator(filing.locator).mailbox : (department?.name ?? null),
    place: item.shelf,
    link: null,
  };
}
