/** A view as the daemon shows it, read again when the feed says that it changed. What is shown stays while it is read. */
import { untrack } from 'svelte';
import type { Failure } from '#contract/failure.ts';
import type { FeedKind } from '#contract/words.ts';
import { Away, Refused } from '../client/failure.ts';
import { lang } from '../i18n/lang.svelte.ts';
import { failureWords } from '../i18n/words.ts';
import { connection } from './connection.svelte.ts';

/** Bursts of events are answered by one reading. */
const GATHER_MS = 120;
/** A reading that was refused is asked again after this; news ask sooner. */
const AGAIN_MS = 5000;

/** What a reading that failed means: absence and sign-out go to the connection; a refusal is given back. */
export function missed(error: unknown): Failure | null {
  if (error instanceof Away) connection.lost();
  else if (!(error instanceof Refused)) throw error;
  else if (error.failure.code === 'NOT_SIGNED_IN') connection.signedOut();
  else return error.failure;
  return null;
}

export class View<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** While true, news waits: a list never jumps under a finger. */
  held = $state(false);

  readonly #read: () => Promise<T>;
  #reading: Promise<void> | null = null;
  #again: Promise<void> | null = null;
  #followed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** The sentence while there is nothing to show: that it is read, or why it cannot be. */
  get waiting(): string {
    return this.failure ? failureWords(this.failure.code, this.failure.context) : lang.t.wait.reading;
  }

  /** Call inside a component: reads now, follows the feed, ends with the component. */
  follow(kinds: readonly FeedKind[], concerns: (ids: readonly string[]) => boolean = () => true): void {
    $effect(() => {
      this.#followed = true;
      // Untracked: what a reading looks at must not make it read again.
      untrack(() => void this.refresh());
      const stop = connection.hear(kinds, (event) => {
        const ids = event && 'ids' in event ? event.ids : [];
        if (ids.length === 0 || concerns(ids)) this.#soon();
      });
      return () => {
        this.#followed = false;
        stop();
        clearTimeout(this.#timer);
      };
    });
  }

  #soon(ms = GATHER_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.held ? this.#soon() : void this.refresh()), ms);
  }

  /** Reads anew; resolves when what stands now is shown, also where an older reading was under way. */
  refresh(): Promise<void> {
    if (this.#reading === null) {
      this.#reading = this.#readOnce().finally(() => {
        this.#reading = null;
      });
      return this.#reading;
    }
    // One more, for all who ask meanwhile.
    const again = (): Promise<void> => {
      this.#again = null;
      return this.refresh();
    };
    this.#again ??= this.#reading.then(again, again);
    return this.#again;
  }

  async #readOnce(): Promise<void> {
    try {
      this.value = await this.#read();
      this.failure = null;
    } catch (error) {
      this.failure = missed(error);
      if (this.#followed && this.failure && this.failure.retry !== 'never') this.#soon(AGAIN_MS);
    }
  }
}
