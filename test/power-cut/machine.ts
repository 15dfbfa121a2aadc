import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MachineParts } from '#test/machine/parts.ts';
import { startQemu } from '#test/machine/qemu.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

export interface Machine {
  /** Settles when QEMU has ended, by itself or not. */
  ended: Promise<void>;
  /** Pulls the plug: QEMU is killed, and with it all that the guest had not brought to its disk. */
  cut(): Promise<void>;
}

export interface MachineOptions {
  /** Folder of the station; the guest mounts the disk at `disk` in it and runs the daemon with `guest.toml`. */
  station: string;
  disk: string;
  kioskPort: number;
  /** Ports of the laboratory's devices and servers on this machine's loopback. */
  labPorts: readonly number[];
  /** What the guest says is added here. */
  consoleFile: string;
}

/** Disk, network, the host's files, a layer to write on above them, and the file system under test. */
export const MODULES = ['virtio_pci', 'virtio_blk', 'virtio_net', '9pnet_virtio', '9p', 'overlay', 'crc32c_generic', 'ext4'] as const;

/** The station in a nested machine, its state on a disk of its own. */
export function startMachine(parts: MachineParts, options: MachineOptions): Machine {
  const { station, disk, kioskPort, labPorts, consoleFile } = options;
  const qemu = startQemu(parts, {
    archive: join(station, 'initramfs'),
    init: join(import.meta.dirname, 'guest-init.sh'),
    settings: {
      ...{ STATION: station, PROJECT, NODE: process.execPath },
      ...{ KIOSK_PORT: String(kioskPort), LAB_PORTS: labPorts.join(' ') },
    },
    devices: [
      ...['-drive', `file=${disk},if=none,id=disk,format=raw,cache=writeback`, '-device', 'virtio-blk-pci,drive=disk'],
      ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:${kioskPort}-10.0.2.15:${kioskPort}`],
      ...['-device', 'virtio-net-pci,netdev=net,romfile='],
    ],
  });
  const console_ = createWriteStream(consoleFile, { flags: 'a' });
  qemu.stdout.pipe(console_, { end: false });
  qemu.stderr.pipe(console_, { end: false });
  const ended = new Promise<void>((resolve) =>
    qemu.once('close', () => {
      console_.end();
      resolve();
    }),
  );
  return {
    ended,
    cut() {
      qemu.kill('SIGKILL');
      return ended;
    },
  };
}
