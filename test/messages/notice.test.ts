import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import { buildNotice, type NoticeFacts } from '#messages/notice.ts';
import { decodedParts, headersOf } from './mail-eyes.ts';

const facts: NoticeFacts = {
  about: 'filed',
  number: 'VM-2026-000123-M',
  language: 'fr',
  recipientKey: 'p-17',
  recipient: { name: 'Mme Élise Bertholet', address: 'e.bertholet@example.test' },
  from: { name: 'Courrier', address: 'courrier@example.test' },
  domain: 'mailroom.example.test',
  createdMs: Date.UTC(2026, 10, 22, 9, 30),
  sequence: 0,
  mailbox: 'Comptabilité',
  place: 'casier 14',
  link: 'https://courrier.example.test/i/abc',
};

test('a notice is repeatable: the same facts give the same bytes and Message-ID', () => {
  assert.ok(buildNotice(facts).bytes.equals(buildNotice({ ...facts }).bytes));
  assert.notEqual(buildNotice({ ...facts, sequence: 1 }).messageId, buildNotice(facts).messageId);
  assert.notEqual(buildNotice({ ...facts, recipientKey: 'p-18' }).messageId, buildNotice(facts).messageId);
});

test('the subject carries the number and nothing of sender or content, and stays the same through the thread', () => {
  const first = buildNotice(facts);
  const later = buildNotice({ ...facts, about: 'withdrawn', sequence: 3 });
  assert.equal(first.subject, '[Courrier VM-2026-000123-M] Un pli pour vous');
  assert.equal(later.subject, first.subject);
  assert.equal(headersOf(first.bytes).has('references'), false);
  assert.equal(headersOf(later.bytes).get('references'), first.messageId);
});

test('asks mail programs not to answer it and says its language', () => {
  const headers = headersOf(buildNotice({ ...facts, language: 'en' }).bytes);
  assert.equal(headers.get('auto-submitted'), 'auto-generated');
  assert.equal(headers.get('x-auto-response-suppress'), 'All');
  assert.equal(headers.get('content-language'), 'en');
  assert.match(headers.get('content-type')!, /^multipart\/alternative/);
});

test('plain text comes first and is complete; the HTML twin has neither images nor scripts', () => {
  const [plain, html] = decodedParts(buildNotice(facts).bytes);
  assert.match(plain!.headers.get('content-type')!, /^text\/plain/);
  const text = plain!.body.toString();
  for (const piece of ['VM-2026-000123-M', 'Comptabilité', 'casier 14', facts.link!]) assert.ok(text.includes(piece));
  assert.doesNotMatch(html!.body.toString(), /<img|<script|http:|style=/);
});

test('closed mail is announced as personal, with the place and without a mailbox', () => {
  const text = decodedParts(buildNotice({ ...facts, about: 'closed', link: null }).bytes)[0]!.body.toString();
  assert.match(text, /^Un pli personnel vous attend, casier 14\./);
  assert.doesNotMatch(text, /Comptabilité/);
});

test('what comes from the directory is text, not markup', () => {
  const [, html] = decodedParts(buildNotice({ ...facts, mailbox: '<b onload="x">&', link: 'javascript:alert(1)' }).bytes);
  assert.doesNotMatch(html!.body.toString(), /<b |javascript/);
});

test('an address that is none refuses the notice for good', () => {
  for (const address of ['', 'nobody', 'a@b\r\nBcc: c@d', 'a b@example.test', 'a@example..test', 'é@example.test']) {
    assert.throws(
      () => buildNotice({ ...facts, recipient: { name: 'x', address } }),
      (error) => isFailure(error, 'NOTICE_REFUSED'),
    );
  }
});
