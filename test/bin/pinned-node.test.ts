import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const SCRIPT = `process.on('SIGTERM', () => { console.log('told to end'); process.exit(7); });
console.log(JSON.stringify({ version: process.version, args: process.argv.slice(2), cache: process.env.NODE_COMPILE_CACHE,
  alive: [undefined, String(process.pid)].includes(process.env.WATCHDOG_PID) }));
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
if (process.argv[2] === 'code') process.exitCode = 3;`;

// An old host Node has no execve and so stays as a parent; both ways must look the same from outside.
for (const [how, options] of [
  ['in place of the host Node', []],
  ['as a child of an old host Node', ['--import', 'data:text/javascript,delete process.execve']],
] as const) {
  describe(`the pinned Node ${how}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vaguemestre-pinned-'));
    const script = path.join(folder, 'script.mjs');
    before(() => writeFileSync(script, SCRIPT));
    after(() => rmSync(folder, { recursive: true }));

    function start(...args: string[]): ChildProcess & { stdout: NodeJS.ReadableStream } {
      const starter = `import { runPinned } from ${JSON.stringify(pathToFileURL(path.join(root, 'bin/pinned-node.mjs')))};
        await runPinned([${JSON.stringify(script)}, ...process.argv.slice(1)]);`;
      const command = [...options, '--input-type=module', '-e', starter, '--', ...args];
      // As systemd does: the process it started is the one it listens to.
      return spawn('sh', ['-c', 'WATCHDOG_PID=$$ exec "$@"', 'sh', process.execPath, ...command], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }) as never;
    }

    test('gets the arguments and a compile cache, and passes its exit code on', async () => {
      const child = start('code', '--flag', 'a b');
      const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      const { version, args, cache, alive } = JSON.parse(said) as { version: string; args: string[]; cache: string; alive: boolean };
      assert.match(version, /^v24\./);
      assert.deepEqual(args, ['code', '--flag', 'a b']);
      assert.ok(cache.length > 0);
      assert.ok(alive, 'it takes the watchdog for another’s');
      assert.equal(code, 3);
    });

    test('hears a signal sent to the command and answers with its own exit code', async () => {
      const child = start('wait');
      const said = text(child.stdout);
      await once(child.stdout, 'readable');
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [7, null]);
      assert.match(await said, /told to end/);
    });

    test('shows the signal it died of', async () => {
      const child = start('die');
      child.stdout.resume();
      assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    });
  });
}
