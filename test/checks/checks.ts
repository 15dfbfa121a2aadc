import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Check {
  readonly name: string;
  /** Module of the tool under node_modules, run on this same Node. */
  readonly script: string;
  readonly args: readonly string[];
}

const kiosk: Check = {
  name: 'svelte-check',
  script: 'svelte-check/bin/svelte-check',
  args: ['--workspace', 'kiosk-ui', '--output', 'human'],
};

/** The checks of the sources themselves. Nothing is built: they only look. */
export const CHECKS: readonly Check[] = [
  {
    name: 'tsc',
    script: 'typescript/bin/tsc',
    args: ['-p', '.', '--incremental', '--tsBuildInfoFile', '.cache/tsc.json', '--pretty', 'false'],
  },
  { name: 'biome', script: '@biomejs/biome/bin/biome', args: ['ci', '--max-diagnostics=30', '--colors=off', '.'] },
  ...(existsSync(path.join(root, 'kiosk-ui/vite.config.ts')) ? [kiosk] : []),
];

/** Runs one check to its end and returns what it found, or null when it found nothing. */
export function runCheck(check: Check): Promise<string | null> {
  const args = [path.join(root, 'node_modules', check.script), ...check.args];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve(error === null ? null : `${stdout}${stderr}`.trim() || error.message);
    });
  });
}
