import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './state-folder.ts';

test('on a full disk nothing is half written, what was told stands, and work goes on once there is room', (t) => {
  const folder = temporaryFolder(t);
  const child = fileURLToPath(new URL('./filling-process.ts', import.meta.url));
  const script = 'mount -t tmpfs -o size=12m,mode=700 tmpfs "$1" && exec "$2" "$3" "$1"';
  const { status, stdout, stderr } = spawnSync('unshare', ['-Urm', 'sh', '-c', script, 'sh', folder, process.execPath, child], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.equal(status, 0, `a user namespace with a small disk is needed here: ${stderr}`);
  const seen = JSON.parse(stdout);
  assert.deepEqual(seen, {
    writeRefused: 'STORAGE_FULL',
    togetherRefused: 'STORAGE_FULL',
    blobRefused: 'STORAGE_FULL',
    headUnchanged: true,
    verifiesFull: true,
    toldAndKept: true,
    goesOn: true,
    numbersUnique: true,
    verifiesAfter: true,
  });
});
