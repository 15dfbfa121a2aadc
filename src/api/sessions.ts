/** Who is signed in at a face. Kept beside the register, so that a restart of the daemon signs nobody out. */
import { randomBytes } from 'node:crypto';
import { sha256Hex } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import type { Operator } from '#contract/session.ts';
import type { Store } from '#register/store.ts';

export interface SignedIn {
  operator: Operator;
  /** Ends with the sign-out or when it was idle too long: open feeds close. */
  over: AbortSignal;
}

export interface Sessions {
  /** @returns the cookie's value: 256 random bits. Durable on return. */
  open(operator: Operator): Promise<string>;
  /** Null for no, an unknown or an idle session; else the session stays awake. */
  of(cookieHeader: string | undefined): SignedIn | null;
  /** Durable on return: signed out is signed out, whatever restarts. */
  end(cookieHeader: string | undefined): Promise<void>;
  /** The daemon stops: feeds close, and who was signed in still is when it is back. */
  close(): void;
}

const COOKIE = 'vaguemestre';
const IDLE_MS = 12 * 60 * 60_000;
const MOST = 64;

/** SameSite=Strict: no other site's page can make the browser send it. No Secure: the kiosk face speaks plain HTTP on loopback. */
export const setCookie = (token: string): string => `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`;
export const clearCookie = `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;

const IN_HEADER = new RegExp(`(?:^|;\\s*)${COOKIE}=([0-9a-f]{64})(?:;|$)`);
/** Looked up by its hash: the time a look-up takes says nothing about the tokens there are. */
const keyIn = (header: string | undefined): string | null => {
  const token = IN_HEADER.exec(header?.slice(0, 4096) ?? '')?.[1];
  return token === undefined ? null : sha256Hex(token);
};

/** What is kept of a session, under the hash of its token: enough to know it again, nothing to sign in with. */
interface Kept {
  operatorId: string;
  seenMs: number;
}
const keptKey = (key: string): string => `session:${key}`;
/** How often it is written down that a session is awake. */
const KEEP_MS = 10 * 60_000;

export function openSessions(clock: Clock, store: Pick<Store, 'read' | 'together'>, accounts: readonly Operator[]): Sessions {
  const sessions = new Map<string, SignedIn & { seenMs: number; keptMs: number; end: AbortController }>();

  /** A full disk is no reason to keep anybody out: it only means that a restart asks for the sign-in again. */
  async function keep(key: string, value: Kept | null): Promise<void> {
    await store
      .together((tx) => tx.remember(keptKey(key), value))
      .catch((error: unknown) => {
        if (!isFailure(error, 'STORAGE_FULL')) throw error;
      });
  }
  function seat(key: string, operator: Operator) {
    const end = new AbortController();
    const now = clock.monotonicMs();
    const session = { operator, over: end.signal, seenMs: now, keptMs: now, end };
    sessions.set(key, session);
    return session;
  }
  const seenNow = ({ operatorId }: Operator): Kept => ({ operatorId, seenMs: Math.round(clock.wallMs()) });
  async function drop(key: string): Promise<void> {
    sessions.get(key)?.end.abort();
    sessions.delete(key);
    await keep(key, null);
  }
  /** One that another run of the daemon opened; its rights are those of the account as it is now. */
  function known(key: string) {
    const kept = store.read.recall(keptKey(key)) as Kept | null;
    const account = accounts.find((one) => one.operatorId === kept?.operatorId);
    if (kept === null || !account || clock.wallMs() - kept.seenMs > IDLE_MS) return undefined;
    const { operatorId, name, rights } = account;
    return seat(key, { operatorId, name, rights });
  }

  return {
    async open(operator) {
      while (sessions.size >= MOST) await drop(sessions.keys().next().value!);
      const token = randomBytes(32).toString('hex');
      const key = sha256Hex(token);
      await keep(key, seenNow(operator));
      seat(key, operator);
      return token;
    },
    of(header) {
      const key = keyIn(header);
      const session = key === null ? undefined : (sessions.get(key) ?? known(key));
      if (key === null || !session) return null;
      const now = clock.monotonicMs();
      if (now - session.seenMs > IDLE_MS) {
        void drop(key);
        return null;
      }
      session.seenMs = now;
      if (now - session.keptMs > KEEP_MS) {
        session.keptMs = now;
        void keep(key, seenNow(session.operator));
      }
      return session;
    },
    async end(header) {
      const key = keyIn(header);
      if (key !== null && (sessions.has(key) || store.read.recall(keptKey(key)) !== null)) await drop(key);
    },
    close() {
      for (const { end } of sessions.values()) end.abort();
      sessions.clear();
    },
  };
}
