import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const ROOT = join(import.meta.dirname, '../..');
export const LETTERS = join(ROOT, 'test/lab/letters');

export interface Ran {
  code: number | null;
  /** Standard output, a line each. */
  out: string[];
  /** Standard error, a line each. */
  said: string[];
}

const lines = (of: string): string[] => of.split('\n').filter((line) => line !== '');

/** Runs `vaguemestre …` as a shell would, in a process of its own. */
export async function vaguemestre(...args: string[]): Promise<Ran> {
  const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, '.cache/compile') };
  const child = spawn(process.execPath, [join(ROOT, 'bin/vaguemestre.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out: lines(out), said: lines(said) };
}
