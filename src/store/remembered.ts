import type { Database } from './database.ts';

/** As many as a busy room does in some weeks: nobody repeats or undoes an act after that. */
const KEPT = 50_000;

/** JSON values by key, outside the ledger: what an act answered under its idempotency key, and how it would be undone. */
export interface Remembered {
  remember(key: string, value: unknown): void;
  /** Null where nothing is remembered under the key. */
  recall(key: string): unknown;
}

export function openRemembered(db: Database): Remembered {
  const put = db.prepare('INSERT OR REPLACE INTO remembered (key, value) VALUES (?, ?)');
  const select = db.prepare<[string], string>('SELECT value FROM remembered WHERE key = ?').pluck();
  return {
    remember: (key, value) => void put.run(key, JSON.stringify(value)),
    recall(key) {
      const value = select.get(key);
      return value === undefined ? null : JSON.parse(value);
    },
  };
}

/** To be called at opening, so that the table does not grow for ever. */
export function forgetOldest(db: Database): void {
  db.prepare('DELETE FROM remembered WHERE seq <= (SELECT max(seq) FROM remembered) - ?').run(KEPT);
}
