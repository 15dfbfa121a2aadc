import { hkdfSync, randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from '#base/bytes.ts';
import type { BlobKeyId } from '#base/ids.ts';

const KEY_BYTES = 32;

/** An id is the name of a file. */
export const isKeyId = (text: string): text is BlobKeyId => /^[a-z0-9][A-Za-z0-9._-]{0,99}$/.test(text) && !text.endsWith('.erased');

export interface BlobKey {
  /** AES-256 key that seals. */
  seal: Buffer;
  /** HMAC key that names. */
  name: Buffer;
}

/** The keys of the blobs: one file each, 0600, durable before anything is sealed under it. */
export interface Keys {
  /** The key, made if there is none yet. `erased` where it was destroyed: nothing is sealed under that id again. */
  make(id: BlobKeyId): Promise<BlobKey | 'erased'>;
  find(id: BlobKeyId): Promise<BlobKey | 'erased' | 'missing'>;
  /** Overwrites, unlinks and leaves a mark of the erasure; durable on return, idempotent. */
  destroy(id: BlobKeyId): Promise<void>;
}

const derive = (secret: Uint8Array): BlobKey => {
  const part = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `vaguemestre blob ${use}`, KEY_BYTES));
  return { seal: part('seal'), name: part('name') };
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export async function openKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(join(folder, '..'));
  const known = new Map<BlobKeyId, Promise<BlobKey | 'erased'>>();

  const pathOf = (id: BlobKeyId): string => {
    if (!isKeyId(id)) throw new Error(`not the id of a key: ${id}`);
    return join(folder, id);
  };
  const read = async (id: BlobKeyId): Promise<BlobKey | 'erased' | 'missing'> => {
    const path = pathOf(id);
    if (await exists(`${path}.erased`)) return 'erased';
    const secret = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return secret?.length === KEY_BYTES ? derive(secret) : 'missing';
  };
  const makeOnce = async (id: BlobKeyId): Promise<BlobKey | 'erased'> => {
    const found = await read(id);
    if (found !== 'missing') return found;
    const secret = randomBytes(KEY_BYTES);
    await writeDurably(pathOf(id), secret, 0o600);
    return derive(secret);
  };

  return {
    make(id) {
      let key = known.get(id);
      if (!key) {
        key = makeOnce(id);
        known.set(id, key);
        key.catch(() => known.delete(id));
      }
      return key;
    },
    find: async (id) => known.get(id) ?? read(id),
    async destroy(id) {
      const path = pathOf(id);
      known.set(id, Promise.resolve('erased'));
      await writeDurably(`${path}.erased`, new Uint8Array(), 0o600);
      if (await exists(path)) {
        const file = await open(path, 'r+');
        try {
          await file.write(randomBytes(KEY_BYTES), 0, KEY_BYTES, 0);
          await file.sync();
        } finally {
          await file.close();
        }
        await unlink(path);
      }
      await syncFolder(folder);
    },
  };
}
