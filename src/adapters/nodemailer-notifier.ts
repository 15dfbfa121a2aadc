import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MailroomError } from '#base/errors.ts';
import type { Notifier, Outgoing } from '#ports/notifier.ts';

export interface SmtpAccount {
  /** Names the server in failures. */
  id: string;
  host: string;
  port: number;
  /** `tls` from the first byte (465), `starttls` demanded (587), `none` only to this machine itself (laboratory). */
  security: 'tls' | 'starttls' | 'none';
  /** Null = the server takes mail from this machine without a log-in. */
  user: string | null;
  password?: () => string | Promise<string>;
  /** Name to check the certificate against, where it is not `host`. */
  serverName?: string;
  /** PEM of further authorities to trust. */
  ca?: string;
  /** What EHLO says. */
  ownName?: string;
  /** Around the whole transaction; default 120 s. */
  deadlineMs?: number;
}

type SmtpError = Error & { code?: string; responseCode?: number };

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const ADDRESS = /^[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+$/;

/** Yields the message once and remembers whether all of it was taken. It is asked for only after the server's 354. */
function traced(raw: Buffer): { stream: Readable; consumed(): boolean } {
  let taken = false;
  const stream = Readable.from(
    (function* () {
      for (let at = 0; at < raw.length; at += 64 * 1024) yield raw.subarray(at, at + 64 * 1024);
      taken = true;
    })(),
    { objectMode: false, highWaterMark: 1 },
  );
  return { stream, consumed: () => taken };
}

/** Submits over SMTP: one connection and one recipient per message, nothing pooled, nothing retried here. */
export function openNodemailerNotifier(account: SmtpAccount): Notifier {
  if (account.security === 'none' && !LOOPBACK.test(account.host)) throw new Error(`plain SMTP to ${account.host} is only for loopback`);
  const deadlineMs = account.deadlineMs ?? 120_000;
  const open = new Set<SMTPConnection>();

  function connection(): SMTPConnection {
    return new SMTPConnection({
      host: account.host,
      port: account.port,
      secure: account.security === 'tls',
      requireTLS: account.security === 'starttls',
      ignoreTLS: account.security === 'none',
      ...(account.ownName ? { name: account.ownName } : {}),
      tls: {
        minVersion: 'TLSv1.2',
        ...(account.ca ? { ca: account.ca } : {}),
        ...(account.serverName ? { servername: account.serverName } : {}),
      },
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      socketCloseTimeout: 1_000,
      maxResponseSize: 64_000,
    });
  }

  async function submit(smtp: SMTPConnection, message: Outgoing, stream: Readable): Promise<string> {
    const { promise: trouble, reject } = Promise.withResolvers<never>();
    trouble.catch(() => {});
    smtp.on('error', reject);
    smtp.once('end', () => reject(Object.assign(new Error('closed by the server'), { code: 'ECONNECTION' })));
    const timer = setTimeout(
      () => reject(Object.assign(new Error(`no answer within ${deadlineMs} ms`), { code: 'ETIMEDOUT' })),
      deadlineMs,
    );
    const step = <T>(run: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
      Promise.race([trouble, new Promise<T>((resolve, fail) => run((error, value) => (error ? fail(error) : resolve(value as T))))]);
    try {
      await step((done) => smtp.connect(done));
      if (account.user !== null) {
        const credentials = { user: account.user, pass: (await account.password?.()) ?? '' };
        await step((done) => smtp.login({ credentials }, done));
      }
      const { from, to } = message.envelope;
      const info = await step<{ response: string }>((done) =>
        smtp.send({ from: from || false, to: [to], size: message.raw.length }, stream, done as never),
      );
      return info.response;
    } finally {
      clearTimeout(timer);
    }
  }

  function failure(error: SmtpError, consumed: boolean): MailroomError {
    const target = account.id;
    const code = error.responseCode ?? 0;
    if (error.code === 'EAUTH' && code !== 454) return new MailroomError('NOTICE_DENIED', { target }, { cause: error });
    // Only these two speak of the notice; a 5yz to the greeting, EHLO or STARTTLS speaks of the server.
    if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') {
      if (code >= 400 && code < 500) return new MailroomError('NOTICE_DEFERRED', { target, code }, { cause: error });
      return new MailroomError('NOTICE_REFUSED', { target, code: code || 552 }, { cause: error });
    }
    // A drop before and one after the end of data look the same in the error: what was taken tells them apart.
    if (consumed) return new MailroomError('NOTICE_AMBIGUOUS', { target }, { cause: error });
    return new MailroomError('NOTICE_AWAY', { target, detail: error.code ?? 'unknown' }, { cause: error });
  }

  return {
    id: account.id,
    async send(message) {
      const { from, to } = message.envelope;
      if (!ADDRESS.test(to) || (from !== '' && !ADDRESS.test(from)))
        throw new MailroomError('NOTICE_REFUSED', { target: account.id, code: 553 });
      const smtp = connection();
      open.add(smtp);
      const body = traced(message.raw);
      try {
        const response = await submit(smtp, message, body.stream);
        smtp.quit();
        return { response: response.slice(0, 500) };
      } catch (error) {
        if (error instanceof TypeError || error instanceof RangeError) throw error; // a bug
        throw failure(error as SmtpError, body.consumed());
      } finally {
        smtp.close();
        open.delete(smtp);
      }
    },
    async close() {
      for (const smtp of open) smtp.close();
    },
  };
}
