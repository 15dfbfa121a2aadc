import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type net from 'node:net';
import path from 'node:path';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { Certificates } from './certificates.ts';

export interface SunkMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** As the client meant it: line ends as sent, dots unstuffed. */
  readonly raw: Buffer;
}

/**
 * One thing that goes wrong, once, at the next step of that kind; several wait their turn.
 *
 * An answer such as `451 4.3.0 Try later` refuses the step (421 hangs up after it). `drop` breaks the connection instead of
 * answering, `silence` never answers. At `message`, the end of the data, both keep the message first: it was received.
 */
export interface SmtpFault {
  readonly at: 'greeting' | 'auth' | 'mail' | 'rcpt' | 'message';
  readonly answer: 'drop' | 'silence' | `${4 | 5}${number} ${string}`;
}

export interface SmtpSink {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** What was received, oldest first; also what was received but not acknowledged. */
  readonly messages: readonly SunkMessage[];
  script(...faults: SmtpFault[]): void;
  /** Resolves once that many messages are there. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

const MOST_BYTES = 64 << 20;

/** A submission server on 127.0.0.1 that delivers nowhere. */
export async function openSmtpSink(
  options: {
    /** Where each message is kept as `0001 recipient.eml` too. */
    readonly folder?: string;
    /** Whom to let in; without it nobody needs to log in. */
    readonly account?: { readonly user: string; readonly password: string };
    /** Offers STARTTLS (`implicit`: speaks TLS from the first byte) with this certificate, and refuses log-ins before it. */
    readonly tls?: Certificates & { readonly implicit?: boolean };
  } = {},
): Promise<SmtpSink> {
  const { folder, account, tls } = options;
  const faults: SmtpFault[] = [];
  const messages: SunkMessage[] = [];
  const waiting = new Set<() => void>();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  let kept = folder === undefined ? 0 : readdirSync(folder).length;

  const keep = (message: SunkMessage) => {
    if (folder !== undefined) {
      const recipient = (message.to[0] ?? '').replace(/[^\w.@+-]/g, '_').slice(0, 100);
      writeFileSync(path.join(folder, `${String(++kept).padStart(4, '0')} ${recipient}.eml`), message.raw);
    }
    messages.push(message);
    for (const look of waiting) look();
  };

  /** Goes on with `proceed` unless a fault is due at this step. */
  const step = (at: SmtpFault['at'], session: SMTPServerSession, refuse: (error: Error) => void, proceed: () => void) => {
    const fault = faults[0]?.at === at ? faults.shift() : undefined;
    if (fault === undefined) proceed();
    else if (fault.answer === 'drop') socketOf(server, session)?.destroy();
    else if (fault.answer !== 'silence') {
      const [code, text] = [Number(fault.answer.slice(0, 3)), fault.answer.slice(4)];
      refuse(Object.assign(new Error(text), { responseCode: code }));
      if (code === 421) socketOf(server, session)?.end();
    }
  };

  const steps: SMTPServerOptions = {
    onConnect: (session, answer) => step('greeting', session, answer, () => answer()),
    onAuth: (auth, session, answer) =>
      step('auth', session, answer, () => {
        const right = account === undefined || (auth.username === account.user && auth.password === account.password);
        if (right) answer(null, { user: auth.username ?? '' });
        else answer(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
      }),
    onMailFrom: (_address, session, answer) => step('mail', session, answer, () => answer()),
    onRcptTo: (_address, session, answer) => step('rcpt', session, answer, () => answer()),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
        };
        const due = faults[0]?.at === 'message' ? faults[0].answer : null;
        if (due === null || due === 'drop' || due === 'silence') keep(message);
        step('message', session, answer, () => answer(null, `2.0.0 kept as ${messages.length}`));
      });
    },
  };
  const identity = tls === undefined ? {} : { key: readFileSync(tls.keyFile), cert: readFileSync(tls.certificateFile) };
  const server = new SMTPServer({
    ...steps,
    ...identity,
    secure: tls?.implicit === true,
    hideSTARTTLS: tls === undefined,
    allowInsecureAuth: tls === undefined,
    authOptional: account === undefined,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    logger: false,
    size: MOST_BYTES,
  });
  // A client that goes away is what the faults are for.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');

  return {
    host: '127.0.0.1',
    port: (server.server.address() as net.AddressInfo).port,
    messages,
    script: (...more) => void faults.push(...more),
    received: (count) =>
      new Promise((enough) => {
        const look = () => {
          if (messages.length < count) return;
          waiting.delete(look);
          enough();
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const { _socket } of connectionsOf(server)) _socket.destroy();
      }),
  };
}

interface Connection {
  readonly session: SMTPServerSession;
  readonly _socket: net.Socket;
}

/** Not in the package's types: its open connections. */
const connectionsOf = (server: SMTPServer) => (server as unknown as { connections: Set<Connection> }).connections;
const socketOf = (server: SMTPServer, { id }: SMTPServerSession) =>
  [...connectionsOf(server)].find(({ session }) => session.id === id)?._socket;
