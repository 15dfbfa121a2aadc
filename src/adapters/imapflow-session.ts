import { ImapFlow, type ImapFlowError } from 'imapflow';
import { sha256Hex } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';

export interface ImapAccount {
  /** Names the account in failures. */
  id: string;
  host: string;
  port: number;
  /** `none` only to this machine itself (laboratory). */
  security: 'tls' | 'starttls' | 'none';
  user: string;
  /** Read again for each connection, so that a changed secret takes effect without a restart. */
  password(): string | Promise<string>;
  /** Name to check the certificate against, where it is not `host`. */
  serverName?: string;
  /** PEM of further authorities to trust. */
  ca?: string;
  /** Around every call of the library; default 60 s. */
  deadlineMs?: number;
}

/** The server's own word: a tagged NO or BAD. Anything else that goes wrong leaves the outcome unknown. */
export interface Refusal {
  code: string;
  text: string;
}

export function refusalOf(error: unknown): Refusal | null {
  const { responseStatus, serverResponseCode, responseText } = error as ImapFlowError;
  if (responseStatus !== 'NO' && responseStatus !== 'BAD') return null;
  return {
    code: (serverResponseCode ?? '').toUpperCase(),
    text: `${responseStatus} ${responseText ?? ''}`.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200),
  };
}

/** A short word for the log and the kiosk: an error code, never text with a name in it. */
const causeWord = (error: unknown): string => (error as ImapFlowError).code ?? (error as Error).name ?? 'unknown';

/** Settles as `work` does, or rejects when the time is over; older imapflow promises were seen that never settle on close. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(Object.assign(new Error(`no answer within ${ms} ms`), { code: 'deadline' })), ms);
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}

const IDLE_PROBE_MS = 30_000;
const DENIED_PAUSE_MS = 30 * 60_000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/**
 * One kept connection to one account, used by one piece of work at a time.
 *
 * A client object is single-use: after any trouble it is thrown away and the next piece of work opens another. After a
 * refused password nothing is tried for half an hour or until the secret changes, so that the account is not locked.
 */
export class ImapSession {
  readonly account: ImapAccount;
  readonly deadlineMs: number;
  #clock: Clock;
  #client: ImapFlow | null = null;
  #usedMs = 0;
  #tail: Promise<unknown> = Promise.resolve();
  #connections = 0;
  #denied: { secret: string; untilMs: number } | null = null;

  constructor(account: ImapAccount, clock: Clock) {
    if (account.security === 'none' && !LOOPBACK.test(account.host)) throw new Error(`plain IMAP to ${account.host} is only for loopback`);
    this.account = account;
    this.deadlineMs = account.deadlineMs ?? 60_000;
    this.#clock = clock;
  }

  /**
   * Runs `work` on a connected client when everything before it is done.
   *
   * @throws FILING_AWAY   there is no connection, or it broke
   * @throws FILING_DENIED user name or password was refused
   */
  run<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const turn = this.#tail.then(async () => {
      const client = await this.#connected();
      try {
        return await work(client);
      } catch (error) {
        if (error instanceof MailroomError || refusalOf(error)) throw error;
        this.drop();
        if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) throw error; // a bug
        throw this.away(error);
      } finally {
        this.#usedMs = this.#clock.monotonicMs();
      }
    });
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** How many connections were tried so far: unchanged over a piece of work, it ran on a kept one. */
  get connections(): number {
    return this.#connections;
  }

  away(cause: unknown): MailroomError {
    return new MailroomError('FILING_AWAY', { target: this.account.id, detail: causeWord(cause) }, { cause });
  }

  /** Forgets the connection without a word to the server. */
  drop(): void {
    this.#client?.close();
    this.#client = null;
  }

  /** Lets work in hand end, for two seconds at most, then says goodbye. */
  async close(): Promise<void> {
    await inTime(this.#tail, 2_000).catch(() => {});
    if (this.#client?.usable) await inTime(this.#client.logout(), 2_000).catch(() => {});
    this.drop();
  }

  async #connected(): Promise<ImapFlow> {
    if (this.#client?.usable && this.#clock.monotonicMs() - this.#usedMs > IDLE_PROBE_MS) {
      // A line that died silently while idle would cost a lost answer and a search: ask before trusting it.
      await inTime(this.#client.noop(), Math.min(5_000, this.deadlineMs)).catch(() => this.drop());
    }
    if (this.#client?.usable) return this.#client;
    this.drop();
    return this.#connect();
  }

  async #connect(): Promise<ImapFlow> {
    const { account } = this;
    const pass = await account.password();
    const secret = sha256Hex(pass);
    if (this.#denied?.secret === secret && this.#clock.monotonicMs() < this.#denied.untilMs)
      throw new MailroomError('FILING_DENIED', { target: account.id });
    this.#connections++;
    const client = new ImapFlow({
      host: account.host,
      port: account.port,
      secure: account.security === 'tls',
      ...(account.security === 'tls' ? {} : { doSTARTTLS: account.security === 'starttls' }),
      ...(account.serverName ? { servername: account.serverName } : {}),
      tls: { minVersion: 'TLSv1.2', ...(account.ca ? { ca: account.ca } : {}) },
      auth: { user: account.user, pass },
      clientInfo: { name: 'Vaguemestre' },
      logger: false, // its log carries addresses and subjects
      disableAutoIdle: true,
      disableCompression: true, // base64 of JPEG does not shrink, and CPU is what the box has least of
      connectionTimeout: this.deadlineMs,
      greetingTimeout: this.deadlineMs,
      maxLineLength: 8_000_000, // SEARCH over a large mailbox answers on one line
      maxLiteralSize: 1_000_000,
      maxResponseSize: 16_000_000,
    });
    // Before connect: an `error` event without a listener ends the process.
    client.on('error', () => {});
    client.on('close', () => {
      if (this.#client === client) this.#client = null;
    });
    try {
      await inTime(client.connect(), this.deadlineMs);
    } catch (error) {
      client.close(); // a failed connect leaves its socket open
      const { authenticationFailed, serverResponseCode } = error as ImapFlowError;
      if (!authenticationFailed || ['UNAVAILABLE', 'LIMIT', 'INUSE'].includes((serverResponseCode ?? '').toUpperCase()))
        throw this.away(error);
      this.#denied = { secret, untilMs: this.#clock.monotonicMs() + DENIED_PAUSE_MS };
      throw new MailroomError('FILING_DENIED', { target: account.id }, { cause: error });
    }
    this.#denied = null;
    this.#client = client;
    return client;
  }
}
