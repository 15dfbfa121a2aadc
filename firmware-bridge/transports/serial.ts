import { stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { Input } from './input.ts';
import { notOpened } from './opening.ts';
import { sendingInPieces } from './pieces.ts';
import type { Pipe } from './pipe.ts';

export interface SerialSettings {
  baudRate: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}
/** How often it is looked whether the line is still what was opened. */
const WATCH_MS = 300;
/** So long the rest of a piece may take into the emptied buffer of the line. */
const ROOM_MS = 500;

export const USUAL_SETTINGS: SerialSettings = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 };

/**
 * A serial line, ours alone as long as it is open. What the far end sends is kept as it comes: nothing is echoed, translated or answered by the
 * line itself.
 *
 * @throws DEVICE_ABSENT there is no such line. DEVICE_BUSY another program holds it. DEVICE_REFUSED it may not be opened, or this machine cannot.
 */
export async function openSerial(path: string, deviceId: string, clock: Clock, settings = USUAL_SETTINGS): Promise<Pipe> {
  // Asked for first: once the line is open nothing is waited for before it is watched.
  const node = await stat(path).catch(() => null);
  const port = await opened(path, deviceId, settings);
  const input = new Input(deviceId, clock);
  const counts = { sentBytes: 0, receivedBytes: 0 };
  port.on('data', (chunk: Buffer) => {
    counts.receivedBytes += chunk.length;
    input.push(chunk);
  });
  // After an unplugging `close` says so; an `error` that leaves the line open would leave a device that is never heard again.
  port.on('error', (error) => {
    input.end(error);
    if (port.isOpen) port.close(() => undefined);
  });
  port.on('close', (error: Error | null) => {
    stopWatching();
    input.end(error ?? new Error('closed'));
  });

  // Reading a line that was hung up gives nothing at once, and serialport 13 then asks again for ever (unix-read.ts, `bytesRead === 0`) where
  // that read was under way when the plug was pulled: about one time in six here. So the node is looked after too.
  let stopWatching = () => {};
  const watch = () => {
    stopWatching = clock.after(WATCH_MS, () => {
      void stat(path)
        .catch(() => null)
        .then((now) => {
          if (!port.isOpen) return;
          if (now && now.rdev === node?.rdev) return watch();
          port.close(() => undefined);
        });
    });
  };
  watch();

  const close = () =>
    new Promise<void>((resolve) => {
      if (!port.isOpen) return resolve();
      port.close(() => resolve());
    });

  const flushed = () => new Promise<void>((resolve) => port.flush(() => resolve()));
  /**
   * A line that is closed goes on sending what it holds, for half a minute (Linux, closing_wait), and that is thrown away first. It makes room for the
   * rest of the piece under way, which serialport cannot call back: that is let in, and thrown away as well.
   */
  const giveUp = async () => {
    await flushed();
    await new Promise<void>((resolve) => {
      const cancel = clock.after(ROOM_MS, resolve);
      port.write(Buffer.alloc(0), () => {
        cancel();
        resolve();
      });
    });
    await flushed();
    await close();
  };

  return {
    counts,
    send: sendingInPieces(port, { clock, counts, isOpen: () => port.isOpen, giveUp }),
    receive: (patienceMs) => input.take(patienceMs),
    forget: () => input.forget(),
    close,
  };
}

async function opened(path: string, deviceId: string, settings: SerialSettings): Promise<SerialPort> {
  const { SerialPort } = await import('serialport').catch((cause: unknown) => {
    const detail = 'the package serialport has no binary for this machine';
    throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 501, detail }, { cause });
  });
  const port = new SerialPort({ path, ...settings, autoOpen: false, lock: true });
  const failure = await new Promise<Error | null>((resolve) => port.open((error) => resolve(error ?? null)));
  if (failure === null) return port;
  throw notOpened(path, deviceId, CODES.find(([words]) => words.test(failure.message))?.[1], failure);
}

/** The package gives words in place of codes. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/cannot lock port|resource busy|temporarily unavailable/i, 'EBUSY'],
  [/permission denied|not permitted/i, 'EACCES'],
];
