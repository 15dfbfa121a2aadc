/** Acts: sent once with a key of their own, undone from one bar. */
import type { ActBody, ActDone, ActName } from '#contract/acts.ts';
import type { Failure } from '#contract/failure.ts';
import { api, freshKey } from '../client/api.ts';
import { Away, Refused } from '../client/failure.ts';
import { spokenNumber } from '../i18n/words.ts';
import { connection } from './connection.svelte.ts';
import { play } from './sounds.ts';

const UNDO_SHOWN_MS = 20_000;

interface Undoable {
  actId: string;
  number: string;
  done: string;
  after: () => unknown;
}

class Acts {
  /** The last act that can be taken back; shown 20 s and until the next act. */
  undoable = $state.raw<Undoable | null>(null);
  /** Why the last act was refused; shown as a note until the next. */
  refused = $state.raw<Failure | null>(null);
  busy = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Does one act. Null: it was refused, and `refused` says why.
   * When the daemon goes away in the middle, the very same request (same key) is asked again once it is back:
   * that is how to learn whether it had been done.
   */
  async do<N extends ActName>(name: N, body: Omit<ActBody<N>, 'idempotencyKey'>): Promise<ActDone | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refused = null;
    this.forget();
    const asked = { ...body, idempotencyKey: freshKey() } as ActBody<N>;
    try {
      for (;;) {
        try {
          return await api.act(name, asked);
        } catch (error) {
          if (!(error instanceof Away)) throw error;
          connection.lost();
          await connection.back();
        }
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.failure.code === 'NOT_SIGNED_IN') connection.signedOut();
      else this.refused = error.failure;
      play('refused');
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Offers to take the act back. `done`: what was done, in words; `after`: what the screen does once it is undone. */
  offerUndo(act: ActDone, done: string, after: () => unknown = () => {}): void {
    clearTimeout(this.#timer);
    if (!act.undo) return;
    this.undoable = { actId: act.undo.actId, number: spokenNumber(act.number ?? '').slice(0, -2), done, after };
    this.#timer = setTimeout(() => this.forget(), UNDO_SHOWN_MS);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.undoable = null;
  }

  async undo(): Promise<void> {
    const last = this.undoable;
    if (last && (await this.takeBack(last.actId))) last.after();
  }

  /** Takes back an act that a view says can be, however long ago it was. */
  async takeBack(actId: string): Promise<boolean> {
    const taken = (await this.do('undo', { actId })) !== null;
    if (taken) play('recorded');
    return taken;
  }
}

export const acts = new Acts();
