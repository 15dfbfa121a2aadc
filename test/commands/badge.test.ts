import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { isBadgeHash } from '#api/badge-door.ts';
import { ROOT } from './run-command.ts';

async function badge(typed: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'bin/vaguemestre.mjs'), 'badge', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(typed);
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out: out.trim(), said, code };
}

test('a badge that is typed is printed as what may be kept of it, and nothing else of it is said', async () => {
  const { out, said, code } = await badge('0012345678\r\n');
  assert.equal(code, 0);
  assert.ok(isBadgeHash(out));
  assert.ok(!said.includes('0012345678'));
});

test('no badge, half a screen of one, and one among the arguments are refused', async () => {
  for (const [typed, args] of [
    ['', []],
    [`${'9'.repeat(129)}\n`, []],
    ['0012345678\n', ['0012345678']],
  ] as const) {
    const { out, code } = await badge(typed, ...args);
    assert.deepEqual([out, code], ['', 2]);
  }
});
