import type { Duplex } from 'node:stream';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { ATTACHMENT_FRAME, encodeFrame, type Frame, FrameDecoder, JSON_FRAME } from './frame.ts';
import { HELLO_DEADLINE_MS, MAX_UNREAD_BYTES, PROTOCOL_VERSION } from './limits.ts';

export interface Channel<Out> {
  /** Queues one message. Nothing happens on a channel that has closed: its end is told by `onClose`. */
  send(message: Out, requestId?: number, attachment?: Uint8Array): void;
  close(): void;
}

export interface ChannelEnd<In> {
  program: 'bridge' | 'daemon';
  clock: Clock;
  /** Turns parsed JSON into a message. @throws FRAME_INVALID */
  parse(value: unknown): In;
  /** The other end speaks our version; before this nothing else arrives, and nothing should be sent. */
  onReady(): void;
  onMessage(message: In, requestId: number, attachment: Buffer | null): void;
  /** Once. `null` where one end simply closed. */
  onClose(why: MailroomError | null): void;
}

/**
 * One end of the bridge socket: says hello, checks the other's hello, then whole, valid messages both ways.
 * Anything that is none ends the connection; a fresh one starts clean.
 */
export function openChannel<In extends { type: string }, Out extends { type: string }>(stream: Duplex, end: ChannelEnd<In>): Channel<Out> {
  const decoder = new FrameDecoder();
  let greeted = false;
  let closed = false;
  let attachment: { requestId: number; bytes: Buffer } | null = null;

  const write = (message: object, requestId: number) =>
    stream.write(encodeFrame(JSON_FRAME, requestId, Buffer.from(JSON.stringify(message))));

  const finish = (why: MailroomError | null) => {
    if (closed) return;
    closed = true;
    cancelDeadline();
    stream.destroy();
    end.onClose(why);
  };
  const cancelDeadline = end.clock.after(HELLO_DEADLINE_MS, () => {
    if (!greeted) finish(new MailroomError('FRAME_INVALID', { what: 'no hello' }));
  });

  const take = (frame: Frame) => {
    if (frame.kind === ATTACHMENT_FRAME) {
      if (!greeted || attachment) throw new MailroomError('FRAME_INVALID', { what: 'an attachment without its message' });
      attachment = { requestId: frame.requestId, bytes: frame.body };
      return;
    }
    const message = end.parse(parseJson(frame.body));
    if (!greeted) return greet(message);
    if (message.type === 'hello') throw new MailroomError('FRAME_INVALID', { what: 'a second hello' });
    const bytes = attachment;
    attachment = null;
    if (bytes && bytes.requestId !== frame.requestId)
      throw new MailroomError('FRAME_INVALID', { what: 'an attachment without its message' });
    end.onMessage(message, frame.requestId, bytes?.bytes ?? null);
  };
  const greet = (message: { type: string; protocol?: unknown; program?: unknown }) => {
    if (message.type !== 'hello' || message.program === end.program)
      throw new MailroomError('FRAME_INVALID', { what: `${message.type} instead of hello` });
    const theirs = message.protocol as number;
    if (theirs !== PROTOCOL_VERSION) throw new MailroomError('PROTOCOL_MISMATCH', { ours: PROTOCOL_VERSION, theirs });
    greeted = true;
    cancelDeadline();
    end.onReady();
  };

  stream.on('data', (chunk: Buffer) => {
    try {
      for (const frame of decoder.push(chunk)) {
        if (closed) return;
        take(frame);
      }
    } catch (error) {
      if (!(error instanceof MailroomError)) throw error;
      finish(error);
    }
  });
  stream.on('error', () => finish(null));
  stream.on('end', () => finish(null));
  stream.on('close', () => finish(null));
  write({ type: 'hello', protocol: PROTOCOL_VERSION, program: end.program }, 0);

  return {
    send(message, requestId = 0, bytes) {
      if (closed) return;
      if (bytes) stream.write(encodeFrame(ATTACHMENT_FRAME, requestId, bytes));
      write(message, requestId);
      if (stream.writableLength > MAX_UNREAD_BYTES) finish(new MailroomError('FRAME_INVALID', { what: 'the other end does not read' }));
    },
    close: () => finish(null),
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (cause) {
    throw new MailroomError('FRAME_INVALID', { what: 'no JSON' }, { cause });
  }
}
