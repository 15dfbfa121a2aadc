import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compileLibrary } from '#lab/c-library.ts';
import { withoutPeer } from '#lab/peers/peers.ts';

const skip = withoutPeer('tcc');
const lying = skip ? null : compileLibrary(join(import.meta.dirname, '../../lab/lying-sane.c'));
after(() => lying?.remove());

/** How a process that did `task` of `lying-script.ts` ended, and what it said. */
async function ended(task: string) {
  const script = join(import.meta.dirname, 'lying-script.ts');
  const child = spawn(process.execPath, [script, lying!.file, task], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (bytes: Buffer) => {
      said[stream] += bytes.toString();
    });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, ...said };
}
async function answerOf(task: string): Promise<unknown> {
  const { code, signal, stdout, stderr } = await ended(task);
  assert.equal(code, 0, `"${task}" ended with ${code ?? signal}: ${stderr}`);
  return JSON.parse(stdout.replace(/^closed\n/gm, ''));
}

test('options that claim what cannot be are told without it, and hold nothing', { skip }, async () => {
  const { constraints, titles, holds } = (await answerOf('options')) as Record<string, unknown>;
  assert.deepEqual(
    constraints,
    Array.from({ length: 14 }, () => null),
  );
  assert.deepEqual(titles, [0, 0, 0, 0, 0, 0, 16_384, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(holds, {
    ...{ count: 14, resolution: 0, 1: 0, 'list-below-none': 0, 'no-list': 0, 'no-range': 0, 'no-words': '' },
    ...{ 'string-without-end': 'xxxxxxxx', 'string-of-nothing': '', 'bytes-of-no-text': '\ufffd\ufffdABC' },
    'below-nothing': 'option below-nothing: it holds no value',
    'endlessly-large': 'option endlessly-large: it holds no value',
    odd: 'option odd: it holds no value',
    'of-no-type': 'option of-no-type: it holds no value',
    99: 'there is no such option',
    '-1': 'there is no such option',
  });
});

test('a backend that describes itself without end is refused, and the scanner answers what is asked next', { skip }, async () => {
  assert.deepEqual(await answerOf('endless'), ['the backend says too much of itself', 14]);
});

test('devices are those there were when libsane answered, whatever becomes of its list', { skip }, async () => {
  assert.deepEqual(await answerOf('devices'), [{ name: 'lying:plain', vendor: '', model: 'Model', type: 'sheetfed scanner' }]);
});

test('parameters come as they were told, for whoever knows what can be', { skip }, async () => {
  const told = { format: 99, lastFrame: true, bytesPerLine: -2_147_483_647, pixelsPerLine: 2_147_483_647, lines: -7, depth: 0 };
  assert.deepEqual(await answerOf('parameters'), told);
});

test('nothing is opened before sane_init, and a scanner that is none is not held', { skip }, async () => {
  assert.deepEqual(await answerOf('open'), [
    'sane_init comes first',
    'sane_init comes first',
    'sane_open gave nothing to hold',
    'sane_open 4 sane_open: ',
  ]);
});

test('a cancel under way is waited for before the scanner is closed', { skip }, async () => {
  assert.equal(await answerOf('cancelThenClose'), 'the scanner is closed');
});

test('after a cancel libsane is not asked for more before the next start', { skip }, async () => {
  const cancelled = 'sane_read 2 sane_read: Operation was cancelled';
  assert.deepEqual(await answerOf('readAfterCancel'), [cancelled, cancelled, 10]);
});

test('closing ends a read that would wait for ever, and nothing begins meanwhile', { skip }, async () => {
  assert.deepEqual(await answerOf('closeDuringRead'), [
    'the scanner is closed',
    'the scanner is closed',
    'sane_open while another call is under way',
    'sane_read 2 sane_read: Operation was cancelled',
    'object',
  ]);
});

test('memory that is taken away while a read fills it is not written to, and the next read is whole', { skip }, async () => {
  assert.deepEqual(await answerOf('takenAway'), ['the buffer was taken away while it was being filled', true, 100_000, true]);
});

test('nothing at all and a status without a name are told', { skip }, async () => {
  assert.deepEqual(await answerOf('strangeReads'), [0, 'sane_start 77 sane_start: ']);
});

test('a backend that wrote past its buffer, or says it gave less than nothing, ends the process, which says why', { skip }, async () => {
  for (const [task, bytes] of [
    ['moreThanRoom', '11'],
    ['lessThanNone', '-5'],
  ] as const) {
    const { signal, stderr } = await ended(task);
    assert.deepEqual([signal, /^sane_read tells of (\S+) bytes in a place of 10/.exec(stderr)?.[1]], ['SIGABRT', bytes]);
  }
});

test('a process that ends gives its scanner back first, once the read under way has come back', { skip }, async () => {
  assert.deepEqual(await ended('exit'), { code: 7, signal: null, stdout: 'closed\n', stderr: '' });
});
