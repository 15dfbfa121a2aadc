import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ImapFlow } from 'imapflow';
import { openImapflowTarget } from '#adapters/imapflow-target.ts';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { openCuttingProxy } from '#lab/cutting-proxy.ts';
import { type Dovecot, openDovecot } from '#lab/dovecot.ts';
import { freePorts } from '#lab/free-ports.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { type FilingBench, filingTargetContract, sampleMessage } from '#test/contracts/filing-target.contract.ts';
import { openScriptedImap } from './scripted-imap.ts';

const PASSWORD = 'stamp pad';

/** Another program's view of the same account: its own connection, over the clear-text port, for one look. */
async function withEyes<T>(dovecot: Dovecot, mailbox: string, user: string, look: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: PASSWORD },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.mailboxOpen(mailbox);
    return await look(client);
  } finally {
    await client.logout();
    client.close();
  }
}

async function sources(client: ImapFlow): Promise<Buffer[]> {
  if (!client.mailbox || client.mailbox.exists === 0) return [];
  return (await client.fetchAll('1:*', { source: true })).map((message) => message.source!);
}

/** The one Dovecot of this file: starting it costs more than all the tests together. */
async function openPostOffice() {
  const folder = await mkdtemp(join(tmpdir(), 'post-office-'));
  const dovecot = await openDovecot({
    folder,
    users: [
      { name: 'mailroom', password: PASSWORD, mailboxes: ['Post/2026', 'Juridique é&'] },
      { name: 'tiny', password: PASSWORD, quotaBytes: 20_000 },
      { name: 'other', password: PASSWORD },
    ],
  });
  const account = {
    host: 'localhost',
    security: 'tls' as const,
    ca: dovecot.caPem,
    password: () => PASSWORD,
    createUnder: null,
  };
  return {
    dovecot,
    account,
    /** In clear text, for a relay that reads along. */
    readable: { ...account, host: dovecot.host, security: 'none' as const },
    async close() {
      await dovecot.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openBench(): Promise<FilingBench> {
  const office = await openPostOffice();
  const { dovecot } = office;
  const proxy = await openCuttingProxy({ targetPort: dovecot.imapPort });
  const target = openImapflowTarget({ ...office.readable, id: 'lab', port: proxy.port, user: 'mailroom' });
  const eyes = <T>(mailbox: string, look: (client: ImapFlow) => Promise<T>): Promise<T> => withEyes(dovecot, mailbox, 'mailroom', look);
  const uidOf = async (client: ImapFlow, messageId: string): Promise<string> =>
    String((await client.search({ header: { 'message-id': messageId } }, { uid: true })) || '');
  return {
    target,
    mailbox: 'Post/2026',
    otherMailbox: 'Juridique é&',
    missingMailbox: 'Nowhere',
    stored: (mailbox) => eyes(mailbox, sources),
    markRead: (mailbox, messageId) =>
      eyes(mailbox, async (client) => {
        await client.messageFlagsAdd(await uidOf(client, messageId), ['\\Seen'], { uid: true });
      }),
    remove: (mailbox, messageId) =>
      eyes(mailbox, async (client) => {
        await client.messageDelete(await uidOf(client, messageId), { uid: true });
      }),
    renumber: async (mailbox) => {
      await eyes(mailbox, async (client) => {
        const all = await sources(client);
        await client.mailboxClose();
        await client.mailboxDelete(mailbox);
        await client.mailboxCreate(mailbox);
        for (const source of all) await client.append(mailbox, source, [], new Date());
      });
    },
    cut: (where) => proxy.cutOnClientText(/ APPEND /, where),
    async close() {
      await target.close();
      await proxy.close();
      await office.close();
    },
  };
}

const missing = withoutPeer('dovecot', 'openssl');
if (missing === false) filingTargetContract('IMAP on a private Dovecot', ['uids', 'line'], openBench);

describe('IMAP target on a private Dovecot', { skip: missing }, () => {
  let office: Awaited<ReturnType<typeof openPostOffice>>;
  before(async () => {
    office = await openPostOffice();
  });
  after(() => office.close());

  test('keeps flags and keywords and the time of receipt', async () => {
    const target = openImapflowTarget({ ...office.account, id: 'flags', port: office.dovecot.imapsPort, user: 'mailroom' });
    try {
      const message = sampleMessage(500, ['\\Flagged', 'invoice']);
      // Another mailbox is open first: flags are judged by the open one.
      await target.watermark('INBOX');
      await target.deliver('Post/2026', message, await target.watermark('Post/2026'));
      const [seen] = await withEyes(office.dovecot, 'Post/2026', 'mailroom', (client) =>
        client.fetchAll('*', { flags: true, internalDate: true }),
      );
      assert.ok(seen!.flags!.has('\\Flagged') && seen!.flags!.has('invoice') && !seen!.flags!.has('\\Seen'));
      assert.equal(new Date(seen!.internalDate!).getTime(), message.internalDateMs);
    } finally {
      await target.close();
    }
  });

  test('makes a missing mailbox only below its own root', async () => {
    const target = openImapflowTarget({
      ...office.account,
      id: 'root',
      port: office.dovecot.imapsPort,
      user: 'mailroom',
      createUnder: 'Courrier',
    });
    try {
      await target.deliver('Courrier/2026', sampleMessage(), await target.watermark('Courrier/2026'));
      await assert.rejects(target.watermark('Courriers'), (error) => isFailure(error, 'FILING_NO_MAILBOX'));
      await assert.rejects(target.watermark('shared/other/INBOX'), (error) => isFailure(error, 'FILING_NO_MAILBOX'));
    } finally {
      await target.close();
    }
  });

  test('a full mailbox is one for the operator, and nothing is stored', async () => {
    const target = openImapflowTarget({ ...office.account, id: 'tiny', port: office.dovecot.imapsPort, user: 'tiny' });
    try {
      const watermark = await target.watermark('INBOX');
      await assert.rejects(target.deliver('INBOX', sampleMessage(100_000), watermark), (error) => isFailure(error, 'FILING_OVER_QUOTA'));
      await target.deliver('INBOX', sampleMessage(500), watermark);
      assert.equal((await withEyes(office.dovecot, 'INBOX', 'tiny', sources)).length, 1);
    } finally {
      await target.close();
    }
  });

  test('a server that falls silent costs the deadline, leaves the outcome open and then a new connection', async () => {
    const proxy = await openCuttingProxy({ targetPort: office.dovecot.imapPort });
    const target = openImapflowTarget({ ...office.readable, id: 'silent', port: proxy.port, user: 'mailroom', deadlineMs: 2_500 });
    try {
      const watermark = await target.watermark('INBOX');
      proxy.cutOnClientText(/ APPEND /, 'unanswered');
      await assert.rejects(target.deliver('INBOX', sampleMessage(), watermark), (error) => isFailure(error, 'FILING_LOST_ANSWER'));
      await assert.rejects(target.watermark('INBOX'), (error) => isFailure(error, 'FILING_AWAY'));
      assert.equal(proxy.connections, 2);
    } finally {
      await target.close();
      await proxy.close();
    }
  });

  test('refuses a server whose certificate it cannot trust, and a port where nobody listens', async () => {
    const { ca: _, ...untrusting } = office.account;
    const target = openImapflowTarget({ ...untrusting, id: 'untrusted', port: office.dovecot.imapsPort, user: 'mailroom' });
    await assert.rejects(target.watermark('INBOX'), (error) => isFailure(error, 'FILING_AWAY'));
    await target.close();
    const [port = 0] = await freePorts(1);
    const nobody = openImapflowTarget({ ...office.account, id: 'nobody', port, user: 'mailroom' });
    await assert.rejects(nobody.watermark('INBOX'), (error) => isFailure(error, 'FILING_AWAY'));
    await nobody.close();
  });
});

test('a refused password is tried once, not again until it changes, and a new one works at once', async () => {
  const server = await openScriptedImap((_, password) => (password === 'right' ? 'OK in' : 'NO [AUTHENTICATIONFAILED] no'));
  let password = 'wrong';
  const clock = manualClock();
  const target = openImapflowTarget({ ...server.account, id: 'denied', user: 'u', password: () => password, createUnder: null }, clock);
  try {
    for (let i = 0; i < 3; i++) await assert.rejects(target.watermark('INBOX'), (error) => isFailure(error, 'FILING_DENIED'));
    assert.equal(server.logins(), 1);
    clock.advance(31 * 60_000);
    await assert.rejects(target.watermark('INBOX'), (error) => isFailure(error, 'FILING_DENIED'));
    assert.equal(server.logins(), 2);
    password = 'right';
    assert.deepEqual(await target.watermark('INBOX'), { uidValidity: '7', uidNext: 12 });
  } finally {
    await target.close();
    await server.close();
  }
});

test('a server that cannot look passwords up just now is away, not refusing', async () => {
  const server = await openScriptedImap(() => 'NO [UNAVAILABLE] later');
  const target = openImapflowTarget({ ...server.account, id: 'later', user: 'u', password: () => 'right', createUnder: null });
  try {
    for (let i = 0; i < 2; i++) await assert.rejects(target.watermark('INBOX'), (error) => isFailure(error, 'FILING_AWAY'));
    assert.equal(server.logins(), 2);
  } finally {
    await target.close();
    await server.close();
  }
});

test('clear text is for this machine alone', () => {
  const account = { id: 'x', port: 143, user: 'u', password: () => 'p', createUnder: null, security: 'none' as const };
  assert.throws(() => openImapflowTarget({ ...account, host: 'mail.example.test' }), /only for loopback/);
  assert.doesNotThrow(() => openImapflowTarget({ ...account, host: '127.0.0.1' }));
});
