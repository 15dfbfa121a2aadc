import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** A string that cannot be handed over where another kind of id is meant. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ItemId = Branded<'item'>;
export type DocumentId = Branded<'document'>;
export type PageId = Branded<'page'>;
export type FilingId = Branded<'filing'>;
export type LinkId = Branded<'link'>;
export type NoticeId = Branded<'notice'>;
export type BatchId = Branded<'batch'>;
export type JobId = Branded<'job'>;
export type PersonId = Branded<'person'>;
export type DepartmentId = Branded<'department'>;
/** Name of an encrypted blob: HMAC of its content under its key, hex. */
export type BlobName = Branded<'blob'>;
export type BlobKeyId = Branded<'blob-key'>;
export type DeviceId = Branded<'device'>;

const PREFIX = { item: 'it', document: 'dc', filing: 'fl', link: 'ln', notice: 'nt', batch: 'bt', job: 'jb', 'blob-key': 'bk' } as const;
type Minted = keyof typeof PREFIX;

/** A new random id of one kind: two letters and 20 base32 characters (100 bits); says nothing about when or whom. */
export function mintId<K extends Minted>(kind: K): Branded<K> {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const text = Array.from(randomBytes(20), (byte) => alphabet[byte & 31]).join('');
  return `${PREFIX[kind]}_${text}` as Branded<K>;
}

/**
 * Page id = batch id + sheet + side + attempt (DESIGN.md, Processes). Two identical sheets are two pages,
 * and a rescan of a sheet is another attempt.
 */
export function pageId(batch: BatchId, sheet: number, side: 'front' | 'back', attempt: number): PageId {
  return `${batch}.${sheet}.${side === 'front' ? 'f' : 'b'}.${attempt}` as PageId;
}

const PAGE_ID = /^(bt_[0-9a-z]{20})\.([1-9]\d{0,4})\.([fb])\.([1-9]\d{0,2})$/;

/** The parts of a page id, or null where the text is none. */
export function parsePageId(text: string): { batchId: BatchId; sheet: number; side: 'front' | 'back'; attempt: number } | null {
  const m = PAGE_ID.exec(text);
  if (!m) return null;
  return { batchId: m[1] as BatchId, sheet: Number(m[2]), side: m[3] === 'f' ? 'front' : 'back', attempt: Number(m[4]) };
}
