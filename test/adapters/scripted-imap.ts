import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that knows LOGIN and one empty mailbox: for what a real one does too slowly or not on demand. */
export async function openScriptedImap(login: (user: string, password: string) => string) {
  const open = new Set<Socket>();
  let logins = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let rest = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) socket.write(answer(line));
    });
  });
  function answer(line: string): string {
    const [tag, command = '', ...words] = line.split(' ');
    const [user = '', password = ''] = words.map((word) => word.replaceAll('"', ''));
    switch (command.toUpperCase()) {
      case 'CAPABILITY':
        return `* CAPABILITY IMAP4rev1\r\n${tag} OK\r\n`;
      case 'LOGIN':
        logins++;
        return `${tag} ${login(user, password)}\r\n`;
      case 'SELECT':
        return `* 0 EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 12] n\r\n${tag} OK [READ-WRITE] open\r\n`;
      default:
        return `${tag} OK done\r\n`;
    }
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    account: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, security: 'none' as const },
    logins: () => logins,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
