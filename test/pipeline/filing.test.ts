import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { type Choice, decide } from '#acts/decide.ts';
import { perform } from '#acts/perform.ts';
import { sha256Hex } from '#base/bytes.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { DepartmentId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { ComposedFiling } from '#pipeline/compose-filing.ts';
import type { Room } from '#pipeline/room.ts';
import type { Stage } from '#pipeline/stage.ts';
import fileStage from '#pipeline/stages/file.ts';
import notifyStage from '#pipeline/stages/notify.ts';
import withdrawStage from '#pipeline/stages/withdraw.ts';
import type { Job } from '#store/jobs.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { FakeFilingTarget } from '#test/fakes/filing-target.ts';
import { FakeNotifier } from '#test/fakes/notifier.ts';
import { DECIDED, DIRECTORY, openMailroom, type Scanned } from '#test/views/mailroom.ts';

const ACCOUNTS = 'accounts/2026';
const STAFF = 'Post/staff';
const policy = { target: 'imap', domain: 'box.example', graceMs: 0, urgentClasses: [], mailboxOf: (id: string) => `Post/${id}` };

/** A letter whose filing to the accounts is planned, and the stages that file it and take it back. */
async function house(t: TestContext) {
  const mailroom = await openMailroom(t);
  const { store, hands, clock } = mailroom;
  const target = new FakeFilingTarget([ACCOUNTS, STAFF]);
  const notifier = new FakeNotifier();
  const room = {
    ...{ store, target, notifier, directory: DIRECTORY, policy, clock, lostAnswerMs: 30_000 },
    ...{ station: { prefix: 'VM', name: 'Accueil', language: 'fr' } },
  } as unknown as Room;
  const composed: ComposedFiling[] = [];
  let meanwhile = async (): Promise<void> => {};
  const compose = async (): Promise<ComposedFiling> => {
    await meanwhile();
    composed.push({ bytes: Buffer.from(`message ${composed.length}`), receivedMs: 0, flags: [] });
    return composed.at(-1)!;
  };
  const stages = new Map<string, Stage>(
    [fileStage(room, compose), withdrawStage(room), notifyStage(room)].map((stage) => [stage.name, stage]),
  );
  const letter = await hands.scanned(DECIDED);
  const filingId = hands.plan(letter, 0);
  store.write((tx) => {
    tx.append([event('document.read-failed@1', letter.itemId, { documentId: letter.documentId, code: 'TASK_TIMED_OUT' })]);
    tx.enqueue({ name: 'file', subject: filingId, unique: true });
  });
  const decideOn = (choice: Choice) =>
    perform(
      store,
      testDesk({ directory: DIRECTORY, policy, clock }),
      decide,
      { itemId: letter.itemId, documentId: letter.documentId, choice },
      'operator:nadia',
      randomUUID(),
    );
  const pauses: number[] = [];
  const run = async (name: string): Promise<Job> => {
    const [job] = store.jobs.claim([name], 1);
    assert.ok(job, `no ${name} is due`);
    const end = await stages.get(name)!.run(job, new AbortController().signal);
    if (end.again !== undefined) pauses.push(end.again);
    store.write((tx) => {
      end.commit(tx);
      if (end.again === undefined) tx.finish(job.id);
      else tx.wait(job.id, 0, null);
    });
    return job;
  };
  /** Ends the one job of this name as the engine does when it gives it up. */
  const giveUp = (name: string, failure: MailroomError): void =>
    store.write((tx) => {
      const [job] = store.read.query<Pick<Job, 'id' | 'subject'>>('SELECT id, subject FROM job WHERE name = ?', name);
      stages
        .get(name)!
        .gaveUp({ ...job!, progress: null } as Job, failure)
        .commit(tx);
      tx.finish(job!.id);
    });
  return {
    ...{ store, target, notifier, composed, letter, filingId, pauses, run, giveUp },
    toStaff: () => decideOn({ kind: 'department', departmentId: 'staff' as DepartmentId }),
    toNobody: () => decideOn({ kind: 'none' }),
    during: (what: () => Promise<unknown>) => {
      meanwhile = async () => void (await what());
    },
    filing: () => store.read.get('filing', { id: filingId })!,
    in: (mailbox: string) => target.stored(mailbox).map(({ messageId }) => messageId),
    notices: (of: Scanned = letter) => store.read.all('notice', { item_id: of.itemId }, 'position'),
    waiting: (name: string) => store.jobs.counts().filter((one) => one.name === name).length,
  };
}

test('a copy whose answer was lost is found and taken back though the clerk has decided otherwise since', async (t) => {
  const it = await house(t);
  it.target.fail('lost-after');
  await it.run('file');
  await it.toNobody();
  assert.equal(it.filing().state, 'cancelled');
  assert.deepEqual(it.in(ACCOUNTS), [it.filing().message_id], 'it is there, and only the job knows');
  await it.run('file');
  assert.deepEqual(
    [it.filing().state, it.filing().digest],
    ['filed', sha256Hex('message 0')],
    'with the digest of the bytes that were sent',
  );
  assert.equal(it.composed.length, 1, 'a found copy is not composed again');
  await it.run('withdraw');
  assert.deepEqual([it.filing().state, it.in(ACCOUNTS)], ['withdrawn', []]);
  assert.deepEqual(it.notices(), [], 'nobody was told of it');
});

test('a cancelled filing whose message was lost on the way is looked for twice and then forgotten', async (t) => {
  const it = await house(t);
  it.target.fail('lost-before');
  await it.run('file');
  await it.toNobody();
  await it.run('file');
  await it.run('file');
  assert.deepEqual([it.filing().state, it.in(ACCOUNTS), it.waiting('file')], ['cancelled', [], 0]);
  assert.equal(it.target.deliveries.length, 1);
});

test('a server that never says whether it has a message gets it more and more seldom', async (t) => {
  const it = await house(t);
  it.target.fail('lost-before', 'lost-before', 'lost-before');
  // Sent, searched for twice, sent again; the second search in vain and the sending are one run.
  for (let n = 0; n < 5; n++) await it.run('file');
  assert.deepEqual(it.pauses, [30_000, 30_000, 60_000, 60_000, 120_000]);
});

test('a filing that is cancelled while its message is composed is not sent', async (t) => {
  const it = await house(t);
  it.during(() => it.toNobody());
  await it.run('file');
  assert.deepEqual([it.filing().state, it.target.deliveries.length, it.waiting('file')], ['cancelled', 0, 0]);
});

test('a filing that was stopped with its answer lost is looked for when it is cancelled', async (t) => {
  const it = await house(t);
  it.target.fail('lost-after');
  const job = await it.run('file');
  it.store.write((tx) => tx.park(job.id, 'FILING_DENIED'));
  it.store.write((tx) => tx.append([event('filing.held@1', it.letter.itemId, { filingId: it.filingId, code: 'FILING_DENIED' })]));
  await it.toNobody();
  await it.run('file');
  assert.equal(it.filing().state, 'filed');
});

test('what was refused before anything was stored leaves nothing to look for', async (t) => {
  const it = await house(t);
  it.target.fail('denied');
  await assert.rejects(it.run('file'), (error) => isFailure(error, 'FILING_DENIED'));
  const progress = it.store.read.query<{ progress: string | null }>('SELECT progress FROM job');
  assert.deepEqual(progress, [{ progress: null }]);
});

test('a wrong copy that somebody moved is not called withdrawn: the reader is asked to disregard it', async (t) => {
  const it = await house(t);
  await it.run('file');
  it.target.remove(ACCOUNTS, it.filing().message_id);
  await it.toNobody();
  await it.run('withdraw');
  assert.equal(it.filing().state, 'stale', 'a person sees it');
  assert.deepEqual(it.in(ACCOUNTS), [it.filing().message_id.replace('@', '.withdrawn@')]);
});

test('a copy that was taken back and the word on it lost is called withdrawn', async (t) => {
  const it = await house(t);
  await it.run('file');
  await it.toNobody();
  const { target } = it;
  const withdraw = target.withdraw.bind(target);
  target.withdraw = async (...of) => {
    await withdraw(...of);
    throw new MailroomError('FILING_AWAY', { target: 'fake', detail: 'scripted' });
  };
  await assert.rejects(it.run('withdraw'), (error) => isFailure(error, 'FILING_AWAY'));
  target.withdraw = withdraw;
  it.store.write((tx) => {
    for (const { id } of it.store.read.query<{ id: never }>(`SELECT id FROM job WHERE name = 'withdraw'`)) tx.wait(id, 0, null);
  });
  await it.run('withdraw');
  assert.deepEqual([it.filing().state, it.in(ACCOUNTS)], ['withdrawn', []]);
});

test('a notice that waits is not sent once its copy is to be taken back', async (t) => {
  const it = await house(t);
  await it.run('file');
  await it.toStaff();
  assert.deepEqual(
    it.notices().map(({ state, filing_id }) => [state, filing_id]),
    [['cancelled', it.filingId]],
  );
  assert.equal(it.waiting('notify'), 0);
  await it.run('withdraw');
  assert.equal(it.waiting('notify'), 0, 'nobody has to be told of what they never heard of');
});

test('a notice names the mailbox of its own copy, and whoever was told learns that the copy was withdrawn', async (t) => {
  const it = await house(t);
  await it.run('file');
  await it.run('notify');
  await it.toStaff();
  await it.run('withdraw');
  await it.run('file');
  for (const _ of it.notices().slice(1)) await it.run('notify');
  assert.deepEqual(
    it.notices().map(({ kind, department_id, state }) => [kind, department_id, state]),
    [
      ['filed', 'accounts', 'sent'],
      ['withdrawn', 'accounts', 'sent'],
      ['filed', 'staff', 'sent'],
    ],
  );
  const texts = it.notifier.taken.map(({ raw }) => raw.toString());
  assert.deepEqual(
    texts.map((text) => [text.includes(ACCOUNTS), text.includes(STAFF)]),
    [
      [true, false],
      [false, false],
      [false, true],
    ],
  );
});

/** What the accounts heard of the letter, whoever else heard of it. */
const toldAccounts = (it: Awaited<ReturnType<typeof house>>) =>
  it
    .notices()
    .filter(({ department_id }) => department_id === 'accounts')
    .map(({ kind, state }) => `${kind} ${state}`);

test('whoever may have got a notice whose answer was lost learns that the copy was withdrawn, before or after it is', async (t) => {
  for (const order of [
    ['withdraw', 'notify'],
    ['notify', 'withdraw'],
  ]) {
    const it = await house(t);
    await it.run('file');
    it.notifier.fail('lost-after');
    await it.run('notify');
    await it.toNobody();
    for (const name of order) await it.run(name);
    assert.deepEqual(toldAccounts(it), ['filed sent', 'withdrawn planned'], order.join());
    assert.equal(it.notifier.taken.length, 1, 'what is taken back is not announced once more');
  }
});

test('a notice that is on its way when its copy is withdrawn is followed by the word on that', async (t) => {
  const it = await house(t);
  await it.run('file');
  const send = it.notifier.send.bind(it.notifier);
  it.notifier.send = async (message) => {
    await it.toStaff();
    await it.run('withdraw');
    return send(message);
  };
  await it.run('notify');
  assert.equal(it.filing().state, 'withdrawn');
  assert.deepEqual(toldAccounts(it), ['filed sent', 'withdrawn planned']);
});

test('a notice that is refused while its copy is taken back stays cancelled', async (t) => {
  const it = await house(t);
  await it.run('file');
  it.notifier.send = async () => {
    await it.toStaff();
    throw new MailroomError('NOTICE_REFUSED', { target: 'fake', code: 550 });
  };
  await assert.rejects(it.run('notify'), (error) => isFailure(error, 'NOTICE_REFUSED'));
  it.giveUp('notify', new MailroomError('NOTICE_REFUSED', { target: 'fake', code: 550 }));
  await it.run('withdraw');
  assert.deepEqual(toldAccounts(it), ['filed cancelled']);
});

test('a notice that was given up because no answer ever came is followed by the word on the withdrawal', async (t) => {
  const it = await house(t);
  await it.run('file');
  it.giveUp('notify', new MailroomError('NOTICE_AMBIGUOUS', { target: 'fake' }));
  await it.toNobody();
  await it.run('withdraw');
  assert.deepEqual(toldAccounts(it), ['filed failed', 'withdrawn planned']);
});

test('of two runs that take back a copy the second does not say otherwise', async (t) => {
  const it = await house(t);
  await it.run('file');
  await it.run('notify');
  await it.toNobody();
  const withdraw = it.target.withdraw.bind(it.target);
  it.target.withdraw = async (...of) => {
    it.target.withdraw = withdraw;
    it.store.write((tx) => tx.enqueue({ name: 'withdraw', subject: it.filingId }));
    await it.run('withdraw');
    return withdraw(...of);
  };
  await it.run('withdraw');
  assert.equal(it.filing().state, 'withdrawn');
  assert.deepEqual(toldAccounts(it), ['filed sent', 'withdrawn planned']);
});

test('what had been filed before an older register was put back is found in its mailbox, not filed twice', async (t) => {
  const it = await house(t);
  const { message_id: messageId } = it.filing();
  const message = { bytes: Buffer.from('message'), messageId, digest: '', internalDateMs: 0, flags: [] };
  await it.target.deliver(ACCOUNTS, message);
  it.store.resume('restore', it.letter.number as LabelNumber);
  await it.run('file');
  assert.deepEqual([it.filing().state, it.in(ACCOUNTS)], ['filed', [messageId]]);
});
