import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNodemailerNotifier } from '#adapters/nodemailer-notifier.ts';
import { isFailure } from '#base/errors.ts';
import { notifierContract, sampleNotice } from '#test/contracts/notifier.contract.ts';
import { openScriptedSmtp } from './scripted-smtp.ts';

const account = { id: 'lab', host: '127.0.0.1', security: 'none' as const, user: 'box', password: () => 'pw' };

notifierContract('SMTP', async () => {
  const server = await openScriptedSmtp();
  const notifier = openNodemailerNotifier({ ...account, port: server.port });
  return {
    notifier,
    next: server.next,
    arrived: server.arrived,
    async close() {
      await notifier.close();
      await server.close();
    },
  };
});

test('silence after the whole message is ambiguous once the deadline is over', async () => {
  const server = await openScriptedSmtp();
  const notifier = openNodemailerNotifier({ ...account, port: server.port, deadlineMs: 500 });
  try {
    server.next('silence-after');
    await assert.rejects(notifier.send(sampleNotice()), (error) => isFailure(error, 'NOTICE_AMBIGUOUS'));
    assert.equal(server.arrived.length, 1);
  } finally {
    await notifier.close();
    await server.close();
  }
});

test('says neither password nor message to a server that does not offer TLS when TLS is demanded', async () => {
  const server = await openScriptedSmtp();
  const notifier = openNodemailerNotifier({ ...account, security: 'starttls', port: server.port });
  try {
    await assert.rejects(notifier.send(sampleNotice()), (error) => isFailure(error, 'NOTICE_AWAY'));
    assert.doesNotMatch(server.heard().join('\n'), /AUTH|MAIL/);
  } finally {
    await notifier.close();
    await server.close();
  }
});

test('clear-text submission is for this machine alone', () => {
  assert.throws(() => openNodemailerNotifier({ ...account, host: 'mail.example.test', port: 25 }), /only for loopback/);
});
