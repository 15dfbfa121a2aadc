import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Clock, manualClock, systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { type Log, silentLog } from '#base/log.ts';
import { openWorkshop, type RunOptions, type Workshop, type WorkshopOptions } from '#workshop/pool.ts';
import type { Antic } from './tasks/antics.ts';

const CEILING_MB = 120;

async function withWorkshop(use: (workshop: Workshop) => Promise<void>, options: Partial<WorkshopOptions> = {}) {
  const workshop = openWorkshop({
    size: 1,
    ceilingMb: CEILING_MB,
    log: silentLog,
    clock: systemClock(),
    tasks: new URL('./tasks/', import.meta.url),
    ...options,
  });
  try {
    await use(workshop);
  } finally {
    await workshop.close();
  }
}

const antic = (workshop: Workshop, what: Antic, options?: RunOptions) => workshop.run('antics', what, options);
const healthy = async (workshop: Workshop) => assert.equal(await antic(workshop, { do: 'answer', value: 'fine' }), 'fine');
const describe = async (workshop: Workshop, options?: RunOptions) =>
  (await antic(workshop, { do: 'describe' }, options)) as { pid: number; environment: string[]; niceness: number; limits: string };

test('gives back what a task answers, bytes as bytes', () =>
  withWorkshop(async (workshop) => {
    const answer = await antic(workshop, { do: 'answer', value: { bytes: new Uint8Array([1, 2, 255]), list: [1, 'two'] } });
    assert.deepEqual(answer, { bytes: new Uint8Array([1, 2, 255]), list: [1, 'two'] });
    assert.equal(workshop.stats().done, 1);
  }));

test('stops a task that never ends at its deadline and is healthy afterwards', () =>
  withWorkshop(async (workshop) => {
    await healthy(workshop);
    await assert.rejects(antic(workshop, { do: 'hang' }, { deadlineMs: 200 }), (e) => isFailure(e, 'TASK_TIMED_OUT'));
    await healthy(workshop);
  }));

test('a decoder that finds no memory is not taken for a bug', () =>
  withWorkshop(async (workshop) => {
    const out = antic(workshop, { do: 'blunder', says: 'VipsJpeg: Insufficient memory (case 4)' });
    await assert.rejects(out, (e) => isFailure(e, 'TASK_OUT_OF_MEMORY'));
    await healthy(workshop);
  }));

for (const kind of ['wasm', 'buffers'] as const) {
  test(`stops a task that takes all memory it can get (${kind}) and is healthy afterwards`, () =>
    withWorkshop(async (workshop) => {
      await assert.rejects(antic(workshop, { do: 'hoard', kind }), (e) => isFailure(e, 'TASK_OUT_OF_MEMORY'));
      await healthy(workshop);
      assert.equal(workshop.stats().outOfMemory, 1);
    }));
}

test('what a child asks of its assistant is bounded like all it does', () =>
  withWorkshop(async (workshop) => {
    assert.deepEqual(await antic(workshop, { do: 'ask', widthPx: 100, heightPx: 50 }), []);
    await assert.rejects(antic(workshop, { do: 'ask', widthPx: 10_000, heightPx: 12_000 }), (e) => isFailure(e, 'TASK_OUT_OF_MEMORY'));
    await healthy(workshop);
  }));

/** Resolves when the pool has given up on a worn child and is about to run its task again. */
function ranAgain() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { log: { ...silentLog, warn: (_: object, what: string) => (/once more/.test(what) ? resolve() : undefined) } as Log, promise };
}
/**
 * Of children that are to hold one of the two, and not both. A new one has 65 MB of recognisers, and what it takes is far from the
 * ceiling; what a worn one is given is beyond it whatever else it holds, and what it keeps does not tire it.
 */
const ROOMY = { ceilingMb: 300 };
const TAKES_MB = 165;
const wear = (workshop: Workshop) => antic(workshop, { do: 'keep', mb: 140 });

test('what finds no memory in a child that has worked before is done by a new one', () =>
  withWorkshop(async (workshop) => {
    const worn = await wear(workshop);
    const [taken] = await Promise.all([antic(workshop, { do: 'take', mb: TAKES_MB }), healthy(workshop)]);
    assert.equal(taken, TAKES_MB);
    const { ranAgain, outOfMemory, failed } = workshop.stats();
    assert.deepEqual([ranAgain, outOfMemory, failed], [1, 0, 0]);
    assert.notEqual((await describe(workshop)).pid, worn);
  }, ROOMY));

for (const replacement of ['at work', 'idle'] as const) {
  test(`a new child is found for it, also where the replacement of the worn one has come already and is ${replacement}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pool-'));
    await withWorkshop(
      async (workshop) => {
        const worn = await wear(workshop);
        const once = join(folder, 'go');
        const taken = antic(workshop, { do: 'take', mb: TAKES_MB, once });
        while (workshop.stats().rssBytes.length < 2) await setImmediate();
        if (replacement === 'at work') assert.notEqual((await describe(workshop)).pid, worn);
        await writeFile(once, '');
        assert.equal(await taken, TAKES_MB);
      },
      { ...ROOMY, tasksPerChild: 1 },
    );
    await rm(folder, { recursive: true });
  });
}

test('both runs together have the time of one', async () => {
  const clock = manualClock();
  const left = Promise.withResolvers<void>();
  const after: Clock['after'] = (ms, run) => {
    if (ms === 300) left.resolve();
    return clock.after(ms, run);
  };
  const again = ranAgain();
  const folder = await mkdtemp(join(tmpdir(), 'pool-'));
  await withWorkshop(
    async (workshop) => {
      await wear(workshop);
      const once = join(folder, 'go');
      const out = antic(workshop, { do: 'take', mb: TAKES_MB, once, thenHang: true }, { deadlineMs: 1000 });
      const refused = assert.rejects(out, (e) => isFailure(e, 'TASK_TIMED_OUT') && e.context.deadlineMs === 1000);
      clock.advance(700);
      await writeFile(once, '');
      await left.promise;
      clock.advance(300);
      await refused;
    },
    { ...ROOMY, clock: { ...clock, after }, log: again.log },
  );
  await rm(folder, { recursive: true });
});

test('a second run can be cancelled before it begins', () => {
  const again = ranAgain();
  return withWorkshop(
    async (workshop) => {
      await wear(workshop);
      const cancel = new AbortController();
      const out = antic(workshop, { do: 'take', mb: TAKES_MB }, { signal: cancel.signal });
      const refused = assert.rejects(out, (e) => isFailure(e, 'TASK_CANCELLED'));
      await again.promise;
      cancel.abort();
      await refused;
      assert.equal(workshop.stats().queued, 0);
      await healthy(workshop);
    },
    { ...ROOMY, log: again.log },
  );
});

test('what breaks a new child as well is reported after its second run', () =>
  withWorkshop(async (workshop) => {
    await healthy(workshop);
    await assert.rejects(antic(workshop, { do: 'abort' }), (e) => isFailure(e, 'TASK_CRASHED'));
    await healthy(workshop);
    const spoiled = antic(workshop, { do: 'spoil', refuse: true });
    await assert.rejects(spoiled, (e) => isFailure(e, 'FORMAT_UNKNOWN') && e.context.what === 'said in a new child');
    await healthy(workshop);
    await assert.rejects(antic(workshop, { do: 'hoard', kind: 'buffers' }), (e) => isFailure(e, 'TASK_OUT_OF_MEMORY'));
    await healthy(workshop);
    const { ranAgain, crashed, outOfMemory, failed } = workshop.stats();
    assert.deepEqual([ranAgain, crashed, outOfMemory, failed], [3, 1, 1, 3]);
  }));

for (const what of ['abort', 'exit'] as const) {
  test(`reports a child that dies at work (${what}) and is healthy afterwards`, () =>
    withWorkshop(async (workshop) => {
      await assert.rejects(antic(workshop, { do: what }), (e) => isFailure(e, 'TASK_CRASHED'));
      await healthy(workshop);
    }));
}

test('hands a foreseen failure of a task on with code and context', () =>
  withWorkshop(async (workshop) => {
    await assert.rejects(
      antic(workshop, { do: 'refuse' }),
      (e) => isFailure(e, 'FORMAT_UNKNOWN') && e.context.what === 'a shopping list' && e.retry === 'never',
    );
    await healthy(workshop);
  }));

test('a bug in a task is a plain Error that carries the stack of the child', () =>
  withWorkshop(async (workshop) => {
    await assert.rejects(antic(workshop, { do: 'blunder' }), (e) => !isFailure(e) && /antics\.ts/.test(String((e as Error).cause)));
    await healthy(workshop);
  }));

test('does what somebody waits for before what was asked earlier', () =>
  withWorkshop(async (workshop) => {
    const order: string[] = [];
    const ask = (name: string, options?: RunOptions) =>
      antic(workshop, { do: 'answer', value: name }, options).then(() => order.push(name));
    await Promise.all([ask('first'), ask('second'), ask('third'), ask('urgent', { urgent: true })]);
    assert.equal(order[0], 'urgent');
    assert.deepEqual(order.slice(1), ['first', 'second', 'third']);
  }));

test('takes a cancelled task out of the queue, and stops one that runs', () =>
  withWorkshop(async (workshop) => {
    await healthy(workshop);
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = antic(workshop, { do: 'hang' }, { signal: running.signal });
    const second = antic(workshop, { do: 'answer', value: 1 }, { signal: waiting.signal });
    waiting.abort();
    await assert.rejects(second, (e) => isFailure(e, 'TASK_CANCELLED'));
    running.abort();
    await assert.rejects(first, (e) => isFailure(e, 'TASK_CANCELLED'));
    await healthy(workshop);
    await assert.rejects(antic(workshop, { do: 'answer', value: 1 }, { signal: AbortSignal.abort() }), (e) =>
      isFailure(e, 'TASK_CANCELLED'),
    );
  }));

test('replaces a child after its number of tasks, and at once one whose state is spoiled', () =>
  withWorkshop(
    async (workshop) => {
      const pids = new Set<number>();
      // Tasks go on until the replacement has taken over.
      const clock = systemClock();
      for (const start = clock.monotonicMs(); pids.size < 2 && clock.monotonicMs() - start < 60_000; )
        pids.add((await describe(workshop)).pid);
      assert.equal(pids.size, 2);
      assert.ok(workshop.stats().recycled >= 1);
      const spoiled = await antic(workshop, { do: 'spoil' });
      assert.notEqual((await describe(workshop)).pid, spoiled);
    },
    { tasksPerChild: 3 },
  ));

test('gives a page back to the child that had it before', () =>
  withWorkshop(
    async (workshop) => {
      const [a, b] = await Promise.all([describe(workshop, { affinity: 'page-a' }), describe(workshop, { affinity: 'page-b' })]);
      // Whichever child is free first, each page goes home while its child is idle.
      for (let i = 0; i < 4; i++) {
        assert.equal((await describe(workshop, { affinity: 'page-b' })).pid, b.pid);
        assert.equal((await describe(workshop, { affinity: 'page-a' })).pid, a.pid);
      }
    },
    { size: 2 },
  ));

test('a child sees none of our environment, gives way to everybody else and leaves no core file', () =>
  withWorkshop(async (workshop) => {
    // VIPSHOME is set by the image library itself.
    const { environment, niceness, limits } = await describe(workshop);
    const known = ['PATH', 'LANG', 'UV_THREADPOOL_SIZE', 'MALLOC_ARENA_MAX', 'NODE_COMPILE_CACHE', 'VIPSHOME'];
    assert.deepEqual(
      environment.filter((name) => name in process.env && !known.includes(name)),
      [],
    );
    assert.ok(niceness > 0);
    assert.match(limits, /^Max core file size +0 +0 /m);
  }));

test('closing ends every child and rejects what was under way', async () => {
  const workshop = openWorkshop({
    size: 2,
    ceilingMb: CEILING_MB,
    log: silentLog,
    clock: systemClock(),
    tasks: new URL('./tasks/', import.meta.url),
  });
  const { pid } = await describe(workshop);
  const running = assert.rejects(antic(workshop, { do: 'hang' }), (e) => isFailure(e, 'TASK_CANCELLED'));
  await workshop.close();
  await running;
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  await assert.rejects(antic(workshop, { do: 'answer', value: 1 }), (e) => isFailure(e, 'TASK_CANCELLED'));
});
