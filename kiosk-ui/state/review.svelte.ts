/** Walking the review queue: the present item, the next one read ahead, back after an undo. */
import type { ReviewItem, ReviewQueue } from '#contract/review.ts';
import { api } from '../client/api.ts';
import { missed, View } from './view.svelte.ts';

export class ReviewWalk {
  item = $state.raw<ReviewItem | null>(null);
  loaded = $state(false);
  readonly #queue: View<ReviewQueue>;
  /** An item asked for by name first; afterwards the queue's own order. */
  #wanted: string;
  /** Put off until the queue has been walked once. */
  #later = new Set<string>();
  #ahead: ReviewItem | null = null;

  constructor(wanted: string) {
    this.#wanted = wanted;
    this.#queue = new View(async () => {
      const queue = await api.reviewQueue();
      await this.#settle(queue);
      return queue;
    });
  }

  get waiting(): string {
    return this.#queue.waiting;
  }

  follow(): void {
    this.#queue.follow(['item']);
  }

  /** The one asked for, as soon as the queue has it; else the item stays while it waits; else the first that was not put off. */
  async #settle(queue: ReviewQueue): Promise<void> {
    // A queue read before the undo does not have it yet: it is asked for until one does, or the clerk goes on.
    const asked = queue.entries.find((e) => e.itemId === this.#wanted);
    if (asked) this.#wanted = '';
    const here = this.item && queue.entries.find((e) => e.documentId === this.item?.documentId);
    if (!asked && here && here.position === this.item?.position && this.item.place.count === queue.count) return;
    const wanted = asked ?? here ?? queue.entries.find((e) => !this.#later.has(e.documentId));
    const entry = wanted ?? queue.entries[0];
    if (!wanted) this.#later.clear();
    await this.#show(entry ?? null, queue);
  }

  async #show(entry: { itemId: string; documentId: string } | null, queue: ReviewQueue): Promise<void> {
    if (entry && this.#ahead?.documentId === entry.documentId) this.item = this.#ahead;
    else this.item = entry ? await api.reviewItem(entry.itemId, entry.documentId) : null;
    this.#ahead = null;
    this.loaded = true;
    void this.#readAhead(queue);
  }

  async #readAhead({ entries }: ReviewQueue): Promise<void> {
    const at = entries.findIndex((e) => e.documentId === this.item?.documentId);
    const entry = entries[at + 1];
    if (!entry) return;
    try {
      const ahead = await api.reviewItem(entry.itemId, entry.documentId);
      this.#ahead = ahead;
      const url = ahead.pages[0]?.view?.url;
      if (url) new Image().src = url;
    } catch (error) {
      missed(error);
    }
  }

  /** After a decision: on to the next, without waiting for the feed. */
  async next(decided: ReviewItem): Promise<void> {
    this.#later.delete(decided.documentId);
    this.#wanted = '';
    this.#leave();
    await this.#queue.refresh();
  }

  async later(): Promise<void> {
    if (this.item) this.#later.add(this.item.documentId);
    this.#wanted = '';
    this.#leave();
    await this.#queue.refresh();
  }

  /** After an undo the item is on the screen again. */
  returnTo(item: ReviewItem): void {
    this.#wanted = item.itemId;
    this.#leave(false);
    void this.#queue.refresh();
  }

  /** The item moved on under the clerk: read it again. */
  async again(): Promise<void> {
    this.#leave(false);
    await this.#queue.refresh();
  }

  /** The one read ahead is on the screen at once; the queue then says what stands where. */
  #leave(forward = true): void {
    this.item = forward ? this.#ahead : null;
    this.#ahead = null;
    if (!this.item) this.loaded = false;
  }
}
