import { readdir } from 'node:fs/promises';
import type { Room } from './room.ts';
import type { Stage } from './stage.ts';

/** All stages there are: the files of stages/. A new stage is one new file. */
export async function loadStages(room: Room): Promise<Stage[]> {
  const folder = new URL('./stages/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (name) => ((await import(new URL(name, folder).href)) as { default: (room: Room) => Stage }).default(room)),
  );
}
