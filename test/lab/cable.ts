import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A cable from a port of 127.0.0.1 to a device on another, which can be pulled and plugged in again. */
export interface Cable {
  port: number;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

export async function openCable(devicePort: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;

  function join(near: Socket): void {
    const far = connect(devicePort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }

  async function plug(): Promise<void> {
    if (server) return;
    const listening = createServer(join);
    server = listening;
    await new Promise<void>((resolve, reject) => listening.once('error', reject).listen(port, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
  }

  async function unplug(): Promise<void> {
    const listening = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (listening) await new Promise((resolve) => listening.close(resolve));
  }

  await plug();
  return { port, plug, unplug, close: unplug };
}
