import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A device on a line: what it is told goes to `hear`, what it says goes to everybody who is connected. */
export interface LineDevice {
  port: number;
  say(bytes: Buffer | string): void;
  /** Hangs up on whoever is connected. */
  hangUp(): void;
  connections(): number;
  close(): Promise<void>;
}

export async function openLineDevice(hear: (bytes: Buffer, say: (bytes: Buffer | string) => void) => void): Promise<LineDevice> {
  const sockets = new Set<Socket>();
  const say = (bytes: Buffer | string) => {
    for (const socket of sockets) socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => hear(bytes, say));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    say,
    hangUp,
    connections: () => sockets.size,
    async close() {
      hangUp();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
