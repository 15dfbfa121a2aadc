import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '#base/bytes.ts';
import { buildFiledMessage, buildWithdrawalMessage, type FiledMessageFacts, TEXT_LIMIT_BYTES } from '#messages/filed-message.ts';
import { decodedParts, headersOf } from './mail-eyes.ts';

const facts: FiledMessageFacts = {
  messageId: '<mp.VM-2026-000123-M.d1.imap.v1@mailroom.example.test>',
  earlierMessageIds: [],
  revision: 1,
  number: 'VM-2026-000123-M',
  language: 'fr',
  boxAddress: 'courrier@example.test',
  to: { name: 'Comptabilité', address: 'accounts@example.test' },
  scannedMs: Date.UTC(2026, 10, 22, 9, 30, 5),
  title: 'Facture 2026/118 de novembre',
  sender: 'Müller & Söhne GmbH',
  documentClass: 'invoice',
  ownClasses: [{ id: 'press_review', fr: 'Revue de presse', en: 'Press review', retired: false }],
  registered: true,
  documentDate: '2026-11-20',
  reference: 'R-4711',
  dueDate: '2026-12-20',
  link: null,
  ocrText: 'Straßenbahn\r\nÉlève = 50 %\u0000\u0007\f\nFrom here\n.dot',
  pdf: Buffer.from('%PDF-1.7 stand-in'),
  envelopeJpeg: Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
};

function assertMailShape(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  assert.doesNotMatch(text, /(?<!\r)\n|\r(?!\n)/, 'every line ends with CRLF');
  assert.doesNotMatch(text, /[^\x09\x0a\x0d\x20-\x7e]/, 'only printable ASCII travels');
  for (const line of text.split('\r\n'))
    assert.ok(line.length <= 998 && !/^[A-Za-z-]+:$/.test(line), 'lines as RFC 5322 §2.1.1, none a bare name');
}

test('builds the same bytes from the same facts, with CRLF everywhere', () => {
  const one = buildFiledMessage(facts);
  const two = buildFiledMessage({ ...facts, pdf: Uint8Array.from(facts.pdf) });
  assert.ok(one.bytes.equals(two.bytes));
  assertMailShape(one.bytes);
});

test('carries number, revision, digest and a subject that names title and sender', () => {
  const built = buildFiledMessage(facts);
  const headers = headersOf(built.bytes);
  assert.equal(built.subject, '[Courrier VM-2026-000123-M] Facture 2026/118 de novembre – Müller & Söhne GmbH');
  assert.equal(headers.get('subject'), built.subject);
  assert.equal(headers.get('message-id'), facts.messageId);
  assert.equal(headers.get('date'), 'Sun, 22 Nov 2026 09:30:05 +0000');
  assert.equal(headers.get('from'), 'Müller & Söhne GmbH (Courrier) <courrier@example.test>');
  assert.equal(headers.get('mailroom-piece'), 'VM-2026-000123-M');
  assert.equal(headers.get('mailroom-revision'), '1');
  assert.equal(headers.get('mailroom-digest'), `sha-256=:${sha256(facts.pdf).toString('base64')}:`);
  assert.equal(headers.get('auto-submitted'), 'auto-generated');
  assert.equal(headers.get('keywords'), 'invoice, registered');
});

test('puts six lines of facts and then the recognised text, without control characters, into the searched part', () => {
  const [text, pdf, envelope, piece] = decodedParts(buildFiledMessage(facts).bytes);
  assert.equal(
    text!.body.toString(),
    [
      'Expéditeur\u00a0: Müller & Söhne GmbH',
      'Nature\u00a0: Facture',
      'Date\u00a0: 2026-11-20',
      'Référence\u00a0: R-4711',
      'Échéance\u00a0: 2026-12-20',
      'Lien\u00a0: –',
      '',
      '--- OCR ---',
      'Straßenbahn',
      'Élève = 50 %',
      '',
      'From here',
      '.dot',
      '',
    ].join('\r\n'),
  );
  assert.match(text!.headers.get('content-type')!, /^text\/plain; charset=utf-8/);
  assert.ok(pdf!.body.equals(facts.pdf as Buffer));
  assert.match(pdf!.headers.get('content-disposition')!, /filename="VM-2026-000123-M Facture 2026_118 de novembre\.pdf"/);
  assert.ok(envelope!.body.equals(facts.envelopeJpeg as Buffer));
  assert.match(envelope!.headers.get('content-disposition')!, /^attachment; filename="envelope\.jpg"/);
  assert.match(piece!.headers.get('content-type')!, /^application\/ld\+json/);
  const data = JSON.parse(piece!.body.toString()) as Record<string, unknown>;
  assert.equal(data.identifier, facts.number);
  assert.equal(data['mailroom:dueDate'], '2026-12-20');
});

test('calls a class of the customer by its name in the language of the message, and by its id where mail is sorted', () => {
  const kindIn = (language: 'fr' | 'en', documentClass: string) => {
    const { bytes, subject } = buildFiledMessage({ ...facts, title: '', sender: null, language, documentClass });
    assert.ok(headersOf(bytes).get('keywords')!.startsWith(documentClass));
    const kind = /^(?:Nature\u00a0|Kind): (.*)$/m.exec(decodedParts(bytes)[0]!.body.toString())![1]!.trim();
    return [kind, subject.split('] ')[1]];
  };
  assert.deepEqual(kindIn('fr', 'press_review'), ['Revue de presse', 'Revue de presse']);
  assert.deepEqual(kindIn('en', 'press_review'), ['Press review', 'Press review']);
  assert.deepEqual(kindIn('en', 'out_of_the_file'), ['out of the file', 'out of the file']);
});

test('keeps the searched text within its limit and cuts it between characters', () => {
  const [text] = decodedParts(buildFiledMessage({ ...facts, ocrText: 'é€'.repeat(TEXT_LIMIT_BYTES) }).bytes);
  assert.ok(text!.body.length < TEXT_LIMIT_BYTES + 500);
  assert.doesNotMatch(text!.body.toString(), /\ufffd/);
});

test('a correction refers to the revisions before it', () => {
  const v2 = '<mp.VM-2026-000123-M.d1.imap.v2@mailroom.example.test>';
  const headers = headersOf(buildFiledMessage({ ...facts, messageId: v2, revision: 2, earlierMessageIds: [facts.messageId] }).bytes);
  assert.equal(headers.get('references'), facts.messageId);
  assert.equal(headers.get('in-reply-to'), facts.messageId);
  assert.equal(headers.get('mailroom-revision'), '2');
});

test('a withdrawal answers the wrong copy and says nothing of what was in it', () => {
  const built = buildWithdrawalMessage({
    ...facts,
    messageId: '<mp.VM-2026-000123-M.d1.imap.v2@mailroom.example.test>',
    revision: 2,
    earlierMessageIds: [facts.messageId],
    withdrawnMs: facts.scannedMs,
    nowWith: 'Juridique',
  });
  assertMailShape(built.bytes);
  assert.equal(headersOf(built.bytes).get('in-reply-to'), facts.messageId);
  const all =
    built.subject +
    decodedParts(built.bytes)
      .map((part) => part.body.toString())
      .join('');
  assert.doesNotMatch(all, /Müller|novembre|Straßenbahn|R-4711/);
  assert.match(all, /Juridique/);
});

test('no fact can add a header, break a line or reach into another part', () => {
  const half = fc.constantFrom('\ud83c', '\udf89');
  const nasty = fc
    .string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), half), maxLength: 60 })
    .map((s) => `${s}\r\nBcc: evil@example.test\r\n\r\n--=_vm.x\u2028=?utf-8?Q?a=0Ab?=`);
  fc.assert(
    fc.property(nasty, nasty, nasty, (title, sender, ocrText) => {
      const built = buildFiledMessage({ ...facts, title, sender, ocrText, reference: title, to: { name: sender, address: null } });
      assertMailShape(built.bytes);
      const names = [...headersOf(built.bytes).keys()];
      assert.deepEqual(names, [...headersOf(buildFiledMessage({ ...facts, to: { name: '', address: null } }).bytes).keys()]);
      assert.equal(decodedParts(built.bytes).length, 4);
      assert.equal(headersOf(built.bytes).get('subject'), built.subject);
    }),
    { numRuns: 60 },
  );
});
