import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { laboratoryCertificates } from './certificates.ts';
import { withoutPeer } from './peers/peers.ts';
import { openSmtpSink, type SmtpFault, type SmtpSink } from './smtp-sink.ts';

const RAW = 'Message-ID: <1@laboratory>\r\nSubject: Recommand\u00e9\r\n\r\n.a line that starts with a dot\r\n';
const ACCOUNT = { user: 'mailroom', password: 'secret' };

function send(sink: SmtpSink, options: object = { ignoreTLS: true }, pass = ACCOUNT.password) {
  const transport = createTransport({
    host: sink.host,
    port: sink.port,
    auth: { user: ACCOUNT.user, pass },
    socketTimeout: 300,
    ...options,
  });
  return transport.sendMail({ envelope: { from: 'vm@example.test', to: 'anna@example.test' }, raw: RAW }).finally(() => transport.close());
}

describe('the SMTP sink', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vaguemestre-sink-'));
  let sink: SmtpSink;
  afterEach(async () => {
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('keeps a message byte for byte, in memory and as a file', async () => {
    sink = await openSmtpSink({ folder, account: ACCOUNT });
    await Promise.all([send(sink), sink.received(1)]);
    assert.deepEqual(sink.messages, [{ from: 'vm@example.test', to: ['anna@example.test'], raw: Buffer.from(RAW) }]);
    assert.deepEqual(readdirSync(folder), ['0001 anna@example.test.eml']);
    assert.equal(readFileSync(path.join(folder, '0001 anna@example.test.eml'), 'utf8'), RAW);
  });

  test('lets nobody in with a wrong password', async () => {
    sink = await openSmtpSink({ account: ACCOUNT });
    await assert.rejects(send(sink, { ignoreTLS: true }, 'wrong'), { code: 'EAUTH', responseCode: 535 });
  });

  for (const implicit of [false, true]) {
    test(`speaks TLS ${implicit ? 'from the first byte' : 'after STARTTLS'} under the laboratory's authority`, {
      skip: withoutPeer('openssl'),
    }, async () => {
      const certificates = await laboratoryCertificates(folder);
      sink = await openSmtpSink({ account: ACCOUNT, tls: { ...certificates, implicit } });
      await send(sink, { secure: implicit, requireTLS: true, tls: { ca: certificates.caPem } });
      assert.equal(sink.messages.length, 1);
    });
  }

  const faults: readonly [SmtpFault, error: object, kept: number][] = [
    [{ at: 'greeting', answer: '421 4.3.2 Not now' }, { responseCode: 421 }, 0],
    [{ at: 'auth', answer: '535 5.7.8 No' }, { code: 'EAUTH', responseCode: 535 }, 0],
    [{ at: 'mail', answer: '421 4.3.2 Closing' }, { responseCode: 421 }, 0],
    [{ at: 'mail', answer: 'drop' }, { code: 'ECONNECTION' }, 0],
    [{ at: 'rcpt', answer: '550 5.1.1 Nobody' }, { responseCode: 550 }, 0],
    [{ at: 'message', answer: '451 4.3.0 Try later' }, { responseCode: 451 }, 0],
    [{ at: 'message', answer: '554 5.6.0 Never' }, { responseCode: 554 }, 0],
    [{ at: 'message', answer: 'drop' }, { code: 'ECONNECTION' }, 1],
    [{ at: 'message', answer: 'silence' }, { code: 'ETIMEDOUT' }, 1],
  ];
  for (const [fault, error, kept] of faults) {
    test(`answers ${fault.at} with "${fault.answer}" once, ${kept ? 'keeping' : 'not keeping'} the message, then as usual`, async () => {
      sink = await openSmtpSink({ account: ACCOUNT });
      sink.script(fault);
      await assert.rejects(send(sink), error);
      assert.equal(sink.messages.length, kept);
      await send(sink);
      assert.equal(sink.messages.length, kept + 1);
    });
  }
});
