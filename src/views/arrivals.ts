/** What is arriving: counters, then rows, newest first. */
import type { ArrivalRow, Arrivals, ArrivalsQuery } from '#contract/arrivals.ts';
import type { Direction, ReviewReason, SecrecyKind } from '#contract/words.ts';
import type { Candidate } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { arrivalCounters, conditionOf } from './arrival-counters.ts';
import { documentConfidence } from './confidence.ts';
import { messageRoute, paperRoute } from './item-routes.ts';
import { classOf, itemRows, kindOf, leadingDocument, senderOf, sourceOf } from './item-rows.ts';
import { itemThumbnail } from './page-views.ts';
import { departmentName, headPosition, momentAt, partyOf, type Sight } from './sight.ts';

const DEFAULT_ROWS = 60;
const CANDIDATES = 3;

type ItemRow = ProjectionRows['item'];

export function arrivals(sight: Sight, query: ArrivalsQuery, nowMs: number): Arrivals {
  const { list = 'all', before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_ROWS } = query;
  const { read } = sight;
  const items = read.query<ItemRow>(
    `SELECT * FROM item WHERE registered_position < ? AND ${conditionOf(list)} ORDER BY registered_position DESC LIMIT ?`,
    before,
    limit,
  );
  return {
    counters: arrivalCounters(read, nowMs),
    rows: items.map((item) => arrivalRow(sight, item, nowMs)),
    next: items.length === limit ? items.at(-1)!.registered_position : null,
    position: headPosition(read),
  };
}

function arrivalRow({ read, names }: Sight, item: ItemRow, nowMs: number): ArrivalRow {
  const rows = itemRows(read, item);
  const leading = leadingDocument(rows);
  const waits = leading?.state === 'review';
  return {
    itemId: item.id,
    number: item.number,
    kind: kindOf(item),
    direction: item.direction as Direction,
    source: sourceOf(item),
    sender: senderOf(read, rows),
    to: partyOf(
      names,
      waits ? null : (leading?.department_id ?? item.department_id),
      waits ? null : (leading?.person_id ?? item.person_id),
    ),
    between: waits ? betweenOf(leading).map((id) => departmentName(names, id)) : [],
    class: classOf(leading),
    confidence: documentConfidence(leading),
    secrecy: item.secrecy as SecrecyKind | null,
    reason: waits ? (leading.reason as ReviewReason | null) : null,
    paper: paperRoute(rows, names),
    message: messageRoute(rows, names, nowMs),
    arrived: momentAt(read, item.registered_position),
    registered: item.registered_position,
    documents: rows.documents.length,
    thumbnail: itemThumbnail(read, item, rows.documents),
    position: item.last_position,
  };
}

function betweenOf(document: ProjectionRows['document']): string[] {
  const ids = (JSON.parse(document.candidates) as Candidate[]).flatMap((one) => one.departmentId ?? []);
  return [...new Set<string>(ids)].slice(0, CANDIDATES);
}
