/**
 * `npm test [PART-OF-A-PATH …]`: the checks of the sources, then every test that needs no special machine.
 *
 * The unit tests share one process (`one-process.ts`: a process per file costs 0.2 s each); `checks/` and `scenarios/`
 * get one process per file, one after the other. The summary at the end is the node test runner's own.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { report } from './closing-lines.ts';

const root = path.resolve(import.meta.dirname, '..');
const ELSEWHERE = ['hardware', 'soak'];
const OWN_PROCESS = ['checks', 'scenarios'];

const room = (file: string) => file.split('/')[1] ?? '';
const wanted = process.argv.slice(2);
const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) => !ELSEWHERE.includes(room(file)))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
const shared = files.filter((file) => !OWN_PROCESS.includes(room(file)));
const own = files.filter((file) => OWN_PROCESS.includes(room(file)));

if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(' ')}.`);
  process.exit(1);
}

process.env.VAGUEMESTRE_TEST_FILES = shared.join('\n');
const events = run({
  files: [
    ...own.filter((file) => room(file) === 'checks'),
    ...(shared.length > 0 ? ['test/one-process.ts'] : []),
    ...own.filter((file) => room(file) !== 'checks'),
  ].map((file) => path.join(root, file)),
  cwd: root,
  concurrency: 1,
  // Of one test. A longer one states its own.
  execArgv: ['--test-timeout=240000'],
});

const { success, tests } = await report(events, process.stdout);
process.exitCode = success && tests > 0 ? 0 : 1;
