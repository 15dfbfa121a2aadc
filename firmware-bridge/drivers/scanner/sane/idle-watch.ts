import type { Clock } from '../../../../src/base/clock.ts';
import { isSaneError } from '../../../native/sane.ts';

/** A press lasts a quarter of a second or more; scanbd, which does nothing else, looks every half second. */
const LOOK_MS = 250;

/**
 * Looks at the buttons of an idle scanner between two reports, which are a second apart: libsane tells of nothing by itself, and a button that
 * the device does not remember would have to be held that long.
 */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #look: () => Promise<void>;
  #looking: Promise<void> = Promise.resolve();
  #cancel = () => {};

  /** @param look whatever it is told of libsane ends the watching: the next report will be told the same. */
  constructor(clock: Clock, look: () => Promise<void>) {
    this.#clock = clock;
    this.#look = look;
  }

  begin(): void {
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.#looking = this.#look().then(
        () => this.begin(),
        (error: unknown) => {
          if (!isSaneError(error)) throw error;
        },
      );
    });
  }

  /** Settles when libsane is free for another call. */
  async end(): Promise<void> {
    this.#cancel();
    await this.#looking;
    this.#cancel();
  }
}
