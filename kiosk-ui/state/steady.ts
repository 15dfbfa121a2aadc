/** Touches that are not meant for what they meet: the second tap of a double tap, when another item has just come under the finger. */

/** Longer than the pause inside a double tap, shorter than anybody needs to look at a new item. */
export const SETTLE_MS = 400;

export class Steady {
  readonly #nowMs: () => number;
  #shown: unknown;
  #sinceMs = Number.NEGATIVE_INFINITY;

  /** @param nowMs Monotonic milliseconds. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** What stands under the finger from now on; nothing yet: undefined. The first thing shown comes without a finger on it. */
  shows(what: unknown): void {
    if (what === undefined || what === this.#shown) return;
    if (this.#shown !== undefined) this.#sinceMs = this.#nowMs();
    this.#shown = what;
  }

  /** The handler for touches; keys, whose clicks count no taps, name what they choose and always pass. */
  touch(act: () => unknown): (event: { readonly detail: number }) => void {
    return (event) => {
      if (event.detail === 0 || this.#nowMs() - this.#sinceMs >= SETTLE_MS) act();
    };
  }
}
