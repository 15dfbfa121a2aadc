import type { FetchMessageObject, FetchQueryObject, ImapFlow, ImapFlowError } from 'imapflow';
import { type Clock, systemClock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { FiledBytes, FiledState, FilingTarget, Locator, Watermark, Withdrawal } from '#ports/filing-target.ts';
import { type ImapAccount, ImapSession, inTime, refusalOf } from './imapflow-session.ts';

export interface ImapTargetOptions extends ImapAccount {
  /** Mailboxes at and below this one are made when they are missing; null = none are. Never a mailbox of somebody else. */
  createUnder: string | null;
}

interface Place {
  mailbox: string;
  uid: number;
  uidValidity: string;
  messageId: string;
}

/** The mailbox that is open for writing, with a lower bound of the next UID in it. */
interface Opened {
  client: ImapFlow;
  mailbox: string;
  uidValidity: string;
  uidNext: number;
  /** Largest message it takes, where it says so. */
  limitBytes: number;
  keptFlags: string | null;
}

/** Files by APPEND, always into the open mailbox: flags are filtered against that one, and the server is three times as fast. */
class ImapflowTarget implements FilingTarget {
  readonly id: string;
  readonly #session: ImapSession;
  readonly #createUnder: string | null;
  #opened: Opened | null = null;
  /** What was seen of each mailbox on the kept connection: a lower bound stays one. */
  readonly #seen = new Map<string, Opened>();

  constructor(options: ImapTargetOptions, clock: Clock) {
    this.id = options.id;
    this.#session = new ImapSession(options, clock);
    this.#createUnder = options.createUnder;
  }

  async watermark(mailbox: string): Promise<Watermark> {
    // Known without asking, and so without waiting for the message that is on its way.
    const seen = this.#seen.get(mailbox);
    if (seen?.client.usable) return { uidValidity: seen.uidValidity, uidNext: seen.uidNext };
    return this.#inTwice(mailbox, async ({ uidValidity, uidNext }) => ({ uidValidity, uidNext }));
  }

  deliver(mailbox: string, message: FiledBytes, watermark: Watermark): Promise<Locator> {
    return this.#in(mailbox, async (opened) => {
      const uid = await this.#append(opened, message);
      if (uid === null) {
        // No UIDPLUS: the server has said OK but not where.
        const place = await this.#find(opened, message.messageId, watermark).catch(() => null);
        if (place === null) throw new MailroomError('FILING_LOST_ANSWER', { target: this.id, mailbox });
        return JSON.stringify(place);
      }
      // The message is stored: losing the line now costs a flag at most, and must not look as if nothing had been filed.
      await this.#keepFlags(opened, uid, message.flags).catch(() => this.#session.drop());
      return JSON.stringify({ mailbox, uid, uidValidity: opened.uidValidity, messageId: message.messageId } satisfies Place);
    });
  }

  find(mailbox: string, messageId: string, watermark: Watermark | null): Promise<Locator | null> {
    return this.#inTwice(mailbox, async (opened) => {
      await this.#ask(opened.client.noop()); // lets an open mailbox see what others, or our lost connection, put into it
      const place = await this.#find(opened, messageId, watermark);
      return place && JSON.stringify(place);
    });
  }

  state(mailbox: string, locator: Locator): Promise<FiledState> {
    return this.#inTwice(mailbox, async (opened) => {
      const found = await this.#look(opened, JSON.parse(locator) as Place, { flags: true });
      return found === null ? 'gone' : found.flags?.has('\\Seen') ? 'read' : 'unread';
    });
  }

  withdraw(mailbox: string, locator: Locator, messageId: string, beforeDeleting: () => Promise<void>): Promise<Withdrawal> {
    const before = this.#session.connections;
    // Who had a mailbox open goes on seeing it for a while after it was made anew, and may change nothing there: only a new connection
    // can say that a right is missing.
    const notPermitted = (): Withdrawal => {
      if (this.#session.connections === before) throw Object.assign(new Error('a change was refused'), { code: 'change-refused' });
      return 'not-permitted';
    };
    return this.#inTwice(mailbox, async (opened) => {
      const { client } = opened;
      const found = await this.#look(opened, JSON.parse(locator) as Place, { flags: true, envelope: true });
      if (found === null || found.envelope?.messageId !== messageId) return 'gone';
      if (found.flags?.has('\\Seen')) return 'read';
      // Without UIDPLUS, EXPUNGE would take everybody's deleted messages along.
      if (!client.capabilities.has('UIDPLUS')) return 'not-permitted';
      const uid = String(found.uid);
      const again = async (): Promise<Set<string> | null> => {
        const message = await this.#ask(client.fetchOne(uid, { flags: true }, { uid: true }));
        return message ? (message.flags ?? new Set()) : null;
      };
      const unmark = (): Promise<unknown> => this.#ask(client.messageFlagsRemove(uid, ['\\Deleted'], { uid: true }));

      await beforeDeleting();
      // STORE and EXPUNGE say OK without the right, and somebody may open it meanwhile: read back each time. (UNCHANGEDSINCE would not
      // help: the library sends it behind the flags, where RFC 7162 §3.1.3 has no place for it, and Dovecot takes no notice.)
      await this.#ask(client.messageFlagsAdd(uid, ['\\Deleted'], { uid: true }));
      const marked = await again();
      if (marked === null) return 'gone';
      if (marked.has('\\Seen')) {
        if (marked.has('\\Deleted')) await unmark();
        return 'read';
      }
      if (!marked.has('\\Deleted')) return notPermitted();
      await this.#ask(client.messageDelete(uid, { uid: true }));
      if ((await again()) === null) return 'withdrawn';
      await unmark();
      return notPermitted();
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #ask<T>(work: Promise<T>, ms = this.#session.deadlineMs): Promise<T> {
    return inTime(work, ms);
  }

  /** Runs `work` with the mailbox open for writing; what the server refuses comes out as a failure of ours. */
  #in<T>(mailbox: string, work: (opened: Opened) => Promise<T>): Promise<T> {
    return this.#session.run(async (client) => {
      try {
        return await work(await this.#open(client, mailbox));
      } catch (error) {
        throw refusalOf(error) ? this.#classified(error, mailbox, 0) : error;
      }
    });
  }

  /** As `#in`, for work that may be repeated: a kept connection that was left behind since (restart, mailbox made anew) gets a successor. */
  async #inTwice<T>(mailbox: string, work: (opened: Opened) => Promise<T>): Promise<T> {
    const before = this.#session.connections;
    try {
      return await this.#in(mailbox, work);
    } catch (error) {
      if (!isFailure(error, 'FILING_AWAY') || this.#session.connections !== before) throw error;
      return this.#in(mailbox, work);
    }
  }

  async #open(client: ImapFlow, mailbox: string): Promise<Opened> {
    if (this.#opened?.client === client && this.#opened.mailbox === mailbox && client.mailbox) return this.#opened;
    this.#opened = null;
    let box = await this.#select(client, mailbox);
    if (box === null && this.#mayCreate(mailbox)) {
      await this.#ask(client.mailboxCreate(mailbox));
      box = await this.#select(client, mailbox);
    }
    if (box === null) throw new MailroomError('FILING_NO_MAILBOX', { mailbox });
    const before = this.#seen.get(mailbox);
    this.#opened = {
      client,
      mailbox,
      uidValidity: String(box.uidValidity),
      uidNext: box.uidNext,
      limitBytes: box.appendlimit ?? Number.POSITIVE_INFINITY,
      keptFlags: before?.client === client ? before.keptFlags : null,
    };
    this.#seen.set(mailbox, this.#opened);
    return this.#opened;
  }

  /** Null where the server says NO: a missing mailbox and a forbidden one look the same. */
  async #select(client: ImapFlow, mailbox: string) {
    try {
      return await this.#ask(client.mailboxOpen(mailbox));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null || ['UNAVAILABLE', 'INUSE', 'SERVERBUG'].includes(refusal.code)) throw error;
      return null;
    }
  }

  #mayCreate(mailbox: string): boolean {
    return this.#createUnder !== null && (mailbox === this.#createUnder || mailbox.startsWith(`${this.#createUnder}/`));
  }

  /** The new UID, or null where the server keeps it to itself. */
  async #append(opened: Opened, message: FiledBytes): Promise<number | null> {
    const { client, mailbox } = opened;
    const sizeBytes = message.bytes.length;
    if (sizeBytes > opened.limitBytes) throw new MailroomError('FILING_TOO_LARGE', { mailbox, sizeBytes });
    // A slow line gets a second for each 50 kB on top.
    const deadlineMs = this.#session.deadlineMs + sizeBytes / 50;
    const internalDate = new Date(message.internalDateMs);
    try {
      const answer = await this.#ask(client.append(mailbox, message.bytes, [...message.flags], internalDate), deadlineMs);
      if (!answer) throw Object.assign(new Error('append was not begun'), { code: 'not-begun' });
      // `uid` without `uidValidity` is the library's guess by sequence number: somebody else's message, in a busy mailbox.
      if (answer.uidValidity === undefined || !answer.uid) return null;
      if (String(answer.uidValidity) !== opened.uidValidity) this.#opened = null;
      opened.uidValidity = String(answer.uidValidity);
      opened.uidNext = answer.uid + 1;
      return answer.uid;
    } catch (error) {
      if (refusalOf(error) || (error as ImapFlowError).serverResponseCode === 'APPENDLIMIT')
        throw this.#classified(error, mailbox, sizeBytes);
      this.#session.drop();
      throw new MailroomError('FILING_LOST_ANSWER', { target: this.id, mailbox }, { cause: error });
    }
  }

  /** Reads the flags back once per open mailbox and set of flags, and stores them again where APPEND did not keep them. */
  async #keepFlags(opened: Opened, uid: number, flags: readonly string[]): Promise<void> {
    const wanted = flags.join(' ');
    if (flags.length === 0 || opened.keptFlags === wanted) return;
    const stored = await this.#ask(opened.client.fetchOne(String(uid), { flags: true }, { uid: true }));
    const missing = flags.filter((flag) => stored && !stored.flags?.has(flag));
    if (missing.length > 0) await this.#ask(opened.client.messageFlagsAdd(String(uid), missing, { uid: true }));
    else opened.keptFlags = wanted;
  }

  async #find(opened: Opened, messageId: string, watermark: Watermark | null): Promise<Place | null> {
    const { client, mailbox, uidValidity } = opened;
    const from = watermark?.uidValidity === uidValidity ? Number(watermark.uidNext) : 1;
    // `n:*` always holds the last message, also below n; SEARCH HEADER matches parts: both are settled by comparing.
    const hits = await this.#ask(client.search({ uid: `${from}:*`, header: { 'message-id': messageId } }, { uid: true }));
    if (!hits) throw Object.assign(new Error('search failed'), { code: 'search-failed' });
    for (const uid of hits.filter((hit) => hit >= from).slice(0, 100)) {
      const message = await this.#ask(client.fetchOne(String(uid), { envelope: true }, { uid: true }));
      if (message && message.envelope?.messageId === messageId) return { mailbox, uid, uidValidity, messageId };
    }
    return null;
  }

  /** What is at a place now; where UIDs were given anew, the message is looked for by its Message-ID. */
  async #look(opened: Opened, place: Place, query: FetchQueryObject): Promise<FetchMessageObject | null> {
    await this.#ask(opened.client.noop());
    const now = place.uidValidity === opened.uidValidity ? place : await this.#find(opened, place.messageId, null);
    if (now === null) return null;
    return (await this.#ask(opened.client.fetchOne(String(now.uid), { uid: true, ...query }, { uid: true }))) || null;
  }

  #classified(error: unknown, mailbox: string, sizeBytes: number): MailroomError {
    const { code, text } = refusalOf(error) ?? { code: 'LIMIT', text: '' };
    switch (code) {
      case 'OVERQUOTA':
        return new MailroomError('FILING_OVER_QUOTA', { mailbox }, { cause: error });
      case 'LIMIT':
      case 'TOOBIG':
      case 'APPENDLIMIT':
        return new MailroomError('FILING_TOO_LARGE', { mailbox, sizeBytes }, { cause: error });
      case 'TRYCREATE':
      case 'NONEXISTENT':
      case 'NOPERM':
        this.#opened = null;
        return new MailroomError('FILING_NO_MAILBOX', { mailbox }, { cause: error });
      case 'UNAVAILABLE':
      case 'INUSE':
      case 'SERVERBUG':
        return new MailroomError('FILING_AWAY', { target: this.id, detail: code }, { cause: error });
      default:
        return new MailroomError('FILING_REFUSED', { mailbox, detail: text }, { cause: error });
    }
  }
}

/** Files into one IMAP account. Connects when first used. */
export const openImapflowTarget = (options: ImapTargetOptions, clock: Clock = systemClock()): FilingTarget =>
  new ImapflowTarget(options, clock);
