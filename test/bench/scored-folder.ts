import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { type DepartmentKey, type DirectoryFile, departmentKeys, type ScoredItem } from './scoring.ts';
import type { TruthFile } from './scoring-truth.ts';

/** The organisation of a set, in the set's folder: no item. */
export const DIRECTORY_FILE = 'directory.json';

const stem = (file: string): string => basename(file, extname(file));

/** What `vaguemestre read` printed, a line each. `broken` counts lines that begin like JSON and are none. */
export function resultsIn(lines: string): { results: DocumentRead[]; broken: number } {
  const results: DocumentRead[] = [];
  let broken = 0;
  for (const line of lines.split('\n')) {
    if (!line.trimStart().startsWith('{')) continue;
    try {
      results.push(JSON.parse(line) as DocumentRead);
    } catch {
      broken++;
    }
  }
  return { results, broken };
}

export interface ScoredFolder {
  items: ScoredItem[];
  departmentKey: DepartmentKey;
}

/** The ground truth of a folder, `NAME.json` and `NAME.txt`, beside what was read of `NAME.*`. */
export async function scoredFolder(folder: string, results: readonly DocumentRead[]): Promise<ScoredFolder> {
  const read = new Map(results.map((result) => [stem(result.file), result]));
  const items: ScoredItem[] = [];
  for (const file of (await readdir(folder)).sort()) {
    if (extname(file) !== '.json' || file === DIRECTORY_FILE) continue;
    const truth: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    if (typeof truth !== 'object' || truth === null || Array.isArray(truth)) continue;
    const name = stem(file);
    const textFile = join(folder, `${name}.txt`);
    const text = existsSync(textFile) ? await readFile(textFile, 'utf8') : '';
    items.push({ name, file: truth as TruthFile, text, read: read.get(name) ?? null });
  }
  const directory = join(folder, DIRECTORY_FILE);
  const names = existsSync(directory) ? (JSON.parse(await readFile(directory, 'utf8')) as DirectoryFile) : {};
  return { items, departmentKey: departmentKeys(names) };
}
