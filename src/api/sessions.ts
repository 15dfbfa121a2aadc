/** Who is signed in at a face. In memory: a restart of the daemon signs everybody out. */
import { randomBytes } from 'node:crypto';
import { sha256Hex } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import type { Operator } from '#contract/session.ts';

export interface SignedIn {
  operator: Operator;
  /** Ends with the sign-out or when it was idle too long: open feeds close. */
  over: AbortSignal;
}

export interface Sessions {
  /** @returns the cookie's value: 256 random bits. */
  open(operator: Operator): string;
  /** Null for no, an unknown or an idle session; else the session stays awake. */
  of(cookieHeader: string | undefined): SignedIn | null;
  end(cookieHeader: string | undefined): void;
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

export function openSessions(clock: Clock): Sessions {
  const sessions = new Map<string, SignedIn & { seenMs: number; end: AbortController }>();
  const drop = (key: string): void => {
    sessions.get(key)?.end.abort();
    sessions.delete(key);
  };
  return {
    open(operator) {
      while (sessions.size >= MOST) drop(sessions.keys().next().value!);
      const token = randomBytes(32).toString('hex');
      const end = new AbortController();
      sessions.set(sha256Hex(token), { operator, over: end.signal, seenMs: clock.monotonicMs(), end });
      return token;
    },
    of(header) {
      const key = keyIn(header);
      const session = key === null ? undefined : sessions.get(key);
      if (key === null || !session) return null;
      const now = clock.monotonicMs();
      if (now - session.seenMs > IDLE_MS) {
        drop(key);
        return null;
      }
      session.seenMs = now;
      return session;
    },
    end(header) {
      const key = keyIn(header);
      if (key !== null) drop(key);
    },
    close() {
      for (const key of [...sessions.keys()]) drop(key);
    },
  };
}
