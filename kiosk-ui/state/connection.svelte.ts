/**
 * Whether the daemon is there, who is signed in, and what it says is new.
 * Always the session first (it tells absence from sign-out), then the feed from the last position heard.
 */
import type { Moment } from '#contract/common.ts';
import type { FeedEvent } from '#contract/feed.ts';
import type { LastItem, Session, SignIn } from '#contract/session.ts';
import type { FeedKind } from '#contract/words.ts';
import { api } from '../client/api.ts';
import { Away } from '../client/failure.ts';
import { openFeed } from '../client/feed.ts';
import { tongue } from '../i18n/tongue.ts';

export type Phase = 'starting' | 'signed-out' | 'live' | 'away';
type Heard = (event: FeedEvent | null) => void;

/** How long until the next try, by the number of tries that failed. */
export const waitMs = (failures: number): number => [1000, 2000, 3000, 5000][Math.min(failures, 3)] ?? 5000;

class Connection {
  phase = $state<Phase>('starting');
  session = $state.raw<Session | null>(null);
  /** The last number given out, as far as this screen heard. */
  lastItem = $state.raw<LastItem | null>(null);
  awaySinceMs = $state(0);
  tries = $state(0);
  waiting = $state({ fromMs: 0, untilMs: 0 });
  /** Ticks once a second. */
  nowMs = $state(Date.now());

  #position = 0;
  #epoch = 0;
  #close: (() => void) | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<{ kinds: readonly FeedKind[]; heard: Heard }>();
  #backAgain: (() => void)[] = [];
  /** Box clock minus browser clock: the postmark shows the box's hour. */
  #skewMs = 0;
  #confirmed = false;

  get clock(): Moment {
    return { atMs: this.nowMs + this.#skewMs, confirmed: this.#confirmed };
  }

  start(): void {
    tongue.nowMs = () => Date.now() + this.#skewMs;
    setInterval(() => {
      this.nowMs = Date.now();
    }, 1000);
    void this.#connect();
  }

  /** Calls back when one of these kinds is heard; with null when everything must be read again. */
  hear(kinds: readonly FeedKind[], heard: Heard): () => void {
    const listener = { kinds, heard };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async signIn(words: SignIn): Promise<void> {
    this.#take(await api.signIn(words));
    if (this.session?.operator) this.#listen();
  }

  async signOut(): Promise<void> {
    this.#close?.();
    this.#close = null;
    this.#take(await api.signOut());
    this.phase = 'signed-out';
  }

  /** A request found nobody: say so at once rather than at the next heartbeat. */
  lost(): void {
    if (this.phase === 'live') void this.#connect();
  }

  /** A request found nobody signed in. */
  signedOut(): void {
    this.#close?.();
    this.#close = null;
    if (this.session) this.session = { ...this.session, operator: null };
    this.phase = 'signed-out';
  }

  /** Resolves when the daemon is there again. */
  back(): Promise<void> {
    return this.phase === 'live' ? Promise.resolve() : new Promise((resolve) => this.#backAgain.push(resolve));
  }

  /** Resolves once the daemon has answered a question asked from now on. */
  async answered(): Promise<void> {
    for (;;) {
      try {
        await api.session();
        return;
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        this.lost();
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  tryNow(): void {
    clearTimeout(this.#retry);
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#close?.();
    this.#close = null;
    clearTimeout(this.#retry);
    try {
      this.#take(await api.session());
    } catch {
      // Nobody, or somebody who cannot even say who is signed in: either way there is nothing to work with, and it is tried again.
      this.#away();
      return;
    }
    if (this.session?.operator) this.#listen();
    else this.phase = 'signed-out';
  }

  #listen(): void {
    this.#close?.();
    this.#close = openFeed(this.#position, this.#epoch, {
      event: (event) => this.#heard(event),
      broken: () => void this.#connect(),
    });
    // The session answered: the daemon is there. The feed follows; should it break, the session is asked again.
    if (this.phase !== 'live') this.#live();
  }

  #live(): void {
    const wasAway = this.phase === 'away';
    this.phase = 'live';
    this.tries = 0;
    if (wasAway) this.#tell(null);
    for (const resolve of this.#backAgain.splice(0)) resolve();
  }

  #heard(event: FeedEvent): void {
    if ('clock' in event) this.#setClock(event.clock);
    if ('lastItem' in event) this.lastItem = event.lastItem;
    if (event.kind === 'hello') {
      const gap = !event.resumed && this.#position > 0;
      this.#epoch = event.epoch;
      this.#position = event.position;
      if (gap) this.#tell(null);
      return;
    }
    this.#position = Math.max(this.#position, event.position);
    if (event.kind !== 'heartbeat') this.#tell(event);
  }

  #tell(event: FeedEvent | null): void {
    for (const { kinds, heard } of this.#listeners) if (event === null || kinds.includes(event.kind)) heard(event);
  }

  #take(session: Session): void {
    this.session = session;
    this.lastItem = session.register.lastItem;
    tongue.timeZone = session.station.timeZone;
    tongue.classes = session.station.classes;
    this.#setClock(session.clock);
    if (this.#position === 0 || session.register.epoch !== this.#epoch) this.#position = session.register.position;
    this.#epoch = session.register.epoch;
  }

  #setClock(clock: Moment): void {
    this.#skewMs = clock.atMs - Date.now();
    this.#confirmed = clock.confirmed;
    this.nowMs = Date.now();
  }

  #away(): void {
    const now = Date.now();
    this.nowMs = now;
    if (this.phase !== 'away') {
      this.awaySinceMs = now + this.#skewMs;
      this.phase = 'away';
    }
    this.tries += 1;
    const ms = waitMs(this.tries - 1);
    this.waiting = { fromMs: now, untilMs: now + ms };
    this.#retry = setTimeout(() => void this.#connect(), ms);
  }
}

export const connection = new Connection();
