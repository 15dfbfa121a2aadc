import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Cut } from '#test/contracts/filing-target.contract.ts';

export interface CuttingProxy {
  readonly port: number;
  /** Arms one cut: before the next bytes of the client, after 50 kB of them, or at the server's answer to more than 100 kB. */
  cut(where: Cut): void;
  /** Passes nothing on in either direction any more, without closing. */
  silence(): void;
  /** Connections accepted so far. */
  accepted(): number;
  close(): Promise<void>;
}

/** A line between client and server that breaks when told to. Sees bytes only, so it works under TLS too. */
export async function openCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let armed: Cut | null = null;
  let sentBytes = 0;
  let silent = false;
  let accepted = 0;

  const server = createServer((client) => {
    accepted++;
    const upstream = connect(serverPort, '127.0.0.1');
    const tear = (): void => {
      client.destroy();
      upstream.destroy();
      open.delete(client);
      open.delete(upstream);
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', tear).on('close', tear);
    }
    const breakNow = (): void => {
      armed = null;
      tear();
    };
    client.on('data', (bytes) => {
      if (silent) return;
      if (armed === 'before') return breakNow();
      sentBytes += bytes.length;
      upstream.write(bytes);
      if (armed === 'in' && sentBytes > 50_000) upstream.end(breakNow);
    });
    upstream.on('data', (bytes) => {
      if (silent) return;
      if (armed === 'after' && sentBytes > 100_000) return breakNow();
      client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut(where) {
      armed = where;
      sentBytes = 0;
    },
    silence() {
      silent = true;
    },
    accepted: () => accepted,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
