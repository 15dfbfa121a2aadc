import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { MAX_INPUT_BYTES } from './pipe.ts';

/** What a device has said and nobody has read yet, and whoever waits for it. */
export class Input {
  readonly #deviceId: string;
  readonly #clock: Clock;
  /** Twice as long as what is kept, so that what is kept is moved seldom: a device that says a byte at a time costs its bytes and no more. */
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #ended: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(deviceId: string, clock: Clock) {
    this.#deviceId = deviceId;
    this.#clock = clock;
  }

  push(chunk: Buffer): void {
    const piece = chunk.subarray(-MAX_INPUT_BYTES);
    if (this.#bytes.length === 0) this.#bytes = Buffer.alloc(2 * MAX_INPUT_BYTES);
    if (this.#length + piece.length > this.#bytes.length) {
      const kept = MAX_INPUT_BYTES - piece.length;
      this.#bytes.copyWithin(0, this.#length - kept, this.#length);
      this.#length = kept;
    }
    this.#length += piece.copy(this.#bytes, this.#length);
    this.#wake?.();
  }

  /** The device is gone: everybody who waits, now or later, hears it. */
  end(cause: Error): void {
    this.#ended ??= cause;
    this.#wake?.();
  }

  forget(): void {
    this.#length = 0;
  }

  async take(patienceMs: number): Promise<Buffer | null> {
    if (this.#length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(patienceMs, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
      this.#wake = null;
    }
    const bytes = Buffer.from(this.#bytes.subarray(Math.max(0, this.#length - MAX_INPUT_BYTES), this.#length));
    this.forget();
    if (bytes.length > 0) return bytes;
    if (this.#ended) throw new MailroomError('DEVICE_ABSENT', { deviceId: this.#deviceId }, { cause: this.#ended });
    return null;
  }
}
