import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { type Engine, openEngine } from '#pipeline/engine.ts';
import { nothing, type Stage } from '#pipeline/stage.ts';
import { openStore, type Store } from '#register/store.ts';

const LANES = { desk: 2, workshop: 1, mail: 1, notices: 1, printer: 1 };

const stage = (name: string, run: Stage['run'], more: Partial<Stage> = {}): Stage => ({
  name,
  effect: 'none',
  lane: 'desk',
  attempts: 3,
  run,
  gaveUp: () => nothing,
  ...more,
});

async function withStore(use: (store: Store, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  try {
    await use(store, folder);
  } finally {
    store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const open = (store: Store, stages: Stage[], onBug: (bug: unknown) => void = assert.ifError): Engine =>
  openEngine({ store, stages, lanes: LANES, clock: systemClock(), log: silentLog, onBug });

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
    await store.together((tx) => tx.unpark(parked!.id));
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

test('runs a job again after a pause without counting it as failed', () =>
  withStore(async (store) => {
    let runs = 0;
    const engine = open(store, [stage('lost', async () => (++runs < 3 ? { commit: () => {}, again: 1 } : nothing))]);
    store.write((tx) => tx.enqueue({ name: 'lost', subject: 'x' }));
    engine.start();
    await engine.idle();
    await engine.stop();
    assert.equal(runs, 3);
  }));
