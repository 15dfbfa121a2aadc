import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { type Database, emptyLog, openForWriting, storageFailure } from './database.ts';

/** What the index knows of one document. `position` orders the hits: newest first. */
export interface SearchEntry {
  /** Register position of the event that made the document; unique. */
  position: number;
  documentId: string;
  itemId: string;
  number: string;
  departmentId: string | null;
  departmentName: string;
  personName: string;
  sender: string;
  subject: string;
  /** Null: none of the classes. */
  class: string | null;
  direction: string;
  /** Words of all pages; empty for closed mail. */
  text: string;
}

/**
 * The words of the documents, for searching. Derived: it can be made again from the projection and the readings,
 * and is made anew when its form changes.
 */
export interface SearchIndex {
  /** Puts documents in, each in place of what was known of it; durable on return. @throws STORAGE_FULL */
  put(entries: readonly SearchEntry[]): void;
  /** Takes documents out; `emptyLog` afterwards makes an end of their words. */
  remove(documentIds: readonly string[]): void;
  /** True until `filled()`: the index was made anew, and every document must be put in again. */
  readonly needsFilling: boolean;
  filled(): void;
  /** False while a reader still looks at an older state. */
  emptyLog(): boolean;
  close(): void;
}

/** Goes up with every change of tables, tokens or facets below. */
const FORM = 4;

/*
 * Filters are words too: a column of facets, so that a department with ten documents is found among a million as fast as
 * a rare word. `prefix` makes the beginning of a word cost no more than the word. Places of words are not kept (`detail = column`):
 * no query asks for neighbours, and with six prefix lengths they would be most of the file.
 */
const TABLES = `
  CREATE TABLE entry (
    position INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, item_id TEXT NOT NULL, heads TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE words USING fts5 (
    number, sender, subject, person, department, text, facets,
    tokenize = "unicode61 remove_diacritics 2", prefix = '3 4 5 6 7 8', detail = column, columnsize = 0
  );
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
  CREATE TABLE filling (needed INTEGER NOT NULL) STRICT;
  INSERT INTO filling VALUES (1);
`;

/** What is of no class is found by this, which no class is called. */
export const NO_CLASS = '';

/** A filter as one word of the `facets` column. */
export const facet = (kind: 'department' | 'class' | 'direction', value: string): string =>
  `${kind}${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;

/** Words in small letters without marks, each after a space: `in` it finds ` word` where a word begins so. */
export const folded = (text: string): string =>
  ` ${(
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ')}`;

/** What stands above the text, a line each, for ranking without opening the text: number, names, subject, department. */
const headsOf = (e: SearchEntry): string => [e.number, `${e.personName} ${e.sender}`, e.subject, e.departmentName].map(folded).join('\n');

function facetsOf(entry: SearchEntry): string {
  const facets = [facet('direction', entry.direction), facet('class', entry.class ?? NO_CLASS)];
  if (entry.departmentId !== null) facets.push(facet('department', entry.departmentId));
  return facets.join(' ');
}

function openFile(file: string): Database {
  const db = openForWriting(file);
  const form = db.pragma('user_version', { simple: true }) as number;
  if (form === FORM) return db;
  if (form !== 0) {
    db.close();
    for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) rmSync(part);
    return openFile(file);
  }
  db.transaction(() => {
    db.exec(TABLES);
    db.pragma(`user_version = ${FORM}`);
  }).immediate();
  return db;
}

export function openSearchIndex(file: string): SearchIndex {
  const db = openFile(file);
  const positionOf = db.prepare<[string], number>('SELECT position FROM entry WHERE document_id = ?').pluck();
  const removeEntry = db.prepare('DELETE FROM entry WHERE position = ?');
  const removeWords = db.prepare('DELETE FROM words WHERE rowid = ?');
  const putEntry = db.prepare('INSERT INTO entry (position, document_id, item_id, heads) VALUES (?, ?, ?, ?)');
  const putWords = db.prepare(
    'INSERT INTO words (rowid, number, sender, subject, person, department, text, facets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const needed = db.prepare<[], number>('SELECT needed FROM filling').pluck();

  const removeOne = (documentId: string): void => {
    const position = positionOf.get(documentId);
    if (position === undefined) return;
    removeWords.run(position);
    removeEntry.run(position);
  };
  const putOne = (e: SearchEntry): void => {
    removeOne(e.documentId);
    putEntry.run(e.position, e.documentId, e.itemId, headsOf(e));
    putWords.run(e.position, e.number, e.sender, e.subject, e.personName, e.departmentName, e.text, facetsOf(e));
  };
  const inOne = <T>(each: (of: T) => void) => {
    const all = db.transaction((list: readonly T[]) => list.forEach(each));
    return (list: readonly T[]): void => {
      try {
        all.immediate(list);
      } catch (error) {
        throw storageFailure(error, file);
      }
    };
  };

  return {
    put: inOne(putOne),
    remove: inOne(removeOne),
    get needsFilling() {
      return needed.get() === 1;
    },
    filled() {
      db.exec('UPDATE filling SET needed = 0');
    },
    emptyLog: () => emptyLog(db),
    close() {
      db.close();
    },
  };
}
