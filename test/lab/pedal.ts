import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PEDAL_DESCRIPTOR } from './hid-device.ts';

/**
 * A foot pedal of three that needs no kernel and no root: a named pipe stands for its hidraw file, a folder for what sysfs tells of it. Whoever drives
 * it is told of that folder by `VAGUEMESTRE_SYSFS`.
 */
export interface Pedal {
  /** `hid:/…/hidraw0`. */
  address: string;
  sysfs: string;
  /** @param pedal 1 to 3 */
  press(pedal: number): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

export const PEDALS = 3;
/** A pipe gives all that waits in one read, hidraw a report each: whoever reads has long taken the first by then. */
const HELD_MS = 100;

export async function openPedal(folder: string): Promise<Pedal> {
  const sysfs = join(folder, 'sys');
  const about = join(sysfs, 'class/hidraw/hidraw0/device');
  const path = join(folder, 'hidraw0');
  await mkdir(about, { recursive: true });
  await writeFile(join(about, 'uevent'), 'HID_ID=0003:000005F3:000000FF\nHID_NAME=Virtual pedal\nHID_UNIQ=\n');
  await writeFile(join(about, 'report_descriptor'), PEDAL_DESCRIPTOR);
  let end: FileHandle | null = null;
  let last: Promise<void> = Promise.resolve();

  async function plug(): Promise<void> {
    if (end) return;
    await rm(path, { force: true });
    await promisify(execFile)('mkfifo', ['-m', '600', path]);
    // Open in both directions it waits for nobody, and nobody reads an end as long as it is plugged in.
    end = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  }
  async function unplug(): Promise<void> {
    await last;
    await rm(path, { force: true });
    await end?.close();
    end = null;
  }
  async function pressed(pedal: number): Promise<void> {
    for (const report of [1 << (pedal - 1), 0]) {
      await end?.write(Buffer.from([report]));
      await pause(HELD_MS);
    }
  }

  await plug();
  return {
    address: `hid:${path}`,
    sysfs,
    press(pedal) {
      last = last.then(() => pressed(pedal));
      return last;
    },
    plug,
    unplug,
    close: unplug,
  };
}
