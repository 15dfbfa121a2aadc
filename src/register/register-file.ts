import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MailroomError } from '#base/errors.ts';
import { type Database, openForReading } from '#store/database.ts';
import { APPLICATION_ID, requireKnownSchema } from '#store/migrate.ts';

/** A register's file, named itself or by its state folder. @throws NOT_FOUND */
export function registerFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return path;
  const inside = join(path, 'register.db');
  if (stat?.isDirectory() && statSync(inside, { throwIfNoEntry: false })?.isFile()) return inside;
  throw new MailroomError('NOT_FOUND', { what: `register at ${path}` });
}

/**
 * Runs `use` on a register's file opened for reading only: the live one, or a copy on any computer.
 * @throws NOT_FOUND, STATE_TOO_NEW, REGISTER_BROKEN where it is no register at all
 */
export function withRegister<T>(path: string, use: (db: Database) => T): T {
  const file = registerFile(path);
  return broken(
    () => 0,
    () => {
      const db = openForReading(file);
      try {
        if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
          throw new MailroomError('REGISTER_BROKEN', { position: 0, what: 'there is no register in this file' });
        requireKnownSchema(db);
        return use(db);
      } finally {
        db.close();
      }
    },
  );
}

/** Damage that SQLite itself finds in the file becomes REGISTER_BROKEN at the position that `reached` tells. */
export function broken<T>(reached: () => number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw error;
    throw new MailroomError(
      'REGISTER_BROKEN',
      { position: reached(), what: `the file is damaged (${(error as Error).message})` },
      { cause: error },
    );
  }
}
