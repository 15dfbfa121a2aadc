import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#base/clock.ts';
import type { BlobName } from '#base/ids.ts';
import { isBlobName, openBlobs } from '#store/blobs.ts';

/** How a word may stand in a file: as it is, in capitals, in small letters, each in UTF-8 and in both orders of UTF-16. */
function shapesOf(word: string): Buffer[] {
  const folded = word.normalize('NFD').replace(/\p{M}/gu, '');
  const texts = new Set([word, folded].flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]));
  return [...texts].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]);
}

export const holds = (bytes: Buffer, word: string): boolean => shapesOf(word).some((shape) => bytes.includes(shape));

/** Files under `folder`, write-ahead logs and all, in which the bytes of one of the words stand. */
export async function filesHolding(folder: string, words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      // Gone since it was listed.
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    if (words.some((word) => holds(bytes, word))) found.push(path.slice(folder.length + 1));
  }
  return found;
}

/** Every blob that can still be opened, with the key it lies under. The station must have ended. */
export async function openedBlobs(stateFolder: string): Promise<{ key: string; bytes: Buffer }[]> {
  const blobs = await openBlobs(stateFolder, systemClock());
  const names = (await readdir(join(stateFolder, 'blobs'), { recursive: true })).map((path) => path.split('/').at(-1)!).filter(isBlobName);
  return Promise.all(names.map(async (name: BlobName) => ({ key: await blobs.keyOf(name), bytes: await blobs.get(name) })));
}
