import assert from 'node:assert/strict';
import { test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import { manualClock } from '#base/clock.ts';
import type { JobId } from '#base/ids.ts';
import { type NewJob, openJobs } from '#store/jobs.ts';
import { migrate } from '#store/migrate.ts';

/** A job table in memory; `restart` is another run of the program on the same table. */
function open() {
  const db = new BetterSqlite(':memory:');
  migrate(db);
  const make = () => {
    const clock = manualClock();
    const table = openJobs(db, clock);
    return { db, clock, table, jobs: table.jobs, change: table.changes, add: (job: NewJob): JobId => table.changes.enqueue(job) };
  };
  return { ...make(), restart: make };
}
const subjects = (list: { subject: string }[]): string[] => list.map(({ subject }) => subject);

test('the most urgent goes first, and among equals the oldest', () => {
  const { jobs, add } = open();
  add({ name: 'read', subject: 'a' });
  add({ name: 'read', subject: 'b', priority: -10 });
  add({ name: 'route', subject: 'c', priority: 10 });
  add({ name: 'read', subject: 'd' });
  add({ name: 'other', subject: 'e', priority: 99 });
  assert.deepEqual(subjects(jobs.claim(['read', 'route'], 3)), ['c', 'a', 'd']);
  assert.deepEqual(subjects(jobs.claim(['read', 'route'], 3)), ['b']);
  assert.deepEqual(jobs.claim(['read', 'route'], 3), []);
  assert.deepEqual(jobs.counts(), [
    { name: 'other', state: 'ready', count: 1 },
    { name: 'read', state: 'running', count: 3 },
    { name: 'route', state: 'running', count: 1 },
  ]);
});

test('payload and progress come back as they were given, and a done job is gone', () => {
  const { jobs, change, add } = open();
  const id = add({ name: 'file', subject: 'f', payload: { filingId: 'fl_1', n: [1, null] } });
  assert.deepEqual(jobs.claim(['file'], 1), [
    {
      id,
      name: 'file',
      subject: 'f',
      payload: { filingId: 'fl_1', n: [1, null] },
      priority: 0,
      attempts: 1,
      failures: 0,
      deaths: 0,
      progress: null,
      createdPosition: 0,
    },
  ]);
  change.progress(id, { uidNext: 12 });
  change.retry(id, 0, 'FILING_LOST_ANSWER');
  const [again] = jobs.claim(['file'], 1);
  assert.deepEqual(again?.progress, { uidNext: 12 });
  assert.equal(again?.attempts, 2);
  change.finish(id);
  assert.deepEqual(jobs.counts(), []);
  assert.throws(() => change.finish(id), /no such job/);
});

test('a delayed job is due when its time has come in this run', () => {
  const { jobs, change, clock, add } = open();
  assert.equal(jobs.nextDueMs(), null);
  const id = add({ name: 'file', subject: 'f', delayMs: 120_000 });
  assert.equal(jobs.nextDueMs(), 120_000);
  assert.equal(jobs.nextDueMs(['read']), null);
  clock.advance(119_999);
  assert.deepEqual(jobs.claim(['file'], 1), []);
  clock.advance(1);
  assert.equal(jobs.nextDueMs(['file']), 0);
  assert.equal(jobs.claim(['file'], 1).length, 1);
  change.retry(id, 5000, 'FILING_AWAY');
  assert.equal(jobs.nextDueMs(), 5000);
});

test('a new run takes up what another left running at once, but waits out a grace period again', () => {
  const { restart, jobs, add, change } = open();
  add({ name: 'read', subject: 'running' });
  jobs.claim(['read'], 1);
  const failed = add({ name: 'read', subject: 'backing-off' });
  jobs.claim(['read'], 1);
  change.retry(failed, 900_000, 'FILING_AWAY');
  add({ name: 'read', subject: 'grace', delayMs: 120_000 });
  const parked = add({ name: 'read', subject: 'parked' });
  change.park(parked, 'FILING_OVER_QUOTA');
  const next = restart();
  assert.deepEqual(subjects(next.jobs.claim(['read'], 9)), ['running', 'backing-off']);
  assert.equal(next.jobs.nextDueMs(), 120_000);
  next.clock.advance(120_000);
  assert.deepEqual(subjects(next.jobs.claim(['read'], 9)), ['grace']);
  assert.deepEqual(next.jobs.parked(), [{ id: parked, name: 'read', subject: 'parked', reason: 'FILING_OVER_QUOTA' }]);
});

test('a crash in the middle of a job counts as an attempt and as a death, not as a failure', () => {
  const { restart, jobs, add } = open();
  const counted = (job = restart().jobs.claim(['read'], 1)[0]) => [job?.attempts, job?.failures, job?.deaths];
  const id = add({ name: 'read', subject: 'poison' });
  jobs.claim(['read'], 1);
  assert.deepEqual(counted(), [2, 0, 1]);
  assert.deepEqual(counted(), [3, 0, 2]);
  const { change, jobs: last } = restart();
  last.claim(['read'], 1);
  change.retry(id, 0, 'TASK_TIMED_OUT');
  assert.deepEqual(counted(), [5, 1, 0], 'what fails has not killed');
});

test('a parked job waits for a person, and then starts afresh', () => {
  const { jobs, change, add } = open();
  const id = add({ name: 'file', subject: 'f' });
  jobs.claim(['file'], 1);
  change.park(id, 'FILING_NO_MAILBOX');
  assert.deepEqual(jobs.claim(['file'], 1), []);
  assert.equal(jobs.nextDueMs(), null);
  assert.equal(change.unpark({ name: 'file', reason: 'FILING_OVER_QUOTA' }), 0, 'another reason');
  assert.equal(change.unpark({ name: 'file', reason: 'FILING_NO_MAILBOX' }), 1);
  assert.equal(jobs.claim(['file'], 1)[0]?.attempts, 1);
  change.wait(id, 0, null);
  assert.equal(jobs.claim(['file'], 1)[0]?.failures, 0, 'what only waits has not failed');
});

test('a unique job waits once, grows more urgent, and never runs beside its twin', () => {
  const { jobs, change, add } = open();
  const id = add({ name: 'index', subject: 'dc', unique: true, delayMs: 1000 });
  assert.equal(add({ name: 'index', subject: 'dc', unique: true, priority: 5 }), id);
  assert.notEqual(add({ name: 'index', subject: 'other', unique: true }), id);
  const [first] = jobs.claim(['index'], 1);
  assert.equal(first?.id, id);
  assert.equal(first?.priority, 5);
  const second = add({ name: 'index', subject: 'dc', unique: true });
  assert.notEqual(second, id, 'what came while it ran is done afterwards');
  assert.deepEqual(subjects(jobs.claim(['index'], 9)), ['other']);
  change.finish(id);
  assert.equal(jobs.claim(['index'], 9)[0]?.id, second);
});

test('asking again for what has stopped sets it going', () => {
  const { jobs, change, add } = open();
  const id = add({ name: 'label', subject: 'VM;1', unique: true });
  jobs.claim(['label'], 1);
  change.park(id, 'DEVICE_REFUSED');
  assert.equal(add({ name: 'label', subject: 'VM;1', unique: true }), id);
  assert.deepEqual(subjects(jobs.claim(['label'], 9)), ['VM;1']);
});

test('what waits for a far end is due when it is back, and nothing else is', () => {
  const { jobs, change, add } = open();
  for (const subject of ['away', 'grace', 'failed']) add({ name: 'file', subject, ...(subject === 'grace' ? { delayMs: 9_000 } : {}) });
  const [away, failed] = jobs.claim(['file'], 9);
  change.wait(away!.id, 60_000, 'FILING_AWAY');
  change.retry(failed!.id, 60_000, 'TASK_TIMED_OUT');
  jobs.hurry(['notify'], ['FILING_AWAY']);
  assert.deepEqual(jobs.claim(['file'], 9), []);
  jobs.hurry(['file'], ['FILING_AWAY']);
  assert.deepEqual(subjects(jobs.claim(['file'], 9)), ['away']);
});

test('unique twins never run side by side, also when both have waited for the same', () => {
  const { jobs, change, add } = open();
  const first = add({ name: 'withdraw', subject: 'f', unique: true });
  jobs.claim(['withdraw'], 1);
  const second = add({ name: 'withdraw', subject: 'f', unique: true });
  assert.notEqual(second, first);
  for (const id of [first, second]) change.wait(id, 60_000, 'FILING_AWAY');
  jobs.hurry(['withdraw'], ['FILING_AWAY']);
  assert.deepEqual(
    jobs.claim(['withdraw'], 9).map(({ id }) => id),
    [first],
  );
  change.finish(first);
  assert.deepEqual(
    jobs.claim(['withdraw'], 9).map(({ id }) => id),
    [second],
  );
});

test('asking again for what kills the process does not clear it of its deaths; a person does', () => {
  const { restart, jobs, add } = open();
  add({ name: 'learn', subject: 'everything', unique: true });
  jobs.claim(['learn'], 1);
  const next = restart();
  const [poison] = next.jobs.claim(['learn'], 1);
  next.change.park(poison!.id, 'TASK_CRASHED');
  next.add({ name: 'learn', subject: 'everything', unique: true });
  assert.equal(next.jobs.claim(['learn'], 1)[0]?.deaths, 1);
  next.change.park(poison!.id, 'TASK_CRASHED');
  next.change.unpark({ name: 'learn', reason: 'TASK_CRASHED' });
  assert.equal(next.jobs.claim(['learn'], 1)[0]?.deaths, 0);
});

test('cancelling takes waiting jobs away and leaves a running one', () => {
  const { jobs, change, add } = open();
  add({ name: 'file', subject: 'f', delayMs: 1000 });
  assert.equal(change.cancel('file', 'f'), 1);
  add({ name: 'file', subject: 'f' });
  jobs.claim(['file'], 1);
  assert.equal(change.cancel('file', 'f'), 0);
});

test('cancelling leaves a job that has noted what it may have set going, until it says that it stands at its beginning', () => {
  const { jobs, change, add } = open();
  const job = add({ name: 'file', subject: 'f' });
  jobs.claim(['file'], 1);
  change.progress(job, { watermark: 7 });
  change.wait(job, 0, null);
  assert.equal(change.cancel('file', 'f'), 0);
  change.progress(job, null);
  assert.equal(change.cancel('file', 'f'), 1);
});

test('wakes its listener for new work and for each delayed job as it comes due', async () => {
  const { table, jobs, clock, add } = open();
  const woken: string[] = [];
  jobs.onDue(() => void woken.push(...subjects(jobs.claim(['a'], 9))));
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  for (const [subject, delayMs] of [
    ['now', 0],
    ['soon', 100],
    ['later', 5000],
  ] as const)
    add({ name: 'a', subject, delayMs });
  table.committed();
  await settle();
  assert.deepEqual(woken, ['now']);
  clock.advance(100);
  await settle();
  assert.deepEqual(woken, ['now', 'soon']);
  clock.advance(10_000);
  await settle();
  assert.deepEqual(woken, ['now', 'soon', 'later']);
  table.close();
});
