import { type DepartmentId, type DocumentId, type FilingId, type ItemId, mintId, type NoticeId, type PersonId } from '#base/ids.ts';
import { event, type NoticeKind } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { noticeMessageId } from '#messages/notice.ts';
import type { Tx } from '#register/store.ts';
import type { Room } from './room.ts';

/** Who is told: a person, or else a department. */
type Addressee = Pick<ProjectionRows['notice'], 'person_id' | 'department_id'>;

/** Plans one notice about a document, to the person it is for or else to the department. Without a submission server none is planned. */
export function planNotice(
  room: Room,
  tx: Tx,
  what: { itemId: ItemId; documentId: DocumentId; kind: NoticeKind; noticeId: NoticeId; filingId?: FilingId; to?: Addressee },
): void {
  if (room.notifier === null) return;
  const { itemId, documentId, kind, noticeId, filingId, to = tx.get('document', { id: documentId })! } = what;
  const recipientKey = keyOf(to);
  if (recipientKey === null) return;
  const { number } = tx.get('item', { id: itemId })!;
  const sequence = tx.all('notice', { item_id: itemId }).filter((notice) => keyOf(notice) === recipientKey).length;
  tx.append([
    event('notice.planned@1', itemId, {
      noticeId,
      documentId,
      ...(filingId === undefined ? {} : { filingId }),
      personId: to.person_id as PersonId | null,
      departmentId: to.department_id as DepartmentId | null,
      kind,
      messageId: noticeMessageId({ number, recipientKey, sequence, domain: room.policy.domain }),
    }),
  ]);
  tx.enqueue({ name: 'notify', subject: noticeId, payload: { sequence }, priority: 1, unique: true });
}

const keyOf = (to: Addressee): string | null => to.person_id ?? to.department_id;

/** Whoever was told of a copy that is taken back, or may have been, learns that. */
export function planWithdrawalNotices(room: Room, tx: Tx, filing: ProjectionRows['filing']): void {
  for (const notice of tx.all('notice', { filing_id: filing.id, kind: 'filed' }))
    if (notice.state === 'sent' || notice.failure === 'NOTICE_AMBIGUOUS') planWithdrawalNotice(room, tx, filing, notice);
}

/** Tells one who was told; not who is told of the next copy of the same document anyway. */
export function planWithdrawalNotice(room: Room, tx: Tx, filing: ProjectionRows['filing'], told: Addressee): void {
  const document = tx.get('document', { id: filing.document_id })!;
  if (document.state === 'file' && keyOf(told) === keyOf(document)) return;
  const about = { itemId: filing.item_id as ItemId, documentId: filing.document_id as DocumentId, filingId: filing.id as FilingId };
  planNotice(room, tx, { ...about, kind: 'withdrawn', noticeId: mintId('notice'), to: told });
}
