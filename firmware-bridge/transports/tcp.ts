import { connect, type Socket } from 'node:net';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { Input } from './input.ts';
import { PIECE_BYTES, type Pipe } from './pipe.ts';

const CONNECT_MS = 5_000;

/** A printer's port 9100. It serves one host at a time: a refusal means that it is off, or that another host holds it. */
export async function openTcp(host: string, port: number, deviceId: string, clock: Clock): Promise<Pipe> {
  const input = new Input(deviceId, clock);
  const counts = { sentBytes: 0, receivedBytes: 0 };
  const socket = await connected(host, port, deviceId, clock);
  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    counts.receivedBytes += chunk.length;
    input.push(chunk);
  });
  socket.on('error', (error) => input.end(error));
  socket.on('end', () => socket.destroy());
  socket.on('close', () => input.end(new Error('connection closed')));

  /** A stalled printer never makes `write` fail; only the callback says that the kernel took the piece. */
  const sendPiece = (piece: Uint8Array, silenceMs: number) =>
    new Promise<boolean>((resolve) => {
      const answer = (sent: boolean) => {
        cancel();
        socket.off('close', broken);
        resolve(sent);
      };
      const broken = () => answer(false);
      const cancel = clock.after(silenceMs, broken);
      socket.on('close', broken);
      socket.write(piece, (error) => answer(!error));
    });

  return {
    counts,
    async send(bytes, silenceMs) {
      let sentBytes = 0;
      while (sentBytes < bytes.length) {
        if (!socket.writable) return { sentBytes, complete: false };
        const piece = bytes.subarray(sentBytes, sentBytes + PIECE_BYTES);
        if (!(await sendPiece(piece, silenceMs))) {
          // What is still queued here must not reach the printer after we have given the job up.
          socket.destroy();
          // Of a piece that was handed over any part may be on its way.
          return { sentBytes: sentBytes + piece.length, complete: false };
        }
        sentBytes += piece.length;
        counts.sentBytes += piece.length;
      }
      return { sentBytes, complete: true };
    },
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
