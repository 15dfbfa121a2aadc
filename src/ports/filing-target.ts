/** A lower bound of where a message filed from now on can be. JSON-able and opaque to everybody but the target that gave it. */
export type Watermark = Readonly<Record<string, string | number>>;

/**
 * The receipt of one filing: opaque, kept in the register, understood by the target that gave it.
 * All targets write a JSON object with at least `mailbox`, `uid` and `messageId`.
 */
export type Locator = string;

/** A finished message and what the mail store must know about it. */
export interface FiledBytes {
  /** RFC 5322 message, CRLF line ends; stored byte for byte. */
  readonly bytes: Buffer;
  /** With angle brackets, as in the header. */
  readonly messageId: string;
  /** SHA-256 of `bytes`, hex. */
  readonly digest: string;
  /** INTERNALDATE: when the paper was received. */
  readonly internalDateMs: number;
  /** System flags and keywords (`\Flagged`, `invoice`); what the mailbox cannot keep is dropped. Never `\Seen`. */
  readonly flags: readonly string[];
}

/** `read` = the flag \Seen as this account sees it; servers with private flags in shared mailboxes always say `unread`. */
export type FiledState = 'unread' | 'read' | 'gone';
export type Withdrawal = 'withdrawn' | 'read' | 'gone' | 'not-permitted';

/**
 * One account or folder into which documents are filed.
 *
 * The caller keeps filing idempotent: `watermark` → store it durably → `deliver`; after FILING_LOST_ANSWER or a crash in
 * between, `find` with that *first* watermark before anything is sent again (a later one may lie beyond a copy that
 * the server committed late). Calls may overlap; a target does one thing at a time.
 *
 * All methods throw FILING_AWAY, FILING_DENIED and FILING_NO_MAILBOX.
 */
export interface FilingTarget {
  readonly id: string;
  watermark(mailbox: string): Promise<Watermark>;
  /**
   * Durable on return, as far as the server keeps its word.
   *
   * @throws FILING_LOST_ANSWER the message may or may not be stored
   * @throws FILING_OVER_QUOTA, FILING_TOO_LARGE, FILING_REFUSED nothing was stored
   */
  deliver(mailbox: string, message: FiledBytes, watermark: Watermark): Promise<Locator>;
  /** The message with exactly this Message-ID, looked for from the watermark on; in the whole mailbox where there is none or it no longer holds. */
  find(mailbox: string, messageId: string, watermark: Watermark | null): Promise<Locator | null>;
  state(mailbox: string, locator: Locator): Promise<FiledState>;
  /**
   * Takes a wrong copy back, only while unread; `withdrawn` was verified by reading back.
   *
   * @param beforeDeleting awaited before the first change in the mailbox: who finds the copy `gone` later can tell its own deletion, whose
   * answer was lost, from somebody who moved it. May be called more than once.
   */
  withdraw(mailbox: string, locator: Locator, messageId: string, beforeDeleting: () => Promise<void>): Promise<Withdrawal>;
  /** Says goodbye and lets go of the connection; later calls open a new one. */
  close(): Promise<void>;
}

/** What a locator says to people: the mailbox, and the message's number (IMAP UID) or name (Maildir) in it. */
export function describeLocator(locator: Locator): { mailbox: string; uid: number | string } {
  const { mailbox, uid } = JSON.parse(locator) as { mailbox: string; uid: number | string };
  return { mailbox, uid };
}
