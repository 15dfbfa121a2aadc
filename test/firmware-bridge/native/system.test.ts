import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { grab, notify } from '#bridge/native/system.ts';
import { compileLibrary } from '#lab/c-library.ts';
import { requirePeer, withoutPeer } from '#lab/peers/peers.ts';

/** A datagram socket that says `bound`, then what the first datagram held, as systemd's would take it. */
const LISTENER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace('@', chr(0), 1))
print('bound', flush=True)
print(s.recv(4096).decode(), flush=True)
`;

async function heardAt(t: TestContext, address: string, state: string): Promise<string> {
  const { path, args, env } = requirePeer('python3');
  const listener = spawn(path, [...args, '-c', LISTENER, address], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  listener.stdout.setEncoding('utf8');
  const before = process.env.NOTIFY_SOCKET;
  t.after(() => {
    if (before === undefined) delete process.env.NOTIFY_SOCKET;
    else process.env.NOTIFY_SOCKET = before;
    listener.kill('SIGKILL');
  });
  listener.stdout.on('data', (text: string) => lines.push(text));
  await once(listener.stdout, 'data');
  process.env.NOTIFY_SOCKET = address;
  assert.equal(notify(state), true);
  await once(listener, 'close');
  return lines.join('').replace(/^bound\n/, '');
}

test('systemd hears what it is told, in one datagram', { skip: withoutPeer('python3') }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'notify-'));
  t.after(() => rm(folder, { recursive: true }));
  assert.equal(await heardAt(t, join(folder, 'notify'), 'READY=1\nSTATUS=3 devices'), 'READY=1\nSTATUS=3 devices\n');
});

test('an address in the abstract space is one without a file', { skip: withoutPeer('python3') }, async (t) => {
  assert.equal(await heardAt(t, `@vaguemestre-test-${process.pid}`, 'WATCHDOG=1'), 'WATCHDOG=1\n');
});

test('nobody is told when nobody asked', (t) => {
  const before = process.env.NOTIFY_SOCKET;
  t.after(() => {
    if (before !== undefined) process.env.NOTIFY_SOCKET = before;
  });
  delete process.env.NOTIFY_SOCKET;
  assert.equal(notify('READY=1'), false);
});

test('a supervisor that is gone is an error with its number, not silence', (t) => {
  process.env.NOTIFY_SOCKET = join(tmpdir(), 'vaguemestre-no-such-socket');
  t.after(() => delete process.env.NOTIFY_SOCKET);
  assert.throws(() => notify('READY=1'), { code: 'ENOENT', syscall: 'sendto' });
  process.env.NOTIFY_SOCKET = `/${'x'.repeat(200)}`;
  assert.throws(() => notify('READY=1'), { code: 'ENAMETOOLONG' });
});

test('what is no input device cannot be grabbed', () => {
  const fd = openSync('/dev/null', 'r');
  try {
    assert.throws(() => grab(fd, true), { code: 'ENOTTY', syscall: 'EVIOCGRAB' });
  } finally {
    closeSync(fd);
  }
});

test('an error of the kernel that has no name is told by its number', { skip: withoutPeer('tcc') }, async (t) => {
  const { file, remove } = compileLibrary(join(import.meta.dirname, '../../lab/nameless-error.c'));
  t.after(remove);
  const addon = join(import.meta.dirname, '../../../firmware-bridge/native/system.ts');
  const script = `try { (await import(${JSON.stringify(addon)})).grab(0, true); } catch ({ code, errno }) { console.log(code, errno); }`;
  const env = { ...process.env, LD_PRELOAD: file };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  assert.equal(stdout, 'E524 -524\n');
});
