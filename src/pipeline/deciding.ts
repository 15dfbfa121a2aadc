import type { BlobName, DepartmentId, DocumentId, FilingId, ItemId, PageId, PersonId } from '#base/ids.ts';
import { mintId } from '#base/ids.ts';
import type { PersonalText } from '#base/personal-text.ts';
import { type Decision, event } from '#domain/events.ts';
import { planFiling } from '#domain/plan-filing.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Tx } from '#register/store.ts';
import type { Understanding } from '#understanding/evidence.ts';
import { planNotice } from './notices.ts';
import { type Pictures, pictureKey, type Room } from './room.ts';

type DocumentRow = ProjectionRows['document'];

/** The box's decision. Where the clerk registered the item for somebody, that is where it goes, unless it must stay closed. */
export function decisionFrom(u: Understanding, item: Pick<ProjectionRows['item'], 'department_id' | 'person_id'>): Decision {
  const told = item.department_id !== null;
  const departmentId = (told ? item.department_id : (u.department?.id ?? null)) as DepartmentId | null;
  const personId = (told ? item.person_id : (u.recipient?.personId ?? null)) as PersonId | null;
  const outcome = u.secrecy !== null ? 'close' : told || (u.routed && departmentId !== null) ? 'file' : 'review';
  return {
    outcome,
    class: u.class.id,
    classConfidence: u.class.confidence,
    departmentId,
    personId,
    confidence: told ? 1 : (u.department?.confidence ?? 0),
    secrecy: u.secrecy,
    registered: u.registered,
    reason: outcome === 'review' ? (u.reason ?? 'low_confidence') : null,
    candidates: u.candidates.slice(0, 3).map((one) => ({
      departmentId: one.departmentId as DepartmentId,
      personId: (one.personId ?? null) as PersonId | null,
      confidence: one.confidence,
      rule: one.why.rule,
    })),
  };
}

/** Writes the box's decision and, where it files, the plan of that filing. */
export function writeDecision(
  room: Room,
  tx: Tx,
  document: DocumentRow,
  decision: Decision,
  reading: BlobName | null,
  texts: readonly PersonalText[] = [],
): void {
  const itemId = document.item_id as ItemId;
  const documentId = document.id as DocumentId;
  const body = { ...decision, documentId, reading, model: room.classModel.current.version };
  tx.append([event('document.decided@1', itemId, body, texts)]);
  if (decision.outcome !== 'file') return;
  const item = tx.get('item', { id: itemId })!;
  tx.append([
    planFiling(room.policy, {
      itemId,
      number: item.number,
      documentId,
      seq: document.seq,
      departmentId: decision.departmentId!,
      class: decision.class,
      revision: document.revision,
      year: new Date(item.registered_ms).getUTCFullYear(),
    }),
  ]);
}

/** Filings that have not left the box yet are not wanted any more. */
export function cancelPlanned(tx: Tx, document: DocumentRow): void {
  for (const filing of tx.all('filing', { document_id: document.id, state: 'planned' })) {
    tx.append([event('filing.cancelled@1', document.item_id as ItemId, { filingId: filing.id as FilingId, by: 'box' })]);
    tx.cancel('file', filing.id);
  }
}

export interface MovedPage {
  pageId: PageId;
  blob: BlobName;
  /** What is left behind under the ordinary key. */
  old: BlobName[];
}

/** Puts the images of closed mail under a key of their own, so that they can be erased alone. Durable on return, not yet in the register. */
export async function moveUnderOwnKey(room: Room, document: DocumentRow): Promise<MovedPage[]> {
  const moved: MovedPage[] = [];
  for (const page of room.store.read.all('page', { document_id: document.id })) {
    if (page.blob === null) continue;
    const blob = await room.store.blobs.rekey(page.blob as BlobName, { own: document.item_id });
    moved.push({ pageId: page.id as PageId, blob, old: [page.blob, page.look].filter((name) => name !== null) as BlobName[] });
  }
  return moved;
}

/** Closes a document: only its envelope is known from here on. What was read or drawn of it goes. */
export function writeClosing(room: Room, tx: Tx, document: DocumentRow, decision: Decision, moved: readonly MovedPage[]): void {
  const itemId = document.item_id as ItemId;
  const documentId = document.id as DocumentId;
  cancelPlanned(tx, document);
  const pictures = moved.map(({ pageId }) => tx.recall(pictureKey(pageId)) as Pictures | null).filter((one) => one !== null);
  for (const { pageId } of moved) tx.remember(pictureKey(pageId), null);
  tx.forgetPersonal([documentId]);
  tx.append([
    event('document.decided@1', itemId, { ...decision, candidates: [], documentId, reading: null, model: room.classModel.current.version }),
    ...moved.map(({ pageId, blob }) => event('page.rekeyed@1', itemId, { pageId, blob })),
  ]);
  const blobs = [
    ...moved.flatMap((one) => one.old),
    ...pictures.flatMap((one) => [one.thumbnail, one.view]),
    document.routing_reading,
  ].filter((name) => name !== null);
  tx.enqueue({ name: 'erase', subject: itemId, payload: { documents: [documentId], blobs }, priority: 20 });
  planNotice(room, tx, { itemId, documentId, kind: 'closed-mail', noticeId: mintId('notice') });
}
