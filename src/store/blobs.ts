import type { BlobKeyId, BlobName } from '#base/ids.ts';

/**
 * Under which key a blob lies: one per retention class and month (`mail` becomes `mail-2026-11`),
 * or one of its own for what must be erasable alone (closed and held mail): `own` is the id of what it belongs to.
 */
export type KeyClass = { retention: string } | { own: string };

export interface Blobs {
  /** Durable on return: file synced, renamed, folder synced. The same bytes under the same key are the same blob. */
  put(bytes: Uint8Array, under: KeyClass): Promise<BlobName>;
  /** @throws BLOB_MISSING, BLOB_DAMAGED, BLOB_ERASED */
  get(name: BlobName): Promise<Buffer>;
  /** The key a blob lies under. @throws BLOB_MISSING */
  keyOf(name: BlobName): Promise<BlobKeyId>;
  /** The same bytes under another key and so with another name; the old blob stays until it is released. */
  rekey(name: BlobName, under: KeyClass): Promise<BlobName>;
  /** Destroys a key: all that lies under it is unreadable from now on. Idempotent. */
  eraseKey(key: BlobKeyId): Promise<void>;
}
