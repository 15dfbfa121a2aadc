import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perform } from '#acts/perform.ts';
import { tryAgain } from '#acts/try-again.ts';
import { isFailure } from '#base/errors.ts';
import { openMailroom } from '#test/views/mailroom.ts';
import { testDesk } from './test-desk.ts';

const nadia = 'operator:nadia';

test('what stopped goes on when a clerk says so, and with it what stopped for the same; the rest waits', async (t) => {
  const { store } = await openMailroom(t);
  const stop = (subject: string, code: string) =>
    store.write((tx) => {
      const id = tx.enqueue({ name: 'file', subject });
      tx.park(id, code);
      return id;
    });
  const [full] = [stop('a', 'FILING_OVER_QUOTA'), stop('b', 'FILING_OVER_QUOTA'), stop('c', 'FILING_TOO_LARGE')];
  const say = (key: string) => perform(store, testDesk(), tryAgain, { jobId: full }, nadia, key);
  await say('first');
  assert.deepEqual(
    store.jobs.parked().map(({ subject }) => subject),
    ['c'],
  );
  await say('first');
  await assert.rejects(say('second'), (error) => isFailure(error, 'ACT_REFUSED'));
});
