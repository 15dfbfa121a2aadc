/**
 * The door for a badge: an account may have one, known by a salted hash only. A badge that is shown opens for some seconds and once, to
 * the kiosk that nobody is signed in at.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import type { Operator } from '#contract/session.ts';
import type { Devices } from '#ports/devices.ts';
import type { Account } from './sign-in.ts';

export interface BadgeDoor {
  /** Whether a badge was just shown: one of an account, or one of nobody's; null when none was. */
  shown(): 'known' | 'unknown' | null;
  /** Whose badge was just shown; it opens once. @throws NOT_SIGNED_IN */
  take(): Operator;
  close(): void;
}

/** As long as it takes to look from the reader to the screen. */
const OPEN_MS = 8_000;
/** Badge numbers can be guessed: a wrong one costs as much as a right one, and the next is not looked at before. */
const BETWEEN_MS = 1_000;
const HASH = /^scrypt:([0-9a-f]{32}):([0-9a-f]{64})$/;

const derive = promisify(scrypt) as (badge: string, salt: Buffer, bytes: number) => Promise<Buffer>;

/** What is kept of a badge: `scrypt:SALT:HASH` (N = 16384, r = 8, p = 1, 32 bytes). */
export async function hashBadge(badge: string, salt: Buffer = randomBytes(16)): Promise<string> {
  return `scrypt:${salt.toString('hex')}:${(await derive(badge, salt, 32)).toString('hex')}`;
}

export const isBadgeHash = (text: string): boolean => HASH.test(text);

async function isBadge(badge: string, kept: string): Promise<boolean> {
  const [, salt, hash] = HASH.exec(kept) ?? [];
  return (
    salt !== undefined && hash !== undefined && timingSafeEqual(await derive(badge, Buffer.from(salt, 'hex'), 32), Buffer.from(hash, 'hex'))
  );
}

export function openBadgeDoor(accounts: readonly Account[], devices: Devices, clock: Clock, log: Log): BadgeDoor {
  let last: { owner: Operator | null; atMs: number } | null = null;
  let looking = false;
  let lookAgainAtMs = Number.NEGATIVE_INFINITY;

  async function look(badge: string): Promise<void> {
    let owner: Operator | null = null;
    for (const { operatorId, name, rights, badge: kept } of accounts) {
      const hash = kept && hashIn(kept);
      if (hash && (await isBadge(badge, hash))) owner = { operatorId, name, rights };
    }
    last = { owner, atMs: clock.monotonicMs() };
  }
  /** Whose file cannot be read has no badge: the PIN is left to them. */
  function hashIn(read: () => string): string | null {
    try {
      return read();
    } catch (error) {
      if (!isFailure(error)) throw error;
      log.warn({ code: error.code }, error.message);
      return null;
    }
  }
  const fresh = () => (last && clock.monotonicMs() - last.atMs <= OPEN_MS ? last : null);
  const close = devices.listen((event) => {
    // One at a time: a reader that babbles keeps nobody busy but itself.
    if (event.kind !== 'input' || event.input.kind !== 'badge' || looking || clock.monotonicMs() < lookAgainAtMs) return;
    looking = true;
    void look(event.input.badge).finally(() => {
      looking = false;
      lookAgainAtMs = clock.monotonicMs() + BETWEEN_MS;
    });
  });

  return {
    shown() {
      const now = fresh();
      return now && (now.owner ? 'known' : 'unknown');
    },
    take() {
      const owner = fresh()?.owner;
      if (!owner) throw new MailroomError('NOT_SIGNED_IN', {});
      last = null;
      return owner;
    },
    close,
  };
}
