import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { MAX_INPUT_BYTES } from './pipe.ts';

/** What a device has said and nobody has read yet, and whoever waits for it. */
export class Input {
  readonly #deviceId: string;
  readonly #clock: Clock;
  #bytes: Buffer = Buffer.alloc(0);
  #ended: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(deviceId: string, clock: Clock) {
    this.#deviceId = deviceId;
    this.#clock = clock;
  }

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]).subarray(-MAX_INPUT_BYTES);
    this.#wake?.();
  }

  /** The device is gone: everybody who waits, now or later, hears it. */
  end(cause: Error): void {
    this.#ended ??= cause;
    this.#wake?.();
  }

  forget(): void {
    this.#bytes = Buffer.alloc(0);
  }

  async take(patienceMs: number): Promise<Buffer | null> {
    if (this.#bytes.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(patienceMs, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
      this.#wake = null;
    }
    const bytes = this.#bytes;
    this.forget();
    if (bytes.length > 0) return bytes;
    if (this.#ended) throw new MailroomError('DEVICE_ABSENT', { deviceId: this.#deviceId }, { cause: this.#ended });
    return null;
  }
}
