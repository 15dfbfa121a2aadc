import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clock, manualClock, systemClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { type Engine, openEngine } from '#pipeline/engine.ts';
import { nothing, type Stage } from '#pipeline/stage.ts';
import { openStore, type Store } from '#register/store.ts';

const LANES = { desk: 2, workshop: 1, mail: 1, notices: 1, printer: 1, school: 1 };

const stage = (name: string, run: Stage['run'], more: Partial<Stage> = {}): Stage => ({
  name,
  effect: 'none',
  lane: 'desk',
  attempts: 3,
  run,
  gaveUp: () => nothing,
  ...more,
});

type ManualClock = ReturnType<typeof manualClock>;

/** The store's clock is `clock`, which moves only when told to. */
async function withStore(use: (store: Store, folder: string, clock: ManualClock) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const clock = manualClock();
  const store = await openStore({ folder, station: 'VM', clock, log: silentLog });
  try {
    await use(store, folder, clock);
  } finally {
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const open = (store: Store, stages: Stage[], onBug: (bug: unknown) => void = assert.ifError, clock: Clock = systemClock()): Engine =>
  openEngine({ store, stages, lanes: LANES, clock, log: silentLog, onBug });

/** Lets time pass until no job waits or runs; parked ones do not count. */
async function restOf(store: Store, clock: ManualClock): Promise<void> {
  while (store.jobs.counts().some(({ state }) => state !== 'parked')) {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('refuses to start with two stages for one job name, or with a waiting job that has none', () =>
  withStore(async (store) => {
    assert.throws(() => open(store, [stage('a', async () => nothing), stage('a', async () => nothing)]), /two stages handle "a"/);
    store.write((tx) => tx.enqueue({ name: 'orphan', subject: 'x' }));
    assert.throws(() => open(store, [stage('a', async () => nothing)]), /no stage handles the waiting job "orphan"/);
  }));

test('ends a job in the transaction that writes its work, and runs what that enqueued', () =>
  withStore(async (store) => {
    const seen: string[] = [];
    const first = stage('first', async (job) => ({ commit: (tx) => void tx.enqueue({ name: 'second', subject: job.subject }) }));
    const second = stage('second', async (job) => ({ commit: () => void seen.push(job.subject) }));
    const engine = open(store, [first, second]);
    store.write((tx) => tx.enqueue({ name: 'first', subject: 'x' }));
    engine.start();
    await engine.idle();
    assert.deepEqual(seen, ['x']);
    assert.deepEqual(store.jobs.counts(), []);
    await engine.stop();
  }));

test('parks a job that waits for a person, says so once, and goes on when told', () =>
  withStore(async (store) => {
    let full = true;
    let held = 0;
    const file = stage(
      'file',
      async () => {
        if (full) throw new MailroomError('FILING_OVER_QUOTA', { mailbox: 'Legal' });
        return nothing;
      },
      { held: () => ({ commit: () => void held++ }) },
    );
    const engine = open(store, [file]);
    store.write((tx) => tx.enqueue({ name: 'file', subject: 'x' }));
    engine.start();
    await engine.idle();
    assert.deepEqual(
      store.jobs.parked().map(({ subject, reason }) => [subject, reason]),
      [['x', 'FILING_OVER_QUOTA']],
    );
    full = false;
    const [parked] = store.jobs.parked();
    await store.together((tx) => tx.unpark(parked!));
    await engine.idle();
    assert.deepEqual([held, store.jobs.counts()], [1, []]);
    await engine.stop();
  }));

test('lets a stage have the last word when its job can never succeed', () =>
  withStore(async (store) => {
    const lastWords: string[] = [];
    const read = stage(
      'read',
      async () => {
        throw new MailroomError('IMAGE_UNREADABLE', { what: 'noise' });
      },
      { gaveUp: (_job, failure) => ({ commit: () => void lastWords.push(failure.code) }) },
    );
    const engine = open(store, [read]);
    store.write((tx) => tx.enqueue({ name: 'read', subject: 'x' }));
    engine.start();
    await engine.idle();
    assert.deepEqual([lastWords, store.jobs.counts()], [['IMAGE_UNREADABLE'], []]);
    await engine.stop();
  }));

test('hands a bug to whoever lets the process die, and leaves the job for the next run', () =>
  withStore(async (store) => {
    const bug = Promise.withResolvers<unknown>();
    const broken = stage('broken', async () => {
      throw new TypeError('not foreseen');
    });
    const engine = open(store, [broken], bug.resolve);
    store.write((tx) => tx.enqueue({ name: 'broken', subject: 'x' }));
    engine.start();
    assert.match(String(await bug.promise), /not foreseen/);
    await engine.stop();
    assert.equal(store.jobs.counts().length, 1);
  }));

test('resumes in the next run a job that was running when the process died', () =>
  withStore(async (store, folder) => {
    store.write((tx) => tx.enqueue({ name: 'work', subject: 'x' }));
    assert.equal(store.jobs.claim(['work'], 1).length, 1);
    store.close();
    const again = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
    const seen: number[] = [];
    const engine = open(again, [stage('work', async (job) => ({ commit: () => void seen.push(job.attempts) }))]);
    engine.start();
    await engine.idle();
    await engine.stop();
    again.close();
    assert.deepEqual(seen, [2]);
  }));

test('a job that was cut off again and again fails as a fresh one does, and one that kills waits for a person', () =>
  withStore(async (store, folder) => {
    const run = async (deaths: number, subject: string): Promise<string[]> => {
      let clock = manualClock();
      store.write((tx) => tx.enqueue({ name: 'work', subject }));
      for (let n = 0; n < deaths; n++) {
        assert.equal(store.jobs.claim(['work'], 1).length, 1);
        store.close();
        clock = manualClock();
        store = await openStore({ folder, station: 'VM', clock, log: silentLog });
      }
      const seen: string[] = [];
      const fails = stage('work', async (job) => {
        seen.push('ran');
        if (job.failures === 0) throw new MailroomError('TASK_CRASHED', { task: 'read', signal: 'SIGKILL' });
        return nothing;
      });
      const engine = open(store, [fails], assert.ifError, clock);
      engine.start();
      await restOf(store, clock);
      await engine.stop();
      return seen;
    };
    assert.deepEqual(await run(7, 'innocent'), ['ran', 'ran']);
    assert.deepEqual(await run(8, 'poison'), []);
    assert.deepEqual(
      store.jobs.parked().map(({ subject, reason }) => [subject, reason]),
      [['poison', 'TASK_CRASHED']],
    );
    store.close();
  }));

test('a job suspected of killing runs alone, before the others', () =>
  withStore(async (store, folder) => {
    store.write((tx) => ['a', 'b'].map((subject) => tx.enqueue({ name: 'work', subject })));
    for (let n = 0; n < 3; n++) {
      store.jobs.claim(['work'], 2);
      store.close();
      store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
    }
    store.write((tx) => tx.enqueue({ name: 'work', subject: 'urgent', priority: 10 }));
    const seen: string[] = [];
    const work = stage('work', async ({ subject }) => {
      seen.push(`${subject} in`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${subject} out`);
      return nothing;
    });
    const engine = open(store, [work]);
    engine.start();
    await engine.idle();
    await engine.stop();
    assert.deepEqual(seen, ['a in', 'a out', 'b in', 'b out', 'urgent in', 'urgent out']);
    store.close();
  }));

test('never gives up what waits for a far end, and goes on when it is back', () =>
  withStore(async (store, _folder, clock) => {
    let tries = 0;
    const file = stage(
      'file',
      async () => {
        if (++tries > 9) return nothing;
        throw new MailroomError('FILING_AWAY', { target: 'imap', detail: 'ECONNREFUSED' });
      },
      { gaveUp: () => assert.fail('given up') },
    );
    const engine = open(store, [file], assert.ifError, clock);
    store.write((tx) => tx.enqueue({ name: 'file', subject: 'x' }));
    engine.start();
    const idle = engine.idle();
    const waits = () => store.jobs.counts()[0]?.state === 'ready';
    while (store.jobs.counts().length > 0) {
      if (waits()) engine.back('FILING_AWAY');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await idle;
    await engine.stop();
    assert.equal(tries, 10);
  }));

test('waits for room on a full disk with what it has done, and does it once', () =>
  withStore(async (store, _folder, clock) => {
    let runs = 0;
    let full = true;
    const refused = Promise.withResolvers<void>();
    const work = stage('work', async () => {
      runs++;
      return {
        commit() {
          if (!full) return;
          refused.resolve();
          throw new MailroomError('STORAGE_FULL', { folder: 'state' });
        },
      };
    });
    const engine = open(store, [work], assert.ifError, clock);
    store.write((tx) => tx.enqueue({ name: 'work', subject: 'x' }));
    engine.start();
    await refused.promise;
    full = false;
    await restOf(store, clock);
    await engine.stop();
    assert.equal(runs, 1);
  }));

test('asks a full disk once in a while, whatever waits for it', () =>
  withStore(async (store, _folder, clock) => {
    let claims = 0;
    let full = true;
    const jobs = {
      ...store.jobs,
      claim(...of: Parameters<Store['jobs']['claim']>) {
        claims++;
        if (full) throw new MailroomError('STORAGE_FULL', { folder: 'state' });
        return store.jobs.claim(...of);
      },
    };
    const lanes = ['desk', 'mail', 'printer'] as const;
    const seen: string[] = [];
    const stages = lanes.map((lane) => stage(lane, async () => ({ commit: () => void seen.push(lane) }), { lane }));
    const engine = open({ ...store, jobs }, stages, assert.ifError, clock);
    store.write((tx) => lanes.map((name) => tx.enqueue({ name, subject: 'x' })));
    engine.start();
    for (let n = 0; n < 60; n++) clock.advance(1_000);
    assert.ok(claims <= 13, `${claims} claims in a minute`);
    full = false;
    await restOf(store, clock);
    await engine.stop();
    assert.deepEqual(seen.sort(), [...lanes].sort());
  }));

test('runs a job again after a pause without counting it as failed', () =>
  withStore(async (store, _folder, clock) => {
    let runs = 0;
    // More often than its stage has attempts.
    const again = stage('lost', async () => (++runs < 5 ? { commit: () => {}, again: 1 } : nothing));
    const engine = open(store, [again], assert.ifError, clock);
    store.write((tx) => tx.enqueue({ name: 'lost', subject: 'x' }));
    engine.start();
    await restOf(store, clock);
    await engine.stop();
    assert.equal(runs, 5);
  }));
