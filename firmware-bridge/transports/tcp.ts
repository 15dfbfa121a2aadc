import { connect, type Socket } from 'node:net';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { Input } from './input.ts';
import { sendingInPieces } from './pieces.ts';
import type { Pipe } from './pipe.ts';

const CONNECT_MS = 5_000;
/** After so long a silence the far end's kernel is asked whether it is there, ten times, a second apart (libuv, uv_tcp_keepalive). */
const SILENT_MS = 5_000;

/** A printer's port 9100. It serves one host at a time: a refusal means that it is off, or that another host holds it. */
export async function openTcp(host: string, port: number, deviceId: string, clock: Clock): Promise<Pipe> {
  const input = new Input(deviceId, clock);
  const counts = { sentBytes: 0, receivedBytes: 0 };
  const socket = await connected(host, port, deviceId, clock);
  socket.setNoDelay(true);
  // A device that lost its power says nothing of it, and of one that only speaks nothing is ever asked.
  socket.setKeepAlive(true, SILENT_MS);
  socket.on('data', (chunk) => {
    counts.receivedBytes += chunk.length;
    input.push(chunk);
  });
  socket.on('error', (error) => input.end(error));
  socket.on('end', () => socket.destroy());
  socket.on('close', () => input.end(new Error('connection closed')));

  return {
    counts,
    // Reset, because the kernel delivers what it holds of a connection that is only closed.
    send: sendingInPieces(socket, { clock, counts, isOpen: () => socket.writable, giveUp: () => void socket.resetAndDestroy() }),
    receive: (patienceMs) => input.take(patienceMs),
    forget: () => input.forget(),
    close: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve();
        socket.once('close', () => resolve());
        socket.destroy();
      }),
  };
}

function connected(host: string, port: number, deviceId: string, clock: Clock): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const cancel = clock.after(CONNECT_MS, () => socket.destroy(new Error(`no connection within ${CONNECT_MS} ms`)));
    socket.once('connect', () => {
      cancel();
      socket.removeListener('error', refuse);
      resolve(socket);
    });
    const refuse = (cause: Error) => {
      cancel();
      reject(new MailroomError('DEVICE_ABSENT', { deviceId }, { cause }));
    };
    socket.once('error', refuse);
  });
}
