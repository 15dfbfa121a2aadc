import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ImapFlow } from 'imapflow';
import { type Dovecot, type MailUser, openDovecot } from './dovecot.ts';
import { dovecotSettings } from './dovecot-settings.ts';
import { withoutPeer } from './peers/peers.ts';

const MESSAGE = Buffer.from('Message-ID: <1@laboratory>\r\nSubject: Facture\r\n\r\nBonjour\r\n');
const USERS: MailUser[] = [
  { name: 'mailroom', password: 'secret', mailboxes: ['Comptabilité/2026', 'Juridique'] },
  { name: 'tiny', password: 'secret', quotaBytes: 100_000 },
];

async function as<T>(server: Dovecot, user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const { host, imapsPort, caPem } = server;
  const client = new ImapFlow({ host, port: imapsPort, secure: true, auth: { user, pass: 'secret' }, tls: { ca: caPem }, logger: false });
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.close();
  }
}

describe('the private Dovecot', { skip: withoutPeer('dovecot', 'openssl') }, () => {
  // Somebody's clone may lie in such a folder.
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'vaguemestre-dovecot-')), 'Mes projets été');
  let server: Dovecot;
  before(async () => {
    server = await openDovecot({ folder, users: USERS });
  });
  after(async () => {
    await server.close();
    rmSync(path.dirname(folder), { recursive: true });
  });

  test('takes a message over TLS signed by its own authority and says where it put it', async () => {
    const appended = await as(server, 'mailroom', (client) => client.append('Comptabilité/2026', MESSAGE));
    assert.ok(appended && appended.uid === 1 && appended.uidValidity);
  });

  test('has the departments of the service account from the first moment', async () => {
    const found = await as(server, 'mailroom', (client) => client.list());
    assert.deepEqual(found.map((mailbox) => mailbox.path).sort(), ['Archive', 'Comptabilité', 'Comptabilité/2026', 'INBOX', 'Juridique']);
  });

  test('refuses what goes over a quota with OVERQUOTA', async () => {
    const refused = as(server, 'tiny', (client) => client.append('INBOX', Buffer.alloc(200_000, 'x')));
    await assert.rejects(refused, { serverResponseCode: 'OVERQUOTA' });
  });

  test('keeps its mail over an end and over a crash', async () => {
    await as(server, 'mailroom', (client) => client.append('Juridique', MESSAGE));
    for (const end of ['close', 'kill'] as const) {
      await server[end]();
      server = await openDovecot({ folder, users: USERS });
      const status = await as(server, 'mailroom', (client) => client.status('Juridique', { messages: true }));
      assert.ok(status, end);
      assert.equal(status.messages, 1, end);
    }
  });
});

test('the settings of an unpacked Dovecot name no path outside its run folder', () => {
  const own = { runFolder: '/run', place: '/run/place', certificateFile: '/run/place/c.pem', keyFile: '/run/place/k.pem' };
  const who = { userName: 'u', groupName: 'g', uid: 1, gid: 1, mailFsync: 'never', imapPort: 1, imapsPort: 2 } as const;
  for (const version of ['2.3.19', '2.4.1']) {
    const paths = dovecotSettings(version, { ...own, ...who, libexecFolder: '/run/lib/dovecot' }).match(/(?<=[\s=<:])\/[^\s]+/g) ?? [];
    assert.ok(paths.length > 8);
    assert.deepEqual(
      paths.filter((one) => !one.startsWith('/run')),
      [],
    );
  }
});
