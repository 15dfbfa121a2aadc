import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { notOpened } from './opening.ts';

/** A device file that gives whole records: hidraw a report a read, evdev whole events. */
export interface Records {
  /** What one read gave, waiting up to `patienceMs`; null when nothing came. @throws DEVICE_ABSENT, or DEVICE_SPEECH: it says more than is read. */
  next(patienceMs: number): Promise<Buffer | null>;
  close(): Promise<void>;
}

/** The little of an open file that is used here. */
export interface RecordFile {
  readonly fd: number;
  read(buffer: Buffer, offset: number, length: number, position: null): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}
export type OpenRecordFile = (path: string) => Promise<RecordFile>;

/** Non-blocking: a blocked read holds a thread of the pool for as long as nobody scans anything, and could not be ended. */
const openReadOnly: OpenRecordFile = (path) => open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);

/** How long to wait before asking again: while nobody does anything, and while something is being said. */
const IDLE_MS = 8;
const ACTIVE_MS = 1;
const ACTIVE_FOR_MS = 100;
/** The longest report of hidraw (HID_MAX_BUFFER_SIZE), and 682 events. */
const READ_BYTES = 16_384;
/** As many key events as two full QR codes have: who does not read them by then never will. */
const MAX_WAITING = 4_096;

/**
 * Opens a device file for reading. `onOpen` is told its descriptor before anything is read.
 * @throws DEVICE_ABSENT there is no such file. DEVICE_REFUSED it may not be opened. DEVICE_BUSY another program has it. Whatever `onOpen` throws.
 */
export async function openRecords(
  path: string,
  deviceId: string,
  clock: Clock,
  { openFile = openReadOnly, onOpen = () => undefined }: { openFile?: OpenRecordFile; onOpen?: (fd: number) => void } = {},
): Promise<Records> {
  let file: RecordFile;
  try {
    file = await openFile(path);
  } catch (cause) {
    throw notOpened(path, deviceId, (cause as NodeJS.ErrnoException).code, cause);
  }
  try {
    onOpen(file.fd);
  } catch (error) {
    await file.close();
    throw error;
  }

  const waiting: Buffer[] = [];
  let ended: MailroomError | null = null;
  let wake = () => {};
  const end = (why: MailroomError) => {
    ended ??= why;
    wake();
  };
  const away = (cause: unknown) => new MailroomError('DEVICE_ABSENT', { deviceId }, { cause });

  const reading = (async () => {
    const buffer = Buffer.alloc(READ_BYTES);
    let heardAtMs = Number.NEGATIVE_INFINITY;
    while (!ended) {
      try {
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
        if (bytesRead === 0) return end(away(new Error('end of file')));
        heardAtMs = clock.monotonicMs();
        if (waiting.push(Buffer.from(buffer.subarray(0, bytesRead))) > MAX_WAITING)
          return end(new MailroomError('DEVICE_SPEECH', { deviceId, what: 'it says more than can be heard' }));
        wake();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return end(away(error));
        const active = clock.monotonicMs() - heardAtMs < ACTIVE_FOR_MS;
        await new Promise<void>((resolve) => clock.after(active ? ACTIVE_MS : IDLE_MS, resolve));
      }
    }
  })();

  return {
    async next(patienceMs) {
      if (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(patienceMs, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
        wake = () => {};
      }
      const record = waiting.shift();
      if (record) return record;
      if (ended) throw ended;
      return null;
    },
    async close() {
      end(away(new Error('closed')));
      await reading;
      await file.close();
    },
  };
}
