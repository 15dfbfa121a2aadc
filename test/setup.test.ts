import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '..');

/** A clone without anything, whose npm fails at once: how far the set-up comes is seen from what it says. */
function setUp(lock: string): Promise<{ said: string; lockIsThere: boolean }> {
  const clone = mkdtempSync(path.join(tmpdir(), 'vaguemestre-clone-'));
  for (const part of ['setup.mjs', 'bin', 'test/lab/peers']) cpSync(path.join(ROOT, part), path.join(clone, part), { recursive: true });
  mkdirSync(path.join(clone, 'tools'));
  writeFileSync(path.join(clone, 'tools/npm'), '#!/bin/sh\necho no packages today >&2\nexit 1\n', { mode: 0o755 });
  const lockFile = path.join(clone, '.cache/setup.lock');
  mkdirSync(path.dirname(lockFile));
  writeFileSync(lockFile, lock);
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${path.join(clone, 'tools')}:${process.env.PATH}` };
  delete env.npm_execpath;
  return new Promise((resolve) =>
    execFile(process.execPath, ['setup.mjs', 'check'], { cwd: clone, env, timeout: 30_000 }, (_error, _out, said) => {
      const lockIsThere = existsSync(lockFile);
      rmSync(clone, { recursive: true });
      resolve({ said, lockIsThere });
    }),
  );
}

test('the lock of a set-up that died is taken over, also when another process has its number by now', async () => {
  for (const lock of ['4194304 1', `${process.pid} 1`, `${process.pid}`]) {
    const { said, lockIsThere } = await setUp(lock);
    assert.match(said, /no packages today\nSet-up stopped: npm ci failed \(exit code 1\)\.\n$/, lock);
    assert.equal(lockIsThere, false);
  }
});
