/** All checks, or those whose file's name has one of the parts in CHECKS, one after the other, as the bridge's user: a line each, the total last. */
import { globSync } from 'node:fs';
import { run } from 'node:test';

const wanted = (process.env.CHECKS ?? '').split(' ');
const files = globSync('*.check.ts', { cwd: import.meta.dirname })
  .filter((file) => wanted.some((part) => file.includes(part)))
  .sort();
let failed = 0;
let total = 0;
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

if (process.getuid?.() === 0) throw new Error('the checks are for a user without rights');
const events = run({ files: files.map((file) => `${import.meta.dirname}/${file}`), isolation: 'none', concurrency: 1, timeout: 600_000 });
for await (const { type, data } of events) {
  if (type === 'test:diagnostic' && data.nesting > 0) tell(`    ${data.message}`);
  if (type !== 'test:pass' && type !== 'test:fail') continue;
  if (type === 'test:pass' && data.details.type === 'suite') continue;
  total++;
  tell(`${type === 'test:pass' ? 'ok' : 'FAILED'}  ${data.name} (${Math.round(data.details.duration_ms)} ms)`);
  if (type === 'test:pass') continue;
  failed++;
  tell(String(data.details.error.cause ?? data.details.error));
}
tell(`${total} checks, ${failed} failed`);
process.exit(failed === 0 && total > 0 ? 0 : 1);
