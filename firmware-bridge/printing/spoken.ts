import { readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MailroomError } from '../../src/base/errors.ts';
import type { Link } from '../supervisor/driver.ts';

/** What each language's printers say of themselves, filled as the drivers are loaded. */
const languages = new Map<string, RegExp>();

export function registerSpoken(name: string, speaks: RegExp): void {
  languages.set(name, speaks);
}

/** Names of the drivers that a printer with this IEEE-1284 id can be used with, by alphabet; empty where the id names no language we know. */
export function spokenBy(id: string): string[] {
  return [...languages]
    .filter(([, speaks]) => speaks.test(id))
    .map(([name]) => name)
    .sort();
}

const MAX_ID_CHARACTERS = 4_096;
/** IEEE 1284-2000, 7.6: each key has a long name too. */
const LONG_KEYS = [
  [/(^|;)\s*MANUFACTURER:/i, 'MFG'],
  [/(^|;)\s*MODEL:/i, 'MDL'],
  [/(^|;)\s*COMMAND SET:/i, 'CMD'],
] as const;
const SYSFS = '/sys/class/usbmisc';

/** The IEEE-1284 id of a USB printer by its device file (`MFG:Zebra;CMD:ZPL;MDL:…`), as usblp leaves it in sysfs, with the short keys; null where there is none. */
export async function deviceIdOf(path: string, sysfs = SYSFS): Promise<string | null> {
  try {
    const id = await readFile(join(sysfs, basename(await realpath(path)), 'device', 'ieee1284_id'), 'latin1');
    return LONG_KEYS.reduce((short, [long, key]) => short.replace(long, `$1${key}:`), id.slice(0, MAX_ID_CHARACTERS).trim());
  } catch {
    return null;
  }
}

/** A USB printer that says it speaks another language than its driver is not fed this one: it would print pages of signs. @throws DEVICE_REFUSED */
export async function checkSpoken(driver: string, { address, deviceId }: Pick<Link, 'address' | 'deviceId'>, sysfs = SYSFS): Promise<void> {
  if (!address.startsWith('/')) return;
  const id = await deviceIdOf(address, sysfs);
  const spoken = id === null ? [] : spokenBy(id);
  if (spoken.length === 0 || spoken.includes(driver)) return;
  const detail = `it speaks ${spoken.join(' and ')}, not ${driver}: set driver = "${spoken[0]}"`;
  throw new MailroomError('DEVICE_REFUSED', { deviceId, status: 415, detail });
}
