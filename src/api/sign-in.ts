/** The door: a name and a PIN, compared in constant time, with a delay that grows with each failure. */
import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { Operator, Words } from '#contract/session.ts';

export interface Account extends Operator {
  /** Read at each try, so that a changed PIN counts at once. @throws SECRET_UNREADABLE */
  secret(): string;
  /** Salted hash of the badge that is theirs; left out where none is. Read at each try. @throws SECRET_UNREADABLE */
  badge?(): string;
}

export type Door = (words: Words) => Promise<Operator>;

/** Failures a person makes with a gloved thumb before anything gets slower. */
const FREE = 3;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;
/** Tries that may wait their turn; more are refused unseen. */
const MOST_WAITING = 5;

const same = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));
const fold = (name: string): string => name.trim().normalize('NFC').toLowerCase();

/**
 * Tries are taken one at a time, over all accounts: guessing in parallel gains nothing. The delay stands before the answer to a wrong
 * word and to a right one alike, and goes away with the first right one.
 *
 * @throws NOT_SIGNED_IN wrong words, or too many tries waiting.
 */
export function openDoor(accounts: readonly Account[], clock: Clock): Door {
  let failures = 0;
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const delayMs = (): number => (failures < FREE ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - FREE)));

  async function tryOnce({ name, secret }: Words): Promise<Operator> {
    const wait = delayMs();
    if (wait > 0) await new Promise<void>((resolve) => clock.after(wait, resolve));
    let found: Account | null = null;
    // Every account is compared with every try: the time says nothing about which names there are.
    for (const account of accounts) {
      const named = same(fold(name), fold(account.name)) || same(fold(name), fold(account.operatorId));
      const right = same(secret, account.secret());
      if (named && right) found = account;
    }
    if (!found) {
      failures += 1;
      throw new MailroomError('NOT_SIGNED_IN', {});
    }
    failures = 0;
    const { operatorId, name: shown, rights } = found;
    return { operatorId, name: shown, rights };
  }

  return (words) => {
    if (waiting >= MOST_WAITING) return Promise.reject(new MailroomError('NOT_SIGNED_IN', {}));
    waiting += 1;
    const mine = turn.then(() => tryOnce(words)).finally(() => (waiting -= 1));
    turn = mine.catch(() => {});
    return mine;
  };
}
