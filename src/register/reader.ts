import type { ItemId } from '#base/ids.ts';
import type { StoredEvent } from '#domain/events.ts';
import { PRIMARY_KEY, type ProjectionRows, type TableName } from '#domain/rows.ts';
import type { Database, Statement } from '#store/database.ts';
import { openPersonal } from '#store/personal.ts';
import { openRemembered } from '#store/remembered.ts';
import { openEvents } from './ledger.ts';

/** Small point reads. On the writer's connection they see the open transaction; lists and searches belong in a reader thread (views/). */
export interface Reader {
  /** The row whose columns equal `where`, if any. */
  get<T extends TableName>(table: T, where: Partial<ProjectionRows[T]>): ProjectionRows[T] | undefined;
  /** All rows whose columns equal `where`, in order of `orderBy` (the primary key when none is given). */
  all<T extends TableName>(table: T, where: Partial<ProjectionRows[T]>, orderBy?: keyof ProjectionRows[T] & string): ProjectionRows[T][];
  /** Any read-only statement, for what the two above cannot say. */
  query<Row = Record<string, unknown>>(sql: string, ...parameters: unknown[]): Row[];
  /** The events of an item in order. */
  eventsOf(item: ItemId): StoredEvent[];
  /** Up to `limit` events after a position, in order. */
  eventsAfter(position: number, limit: number): StoredEvent[];
  /** What the personal table keeps about a subject, by field. */
  personal(subject: string): Record<string, string>;
  /** What a transaction remembered under this key; null where nothing. */
  recall(key: string): unknown;
}

export function openReader(db: Database): Reader {
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      if (!statement.readonly) throw new Error(`not a reading statement: ${sql}`);
      statements.set(sql, statement);
    }
    return statement;
  };
  const select = (table: TableName, where: object, rest: string): Statement => {
    const conditions = Object.keys(where).map((column) => `${column} IS ?`);
    return prepared(`SELECT * FROM ${table}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''} ${rest}`);
  };
  return {
    get: (table, where) => select(table, where, 'LIMIT 1').get(...Object.values(where)) as never,
    all: (table, where, orderBy) =>
      select(table, where, `ORDER BY ${orderBy ?? PRIMARY_KEY[table].join(', ')}`).all(...Object.values(where)) as never,
    query: <Row>(sql: string, ...parameters: unknown[]) => prepared(sql).all(...parameters) as Row[],
    ...openEvents(db),
    personal: openPersonal(db).of,
    recall: openRemembered(db).recall,
  };
}
