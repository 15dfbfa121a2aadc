import { readdirSync, readFileSync } from 'node:fs';
import { MailroomError } from '#base/errors.ts';
import type { Database } from './database.ts';

interface Migration {
  number: number;
  sql: string;
}

const folder = new URL('./migrations/', import.meta.url);
const MIGRATIONS: readonly Migration[] = readdirSync(folder)
  .filter((name) => /^\d{4}-.*\.sql$/.test(name))
  .sort()
  .map((name) => ({ number: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, folder), 'utf8') }));

/** 'VMRG': marks a file as a register among other SQLite files. */
export const APPLICATION_ID = 0x564d5247;

/** The newest schema this program knows. */
export const SCHEMA = MIGRATIONS.at(-1)?.number ?? 0;

/**
 * Brings a register's database to the newest schema (or an older one), each step in a transaction of its own. Forward only.
 * @throws STATE_TOO_NEW
 */
export function migrate(db: Database, to = SCHEMA): void {
  const found = requireKnownSchema(db);
  for (const { number, sql } of MIGRATIONS.filter(({ number }) => number > found && number <= to))
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${number}`);
    }).immediate();
}

/** @returns the schema of the file. @throws STATE_TOO_NEW */
export function requireKnownSchema(db: Database): number {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > SCHEMA) throw new MailroomError('STATE_TOO_NEW', { found, known: SCHEMA });
  return found;
}
