import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { PersonalText } from '#base/personal-text.ts';
import { changesOf } from '#domain/apply-event.ts';
import type { StoredEvent } from '#domain/events.ts';
import { PRIMARY_KEY, type TableName } from '#domain/rows.ts';
import { type Database, openForWriting, storageFailure } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { commitTo } from '#store/personal.ts';
import { lockState } from '#store/state-lock.ts';
import { eventOf } from './leaf.ts';
import type { LeafRow } from './ledger.ts';
import { openProjection } from './project.ts';
import { registerFile } from './register-file.ts';

export const TABLES = Object.keys(PRIMARY_KEY) as TableName[];

/** A place to fold a ledger into: a temporary database that spills to disk and goes away when closed. */
export interface FreshProjection {
  readonly db: Database;
  apply(event: StoredEvent): void;
  /** What the ledger committed to last in the place of a text, and at which position. */
  committed(subject: string, field: string): { commitment: string; position: number } | undefined;
  close(): void;
}

export function freshProjection(): FreshProjection {
  const db = new BetterSqlite('');
  migrate(db);
  db.pragma('journal_mode = OFF');
  db.exec('BEGIN');
  db.exec('CREATE TABLE committed (subject, field, commitment, position, PRIMARY KEY (subject, field)) WITHOUT ROWID');
  const project = openProjection(db);
  const commit = db.prepare('INSERT OR REPLACE INTO committed VALUES (?, ?, ?, ?)');
  const committed = db.prepare<[string, string], { commitment: string; position: number }>(
    'SELECT commitment, position FROM committed WHERE subject = ? AND field = ?',
  );
  return {
    db,
    apply(event) {
      changesOf(event).forEach(project);
      for (const { subject, field, commitment } of event.body.texts ?? []) commit.run(subject, field, commitment, event.position);
    },
    committed: (subject, field) => committed.get(subject, field),
    close: () => void db.close(),
  };
}

export const leaves = (db: Database): IterableIterator<LeafRow> =>
  db.prepare<[], LeafRow>('SELECT * FROM ledger ORDER BY position').iterate();

/** The first row in which two projections differ, in words, or null. Both are read once, side by side, in order of the primary key. */
export function differenceOf(db: Database, rebuilt: Database, tables: readonly TableName[] = TABLES): string | null {
  for (const table of tables) {
    const [ours, theirs] = [rowsOf(db, table), rowsOf(rebuilt, table)];
    try {
      for (;;) {
        const [a, b] = [ours.next(), theirs.next()];
        if (a.done && b.done) break;
        const key = PRIMARY_KEY[table].map((column) => (a.value ?? b.value)[column]).join(' ');
        if (a.done) return `${table} ${key} is missing from the projection`;
        if (b.done) return `${table} ${key} is in the projection but does not follow from the ledger`;
        const column = Object.keys(a.value).find((name) => a.value[name] !== b.value[name]);
        if (column) return `${table} ${key} differs from the ledger in ${column}`;
      }
    } finally {
      ours.return?.();
      theirs.return?.();
    }
  }
  return null;
}
const rowsOf = (db: Database, table: TableName): IterableIterator<Record<string, unknown>> =>
  db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${PRIMARY_KEY[table].join(', ')}`).iterate();

/** The first text that is not the one the ledger committed to, or null. Texts that were erased are not missed: the salt went with them. */
export function forgedText(db: Database, fresh: FreshProjection): { position: number | null; what: string } | null {
  const texts = db.prepare<[], PersonalText & { salt: Buffer }>('SELECT subject, field, salt, value FROM personal');
  for (const { salt, ...text } of texts.iterate()) {
    const said = fresh.committed(text.subject, text.field);
    if (said === undefined) return { position: null, what: `the ${text.field} of ${text.subject} came with no event` };
    if (said.commitment !== commitTo(salt, text))
      return { position: said.position, what: `the ${text.field} of ${text.subject} is not what the event committed to` };
  }
  return null;
}

export interface Rebuilt {
  position: number;
  /** Tables that did not equal what the ledger adds up to, and do now. */
  mended: TableName[];
}

/**
 * Makes the projection anew from the ledger and puts it in the place of the old one, in one transaction.
 * The daemon must not run: the state folder is locked meanwhile.
 *
 * @throws NOT_FOUND, STATE_LOCKED, STATE_TOO_NEW, STORAGE_FULL
 */
export function rebuild(path: string): Rebuilt {
  const file = registerFile(path);
  const unlock = lockState(dirname(file));
  try {
    const db = openForWriting(file);
    const fresh = freshProjection();
    try {
      migrate(db);
      let position = 0;
      for (const leaf of leaves(db)) {
        fresh.apply(eventOf(leaf.header, leaf.body));
        position = leaf.position;
      }
      const mended = TABLES.filter((table) => differenceOf(db, fresh.db, [table]) !== null);
      db.transaction(() => {
        for (const table of mended) replace(db, fresh.db, table);
      }).immediate();
      return { position, mended };
    } catch (error) {
      throw storageFailure(error, file);
    } finally {
      fresh.close();
      db.close();
    }
  } finally {
    unlock();
  }
}

function replace(db: Database, fresh: Database, table: TableName): void {
  db.exec(`DELETE FROM ${table}`);
  const rows = fresh.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw();
  const columns = rows.columns().map(({ name }) => name);
  const insert = db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')})`);
  for (const row of rows.iterate()) insert.run(...row);
}
