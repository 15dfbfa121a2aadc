import type { Database } from './database.ts';
import { facet } from './search-index.ts';

export interface SearchFilters {
  /** Only these departments (what the asker may see); absent: all. */
  departmentIds?: readonly string[];
  class?: string;
  direction?: string;
  /** Only documents older than this position: the next page of a list. */
  before?: number;
  limit?: number;
  /** newest: by position; relevance: the best of the newest 5,000 hits. */
  order?: 'newest' | 'relevance';
}

export interface SearchHit {
  position: number;
  documentId: string;
  itemId: string;
  /** Some words around the first match; what matched stands between U+0002 and U+0003. */
  snippet: string;
}

/** Above this a common word costs hundreds of milliseconds to rank (measured at a million documents). */
const RANKED_HITS = 5000;
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;
const SHORTEST_PREFIX = 3;

/**
 * What a person typed as an FTS5 expression, or null where there is no word in it. Every word must be there; the last is
 * taken as a beginning from three letters on, unless a space follows it. Nothing typed is FTS5 syntax.
 */
export function matchOf(typed: string, filters: SearchFilters = {}): string | null {
  const text = typed.slice(0, LONGEST_QUERY).normalize('NFC');
  const words = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, MOST_WORDS);
  const finished = /[^\p{L}\p{N}\p{M}]$/u.test(text);
  const wanted = words.map((word, at) => {
    const beginning = at === words.length - 1 && !finished && [...word].length >= SHORTEST_PREFIX;
    return `"${word}"${beginning ? ' *' : ''}`;
  });
  const parts = wanted.length > 0 ? [`{number sender subject person department text} : (${wanted.join(' AND ')})`] : [];
  const oneOf = (facets: string[]): void => void parts.push(`facets : (${facets.join(' OR ')})`);
  if (filters.departmentIds) oneOf(filters.departmentIds.map((id) => facet('department', id)));
  if (filters.class !== undefined) oneOf([facet('class', filters.class)]);
  if (filters.direction !== undefined) oneOf([facet('direction', filters.direction)]);
  return parts.length > 0 ? parts.join(' AND ') : null;
}

const SELECT = `
  SELECT entry.position, entry.document_id AS documentId, entry.item_id AS itemId,
    snippet(words, -1, char(2), char(3), '…', 16) AS snippet
  FROM words JOIN entry ON entry.position = words.rowid
  WHERE words MATCH :match AND words.rowid < :before`;

/**
 * Finds documents. To be run in a reader thread on a database opened with `openForReading`.
 * An empty query without filters finds nothing.
 */
export function searchIndex(db: Database, typed: string, filters: SearchFilters = {}): SearchHit[] {
  const { departmentIds, before = Number.MAX_SAFE_INTEGER, limit = 50, order = 'newest' } = filters;
  const match = departmentIds?.length === 0 ? null : matchOf(typed, filters);
  if (match === null) return [];
  const bounds = { match, before, limit: Math.max(1, Math.min(limit, 200)) };
  if (order === 'newest') return db.prepare<[object], SearchHit>(`${SELECT} ORDER BY words.rowid DESC LIMIT :limit`).all(bounds);
  const oldest = db
    .prepare<[object], number>(
      'SELECT rowid FROM words WHERE words MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT 1 OFFSET :skip',
    )
    .pluck()
    .get({ match, before, skip: RANKED_HITS - 1 });
  return db
    .prepare<[object], SearchHit>(`${SELECT} AND words.rowid >= :oldest ORDER BY rank LIMIT :limit`)
    .all({ ...bounds, oldest: oldest ?? 0 });
}
