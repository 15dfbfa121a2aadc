import { once } from 'node:events';
import type net from 'node:net';
import tls from 'node:tls';

/** The least that can be called filing: one TLS connection, one mailbox, APPEND after APPEND. */
export interface BareImap {
  append(mailbox: string, bytes: Buffer, flags: readonly string[], internalDateMs: number): Promise<void>;
  create(mailbox: string): Promise<void>;
  select(mailbox: string): Promise<void>;
  close(): Promise<void>;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 3501 §9, date-time. */
function dateTime(ms: number): string {
  const date = new Date(ms);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${day}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`;
}

export async function openBareImap(at: { port: number; ca: string; user: string; password: string }): Promise<BareImap> {
  const socket: net.Socket = tls.connect({ host: '127.0.0.1', port: at.port, ca: at.ca, servername: 'localhost' });
  socket.setEncoding('latin1');
  let heard = '';
  let wake = (): void => {};
  socket.on('data', (text: string) => {
    heard += text;
    wake();
  });
  /** Takes lines until one begins as told. */
  async function until(begin: string): Promise<string> {
    for (;;) {
      const end = heard.indexOf('\r\n');
      if (end < 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const line = heard.slice(0, end);
      heard = heard.slice(end + 2);
      if (line.startsWith(begin)) return line;
    }
  }
  let serial = 0;
  async function command(text: string, literal?: Buffer): Promise<void> {
    const tag = `b${++serial}`;
    socket.write(`${tag} ${text}\r\n`);
    if (literal) {
      await until('+');
      socket.write(literal);
      socket.write('\r\n');
    }
    const answer = await until(tag);
    if (!answer.startsWith(`${tag} OK`)) throw new Error(`${text.slice(0, 40)}: ${answer}`);
  }
  await once(socket, 'secureConnect');
  await until('* OK');
  await command(`LOGIN ${at.user} ${at.password}`);
  return {
    append: (mailbox, bytes, flags, internalDateMs) =>
      command(`APPEND "${mailbox}" (${flags.join(' ')}) "${dateTime(internalDateMs)}" {${bytes.length}}`, bytes),
    create: (mailbox) => command(`CREATE "${mailbox}"`),
    select: (mailbox) => command(`SELECT "${mailbox}"`),
    async close() {
      await command('LOGOUT').catch(() => {});
      socket.destroy();
    },
  };
}
