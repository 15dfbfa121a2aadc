import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ROOT, vaguemestre } from './run-command.ts';

test('an unknown command is told what there is, with exit code 2', async () => {
  for (const args of [[], ['shred'], ['constructor']]) {
    const { code, out, said } = await vaguemestre(...args);
    assert.deepEqual([code, out], [2, []]);
    assert.match(said[0]!, /^usage: vaguemestre serve \| bridge \| devices \| check \| read \| register \| confidence \| badge \| bench/);
  }
});

test('started by an old Node the command runs on the pinned one, with its exit code', async () => {
  // Such a Node has no execve: the pinned one is a child then.
  const old = ['--import', 'data:text/javascript,delete process.execve'];
  const child = spawn(process.execPath, [...old, join(ROOT, 'bin/vaguemestre.mjs'), 'check', '--schema'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(code, 0);
  assert.equal((JSON.parse(said) as { title: string }).title, 'vaguemestre.toml');
});

test('bench lists its measures when called wrongly', async () => {
  const { code, said } = await vaguemestre('bench', 'everything');
  assert.equal(code, 2);
  for (const name of ['register', 'filing', 'reading', 'loop'])
    assert.ok(
      said.some((line) => line.trim().startsWith(name)),
      name,
    );
});

test('a reader that goes away early is no crash', async () => {
  const child = spawn('/bin/sh', ['-c', `"${process.execPath}" "${join(ROOT, 'bin/vaguemestre.mjs')}" check --schema | head -c 1`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  assert.equal(said, '');
});
