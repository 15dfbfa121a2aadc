import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { manualClock } from '#base/clock.ts';
import { isFailure, type MailroomError } from '#base/errors.ts';
import { openChannel } from '#bridge/protocol/channel.ts';
import { ATTACHMENT_FRAME, encodeFrame, FrameDecoder, JSON_FRAME } from '#bridge/protocol/frame.ts';
import { HELLO_DEADLINE_MS, PROTOCOL_VERSION } from '#bridge/protocol/limits.ts';
import { type FromBridge, parseFromBridge, parseToBridge, type ToBridge } from '#bridge/protocol/messages.ts';

/** A bridge's end of a channel whose other end is this test, byte by byte. */
function bridgeEnd() {
  const sent: Buffer[] = [];
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      sent.push(chunk);
      done();
    },
  });
  const clock = manualClock();
  const heard: { message: ToBridge; requestId: number; attachment: Buffer | null }[] = [];
  let ready = 0;
  let closed: MailroomError | null | undefined;
  const channel = openChannel<ToBridge, FromBridge>(wire, {
    program: 'bridge',
    clock,
    parse: parseToBridge,
    onReady: () => ready++,
    onMessage: (message, requestId, attachment) => heard.push({ message, requestId, attachment }),
    onClose: (why) => {
      closed = why;
    },
  });
  const say = (value: unknown, requestId = 0) => wire.emit('data', encodeFrame(JSON_FRAME, requestId, Buffer.from(JSON.stringify(value))));
  const hello = (protocol = PROTOCOL_VERSION) => say({ type: 'hello', protocol, program: 'daemon' });
  const attach = (bytes: Buffer, requestId: number) => wire.emit('data', encodeFrame(ATTACHMENT_FRAME, requestId, bytes));
  return { wire, sent, clock, heard, channel, say, hello, attach, ready: () => ready, closed: () => closed };
}

const print = { type: 'label.print', deviceId: 'printer-1', jobKey: 'label:1', widthDots: 8, heightDots: 1 } as const;

test('both ends say hello first, and are ready when the other speaks the same version', () => {
  const end = bridgeEnd();
  const [frame] = new FrameDecoder().push(Buffer.concat(end.sent));
  assert.deepEqual(parseFromBridge(JSON.parse(frame!.body.toString())), { type: 'hello', protocol: PROTOCOL_VERSION, program: 'bridge' });
  assert.equal(end.ready(), 0);
  end.hello();
  assert.equal(end.ready(), 1);
});

test('another version is PROTOCOL_MISMATCH, however much more its hello says', () => {
  const end = bridgeEnd();
  end.say({ type: 'hello', protocol: PROTOCOL_VERSION + 1, program: 'daemon', capabilities: ['new'] });
  assert.equal(end.closed()?.code, 'PROTOCOL_MISMATCH');
  assert.equal(end.ready(), 0);
});

test('whoever does not say hello in time is cut off', () => {
  const end = bridgeEnd();
  end.clock.advance(HELLO_DEADLINE_MS);
  assert.equal(end.closed()?.code, 'FRAME_INVALID');
});

test('an attachment belongs to the message that follows it with the same id', () => {
  const end = bridgeEnd();
  end.hello();
  end.attach(Buffer.from([0x55]), 3);
  end.say(print, 3);
  assert.deepEqual(end.heard, [{ message: print, requestId: 3, attachment: Buffer.from([0x55]) }]);
  end.attach(Buffer.from([0x55]), 4);
  end.say(print, 5);
  assert.equal(end.closed()?.code, 'FRAME_INVALID');
});

test('a message that is none ends the connection: before hello, unknown, with strange keys or out of range', () => {
  const order = {
    deviceId: 's',
    batchId: `bt_${'0'.repeat(20)}`,
    source: 'adf',
    profile: 'routing',
    resolutionDpi: 300,
    firstSheet: 1,
    attempt: 1,
  };
  const bad: [greeted: boolean, message: unknown][] = [
    [false, { type: 'page.ack', pageId: `bt_${'0'.repeat(20)}.1.f.1` }],
    [false, { type: 'hello', protocol: PROTOCOL_VERSION, program: 'bridge' }],
    [true, { type: 'hello', protocol: PROTOCOL_VERSION, program: 'daemon' }],
    [true, { type: 'no.such' }],
    [true, { type: 'page.ack', pageId: '../../etc/passwd' }],
    [true, { type: 'scan.start', order: { ...order, firstSheet: 0 } }],
    [true, { type: 'scan.start', order: { ...order, extra: 1 } }],
    [true, { ...print, widthDots: 1e9 }],
    [true, null],
    [true, 'hello'],
  ];
  for (const [greeted, message] of bad) {
    const end = bridgeEnd();
    if (greeted) end.hello();
    end.say(message);
    assert.equal(end.closed()?.code, 'FRAME_INVALID', JSON.stringify(message));
    assert.deepEqual(end.heard, []);
  }
});

test('no JSON value whatever makes a parser throw outside the error table', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('page', 'status', 'batch-end', 'failed', 'done', 'scan.start'), (value, type) => {
      for (const parse of [parseToBridge, parseFromBridge])
        for (const candidate of [value, { type, [type === 'batch-end' ? 'end' : type]: value }])
          try {
            parse(candidate);
          } catch (error) {
            assert.ok(isFailure(error, 'FRAME_INVALID'));
          }
    }),
  );
});

test('an end that does not read is dropped before what waits for it fills the memory', () => {
  const wire = new Duplex({ read() {}, write() {} });
  let closed: MailroomError | null | undefined;
  const channel = openChannel<ToBridge, FromBridge>(wire, {
    ...{ program: 'bridge', clock: manualClock(), parse: parseToBridge, onReady() {}, onMessage() {} },
    onClose: (why) => {
      closed = why;
    },
  });
  const name = 'x'.repeat(200);
  let sent = 0;
  for (; closed === undefined && sent < 1_000_000; sent++)
    channel.send({ type: 'status', status: { id: 'printer-1', kind: 'label-printer', name, state: 'ready', conditions: [] } });
  assert.equal(closed?.code, 'FRAME_INVALID');
  assert.equal(wire.destroyed, true);
});
