import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hash of everything the addons are made of, which each of them carries as `source`: a binary of another source is found out. */
export function sourceHash(root = import.meta.dirname): string {
  const files = ['binding.gyp', ...readdirSync(join(root, 'src')).map((name) => `src/${name}`)].sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}
