import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base/errors.ts';
import { ATTACHMENT_FRAME, encodeFrame, type Frame, FrameDecoder, HEADER_BYTES, JSON_FRAME } from '#bridge/protocol/frame.ts';
import { MAX_ATTACHMENT_BYTES, MAX_JSON_BYTES } from '#bridge/protocol/limits.ts';

const frameOf = fc.record(
  {
    kind: fc.constantFrom<Frame['kind']>(JSON_FRAME, ATTACHMENT_FRAME),
    requestId: fc.nat({ max: 0xffffffff }),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  },
  { noNullPrototype: true },
);
const encode = (frames: Frame[]) => Buffer.concat(frames.map(({ kind, requestId, body }) => encodeFrame(kind, requestId, body)));

test('frames come out whole wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(frameOf, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (frames, cuts) => {
      const bytes = encode(frames);
      const decoder = new FrameDecoder();
      const decoded: Frame[] = [];
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const length = cuts[i % cuts.length]!;
        decoded.push(...decoder.push(bytes.subarray(at, at + length)));
        at += length;
      }
      assert.deepEqual(decoded, frames);
    }),
  );
});

test('a frame cut once at any byte is the same frame, and half of it is none', () => {
  const bytes = encodeFrame(JSON_FRAME, 7, Buffer.from('{"type":"done"}'));
  for (let cut = 0; cut < bytes.length; cut++) {
    const decoder = new FrameDecoder();
    assert.deepEqual(decoder.push(bytes.subarray(0, cut)), []);
    assert.equal(decoder.push(bytes.subarray(cut))[0]?.body.toString(), '{"type":"done"}');
  }
});

test('garbage ends in FRAME_INVALID or waits for more, never in anything else, and a refusal is final', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 20 }), (chunks) => {
      const decoder = new FrameDecoder();
      let refused = false;
      for (const chunk of chunks) {
        try {
          decoder.push(chunk);
          assert.equal(refused, false, 'went on after a refusal');
        } catch (error) {
          assert.ok(isFailure(error, 'FRAME_INVALID'));
          refused = true;
        }
      }
    }),
  );
});

test('a body above the cap of its kind is refused from its header alone, and never sent', () => {
  for (const [kind, cap] of [
    [JSON_FRAME, MAX_JSON_BYTES],
    [ATTACHMENT_FRAME, MAX_ATTACHMENT_BYTES],
  ] as const) {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(cap + 1, 0);
    header.writeUInt8(kind, 4);
    assert.throws(() => new FrameDecoder().push(header), { code: 'FRAME_INVALID' });
    assert.throws(() => encodeFrame(kind, 1, Buffer.alloc(cap + 1)), { code: 'FRAME_INVALID' });
  }
});

test('noise in front of a frame is refused, not skipped', () => {
  const noisy = Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), encodeFrame(JSON_FRAME, 1, Buffer.from('{}'))]);
  assert.throws(() => new FrameDecoder().push(noisy), { code: 'FRAME_INVALID' });
});
