import { type ClosingEvent, closing } from '#acts/close-item.ts';
import { decisionOf } from '#acts/decide.ts';
import type { EraseJobPayload } from '#acts/opened-in-error.ts';
import type { BlobName, DepartmentId, DocumentId, ItemId, PersonId } from '#base/ids.ts';
import type { PersonalText } from '#base/personal-text.ts';
import { type Decision, event } from '#domain/events.ts';
import { planFiling } from '#domain/plan-filing.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader, Tx } from '#register/store.ts';
import { barOf } from '#understanding/class-thresholds.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '#understanding/decision.ts';
import type { Understanding } from '#understanding/evidence.ts';
import { classOutcomes } from '#views/class-outcomes.ts';
import type { Room } from './room.ts';

type DocumentRow = ProjectionRows['document'];
type ItemRow = ProjectionRows['item'];

/** From which confidence on it is filed: where the class decides, as measured on this box. Asked of one class, where it matters. */
export const measuredThresholds = (read: Reader): Thresholds => ({
  ...DEFAULT_THRESHOLDS,
  routeByClass: (classId) => barOf(classId, classOutcomes(read, classId)),
});

/**
 * The box's decision. Where the clerk registered the item for somebody, or put a department's separator sheet before it, that is where it
 * goes, unless it must stay closed; of the department that was told it may be the person it is addressed to.
 */
export function decisionFrom(
  u: Understanding,
  item: Pick<ItemRow, 'department_id' | 'person_id'> & Partial<Pick<ItemRow, 'kind'>>,
): Decision {
  const told = item.department_id !== null;
  const departmentId = (told ? item.department_id : (u.department?.id ?? null)) as DepartmentId | null;
  const addressee = u.routed && u.department?.id === departmentId ? u.recipient?.personId : null;
  const personId = (told ? (item.person_id ?? addressee ?? null) : (u.recipient?.personId ?? null)) as PersonId | null;
  const outcome = u.secrecy !== null ? 'close' : told || (u.routed && departmentId !== null) ? 'file' : 'review';
  return {
    outcome,
    class: u.class.id,
    classConfidence: u.class.confidence,
    departmentId,
    personId,
    confidence: told ? 1 : (u.department?.confidence ?? 0),
    secrecy: u.secrecy,
    registered: u.registered || item.kind === 'registered',
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
      urgent: item.urgent === 1,
      revision: document.revision,
    }),
  ]);
}

/**
 * Whether a document that came to an item must stay closed unread, because the item is closed mail or was opened in error before;
 * null where the secrecy gate has to be asked.
 */
export function closedBefore(read: Reader, itemId: string): Decision | null {
  const item = read.get('item', { id: itemId })!;
  const wasErased = read.all('document', { item_id: itemId, state: 'erased' }).length > 0;
  const secrecy = (item.secrecy ?? (wasErased ? 'personal' : null)) as Decision['secrecy'];
  if (secrecy === null) return null;
  return {
    ...UNDECIDED,
    outcome: 'close',
    departmentId: item.department_id as DepartmentId | null,
    personId: item.person_id as PersonId | null,
    secrecy,
  };
}

/** Nothing is known of it. */
export const UNDECIDED: Decision = {
  outcome: 'review',
  class: null,
  classConfidence: 0,
  departmentId: null,
  personId: null,
  confidence: 0,
  secrecy: null,
  registered: false,
  reason: null,
  candidates: [],
};

/** Closes a document by the box's word, and with it what the box itself decided of the same item and has not filed yet. */
export function writeClosing(room: Room, tx: Tx, document: DocumentRow, decision: Decision): void {
  const itemId = document.item_id as ItemId;
  const close = (one: DocumentRow, decided: Decision): void => {
    const { version: model } = room.classModel.current;
    const told = { ...decided, candidates: [], documentId: one.id as DocumentId, reading: null, model };
    const { events, jobs, cancelled, forgotten } = closing(
      { state: tx, actor: 'box' },
      one,
      event('document.decided@1', itemId, told) as ClosingEvent,
    );
    tx.append(events);
    tx.forgetPersonal(forgotten.subjects);
    for (const key of forgotten.keys) tx.remember(key, null);
    for (const { name, subject } of cancelled) tx.cancel(name, subject);
    for (const job of jobs) tx.enqueue(job);
  };
  close(document, decision);
  for (const other of tx.all('document', { item_id: itemId })) {
    if (other.decided_by !== 'box' || (other.state !== 'file' && other.state !== 'review')) continue;
    const hasLeft = tx
      .all('filing', { document_id: other.id })
      .some(({ state }) => state === 'filed' || state === 'withdrawn' || state === 'stale');
    if (!hasLeft) close(other, { ...decisionOf(other), outcome: 'close', secrecy: decision.secrecy, reason: null });
  }
}

/** What a stage had put, and what came between leaves no place for. */
export function drop(tx: Tx, subject: string, blobs: readonly BlobName[]): void {
  const payload: EraseJobPayload = { documents: [], blobs: [...blobs], keys: [] };
  tx.enqueue({ name: 'erase', subject, payload, priority: 20 });
}
