import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { MailroomError } from '#base/errors.ts';

/**
 * Takes the state folder for this process. The lock is the kernel's, held through an SQLite file nothing is written to:
 * it dies with the process, however that ends.
 *
 * @returns how to give it back
 * @throws STATE_LOCKED
 */
export function lockState(folder: string): () => void {
  const db = new BetterSqlite(join(folder, 'lock.db'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof BetterSqlite.SqliteError && error.code === 'SQLITE_BUSY')
      throw new MailroomError('STATE_LOCKED', { folder }, { cause: error });
    throw error;
  }
  return () => {
    db.close();
  };
}
