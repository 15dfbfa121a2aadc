import type { Writable } from 'node:stream';
import type { Clock } from '../../src/base/clock.ts';
import type { Pipe } from './pipe.ts';

export const PIECE_BYTES = 4_096;

/**
 * The sending of a pipe over a stream, piece by piece. A device that takes nothing more never makes `write` fail: only its callback says that the
 * kernel has taken a piece.
 *
 * @param giveUp lets go of what is queued and closes the stream: nothing of it must reach the device after it was given up.
 */
export function sendingInPieces(
  stream: Writable,
  { clock, counts, isOpen, giveUp }: { clock: Clock; counts: Pipe['counts']; isOpen(): boolean; giveUp(): void | Promise<void> },
): Pipe['send'] {
  const sendPiece = (piece: Uint8Array, silenceMs: number) =>
    new Promise<boolean>((resolve) => {
      const answer = (sent: boolean) => {
        cancel();
        stream.off('close', broken);
        resolve(sent);
      };
      const broken = () => answer(false);
      const cancel = clock.after(silenceMs, broken);
      stream.on('close', broken);
      stream.write(piece, (error) => answer(!error));
    });
  return async (bytes, silenceMs) => {
    let sentBytes = 0;
    while (sentBytes < bytes.length) {
      if (!isOpen()) return { sentBytes, complete: false };
      const piece = bytes.subarray(sentBytes, sentBytes + PIECE_BYTES);
      if (!(await sendPiece(piece, silenceMs))) {
        await giveUp();
        // Of a piece that was handed over any part may be on its way.
        return { sentBytes: sentBytes + piece.length, complete: false };
      }
      sentBytes += piece.length;
      counts.sentBytes += piece.length;
    }
    return { sentBytes, complete: true };
  };
}
