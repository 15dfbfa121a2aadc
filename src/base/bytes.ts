import { createHash, createHmac } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
export const hmac256Hex = (key: Uint8Array, bytes: Uint8Array | string): string => createHmac('sha256', key).update(bytes).digest('hex');

async function synced(path: string, flags: string, use?: (file: FileHandle) => Promise<void>, mode?: number): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    await use?.(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename or creation inside `folder` survive a power cut. */
export const syncFolder = (folder: string): Promise<void> => synced(folder, 'r');

/**
 * Puts a file in place so that after a power cut there is the whole file or none:
 * temporary file, fsync, rename, fsync of the folder. Durable on return.
 */
export async function writeDurably(path: string, bytes: Uint8Array, mode = 0o640): Promise<void> {
  const temporary = `${path}.part`;
  await synced(temporary, 'w', (file) => file.writeFile(bytes), mode);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** The same without leaving the turn, for what must be durable in the middle of a transaction. */
export function writeDurablySync(path: string, bytes: Uint8Array | string, mode = 0o640): void {
  const temporary = `${path}.part`;
  const sync = (of: string, flags: string, use: (file: number) => void): void => {
    const file = openSync(of, flags, mode);
    try {
      use(file);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  };
  sync(temporary, 'w', (file) => writeFileSync(file, bytes));
  renameSync(temporary, path);
  sync(dirname(path), 'r', () => {});
}
