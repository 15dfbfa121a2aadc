import { MailroomError } from '../../src/base/errors.ts';
import { MAX_ATTACHMENT_BYTES, MAX_JSON_BYTES } from './limits.ts';

/**
 * One frame of the bridge socket: u32 length of the body, u8 kind, u32 request id, all big-endian, then the body.
 * Request id 0 is an event; a reply carries the id of its request; an attachment comes right before the JSON of the same id.
 */
export interface Frame {
  kind: typeof JSON_FRAME | typeof ATTACHMENT_FRAME;
  requestId: number;
  body: Buffer;
}
export const JSON_FRAME = 1;
export const ATTACHMENT_FRAME = 2;
export const HEADER_BYTES = 9;

const capOf = (kind: number): number | null =>
  kind === JSON_FRAME ? MAX_JSON_BYTES : kind === ATTACHMENT_FRAME ? MAX_ATTACHMENT_BYTES : null;

/** @throws FRAME_INVALID the body is larger than the other end would take. */
export function encodeFrame(kind: Frame['kind'], requestId: number, body: Uint8Array): Buffer {
  if (body.length > capOf(kind)!) throw new MailroomError('FRAME_INVALID', { what: `a body of ${body.length} bytes was about to be sent` });
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt8(kind, 4);
  frame.writeUInt32BE(requestId, 5);
  frame.set(body, HEADER_BYTES);
  return frame;
}

/**
 * Bytes in, whole frames out, wherever the stream was cut. Holds one body at most, and reserves it only after the
 * header was found sane. After a refusal it stays refused: there is no way to find the next frame in garbage.
 */
export class FrameDecoder {
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerFill = 0;
  #body: Buffer | null = null;
  #bodyFill = 0;
  #refusal: MailroomError | null = null;

  /** @throws FRAME_INVALID */
  push(chunk: Uint8Array): Frame[] {
    if (this.#refusal) throw this.#refusal;
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#headerFill < HEADER_BYTES) {
        const part = chunk.subarray(at, at + HEADER_BYTES - this.#headerFill);
        this.#header.set(part, this.#headerFill);
        this.#headerFill += part.length;
        at += part.length;
        if (this.#headerFill < HEADER_BYTES) break;
        this.#begin();
      } else {
        const part = chunk.subarray(at, at + this.#body!.length - this.#bodyFill);
        this.#body!.set(part, this.#bodyFill);
        this.#bodyFill += part.length;
        at += part.length;
      }
      if (this.#body && this.#bodyFill === this.#body.length) frames.push(this.#finish());
    }
    return frames;
  }

  #begin(): void {
    const length = this.#header.readUInt32BE(0);
    const kind = this.#header.readUInt8(4);
    const cap = capOf(kind);
    if (cap === null || length > cap) {
      this.#refusal = new MailroomError('FRAME_INVALID', { what: cap === null ? `frame kind ${kind}` : `a body of ${length} bytes` });
      throw this.#refusal;
    }
    this.#body = Buffer.allocUnsafe(length);
    this.#bodyFill = 0;
  }

  #finish(): Frame {
    const frame = { kind: this.#header.readUInt8(4) as Frame['kind'], requestId: this.#header.readUInt32BE(5), body: this.#body! };
    this.#headerFill = 0;
    this.#body = null;
    return frame;
  }
}
