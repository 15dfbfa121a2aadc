import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { manualClock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { Workshop } from '#workshop/pool.ts';
import { readEach } from '../../src/commands/read.ts';
import { againstDeadline } from '../../src/commands/read-deadline.ts';
import { readDocument } from '../../src/commands/read-document.ts';
import { directory, model } from '../understanding/printed-page.ts';

function linesSaid(t: TestContext): () => string[] {
  const write = t.mock.method(process.stderr, 'write', () => true);
  return () => write.mock.calls.map((call) => String(call.arguments[0]));
}

test('a mistake of the program with one file is one line; the other files are read all the same', async (t) => {
  const said = linesSaid(t);
  const read: string[] = [];
  const failed = await readEach(['a.png', 'b.png', 'c.png', 'd.png'], 2, async (file) => {
    if (file === 'b.png') throw new TypeError('x is\nnot a function');
    if (file === 'c.png') throw new MailroomError('FORMAT_UNKNOWN', { what: 'empty' });
    read.push(file);
  });
  assert.deepEqual([failed, read], [2, ['a.png', 'd.png']]);
  assert.equal(said().length, 2);
  assert.match(said()[0]!, /^b\.png: Vaguemestre made a mistake with this file, .*: x is not a function\n$/);
  assert.match(said()[1]!, /^c\.png: This file is neither a page image, a PDF nor an electronic invoice/);
});

/** What the workshop does with a task nobody ends: it waits for the signal. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new MailroomError('TASK_CANCELLED', { task: 'look' }))));
const timedOut = (error: unknown): boolean => isFailure(error, 'TASK_TIMED_OUT') && error.context.task === 'read';

test('a file whose tasks together take too long is given up, within the twenty seconds it may take', async () => {
  const clock = manualClock();
  const reading = againstDeadline(clock, 1, ({ signal }) => untilAborted(signal));
  clock.advance(19_000);
  await assert.rejects(reading, timedOut);
});
test('more pages have more time, counted from the start', async () => {
  const clock = manualClock();
  const reading = againstDeadline(clock, 1, ({ signal, pagesAre }) => {
    pagesAre(3);
    return untilAborted(signal);
  });
  const outcome = reading.then(null, timedOut);
  clock.advance(37_000);
  assert.equal(await Promise.race([outcome, Promise.resolve('still reading')]), 'still reading');
  clock.advance(2_000);
  assert.equal(await outcome, true);
});
test('a machine with much else to do has more time', async () => {
  const clock = manualClock();
  const reading = againstDeadline(clock, 3, ({ signal }) => untilAborted(signal));
  const outcome = reading.then(null, timedOut);
  clock.advance(50_000);
  assert.equal(await Promise.race([outcome, Promise.resolve('still reading')]), 'still reading');
  clock.advance(5_000);
  assert.equal(await outcome, true);
});
test('every task of a file hangs on its deadline', async (t) => {
  const clock = manualClock();
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-deadline-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'letter.png');
  await writeFile(file, 'anything');
  const asked: string[] = [];
  const started = Promise.withResolvers<void>();
  const page = { format: 'png', bytes: new Uint8Array([1]), widthPx: 1, heightPx: 1, dpi: 200 };
  const workshop = {
    run: (name: string, _input: unknown, { signal }: { signal: AbortSignal }) => {
      asked.push(name);
      if (name === 'split-document') return Promise.resolve({ kind: 'image', pageCount: 1, pages: [page] });
      started.resolve();
      return untilAborted(signal);
    },
  } as unknown as Workshop;
  const reading = readDocument(workshop, file, { directory, model: model(), routeOnly: false, prefix: 'VM', clock, slowness: () => 1 });
  const outcome = assert.rejects(reading, timedOut);
  await started.promise;
  clock.advance(19_000);
  await outcome;
  assert.deepEqual(asked, ['split-document', 'look']);
});
