import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { MAILBOX_USER } from '#lab/mailroom.ts';
import { type PeerName, requirePeer, withoutPeer } from '#lab/peers/peers.ts';
import { type SampleSheet, sampleBatch } from '#lab/sample-letters.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

/** Python's own IMAP and MIME: finds a message by a word of its text, keeps its PDF, and says what it saw. */
const SCRIPT = `
import email, email.policy, hashlib, imaplib, json, sys
port, user, password, mailbox, word, out = sys.argv[1:7]
server = imaplib.IMAP4('127.0.0.1', int(port))
server.login(user, password)
assert server.select('"' + mailbox + '"', readonly=True)[0] == 'OK'
server.literal = word.encode('utf-8')
hits = server.uid('SEARCH', 'CHARSET', 'UTF-8', 'BODY')[1][0].split()
raw = server.uid('FETCH', hits[0], '(BODY.PEEK[])')[1][0][1]
message = email.message_from_bytes(raw, policy=email.policy.default)
pdf = next(part for part in message.walk() if part.get_content_type() == 'application/pdf')
open(out, 'wb').write(pdf.get_content())
print(json.dumps({'hits': [int(hit) for hit in hits], 'defects': [repr(d) for part in message.walk() for d in part.defects],
  'digest': hashlib.sha256(raw).hexdigest(), 'subject': message['subject'], 'text': message.get_body(('plain',)).get_content()}))
`;

interface Seen {
  hits: number[];
  defects: string[];
  digest: string;
  subject: string;
  text: string;
}

async function peer(name: PeerName, ...args: string[]): Promise<string> {
  const { path, args: first, env } = requirePeer(name);
  const { stdout } = await promisify(execFile)(path, [...first, ...args], { env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  return stdout;
}

const LETTERS = ['tax.jpg', 'advertising.jpg'];
const missing = withoutPeer('dovecot', 'python3', 'qpdf', 'pdftotext', 'pdfimages');

describe('a filed letter as another program finds it on the mail server', { skip: missing, timeout: 600_000 }, () => {
  let folder: string;
  const endings: (() => Promise<void>)[] = [];
  let letters: SampleSheet[];
  /** By file name of the letter. */
  const seen = new Map<string, Seen & { pdf: string; uid: number; storedDigest: string }>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaguemestre-filed-'));
    letters = (await sampleBatch()).sheets.filter(({ name }) => LETTERS.includes(name));
    const scene = await openScene({ after: (end) => void endings.push(end) });
    const station = await scene.start();
    for (const [n, letter] of letters.entries()) {
      await scene.scanner.control.load([letter]);
      const filed = () => scene.ask(`SELECT 1 FROM filing WHERE state = 'filed'`).length === n + 1;
      await until(`${letter.name} is filed`, () => filed() && atRest(scene.stateFolder));
      const [filing] = scene.ask<{ mailbox: string; uid: number; digest: string }>(
        'SELECT mailbox, uid, digest FROM filing ORDER BY planned_position DESC LIMIT 1',
      );
      const { mailbox, uid, digest } = filing!;
      const pdf = join(folder, `${letter.name}.pdf`);
      const account = [String(scene.dovecot!.imapPort), MAILBOX_USER.name, MAILBOX_USER.password];
      const said = await peer('python3', '-c', SCRIPT, ...account, mailbox, letter.expect.word!, pdf);
      seen.set(letter.name, { ...(JSON.parse(said) as Seen), pdf, uid, storedDigest: digest });
    }
    await station.stop();
  });
  after(async () => {
    for (const end of endings.reverse()) await end();
    await rm(folder, { recursive: true, force: true });
  });

  test('is found by a word of its text, and only it', () => {
    for (const { name, expect } of letters) {
      const { hits, text, uid } = seen.get(name)!;
      assert.deepEqual(hits, [uid], name);
      assert.ok(text.includes(expect.word!), name);
    }
  });

  test('is a message without defects, byte for byte the one the register knows', () => {
    for (const { name } of letters) {
      const { defects, digest, storedDigest, subject } = seen.get(name)!;
      assert.deepEqual(defects, []);
      assert.equal(digest, storedDigest);
      assert.match(subject, /^\[Courrier VM-\d{4}-\d{6}-[0-9A-Z]\] ./);
    }
  });

  test('carries a PDF in which qpdf finds no fault and pdftotext finds the words', async () => {
    for (const { name, expect } of letters) {
      const { pdf } = seen.get(name)!;
      assert.match(await peer('qpdf', '--check', pdf), /No syntax or stream encoding errors/);
      assert.ok((await peer('pdftotext', pdf, '-')).includes(expect.word!), name);
    }
  });

  test("carries the scan's own JPEG, byte for byte", async () => {
    for (const { name, front } of letters) {
      const { pdf } = seen.get(name)!;
      const listed = (await peer('pdfimages', '-list', pdf)).split('\n').slice(2).filter(Boolean);
      assert.equal(listed.length, 1);
      assert.match(listed[0]!, /\bjpeg\b/);
      await peer('pdfimages', '-all', pdf, join(folder, `${name}-image`));
      const [image] = (await readdir(folder)).filter((file) => file.startsWith(`${name}-image`));
      assert.ok((await readFile(join(folder, image!))).equals(await readFile(front)), name);
    }
  });

  test("is valid in Preflight's eyes when written in the 1b flavour", { skip: withoutPeer('java', 'preflight') }, async () => {
    const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
    try {
      const bytes = await readFile(letters[0]!.front);
      const look = await workshop.run('look', { pageKey: 'page', bytes });
      const { words } = await workshop.run('full-read', { pageKey: 'page', bytes, look });
      const facts = { title: 'Avis', number: 'VM-2026-000001-5', createdMs: Date.UTC(2026, 10, 22), language: 'fr' as const };
      const pdf = await workshop.run('make-pdf', { pages: [{ bytes, format: 'jpeg', look, words }], ...facts, flavour: '1b' });
      const file = join(folder, 'flavour-1b.pdf');
      await writeFile(file, pdf);
      assert.match(await peer('preflight', file), /is a valid PDF\/A-1b file/);
    } finally {
      await workshop.close();
    }
  });
});
