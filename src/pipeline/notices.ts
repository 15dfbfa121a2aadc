import type { DepartmentId, DocumentId, ItemId, NoticeId, PersonId } from '#base/ids.ts';
import { event, type NoticeKind } from '#domain/events.ts';
import { noticeMessageId } from '#messages/notice.ts';
import type { Tx } from '#register/store.ts';
import type { Room } from './room.ts';

/** Plans one notice about a document, to the person it is for or else to the department. Without a submission server none is planned. */
export function planNotice(
  room: Room,
  tx: Tx,
  what: { itemId: ItemId; documentId: DocumentId; kind: NoticeKind; noticeId: NoticeId },
): void {
  if (room.notifier === null) return;
  const document = tx.get('document', { id: what.documentId })!;
  const recipientKey = document.person_id ?? document.department_id;
  if (recipientKey === null) return;
  const { number } = tx.get('item', { id: what.itemId })!;
  const sequence = tx
    .all('notice', { item_id: what.itemId })
    .filter((notice) => (notice.person_id ?? notice.department_id) === recipientKey).length;
  tx.append([
    event('notice.planned@1', what.itemId, {
      noticeId: what.noticeId,
      documentId: what.documentId,
      personId: document.person_id as PersonId | null,
      departmentId: document.department_id as DepartmentId | null,
      kind: what.kind,
      messageId: noticeMessageId({ number, recipientKey, sequence, domain: room.policy.domain }),
    }),
  ]);
  tx.enqueue({ name: 'notify', subject: what.noticeId, payload: { sequence }, priority: 1, unique: true });
}
