import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { requirePeer } from './peers/peers.ts';

/** A shared library made of one file of C that needs no headers and nothing but the C library. The Tiny C Compiler takes some milliseconds. */
export function compileLibrary(
  source: string,
  name = `${basename(source, '.c')}.so`,
): { file: string; folder: string; remove(): Promise<void> } {
  const { path, args, env, root } = requirePeer('tcc');
  const folder = mkdtempSync(join(tmpdir(), 'c-library-'));
  const file = join(folder, name);
  const own = root === null ? [] : [`-B${tccFolder(root)}`];
  execFileSync(path, [...args, ...own, '-shared', '-nostdlib', '-o', file, source], { env: { ...process.env, ...env }, stdio: 'pipe' });
  return { file, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Where it has its own parts, by the kind of machine. */
function tccFolder(root: string): string {
  const libraries = join(root, 'usr/lib');
  const machine = readdirSync(libraries).find((name) => name.endsWith('-linux-gnu') && readdirSync(join(libraries, name)).includes('tcc'));
  if (machine === undefined) throw new Error(`${libraries} has no tcc`);
  return join(libraries, machine, 'tcc');
}
