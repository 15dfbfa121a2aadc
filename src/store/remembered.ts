import type { BlobName } from '#base/ids.ts';
import { isBlobName } from './blobs.ts';
import type { Database } from './database.ts';

/** As many acts as a busy room does in some weeks: nobody repeats or undoes one after that. */
const KEPT = 50_000;

/** JSON values by key, outside the ledger: what an act answered under its idempotency key, how it would be undone, pictures of a page. */
export interface Remembered {
  /** In place of what was remembered under the key; null forgets it. @returns the blobs the value names, which are kept from now on */
  remember(key: string, value: unknown): BlobName[];
  /** Null where nothing is remembered under the key. */
  recall(key: string): unknown;
  names(blob: BlobName): boolean;
}

export function openRemembered(db: Database): Remembered {
  const put = db.prepare('INSERT OR REPLACE INTO remembered (key, value) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM remembered WHERE key = ?');
  const release = db.prepare('DELETE FROM remembered_blob WHERE key = ?');
  const keep = db.prepare('INSERT OR IGNORE INTO remembered_blob (name, key) VALUES (?, ?)');
  const select = db.prepare<[string], string>('SELECT value FROM remembered WHERE key = ?').pluck();
  const named = db.prepare<[string], number>('SELECT 1 FROM remembered_blob WHERE name = ? LIMIT 1').pluck();
  return {
    remember(key, value) {
      release.run(key);
      if (value === null) remove.run(key);
      else put.run(key, JSON.stringify(value));
      const blobs = blobsIn(value);
      for (const blob of blobs) keep.run(blob, key);
      return blobs;
    },
    recall(key) {
      const value = select.get(key);
      return value === undefined ? null : JSON.parse(value);
    },
    names: (blob) => named.get(blob) !== undefined,
  };
}

function blobsIn(value: unknown): BlobName[] {
  if (typeof value === 'string') return isBlobName(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(blobsIn) : [];
}

/** To be called at opening, so that the table does not grow for ever. What names blobs stays until it is forgotten. */
export function forgetOldest(db: Database): void {
  db.prepare(
    'DELETE FROM remembered WHERE seq <= (SELECT max(seq) FROM remembered) - ? AND key NOT IN (SELECT key FROM remembered_blob)',
  ).run(KEPT);
}
