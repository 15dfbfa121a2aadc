import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { MailroomError } from '#base/errors.ts';

export type Database = BetterSqlite.Database;
export type Statement = BetterSqlite.Statement<unknown[], unknown>;

/** How long a statement waits for a lock of another process, standing still with the whole event loop. */
const BUSY_MS = 2000;

/**
 * Opens a database file for writing: write-ahead log, each commit synced (better-sqlite3 is compiled with NORMAL for WAL,
 * which a power cut may undo), deleted content overwritten.
 */
export function openForWriting(file: string): Database {
  const db = new BetterSqlite(file, { timeout: BUSY_MS });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  // 16 MB of log: at SQLite's own 4 MB the event loop stood still for a checkpoint every fifty filings.
  db.pragma('wal_autocheckpoint = 4000');
  db.pragma(`journal_size_limit = ${64 << 20}`);
  return db;
}

/**
 * Opens a database file that may lie on a read-only medium or another computer, for reading only.
 * A file in write-ahead mode needs a writable folder beside it; where there is none a temporary copy is read.
 */
export function openForReading(file: string): Database {
  try {
    return openReadOnly(file);
  } catch (error) {
    if (!(error instanceof BetterSqlite.SqliteError) || !/^SQLITE_(CANTOPEN|READONLY)/.test(error.code)) throw error;
    const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-reading-'));
    try {
      const copy = join(folder, 'copy.db');
      copyFileSync(file, copy);
      chmodSync(copy, 0o600);
      if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
      return openReadOnly(copy);
    } finally {
      // What is open stays readable without its name, and goes away with the connection.
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function openReadOnly(file: string): Database {
  const db = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    db.pragma('query_only = ON');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Turns "no space left" of SQLite or of the file system into STORAGE_FULL; anything else comes back as it is. */
export function storageFailure(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'].includes(code))
    return new MailroomError('STORAGE_FULL', { folder: dirname(file), detail: code }, { cause: error });
  return error;
}

/**
 * Moves everything from the write-ahead log into the file and empties the log, so that deleted content is in neither.
 * False at once while a reader still looks at an older state: try again. Waiting inside SQLite would stop the event loop.
 */
export function emptyLog(db: Database): boolean {
  db.pragma('busy_timeout = 0');
  try {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${BUSY_MS}`);
  }
}
