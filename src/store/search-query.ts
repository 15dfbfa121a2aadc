import type { Database } from './database.ts';
import { facet, folded, NO_CLASS } from './search-index.ts';

export interface SearchFilters {
  /** Only these departments (what the asker may see); absent: all. */
  departmentIds?: readonly string[];
  /** Null: none of the classes. */
  class?: string | null;
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

/** More hits are not ranked: a word that stands in every second letter says nothing about which one is meant. */
const RANKED_HITS = 5000;
const FIELDS = 'number sender subject person department text';
/** What a word in the number, a name, the subject, the department is worth; in the text it is worth no more than being found. */
const WORTH = [8, 4, 2, 1];
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;
const SHORTEST_PREFIX = 3;

/** The words typed, the last of them as a beginning from three letters on, unless a space follows it. */
function wordsOf(typed: string): string[] {
  const text = typed.slice(0, LONGEST_QUERY).normalize('NFC');
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const finished = /[^\p{L}\p{N}]$/u.test(text);
  return words.map((word, at) => {
    const beginning = at === words.length - 1 && !finished && [...word].length >= SHORTEST_PREFIX;
    return `"${word}"${beginning ? ' *' : ''}`;
  });
}

/**
 * What a person typed, and the filters, as an FTS5 expression; null where there is neither. Every word must be there.
 * Nothing typed is FTS5 syntax.
 */
export function matchOf(typed: string, filters: SearchFilters = {}): string | null {
  const words = wordsOf(typed);
  const parts = words.length > 0 ? [`{${FIELDS}} : (${words.join(' AND ')})`] : [];
  const oneOf = (facets: string[]): void => void parts.push(`facets : (${facets.join(' OR ')})`);
  if (filters.departmentIds) oneOf(filters.departmentIds.map((id) => facet('department', id)));
  if (filters.class !== undefined) oneOf([facet('class', filters.class ?? NO_CLASS)]);
  if (filters.direction !== undefined) oneOf([facet('direction', filters.direction)]);
  return parts.length > 0 ? parts.join(' AND ') : null;
}

const SELECT = `
  SELECT entry.position, entry.document_id AS documentId, entry.item_id AS itemId,
    snippet(words, -1, char(2), char(3), '…', 16) AS snippet
  FROM words JOIN entry ON entry.position = words.rowid
  WHERE words MATCH :match`;
const NEWEST = `${SELECT} AND words.rowid < :before ORDER BY words.rowid DESC LIMIT :limit`;
const CHOSEN = `${SELECT} AND words.rowid >= :oldest AND +words.rowid IN (SELECT value FROM json_each(:chosen))`;
const HEADS = `
  SELECT entry.position, entry.heads FROM words JOIN entry ON entry.position = words.rowid
  WHERE words MATCH :match AND words.rowid < :before ORDER BY words.rowid DESC LIMIT ${RANKED_HITS}`;

/**
 * Finds documents, newest first or by relevance. To be run in a reader thread on a database opened with `openForReading`.
 * An empty query without filters finds nothing.
 */
export function searchIndex(db: Database, typed: string, filters: SearchFilters = {}): SearchHit[] {
  const { departmentIds, before = Number.MAX_SAFE_INTEGER, order = 'newest' } = filters;
  const match = departmentIds?.length === 0 ? null : matchOf(typed, filters);
  if (match === null) return [];
  const limit = Math.max(1, Math.min(filters.limit ?? 50, 200));
  try {
    return order === 'newest'
      ? db.prepare<[object], SearchHit>(NEWEST).all({ match, before, limit })
      : mostRelevant(db, match, typed, before, limit);
  } catch (error) {
    // A letter younger than SQLite's Unicode tables divides a word there; this index keeps no neighbours to look for.
    if (error instanceof Error && /phrase queries are not supported/.test(error.message)) return [];
    throw error;
  }
}

/**
 * The best of the newest hits: a word in the number, a name or the subject tells more than one in the text.
 * FTS5's own bm25 counts every hit of every word first, which grows with the archive (DECISIONS.md).
 */
function mostRelevant(db: Database, match: string, typed: string, before: number, limit: number): SearchHit[] {
  const words = folded(typed.slice(0, LONGEST_QUERY)).split(' ').filter(Boolean);
  const worthOf = (heads: string): number =>
    heads
      .split('\n')
      .map((field, at) => WORTH[at]! * words.filter((word) => field.includes(` ${word}`)).length)
      .reduce((sum, worth) => sum + worth, 0);
  const newest = db.prepare<[object], { position: number; heads: string }>(HEADS).all({ match, before });
  const scores = new Map(newest.map(({ position, heads }) => [position, worthOf(heads)]));
  const byScore = (a: number, b: number): number => scores.get(b)! - scores.get(a)! || b - a;
  const chosen = [...scores.keys()].sort(byScore).slice(0, limit);
  const hits = db.prepare<[object], SearchHit>(CHOSEN).all({ match, oldest: Math.min(...chosen), chosen: JSON.stringify(chosen) });
  return hits.sort((a, b) => byScore(a.position, b.position));
}
