import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ScannerControl } from './escl-scanner.ts';
import { PAGE_IMAGE_ENDINGS } from './sheet-image.ts';

export interface FeederFolder {
  close(): Promise<void>;
}

/**
 * Watches a folder as if it were the feeder's tray: an image that has kept its size and date for two looks is moved to
 * `taken/` and loaded, what lies there together as one stack in the order of the names. What is no image a scanner could have made goes to `refused/`.
 */
export async function openFeederFolder(folder: string, control: Pick<ScannerControl, 'load'>, lookEveryMs = 250): Promise<FeederFolder> {
  await mkdir(join(folder, 'taken'), { recursive: true });
  await mkdir(join(folder, 'refused'), { recursive: true });
  let seen = new Map<string, string>();
  let serial = 0;
  let look: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function takeSettled(): Promise<void> {
    const now = new Map<string, string>();
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.') || !PAGE_IMAGE_ENDINGS.includes(extname(entry.name).toLowerCase())) continue;
      const { size, mtimeMs } = await stat(join(folder, entry.name));
      if (size > 0) now.set(entry.name, `${size} ${mtimeMs}`);
    }
    const settled = [...now].filter(([name, look]) => seen.get(name) === look).map(([name]) => name);
    seen = now;
    if (settled.length > 0) await take(settled.sort());
  }

  async function take(names: string[]): Promise<void> {
    const taken = new Map(names.map((name) => [name, `${Date.now()}-${++serial}-${name}`]));
    for (const [name, unique] of taken) await rename(join(folder, name), join(folder, 'taken', unique));
    const { refused } = await control.load([...taken].map(([name, unique]) => ({ front: join(folder, 'taken', unique), name })));
    for (const { name } of refused) {
      const unique = taken.get(name)!;
      await rename(join(folder, 'taken', unique), join(folder, 'refused', unique));
    }
  }

  function lookAgain(): void {
    if (closed) return;
    timer = setTimeout(() => {
      // A file that went away between two calls is looked at again next time, like everything else.
      look = takeSettled().catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      look.then(lookAgain);
    }, lookEveryMs);
    timer.unref();
  }
  lookAgain();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await look;
    },
  };
}
