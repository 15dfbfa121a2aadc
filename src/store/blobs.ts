import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hmac256Hex, syncFolder } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import { crashPoint } from '#base/crash-point.ts';
import { MailroomError } from '#base/errors.ts';
import type { BlobKeyId, BlobName } from '#base/ids.ts';
import { storageFailure } from './database.ts';
import { type BlobKey, isKeyId, openKeys } from './keys.ts';

/**
 * Under which key a blob lies: one per retention class and month (`mail` becomes `mail-2026-11`),
 * or one of its own for what must be erasable alone (closed and held mail): `own` is the id of what it belongs to.
 * What was made of a document says so in `madeOf`: as long as nothing names it, it goes when that document's own key is destroyed.
 */
export type KeyClass = { retention: string; madeOf?: string } | { own: string };

/** The key of one thing's own. */
export const ownKeyOf = (id: string): BlobKeyId => `own-${id}` as BlobKeyId;

/** The id of the key for a class at this moment. */
export function keyIdOf(under: KeyClass, wallMs: number): BlobKeyId {
  if ('own' in under) return ownKeyOf(under.own);
  return `${under.retention}-${new Date(wallMs).toISOString().slice(0, 7)}` as BlobKeyId;
}

export interface Blobs {
  /** Durable on return: file synced, renamed, folder synced. The same bytes under the same key are the same blob. @throws STORAGE_FULL, BLOB_ERASED */
  put(bytes: Uint8Array, under: KeyClass): Promise<BlobName>;
  /** Decrypted and checked against the name. @throws BLOB_MISSING, BLOB_DAMAGED, BLOB_ERASED */
  get(name: BlobName): Promise<Buffer>;
  /** The key a blob lies under. @throws BLOB_MISSING, BLOB_DAMAGED */
  keyOf(name: BlobName): Promise<BlobKeyId>;
  /** The same bytes under another key and so with another name; the old blob stays until it is released. */
  rekey(name: BlobName, under: KeyClass): Promise<BlobName>;
  /** Destroys a key: all that lies under it is unreadable from now on. Durable on return, idempotent. */
  eraseKey(key: BlobKeyId): Promise<void>;
}

/** What only the register's own room does with blobs: it knows which rows name them. */
export interface BlobFiles extends Blobs {
  /**
   * Removes the file, if it is there, before this turn ends; durable when resolved. The caller has found in this same turn
   * that no row names the blob. Whoever has put the same bytes and not yet named them is told by `require`.
   */
  remove(name: BlobName): Promise<void>;
  /** To be asked by the transaction that makes a row name the blob. @throws BLOB_OVERTAKEN it was removed since it was put: put it again */
  require(name: BlobName): void;
  /** A committed row names it. */
  named(name: BlobName): void;
  /** What was put, in whatever run, and was not seen to be named: left behind by a crash, or by work that came to nothing. */
  unnamed(): Promise<BlobName[]>;
  /** What was put in this run, is not named yet and goes with this key: it lies under it, or was made of what the key belongs to. */
  unnamedOf(key: BlobKeyId): BlobName[];
}

/*
 * A file: magic, length of the key id, key id | nonce | sealed bytes | tag. AES-256-GCM; what stands before the nonce
 * and the file's name are authenticated with it, so that a file under another's name is found out.
 */
const MAGIC = Buffer.from('VMB1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const isBlobName = (text: string): text is BlobName => /^[0-9a-f]{64}$/.test(text);

const headOf = (key: BlobKeyId): Buffer => Buffer.concat([MAGIC, Buffer.from([key.length]), Buffer.from(key, 'latin1')]);

function seal(bytes: Uint8Array, key: BlobKey, id: BlobKeyId, name: BlobName): Buffer[] {
  const head = headOf(id);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(Buffer.concat([head, Buffer.from(name)]));
  const sealed = cipher.update(bytes);
  cipher.final();
  return [head, nonce, sealed, cipher.getAuthTag()];
}

/** Null where a byte is not as it was written. */
function unseal(file: Buffer, key: BlobKey, id: BlobKeyId, name: BlobName): Buffer | null {
  const head = headOf(id);
  const nonceEnd = head.length + NONCE_BYTES;
  if (file.length < nonceEnd + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key.seal, file.subarray(head.length, nonceEnd))
    .setAAD(Buffer.concat([head, Buffer.from(name)]))
    .setAuthTag(file.subarray(-TAG_BYTES));
  const bytes = decipher.update(file.subarray(nonceEnd, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return hmac256Hex(key.name, bytes) === name ? bytes : null;
}

function keyIdIn(file: Buffer): BlobKeyId | null {
  const start = MAGIC.length + 1;
  const id = file.toString('latin1', start, start + (file[MAGIC.length] ?? 0));
  return file.subarray(0, MAGIC.length).equals(MAGIC) && isKeyId(id) ? id : null;
}

/** Opens `blobs/` and `keys/` in the state folder; what a crash left half written goes away. */
export async function openBlobs(stateFolder: string, clock: Clock): Promise<BlobFiles> {
  const folder = join(stateFolder, 'blobs');
  const halfWritten = join(folder, 'half-written');
  await rm(halfWritten, { recursive: true, force: true });
  await mkdir(halfWritten, { recursive: true, mode: 0o700 });
  const unnamed = join(folder, 'unnamed');
  await mkdir(unnamed, { recursive: true, mode: 0o700 });
  for (let n = 0; n < 256; n++) await mkdir(join(folder, n.toString(16).padStart(2, '0')), { recursive: true, mode: 0o700 });
  await syncFolder(folder);
  const keys = await openKeys(join(stateFolder, 'keys'));
  await syncFolder(stateFolder);

  const removed = new Set<BlobName>();
  /** What stands unnamed, with the key it goes with. */
  const goesWith = new Map<BlobName, BlobKeyId>();
  let serial = 0;

  const folderOf = (name: BlobName): string => {
    if (!isBlobName(name)) throw new Error('not the name of a blob');
    return join(folder, name.slice(0, 2));
  };

  /** Stands from before a blob is there until a row names it. Not synced by itself: a journal keeps the order of the two, and what a power cut may cost is a mark, never a blob. */
  const markOf = (name: BlobName): string => join(unnamed, `${name}.put`);

  const write = async (name: BlobName, parts: Buffer[], withKey: BlobKeyId): Promise<void> => {
    const temporary = join(halfWritten, String(++serial));
    try {
      const file = await open(temporary, 'wx', 0o640);
      try {
        for (const part of parts) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(temporary, { force: true });
      throw storageFailure(error, folder);
    }
    crashPoint('store.blob.before-rename');
    closeSync(openSync(markOf(name), 'a', 0o600));
    // Written anew even where the file is there already: the one there may be damaged, or not yet synced.
    // In one turn with the note that it is there: a removal comes either before both or after both.
    renameSync(temporary, join(folderOf(name), name));
    removed.delete(name);
    goesWith.set(name, withKey);
    crashPoint('store.blob.after-rename');
    await syncFolder(folderOf(name));
  };

  const put = async (bytes: Uint8Array, under: KeyClass): Promise<BlobName> => {
    const id = keyIdOf(under, clock.wallMs());
    const key = await keys.make(id);
    if (key === 'erased') throw new MailroomError('BLOB_ERASED', { blob: '' });
    const name = hmac256Hex(key.name, bytes) as BlobName;
    await write(name, seal(bytes, key, id, name), 'madeOf' in under && under.madeOf !== undefined ? ownKeyOf(under.madeOf) : id);
    return name;
  };

  const load = async (name: BlobName): Promise<{ file: Buffer; id: BlobKeyId }> => {
    const file = await readFile(join(folderOf(name), name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new MailroomError('BLOB_MISSING', { blob: name }, { cause: error });
      throw error;
    });
    const id = keyIdIn(file);
    if (id === null) throw new MailroomError('BLOB_DAMAGED', { blob: name });
    return { file, id };
  };

  const get = async (name: BlobName): Promise<Buffer> => {
    const { file, id } = await load(name);
    const key = await keys.find(id);
    if (key === 'erased') throw new MailroomError('BLOB_ERASED', { blob: name });
    const bytes = key === 'missing' ? null : unseal(file, key, id, name);
    if (bytes === null) throw new MailroomError('BLOB_DAMAGED', { blob: name });
    return bytes;
  };

  return {
    put,
    get,
    keyOf: async (name) => (await load(name)).id,
    rekey: async (name, under) => put(await get(name), under),
    eraseKey: (key) => keys.destroy(key),
    async remove(name) {
      rmSync(join(folderOf(name), name), { force: true });
      rmSync(markOf(name), { force: true });
      removed.add(name);
      goesWith.delete(name);
      await syncFolder(folderOf(name));
    },
    require(name) {
      if (removed.has(name)) throw new MailroomError('BLOB_OVERTAKEN', { blob: name });
    },
    named(name) {
      rmSync(markOf(name), { force: true });
      goesWith.delete(name);
    },
    unnamed: async () => (await readdir(unnamed)).map((mark) => mark.slice(0, -'.put'.length) as BlobName),
    unnamedOf: (key) => [...goesWith].flatMap(([name, withKey]) => (withKey === key ? name : [])),
  };
}
