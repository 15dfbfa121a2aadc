import { readFile } from 'node:fs/promises';
import { writeDurably } from '#base/bytes.ts';
import { type ClassModel, decodeModel, encodeModel, SEED_VERSION } from '#understanding/class-model.ts';
import { inSchool } from './class-school.ts';

/**
 * The class model as the seed corpus makes it, kept in a file because training takes a second. What people corrected is learned
 * again from the register at each start, so that nothing of an erased letter lingers in a file.
 */
export async function openClassModel(file: string): Promise<ClassModel> {
  const kept = await readFile(file, 'utf8').then(decodeModel, () => null);
  if (kept?.version === SEED_VERSION) return kept;
  const trained = await inSchool({ model: null, examples: [] });
  await writeDurably(file, Buffer.from(encodeModel(trained)), 0o600);
  return trained;
}
