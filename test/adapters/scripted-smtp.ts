import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Reception } from '#test/contracts/notifier.contract.ts';

/** An SMTP server that does to the next message what it is told; speaks just enough, over clear text. */
export async function openScriptedSmtp() {
  const arrived: { from: string; to: string[]; raw: Buffer }[] = [];
  const open = new Set<Socket>();
  let script: Reception | 'silence-after' | null = null;
  let said: string[] = [];

  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    const now = script;
    script = null;
    if (now === 'nobody-there') return socket.destroy();
    let pending = Buffer.alloc(0);
    let inData = false;
    let mail = { from: '', to: [] as string[] };
    const say = (line: string): boolean => socket.write(`${line}\r\n`);

    function command(line: string): void {
      said.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      const address = /<(.*?)>/.exec(line)?.[1] ?? '';
      if (verb === 'EHLO') say('250-lab\r\n250-AUTH PLAIN\r\n250 SIZE 1000000');
      else if (verb === 'AUTH') say(now === 'refuse-login' ? '535 5.7.8 no' : '235 2.7.0 in');
      else if (verb === 'MAIL') {
        mail = { from: address, to: [] };
        if (now === 'drop-before') socket.destroy();
        else say('250 ok');
      } else if (verb === 'RCPT') {
        mail.to.push(address);
        say(now === 'defer-recipient' ? '450 4.2.1 later' : now === 'refuse-recipient' ? '550 5.1.1 no such user' : '250 ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('502 what');
    }

    function message(raw: Buffer): void {
      if (now === 'defer-message') return void say('451 4.3.0 later');
      if (now === 'refuse-message') return void say('554 5.7.1 never');
      arrived.push({ ...mail, raw: Buffer.from(raw.toString('latin1').replace(/^\./gm, ''), 'latin1') });
      if (now === 'silence-after') return;
      if (now === 'drop-after') socket.destroy();
      else say('250 2.0.0 taken');
    }

    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (;;) {
        const end = pending.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const piece = pending.subarray(0, inData ? end + 2 : end);
        pending = pending.subarray(inData ? end + 5 : end + 2);
        if (inData) {
          inData = false;
          message(piece);
        } else command(piece.toString('latin1'));
      }
    });
    say('220 lab ESMTP');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    arrived,
    port: (server.address() as AddressInfo).port,
    next(reception: Reception | 'silence-after') {
      script = reception;
    },
    /** Commands heard since the last call. */
    heard(): string[] {
      const lines = said;
      said = [];
      return lines;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
