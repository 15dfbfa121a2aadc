import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FAILURES, type FailureCode, fromWire, isFailure, MailroomError, toWire } from '#base/errors.ts';

const ROOT = join(import.meta.dirname, '../..');

function sources(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const codes = Object.keys(FAILURES) as FailureCode[];

test('has no failure that nobody can meet', () => {
  const thrown = sources('src') + sources('firmware-bridge');
  const idle = codes.filter((code) => thrown.split(`'${code}'`).length < 2);
  assert.deepEqual(idle, []);
});

test('documents every failure for IT, with who acts next', () => {
  const page = readFileSync(join(ROOT, 'docs/failures.md'), 'utf8');
  const missing = codes.filter((code) => !page.includes(`| \`${code}\` | ${FAILURES[code].retry} |`));
  assert.deepEqual(missing, [], 'print it anew: node setup.mjs run docs/print-failures.ts');
});

test('has a sentence for every failure in both catalogues of the kiosk', () => {
  for (const language of ['fr', 'en']) {
    const catalogue = readFileSync(join(ROOT, `kiosk-ui/i18n/${language}-failures.ts`), 'utf8');
    const missing = codes.filter((code) => !new RegExp(`^ +${code}: `, 'm').test(catalogue));
    assert.deepEqual(missing, [], language);
  }
});

test('carries code and context over a wire and never a stack', () => {
  const failure = new MailroomError('FILING_OVER_QUOTA', { mailbox: 'Legal' }, { cause: new Error('NO [OVERQUOTA]') });
  const wire = JSON.parse(JSON.stringify(toWire(failure)));
  assert.deepEqual(Object.keys(wire).sort(), ['code', 'context']);
  const back = fromWire(wire);
  assert.ok(isFailure(back, 'FILING_OVER_QUOTA'));
  assert.deepEqual([back.message, back.retry, back.context.mailbox], [failure.message, 'operator', 'Legal']);
});
