/** One item: its paper, its documents, its filings and its time line. Point reads; the caller brings the readings, which are blobs. */

import { MailroomError } from '#base/errors.ts';
import type { ItemId } from '#base/ids.ts';
import type { DocumentView, FilingView, ItemPage } from '#contract/item.ts';
import type { Direction, LinkKind, ReviewReason, SecrecyKind } from '#contract/words.ts';
import type { StoredEvent } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import { actKey, lastActKey } from '#store/remembered-keys.ts';
import { documentConfidence } from './confidence.ts';
import { type ItemRows, messageRoute, paperRoute } from './item-routes.ts';
import { classOf, itemRows, kindOf, leadingDocument, senderOf, sourceOf } from './item-rows.ts';
import { mayBeSeen, pagesOf, pageView } from './page-views.ts';
import { classEvidence, evidenceOf, fieldsOf, type KeptReading, openLetters, type PageIndex } from './reading.ts';
import { departmentName, momentAt, momentOf, partyOf, type Sight } from './sight.ts';
import { suspicionsOf } from './suspicions.ts';
import { timelineOf } from './timeline.ts';

/** What the caller knows beyond the register. */
export interface ItemPageParts {
  nowMs: number;
  /** Display name of an operator account. */
  operatorName(id: string): string;
  /** The reading of a document that may be seen; null where there is none. */
  reading(document: ProjectionRows['document']): Promise<KeptReading | null>;
}

const MOST = { documents: 100, pages: 500, filings: 200, links: 100, evidence: 26 };
const STATES: Readonly<Record<string, DocumentView['state']>> = { divided: 'reading', file: 'decided', review: 'review', close: 'closed' };

/** @throws ITEM_UNKNOWN */
export async function itemPage(sight: Sight, itemId: string, parts: ItemPageParts): Promise<ItemPage> {
  const { read, names } = sight;
  const item = read.get('item', { id: itemId });
  if (!item) throw new MailroomError('ITEM_UNKNOWN', { item: itemId });
  const rows = itemRows(read, item);
  const leading = leadingDocument(rows);
  const undoable = lastUndoable(read, rows);
  const shown = rows.documents.slice(0, MOST.documents);
  const readings = await Promise.all(shown.map((document) => (mayBeSeen(document) ? parts.reading(document) : null)));
  const parent = item.parent_id === null ? undefined : read.get('item', { id: item.parent_id });
  const labels = read.all('label', { item_id: item.id });
  const events = read.eventsOf(item.id as ItemId);
  return {
    itemId: item.id,
    number: item.number,
    kind: kindOf(item),
    direction: item.direction as Direction,
    source: sourceOf(item),
    position: item.last_position,
    arrived: momentAt(read, item.registered_position),
    sender: senderOf(read, rows) ?? senderIn(rows, readings),
    to: partyOf(names, leading?.department_id ?? item.department_id, leading?.person_id ?? item.person_id),
    secrecy: item.secrecy as SecrecyKind | null,
    registered: item.kind === 'registered' || rows.documents.some((one) => one.registered_mail === 1),
    shelf: item.shelf,
    grams: events.find((one) => one.type === 'item.registered@1')?.body.grams ?? null,
    parent: parent ? { itemId: parent.id, number: parent.number } : null,
    paper: paperRoute(rows, names),
    message: messageRoute(rows, names, parts.nowMs),
    documents: shown.map((document, i) => documentView(sight, document, readings[i] ?? null)),
    filings: rows.filings.slice(-MOST.filings).map((filing) => filingView(sight, filing, parts.nowMs, undoable, events)),
    timeline: timelineOf(events, {
      ...rows,
      names,
      closed: item.secrecy !== null,
      operatorName: parts.operatorName,
      numberOf: (id) => read.get('item', { id })?.number ?? null,
    }),
    links: linksOf(read, item.id),
    labels: {
      copies: Math.max(0, ...labels.map((one) => one.copy)),
      lastOutcome: (labels.at(-1)?.outcome ?? null) as ItemPage['labels']['lastOutcome'],
    },
    undo: undoable && { actId: undoable.actId, untilMs: undoable.untilMs },
  };
}

function senderIn({ item }: ItemRows, readings: readonly (KeptReading | null)[]): string | null {
  if (item.secrecy !== null) return null;
  return readings.find((one) => one?.understanding.sender.name)?.understanding.sender.name?.slice(0, 300) ?? null;
}

function documentView({ read, names }: Sight, document: ProjectionRows['document'], reading: KeptReading | null): DocumentView {
  const seen = mayBeSeen(document);
  const pages = seen || document.state === 'divided' ? pagesOf(read, document.id).slice(0, MOST.pages) : [];
  const indexOf = indexIn(pages);
  const letters = openLetters();
  const why = reading?.understanding.candidates.filter((one) => one.departmentId === document.department_id) ?? [];
  return {
    documentId: document.id,
    state: STATES[document.state] ?? 'erased',
    class: classOf(document),
    confidence: documentConfidence(document),
    secrecy: document.secrecy as SecrecyKind | null,
    reason: document.state === 'review' ? (document.reason as ReviewReason | null) : null,
    to: partyOf(names, document.department_id, document.person_id),
    pages: pages.map((page) => pageView(read, page, document)),
    fields: reading ? fieldsOf(reading, indexOf) : [],
    suspicions: seen ? suspicionsOf(document, pages) : [],
    evidence: reading
      ? [
          ...why.map((one) => letters(evidenceOf(reading, one.why, indexOf))),
          ...classEvidence(reading, document.class, indexOf).map(letters),
        ].slice(0, MOST.evidence)
      : [],
  };
}

export function indexIn(pages: readonly ProjectionRows['page'][]): PageIndex {
  const at = new Map(pages.map((page, index) => [page.id, index]));
  return (pageId) => at.get(pageId) ?? null;
}

interface Undoable {
  actId: string;
  untilMs: number | null;
  /** Null: the registration itself would be taken back. */
  documentId: string | null;
  position: number;
}

/**
 * The last act on this item that can still be taken back: a decision nobody has decided after, or a registration nothing came of.
 */
function lastUndoable(read: Reader, { item, documents, custody }: ItemRows): Undoable | null {
  const actId = read.recall(lastActKey(item.id)) as string | null;
  const act =
    actId === null
      ? null
      : (read.recall(actKey(actId)) as { answer: { position: number }; undo: { documentId?: string; untilMs: number | null } } | null);
  if (actId === null || act === null) return null;
  const { position } = act.answer;
  if (act.undo.documentId === undefined) {
    const bare = documents.length === 0 && custody === undefined && item.voided_position === null;
    return bare ? { actId, untilMs: null, documentId: null, position } : null;
  }
  const document = documents.find((one) => one.id === act.undo.documentId);
  if (!document || !mayBeSeen(document) || (document.decided_position ?? 0) > position) return null;
  return { actId, untilMs: act.undo.untilMs, documentId: document.id, position };
}

function filingView(
  { names }: Sight,
  filing: ProjectionRows['filing'],
  nowMs: number,
  undoable: Undoable | null,
  events: readonly StoredEvent[],
): FilingView {
  const untilMs = filing.planned_ms + filing.grace_ms;
  const inGrace = filing.state === 'planned' && nowMs < untilMs;
  const live = filing.state === 'planned' || filing.state === 'held' || filing.state === 'filed';
  const filed = events.findLast((one) => one.type === 'mail.filed@1' && one.body.filingId === filing.id);
  const byAct = live && undoable?.documentId === filing.document_id && filing.planned_position <= undoable.position;
  return {
    filingId: filing.id,
    documentId: filing.document_id,
    state: filing.state === 'planned' && !inGrace ? 'filing' : (filing.state as FilingView['state']),
    department: departmentName(names, filing.department_id),
    mailbox: filing.mailbox,
    revision: filing.revision,
    undoUntilMs: inGrace ? untilMs : null,
    actId: byAct ? undoable.actId : null,
    failure: filing.state === 'held' ? filing.hold_code : null,
    filed: filed ? momentOf(filed) : null,
  };
}

function linksOf(read: Reader, itemId: string): ItemPage['links'] {
  const other = (link: ProjectionRows['link']): string | null => (link.from_item === itemId ? link.to_item : link.from_item);
  return [...read.all('link', { from_item: itemId }), ...read.all('link', { to_item: itemId })].slice(0, MOST.links).map((link) => {
    const item = other(link) === null ? undefined : read.get('item', { id: other(link)! });
    return { kind: link.kind as LinkKind, itemId: item?.id ?? null, number: item?.number ?? null };
  });
}
