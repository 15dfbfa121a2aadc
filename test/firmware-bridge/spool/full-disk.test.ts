import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

test('on a full disk no page, run, end or label key is half written, what was told stands, and scanning goes on once there is room', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'spool-disk-'));
  t.after(() => rm(folder, { recursive: true }));
  const script = 'mount -t tmpfs -o size=3m,mode=700 tmpfs "$1" && exec "$2" "$3" "$1"';
  const child = join(import.meta.dirname, 'filling-process.ts');
  const { status, stdout, stderr } = spawnSync('unshare', ['-Urm', 'sh', '-c', script, 'sh', folder, process.execPath, child], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.equal(status, 0, `a user namespace with a small disk is needed here: ${stderr}`);
  assert.deepEqual(JSON.parse(stdout), {
    pageRefused: 'SPOOL_FULL',
    runRefused: 'SPOOL_FULL',
    labelRefused: 'STORAGE_FULL',
    tidyFull: true,
    tidyEnded: true,
    endTold: true,
    sameAfterRestart: true,
    keyRemembered: true,
    goesOnAfterAck: 'none',
    goesOnWithRoom: true,
    nothingLeft: [],
  });
});
