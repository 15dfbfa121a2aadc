import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockState } from '#store/state-lock.ts';

/** A folder for one run of the laboratory. */
export interface Place {
  folder: string;
  leave(): Promise<void>;
}

/**
 * `laboratory` in the cache, emptied: it stays when the laboratory ends, and belongs to one at a time.
 * @throws STATE_LOCKED before anything was touched
 */
export async function lastingPlace(cache: string): Promise<Place> {
  await mkdir(cache, { recursive: true });
  // The lock lies beside the folder: within, it would be emptied away under the one who holds it.
  const unlock = lockState(cache);
  const folder = join(cache, 'laboratory');
  await rm(folder, { recursive: true, force: true });
  return { folder, leave: async () => unlock() };
}

/** A folder of its own, which goes away with the run. */
export async function passingPlace(cache: string): Promise<Place> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'once-'));
  return { folder, leave: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
