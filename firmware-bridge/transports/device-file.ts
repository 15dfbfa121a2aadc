import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Clock } from '../../src/base/clock.ts';
import { Input } from './input.ts';
import { notOpened } from './opening.ts';
import { PIECE_BYTES } from './pieces.ts';
import type { Pipe } from './pipe.ts';

/** The little of an open file that is used here. */
export interface DeviceFile {
  read(buffer: Buffer, offset: number, length: number, position: null): Promise<{ bytesRead: number }>;
  write(buffer: Uint8Array, offset: number, length: number, position: null): Promise<{ bytesWritten: number }>;
  close(): Promise<void>;
}

/** How long to wait before asking a device again that has nothing to say or no room to take. */
const ASK_AGAIN_MS = 20;
const READ_BYTES = 4_096;

/**
 * A USB printer's device file (usblp). Opened non-blocking: a blocked `write` or `read` would hold a thread of the pool for as long as
 * the printer likes, and could not be ended. On unplug the pending read fails with EIO and later writes with ENODEV.
 */
export async function openDeviceFile(
  path: string,
  deviceId: string,
  clock: Clock,
  openFile: (path: string) => Promise<DeviceFile> = (name) => open(name, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY),
): Promise<Pipe> {
  let file: DeviceFile;
  try {
    file = await openFile(path);
  } catch (cause) {
    // usblp lets one program in; that may be the queue of a print system.
    throw notOpened(path, deviceId, (cause as NodeJS.ErrnoException).code, cause);
  }
  const input = new Input(deviceId, clock);
  const counts = { sentBytes: 0, receivedBytes: 0 };
  let open_ = true;
  /** Nothing is written after this: what follows half a job would land in its middle. */
  const end = (why: Error) => {
    open_ = false;
    input.end(why);
  };
  const wait = () => new Promise<void>((resolve) => clock.after(ASK_AGAIN_MS, resolve));

  /** One read pending beside the writes, as long as the file is open. */
  const reading = (async () => {
    const buffer = Buffer.alloc(READ_BYTES);
    while (open_) {
      try {
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
        counts.receivedBytes += bytesRead;
        if (bytesRead > 0) input.push(Buffer.from(buffer.subarray(0, bytesRead)));
        else await wait();
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A printer with one direction only: usblp refuses each read, and takes what is written.
        if (code === 'EINVAL') return;
        if (code !== 'EAGAIN') return end(error as Error);
        await wait();
      }
    }
  })();

  return {
    counts,
    async send(bytes, silenceMs) {
      let sentBytes = 0;
      let movedAtMs = clock.monotonicMs();
      while (sentBytes < bytes.length && open_) {
        const length = Math.min(PIECE_BYTES, bytes.length - sentBytes);
        try {
          const { bytesWritten } = await file.write(bytes, sentBytes, length, null);
          sentBytes += bytesWritten;
          counts.sentBytes += bytesWritten;
          movedAtMs = clock.monotonicMs();
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code !== 'EAGAIN') {
            // usblp has submitted a piece before it looks whether the transfer failed: any part of it may have gone out.
            end(error as Error);
            return { sentBytes: sentBytes + length, complete: false };
          }
          if (clock.monotonicMs() - movedAtMs <= silenceMs) await wait();
          else if (sentBytes === 0) break;
          else end(new Error(`took ${sentBytes} of ${bytes.length} bytes`));
        }
      }
      return { sentBytes, complete: sentBytes === bytes.length };
    },
    receive: (patienceMs) => input.take(patienceMs),
    forget: () => input.forget(),
    async close() {
      end(new Error('closed'));
      await reading;
      await file.close();
    },
  };
}
