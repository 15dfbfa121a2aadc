import { crashPoint } from '#base/crash-point.ts';
import type { BlobName, DepartmentId, DocumentId, ItemId, PageId, PersonId } from '#base/ids.ts';
import { mintId } from '#base/ids.ts';
import { type Decision, event } from '#domain/events.ts';
import { planFiling } from '#domain/plan-filing.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Tx } from '#register/store.ts';
import type { Understanding } from '#understanding/evidence.ts';
import { understand } from '#understanding/understand.ts';
import { planNotice } from '../notices.ts';
import { contentPages, keepReading, keptLook, pageBytes } from '../pages.ts';
import type { Reading, Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * The routing read and what it decides: file, ask, or keep closed.
 *
 * The secrecy gate stands here. Until the decision is committed nothing that was read is kept: no text, no picture, no index.
 * Of closed mail only the envelope is known; its images move under a key of their own, so that they can be erased alone.
 */
export default (room: Room): Stage => ({
  name: 'route',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const document = room.store.read.get('document', { id: job.subject });
    if (document?.state !== 'divided') return nothing;
    const pages = contentPages(room, document.id);
    const reading = await routingRead(room, pages, signal);
    const item = room.store.read.get('item', { id: document.item_id })!;
    const decision = decisionFrom(reading.understanding, item);
    if (decision.outcome === 'close') return closed(room, document, pages, decision);
    const kept = await keepReading(room, reading);
    crashPoint('route.commit.before');
    return { commit: (tx) => decided(room, tx, document.id, decision, kept) };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      const reason = failure.code === 'IMAGE_UNREADABLE' || failure.code === 'IMAGE_TOO_LARGE' ? 'unreadable' : 'reading_failed';
      decided(room, tx, job.subject, { ...UNDECIDED, reason }, null);
    },
  }),
});

const UNDECIDED: Decision = {
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

async function routingRead(room: Room, pages: readonly ProjectionRows['page'][], signal: AbortSignal): Promise<Reading> {
  // The first written side carries address and marks; later sides are read in full afterwards.
  const page = pages[0]!;
  const look = await keptLook(room, page);
  const bytes = await pageBytes(room, page);
  const read = await room.workshop.run('routing-read', { pageKey: page.id, bytes, look }, { signal, affinity: page.id });
  const { widthPx, heightPx, dpi } = look.upright;
  const understanding = understand({
    pages: [{ widthPx, heightPx, dpi, words: read.words, codes: look.codes }],
    directory: room.directory,
    model: room.classModel.current,
    depth: 'routing',
    ownPrefix: room.station.prefix,
    today: new Date(room.clock.wallMs()).toISOString().slice(0, 10),
  });
  return { pages: [{ pageId: page.id, widthPx, heightPx, dpi, words: read.words, text: read.text }], understanding };
}

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

/** Writes a decision and what follows from it. A document that somebody dealt with meanwhile is left alone. */
function decided(room: Room, tx: Tx, documentId: string, decision: Decision, reading: BlobName | null): void {
  const document = tx.get('document', { id: documentId });
  if (document?.state !== 'divided') return;
  const itemId = document.item_id as ItemId;
  tx.append([
    event('document.decided@1', itemId, {
      ...decision,
      documentId: documentId as DocumentId,
      reading,
      model: room.classModel.current.version,
    }),
  ]);
  tx.enqueue({ name: 'picture', subject: documentId, priority: decision.outcome === 'review' ? 7 : 0 });
  tx.enqueue({ name: 'read', subject: documentId, priority: decision.outcome === 'file' ? -1 : -5 });
  if (decision.outcome !== 'file') return;
  const item = tx.get('item', { id: itemId })!;
  tx.append([
    planFiling(room.policy, {
      itemId,
      number: item.number,
      documentId: documentId as DocumentId,
      seq: document.seq,
      departmentId: decision.departmentId!,
      class: decision.class,
      revision: document.revision,
      year: new Date(item.registered_ms).getUTCFullYear(),
    }),
  ]);
}

async function closed(room: Room, document: ProjectionRows['document'], pages: readonly ProjectionRows['page'][], decision: Decision) {
  const itemId = document.item_id as ItemId;
  const moved: { pageId: PageId; blob: BlobName; old: string[] }[] = [];
  for (const page of [...pages, ...room.store.read.all('page', { document_id: document.id }).filter((one) => one.ordinal === null)]) {
    if (page.blob === null) continue;
    const blob = await room.store.blobs.rekey(page.blob as BlobName, { own: itemId });
    moved.push({ pageId: page.id as PageId, blob, old: [page.blob, page.look].filter((name) => name !== null) });
  }
  crashPoint('route.closed.before');
  return {
    commit(tx: Tx) {
      if (tx.get('document', { id: document.id })?.state !== 'divided') return;
      tx.append([
        event('document.decided@1', itemId, {
          ...decision,
          candidates: [],
          documentId: document.id as DocumentId,
          reading: null,
          model: room.classModel.current.version,
        }),
        ...moved.map(({ pageId, blob }) => event('page.rekeyed@1', itemId, { pageId, blob })),
      ]);
      tx.enqueue({ name: 'erase', subject: itemId, payload: { documents: [], blobs: moved.flatMap((one) => one.old) }, priority: 20 });
      planNotice(room, tx, { itemId, documentId: document.id as DocumentId, kind: 'closed-mail', noticeId: mintId('notice') });
    },
  };
}
