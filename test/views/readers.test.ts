import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { openReaders, type ReadersOptions } from '#views/readers.ts';
import { DECIDED, DIRECTORY, type Mailroom, openMailroom } from './mailroom.ts';

function readersOn(t: { after(fn: () => void): void }, { store }: Mailroom, more: Partial<ReadersOptions> = {}) {
  const { databaseFile, searchFile } = store;
  const readers = openReaders({ databaseFile, searchFile, directory: DIRECTORY, clock: systemClock(), log: silentLog, ...more });
  t.after(() => readers.close());
  return readers;
}

test('an answer shows what was committed before it was asked for', async (t) => {
  const mailroom = await openMailroom(t);
  const readers = readersOn(t, mailroom);
  for (let n = 1; n <= 3; n++) {
    await mailroom.hands.scanned(DECIDED);
    assert.equal((await readers.ask('arrivals', {}, mailroom.clock.wallMs())).rows.length, n);
  }
});

test('a view that fails answers its own asker alone', async (t) => {
  const readers = readersOn(t, await openMailroom(t));
  const bad = readers.ask('people', null as never);
  const good = readers.ask('departments');
  await assert.rejects(bad, (error: Error) => !isFailure(error) && /^view people:/.test(error.message));
  assert.equal((await good).departments.length, 3);
});

test('an answer that takes too long is given up, and the next question finds a fresh thread', async (t) => {
  const mailroom = await openMailroom(t);
  const readers = readersOn(t, mailroom, { deadlineMs: 0 });
  await assert.rejects(readers.ask('departments'), (error) => isFailure(error, 'TASK_TIMED_OUT'));
  const patient = readersOn(t, mailroom);
  assert.equal((await patient.ask('departments')).departments.length, 3);
});

test('a directory that changed is shown from the next answer on', async (t) => {
  const readers = readersOn(t, await openMailroom(t));
  await readers.ask('departments');
  readers.useDirectory({ ...DIRECTORY, departments: DIRECTORY.departments.slice(0, 1) });
  assert.deepEqual(
    (await readers.ask('departments')).departments.map((one) => one.departmentId),
    ['accounts'],
  );
});

test('after closing nobody is left waiting', async (t) => {
  const readers = readersOn(t, await openMailroom(t));
  const asked = readers.ask('departments');
  const closing = readers.close();
  await assert.rejects(asked, (error) => isFailure(error, 'TASK_CANCELLED'));
  await closing;
  await assert.rejects(readers.ask('departments'), (error) => isFailure(error, 'TASK_CANCELLED'));
});
