/** Search: newest first, matches marked, with the time it took. For a connection that has the search index attached. */
import type { Marked, SearchHit, SearchQuery, SearchResults } from '#contract/search.ts';
import { NO_CLASS, type SecrecyKind } from '#contract/words.ts';
import { parseLabelNumber } from '#domain/label-number.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import type { Database } from '#store/database.ts';
import { type SearchHit as IndexHit, matchOf, type SearchFilters, searchIndex } from '#store/search-query.ts';
import { type ItemRows, messageRoute, paperRoute } from './item-routes.ts';
import { classOf, itemRows, kindOf, leadingDocument, senderOf } from './item-rows.ts';
import { itemThumbnail, mayBeSeen } from './page-views.ts';
import { foldLetters } from './people.ts';
import { momentAt, partyOf, type Sight } from './sight.ts';

const DEFAULT_HITS = 40;
const COUNTED = 5000;
/** Documents looked at for one page where kind or date leave most of them out. */
const LOOKED_AT = 2000;
const MOST_PARTS = 60;
const LONGEST = 500;

export function search(sight: Sight, db: Database, query: SearchQuery, nowMs: number): Omit<SearchResults, 'tookMs'> {
  const { q, limit = DEFAULT_HITS, before = Number.MAX_SAFE_INTEGER } = query;
  const { read } = sight;
  const total = itemCount(db, read);
  const labelled = before === Number.MAX_SAFE_INTEGER ? byNumber(read, q) : [];
  if (labelled.length > 0) {
    const hits = labelled.filter((item) => fits(item, query)).map((item) => hitOf(sight, item, q, null, nowMs));
    return { hits, count: hits.length, more: false, total, next: null };
  }
  const filters: SearchFilters = {
    ...(query.departmentId === undefined ? {} : { departmentIds: [query.departmentId] }),
    ...(query.class === undefined ? {} : { class: query.class === NO_CLASS ? null : query.class }),
  };
  const found = pageOfHits(sight, db, query, filters, before, limit);
  const { count, more } = countOf(db, query, filters);
  return {
    hits: found.items.map(({ item, hit }) => hitOf(sight, item, q, hit, nowMs)),
    count,
    more,
    total,
    next: found.next,
  };
}

interface Found {
  item: ProjectionRows['item'];
  hit: IndexHit;
}

/** Distinct items, newest matching document first. */
function pageOfHits({ read }: Sight, db: Database, query: SearchQuery, filters: SearchFilters, before: number, limit: number) {
  const items = new Map<string, Found>();
  let from = before;
  for (let lookedAt = 0; lookedAt < LOOKED_AT; ) {
    const hits = searchIndex(db, query.q, { ...filters, before: from, limit });
    for (const hit of hits) {
      from = hit.position;
      lookedAt += 1;
      const item = items.has(hit.itemId) ? undefined : read.get('item', { id: hit.itemId });
      if (item && fits(item, query)) items.set(item.id, { item, hit });
      if (items.size === limit) return { items: [...items.values()], next: from };
    }
    if (hits.length < limit) return { items: [...items.values()], next: null };
  }
  return { items: [...items.values()], next: from };
}

const fits = (item: ProjectionRows['item'], { kind, sinceMs }: SearchQuery): boolean =>
  (kind === undefined || item.kind === kind) && (sinceMs === undefined || item.registered_ms >= sinceMs);

/**
 * Matching documents, counted no further than anybody wants to know. Kind and date stand in the register and not in the index: with
 * them, those that fit are counted among the newest matches.
 */
function countOf(db: Database, { q, kind, sinceMs }: SearchQuery, filters: SearchFilters): Pick<SearchResults, 'count' | 'more'> {
  const match = matchOf(q, filters);
  if (match === null) return { count: 0, more: false };
  const matches = `SELECT rowid AS position FROM words WHERE words MATCH :match ORDER BY rowid DESC LIMIT ${COUNTED + 1}`;
  const looked = db.prepare<[object], number>(`SELECT count(*) FROM (${matches})`).pluck().get({ match }) ?? 0;
  const more = looked > COUNTED;
  if (kind === undefined && sinceMs === undefined) return { count: Math.min(looked, COUNTED), more };
  const fitting = db
    .prepare<[object], number>(
      `SELECT count(*) FROM (${matches}) JOIN entry USING (position) JOIN item ON item.id = entry.item_id
       WHERE (:kind IS NULL OR item.kind = :kind) AND item.registered_ms >= :sinceMs`,
    )
    .pluck();
  return { count: Math.min(fitting.get({ match, kind: kind ?? null, sinceMs: sinceMs ?? 0 }) ?? 0, COUNTED), more };
}

const counted = new WeakMap<Database, { upTo: number; items: number }>();

/** Items are never taken out of the register, so only those that came since are counted. */
function itemCount(db: Database, read: Reader): number {
  const known = counted.get(db) ?? { upTo: 0, items: 0 };
  const [fresh] = read.query<{ n: number; upTo: number | null }>(
    'SELECT count(*) AS n, max(registered_position) AS upTo FROM item WHERE registered_position > ?',
    known.upTo,
  );
  const now = { upTo: fresh?.upTo ?? known.upTo, items: known.items + (fresh?.n ?? 0) };
  counted.set(db, now);
  return now.items;
}

/** What was typed is a number of ours, whole or as the label draws it (`VM26-000123`): also what was never read is found by it. */
function byNumber(read: Reader, q: string): ProjectionRows['item'][] {
  const whole = parseLabelNumber(q)?.number;
  if (whole) return read.all('item', { number: whole });
  const drawn = /^([A-Z][A-Z0-9]{1,3}?)-?(?:20)?(\d{2})-(\d{6})(?:-[0-9A-Z]?)?$/.exec(q.trim().toUpperCase());
  if (!drawn) return [];
  const start = `${drawn[1]}-20${drawn[2]}-${drawn[3]}-`;
  return read.query<ProjectionRows['item']>('SELECT * FROM item WHERE number > ? AND number < ? LIMIT 2', start, `${start}~`);
}

function hitOf(sight: Sight, item: ProjectionRows['item'], q: string, hit: IndexHit | null, nowMs: number): SearchHit {
  const { read, names } = sight;
  const rows: ItemRows = itemRows(read, item);
  const leading = leadingDocument(rows);
  const document = item.secrecy === null && hit !== null ? rows.documents.find((one) => one.id === hit.documentId) : undefined;
  return {
    itemId: item.id,
    number: item.number,
    kind: kindOf(item),
    sender: markWords(senderOf(read, rows) ?? '', q),
    snippet: hit !== null && mayBeSeen(document) ? markedSnippet(hit.snippet) : [],
    to: partyOf(names, leading?.department_id ?? item.department_id, leading?.person_id ?? item.person_id),
    class: classOf(leading),
    secrecy: item.secrecy as SecrecyKind | null,
    paper: paperRoute(rows, names),
    message: messageRoute(rows, names, nowMs),
    arrived: momentAt(read, item.registered_position),
    thumbnail: itemThumbnail(read, item, rows.documents),
    position: item.last_position,
  };
}

const part = (text: string, mark: boolean): Marked => (text === '' ? [] : [{ text: text.slice(0, LONGEST), mark }]);

/** Matches stand between U+0002 and U+0003. */
export const markedSnippet = (snippet: string): Marked =>
  snippet
    .split('\u0002')
    .flatMap((piece, at) => {
      if (at === 0) return part(piece, false);
      const [match = '', rest = ''] = piece.split('\u0003');
      return [...part(match, true), ...part(rest, false)];
    })
    .slice(0, MOST_PARTS);

/** The beginnings of words that were typed, marked in a short text. */
export function markWords(text: string, q: string): Marked {
  const folded = foldLetters(text);
  const typed = foldLetters(q).match(/[\p{L}\p{N}]+/gu) ?? [];
  const marked: Marked = [];
  let plain = 0;
  for (const word of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(0, ...typed.filter((one) => word[0].startsWith(one)).map((one) => one.length));
    if (length === 0) continue;
    marked.push(...part(text.slice(plain, word.index), false), ...part(text.slice(word.index, word.index + length), true));
    plain = word.index + length;
  }
  return [...marked, ...part(text.slice(plain), false)].slice(0, MOST_PARTS);
}
