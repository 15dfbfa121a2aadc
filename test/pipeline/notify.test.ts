import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { type ItemId, mintId, type NoticeId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { planNotice } from '#pipeline/notices.ts';
import type { Room } from '#pipeline/room.ts';
import notifyStage from '#pipeline/stages/notify.ts';
import { FakeNotifier } from '#test/fakes/notifier.ts';
import { DECIDED, DIRECTORY, openMailroom } from '#test/views/mailroom.ts';

async function planned(t: TestContext) {
  const { store, hands } = await openMailroom(t);
  const { itemId, documentId } = await hands.scanned(DECIDED);
  const notifier = new FakeNotifier();
  const room = {
    ...{ store, notifier, directory: DIRECTORY, clock: manualClock(), lostAnswerMs: 30_000 },
    ...{ policy: { domain: 'box.example' }, station: { prefix: 'VM', name: 'Accueil', language: 'fr' } },
  } as unknown as Room;
  const noticeId = mintId('notice');
  store.write((tx) => planNotice(room, tx, { itemId, documentId, kind: 'filed', noticeId }));
  const stage = notifyStage(room);
  /** Runs the job once, as the engine does. @returns the pause before it runs again, null where it is done */
  const run = async (): Promise<number | null> => {
    const [job] = store.jobs.claim(['notify'], 1);
    const end = await stage.run(job!, new AbortController().signal);
    store.write((tx) => {
      end.commit(tx);
      if (end.again === undefined) tx.finish(job!.id);
      else tx.wait(job!.id, 0, null);
    });
    return end.again ?? null;
  };
  return { store, notifier, run, notice: () => store.read.get('notice', { id: noticeId })! };
}

test('a server that never answers is asked less and less often, and then a person is told', async (t) => {
  const { notifier, run } = await planned(t);
  notifier.fail('lost-after', 'lost-after', 'lost-after', 'lost-after');
  assert.deepEqual([await run(), await run(), await run()], [30_000, 600_000, 3_600_000]);
  await assert.rejects(run(), (error) => isFailure(error, 'NOTICE_AMBIGUOUS') && error.retry === 'never');
  assert.equal(new Set(notifier.taken.map(({ raw }) => raw.toString('base64'))).size, 1, 'always the same message');
});

test('the register calls a notice repeated only where it may have arrived before', async (t) => {
  const repeated = (store: Awaited<ReturnType<typeof planned>>['store']) =>
    store.read.query<{ body: string }>(`SELECT CAST(body AS TEXT) AS body FROM ledger WHERE type = 'notice.sent@1'`)[0]!.body;
  const away = await planned(t);
  away.notifier.fail('away');
  await assert.rejects(away.run(), (error) => isFailure(error, 'NOTICE_AWAY'));
  away.store.write((tx) => {
    const [job] = away.store.read.query<{ id: never }>(`SELECT id FROM job WHERE name = 'notify'`);
    tx.wait(job!.id, 0, 'NOTICE_AWAY');
  });
  await away.run();
  assert.match(repeated(away.store), /"repeated":false/);

  const cutOff = await planned(t);
  const { send } = cutOff.notifier;
  cutOff.notifier.send = async () => Promise.reject(new Error('the process dies here'));
  await assert.rejects(cutOff.run(), /dies/);
  cutOff.notifier.send = send;
  cutOff.store.write((tx) => {
    const [job] = cutOff.store.read.query<{ id: never }>(`SELECT id FROM job WHERE name = 'notify'`);
    tx.wait(job!.id, 0, null);
  });
  await cutOff.run();
  assert.match(repeated(cutOff.store), /"repeated":true/);

  const lost = await planned(t);
  lost.notifier.fail('lost-after');
  await lost.run();
  await lost.run();
  assert.match(repeated(lost.store), /"repeated":true/);
});

test('a notice that is cancelled before it is sent is not sent', async (t) => {
  const { store, notifier, run, notice } = await planned(t);
  const running = run();
  store.write((tx) => tx.append([event('notice.cancelled@1', notice().item_id as ItemId, { noticeId: notice().id as NoticeId })]));
  assert.equal(await running, null);
  assert.deepEqual([notifier.taken.length, notice().state], [0, 'cancelled']);
});
