/** Prints docs/failures.md from the table: `node setup.mjs run docs/print-failures.ts > docs/failures.md`. */
import { FAILURES } from '../src/base/errors.ts';

const sample = new Proxy({}, { get: (_target, key) => (key === 'problems' ? ['…'] : key === 'blob' ? '…' : `<${String(key)}>`) });
const NEXT = {
  soon: 'the box, within seconds',
  later: 'the box, within minutes',
  away: 'the box, as soon as the far end is back',
  operator: 'a person',
  never: 'nobody: it stands',
} as const;
const rows = Object.entries(FAILURES).map(([code, { retry, say }]) => {
  const sentence = (say as (context: object) => string)(sample).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return `| \`${code}\` | ${retry} | ${NEXT[retry]} | ${sentence} |`;
});
process.stdout.write(
  [
    '# Failures',
    '',
    'Every failure that was foreseen, as the log and the API name it. Printed from `src/base/errors.ts`.',
    '',
    '| code | retry | who acts next | what it says |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n'),
);
