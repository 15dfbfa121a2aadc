import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * A consistent copy of a database file, made by a thread that lives for it: in one read, so that what is written meanwhile neither waits
 * nor makes it begin again.
 */
export async function copyDatabase(file: string, to: string): Promise<void> {
  const thread = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: { file, to } });
  // What the thread throws comes as 'error' and rejects.
  await once(thread, 'exit');
}
