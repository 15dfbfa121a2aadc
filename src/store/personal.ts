import { randomBytes } from 'node:crypto';
import { hmac256Hex } from '#base/bytes.ts';
import type { Commitment, PersonalText } from '#base/personal-text.ts';
import type { Database } from './database.ts';

/** HMAC-SHA-256 under the salt over the JSON array [subject, field, value]. */
export const commitTo = (salt: Uint8Array, { subject, field, value }: PersonalText): string =>
  hmac256Hex(salt, JSON.stringify([subject, field, value]));

export interface Personal {
  /** A field kept again is replaced. */
  keep(texts: readonly PersonalText[]): Commitment[];
  forget(subjects: readonly string[]): void;
  of(subject: string): Record<string, string>;
}

export function openPersonal(db: Database): Personal {
  const put = db.prepare('INSERT OR REPLACE INTO personal (subject, field, salt, value) VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM personal WHERE subject = ?');
  const select = db.prepare<[string], { field: string; value: string }>('SELECT field, value FROM personal WHERE subject = ?');
  return {
    keep: (texts) =>
      texts.map((given) => {
        // SQLite keeps no half of a character (an emoji cut in two, or so sent): what is committed to is what will be read again.
        const text = { ...given, value: given.value.toWellFormed() };
        const salt = randomBytes(32);
        put.run(text.subject, text.field, salt, text.value);
        return { subject: text.subject, field: text.field, commitment: commitTo(salt, text) };
      }),
    forget: (subjects) => {
      for (const subject of subjects) remove.run(subject);
    },
    of: (subject) => Object.fromEntries(select.all(subject).map(({ field, value }) => [field, value])),
  };
}
