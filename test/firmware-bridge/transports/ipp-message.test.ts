import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeResponse, encodeRequest } from '#bridge/transports/ipp/message.ts';

/** RFC 8010 Appendix A.6 in spirit: what a printer answers, by hand. */
const ANSWER = Buffer.concat([
  Buffer.from([0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07]),
  Buffer.from([0x01]),
  attribute(0x47, 'attributes-charset', Buffer.from('utf-8')),
  Buffer.from([0x04]),
  attribute(0x23, 'printer-state', Buffer.from([0, 0, 0, 5])),
  attribute(0x44, 'printer-state-reasons', Buffer.from('media-empty-error')),
  attribute(0x44, '', Buffer.from('paused')),
  attribute(0x34, 'media-col-default', Buffer.alloc(0)),
  attribute(0x4a, '', Buffer.from('media-size')),
  attribute(0x37, '', Buffer.alloc(0)),
  attribute(0x22, 'printer-is-accepting-jobs', Buffer.from([1])),
  Buffer.from([0x03]),
]);

function attribute(tag: number, name: string, value: Buffer): Buffer {
  const length = (n: number) => Buffer.from([n >> 8, n & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length(name.length), Buffer.from(name), length(value.length), value]);
}

test('a request is the bytes of RFC 8010: version, operation, id, operation attributes, end, document', () => {
  const request = encodeRequest(
    0x0002,
    9,
    [
      ['job-name', 'name', 'x'],
      ['job-id', 'integer', 258],
      ['requested-attributes', 'keyword', 'a', 'b'],
    ],
    Buffer.from('^XA'),
  );
  assert.equal(
    request.toString('latin1'),
    '\x01\x01\x00\x02\x00\x00\x00\x09\x01\x42\x00\x08job-name\x00\x01x\x21\x00\x06job-id\x00\x04\x00\x00\x01\x02' +
      '\x44\x00\x14requested-attributes\x00\x01a\x44\x00\x00\x00\x01b\x03^XA',
  );
});

test('a response gives its groups and values; kinds not known here are stepped over', () => {
  const response = decodeResponse(ANSWER)!;
  assert.deepEqual([response.status, response.requestId, response.groups.map(({ tag }) => tag)], [0, 7, [1, 4]]);
  assert.deepEqual(
    [...response.groups[1]!.attributes],
    [
      ['printer-state', [5]],
      ['printer-state-reasons', ['media-empty-error', 'paused']],
      ['media-col-default', []],
      ['printer-is-accepting-jobs', [true]],
    ],
  );
});

test('a name that comes with its language is the name', () => {
  const named = (value: Buffer) =>
    decodeResponse(
      Buffer.concat([ANSWER.subarray(0, 8), Buffer.from([0x02]), attribute(0x36, 'job-name', value), Buffer.from([0x03])]),
    )!.groups[0]!.attributes.get('job-name');
  assert.deepEqual(named(Buffer.from('\x00\x02fr\x00\x05paper')), ['paper']);
  assert.deepEqual(named(Buffer.from('\x00\x02fr\x00\x09paper')), [], 'longer than it is');
});

test('a response cut anywhere is none', () => {
  for (let cut = 0; cut < ANSWER.length; cut++) assert.equal(decodeResponse(ANSWER.subarray(0, cut)), null, `cut at ${cut}`);
});

test('no bytes whatever make the decoder throw, and it keeps no more than they are', () => {
  const kept = (bytes: Buffer): number =>
    (decodeResponse(bytes)?.groups ?? []).reduce(
      (sum, { attributes }) => sum + [...attributes].reduce((n, [name, v]) => n + name.length + v.join('').length, 0),
      0,
    );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (noise, at) => {
      const cut = at % (ANSWER.length + 1);
      const mixed = Buffer.concat([ANSWER.subarray(0, cut), noise, ANSWER.subarray(cut)]);
      decodeResponse(Buffer.from(noise));
      assert.ok(kept(mixed) <= 3 * mixed.length);
    }),
  );
  const thousands = Buffer.concat([
    ANSWER.subarray(0, 8),
    Buffer.from([0x04]),
    ...Array.from({ length: 20_000 }, () => attribute(0x44, 'a', Buffer.from('b'))),
  ]);
  assert.equal(decodeResponse(thousands), null);
});
