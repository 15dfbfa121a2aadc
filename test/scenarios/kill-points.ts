import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Every point at which the durability campaign kills a process, read from the source. */
export function killPoints(): string[] {
  const points = new Set<string>();
  for (const tree of ['src', 'firmware-bridge']) {
    for (const entry of readdirSync(join(ROOT, tree), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      for (const [, name] of text.matchAll(/\bcrashPoint\('([^']+)'\)/g)) points.add(name!);
    }
  }
  // The docstring of crash-point.ts shows an example that is a real point anyway.
  return [...points].sort();
}
