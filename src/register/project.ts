import type { RowChange, TableName } from '#domain/rows.ts';
import type { Database, Statement } from '#store/database.ts';

/**
 * Columns that name blobs. What a row here names must not be removed; a new event that makes rows name blobs in another
 * column adds it here.
 */
export const BLOB_COLUMNS = [
  ['page', 'blob'],
  ['page', 'look'],
  ['document', 'routing_reading'],
  ['document', 'full_reading'],
] as const satisfies readonly (readonly [TableName, string])[];

/** Writes changes of rows into the projection's tables. A change of a row that is not there is a bug. */
export function openProjection(db: Database): (change: RowChange) => void {
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return (change) => {
    if (change.op === 'insert') {
      const columns = Object.keys(change.row);
      prepared(`INSERT INTO ${change.table} (${columns}) VALUES (${columns.map(() => '?')})`).run(...Object.values(change.row));
      return;
    }
    const to = Object.keys(change.to).map((column) => `${column} = ?`);
    const key = Object.keys(change.key).map((column) => `${column} = ?`);
    const statement = prepared(`UPDATE ${change.table} SET ${to} WHERE ${key.join(' AND ')}`);
    if (statement.run(...Object.values(change.to), ...Object.values(change.key)).changes !== 1)
      throw new Error(`an event speaks of a ${change.table} that is not there: ${Object.values(change.key)}`);
  };
}

/** The blobs a change makes rows name. */
export function blobsNamed(change: RowChange): string[] {
  const values = (change.op === 'insert' ? change.row : change.to) as Record<string, unknown>;
  return BLOB_COLUMNS.filter(([table]) => table === change.table).flatMap(([, column]) => {
    const name = values[column];
    return typeof name === 'string' ? [name] : [];
  });
}
