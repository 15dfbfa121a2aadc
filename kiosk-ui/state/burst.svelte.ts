/** The run of items registered one after the other on this screen; it outlives a look at another screen. */
import type { ItemKind } from '#contract/words.ts';

export interface BurstItem {
  itemId: string;
  number: string;
  kind: ItemKind;
  forWhom: string | null;
}

class Burst {
  items = $state.raw<readonly BurstItem[]>([]);
  #startMs = 0;
  #lastMs = 0;

  get last(): BurstItem | null {
    return this.items[0] ?? null;
  }
  /** From the first to the newest item, at least one second. */
  get lengthMs(): number {
    return this.items.length === 0 ? 0 : Math.max(1000, this.#lastMs - this.#startMs);
  }
  add(item: BurstItem): void {
    this.#lastMs = performance.now();
    if (this.items.length === 0) this.#startMs = this.#lastMs;
    this.items = [item, ...this.items];
  }
  drop(itemId: string | null): void {
    this.items = this.items.filter((one) => one.itemId !== itemId);
  }
  finish(): void {
    this.items = [];
  }
}

export const burst = new Burst();
