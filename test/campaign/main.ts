/**
 * `npm run test:campaign [-- --runs N] [PART-OF-A-PATH …]`: every test file that makes up its input, each property tried N times as often
 * as in `npm test` (20 where nothing is said), with fresh seeds. A counterexample is printed with the seed and path that make it again.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { report } from '../closing-lines.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({ options: { runs: { type: 'string', default: '20' } }, allowPositionals: true });

/** It imports fast-check, or draws from seeds of its own. */
const madeUp = (file: string): boolean => /from '(?:fast-check|.*\/campaign\/seeds\.ts)'/.test(readFileSync(path.join(root, file), 'utf8'));
const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)))
  .filter(madeUp)
  .sort();

if (!(Number(values.runs) >= 1) || files.length === 0) {
  console.error(files.length === 0 ? 'No test file with made-up input matches.' : '--runs takes a number from 1 on.');
  process.exit(2);
}

const events = run({
  files: files.map((file) => path.join(root, file)),
  cwd: root,
  concurrency: 2,
  env: { ...process.env, VAGUEMESTRE_CAMPAIGN_RUNS: values.runs },
  execArgv: ['--import', path.join(import.meta.dirname, 'more-runs.ts'), '--test-timeout=0'],
});
const { success, tests } = await report(events, process.stdout);
process.exitCode = success && tests > 0 ? 0 : 1;
