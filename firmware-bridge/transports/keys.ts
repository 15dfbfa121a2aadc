import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { grab } from '../native/system.ts';
import { type OpenRecordFile, openRecords } from './records.ts';

/** A key of a keyboard went down or up. `code` is the kernel's (linux/input-event-codes.h): which key, whatever is printed on it. */
export interface KeyPress {
  code: number;
  down: boolean;
}

export interface Keys {
  /**
   * What was pressed since the last call, waiting up to `patienceMs`; null when nothing was. `lost` says that presses are missing before these:
   * the kernel's own queue ran over. @throws DEVICE_ABSENT, DEVICE_SPEECH
   */
  next(patienceMs: number): Promise<{ presses: KeyPress[]; lost: boolean } | null>;
  close(): Promise<void>;
}

/** `struct input_event` of a 64-bit kernel: two longs of time, type, code, value. */
const EVENT_BYTES = 24;
const EV_SYN = 0;
const EV_KEY = 1;
const SYN_REPORT = 0;
const SYN_DROPPED = 3;

/**
 * Presses among events as they are read; a key that repeats by itself was pressed once. Bytes that are no whole event are no event.
 * @see Linux, Documentation/input/event-codes.rst, SYN_DROPPED: what follows it up to the next report is the rest of one, and passed over.
 */
export function parseKeyEvents(bytes: Buffer): { presses: KeyPress[]; lost: boolean } {
  const presses: KeyPress[] = [];
  let lost = false;
  let inRest = false;
  for (let at = 0; at + EVENT_BYTES <= bytes.length; at += EVENT_BYTES) {
    const type = bytes.readUInt16LE(at + 16);
    const code = bytes.readUInt16LE(at + 18);
    const value = bytes.readInt32LE(at + 20);
    if (type === EV_SYN && code === SYN_REPORT) inRest = false;
    if (type === EV_SYN && code === SYN_DROPPED) {
      lost = inRest = true;
      presses.length = 0;
    }
    if (type === EV_KEY && !inRest && (value === 0 || value === 1)) presses.push({ code, down: value === 1 });
  }
  return { presses, lost };
}

/**
 * Opens `keys:/dev/…/event…` for us alone (EVIOCGRAB): what is scanned never types into whatever has the focus.
 * @throws DEVICE_ABSENT. DEVICE_BUSY another program has taken it. DEVICE_REFUSED it may not be opened, is no keyboard, or this machine cannot.
 */
export async function openKeys(
  address: string,
  deviceId: string,
  clock: Clock,
  { take = (fd: number) => grab(fd, true), openFile }: { take?: (fd: number) => void; openFile?: OpenRecordFile } = {},
): Promise<Keys> {
  const path = address.slice('keys:'.length);
  const onOpen = (fd: number) => {
    try {
      take(fd);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EBUSY') throw new MailroomError('DEVICE_BUSY', { deviceId }, { cause });
      if (code === 'ENODEV') throw new MailroomError('DEVICE_ABSENT', { deviceId }, { cause });
      const detail = code === 'ENOTTY' ? `${path} is no keyboard` : `${path} cannot be taken for ourselves: ${(cause as Error).message}`;
      throw new MailroomError('DEVICE_REFUSED', { deviceId, status: code === 'ENOTTY' ? 404 : 501, detail }, { cause });
    }
  };
  const records = await openRecords(path, deviceId, clock, { onOpen, ...(openFile ? { openFile } : {}) });
  return {
    async next(patienceMs) {
      const bytes = await records.next(patienceMs);
      return bytes && parseKeyEvents(bytes);
    },
    close: () => records.close(),
  };
}
