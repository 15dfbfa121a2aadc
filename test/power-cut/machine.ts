import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { initramfs } from './initramfs.ts';
import type { MachineParts } from './machine-parts.ts';

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

/**
 * A machine with a kernel and a disk of its own; the files of this one are its root, which it cannot write to.
 *
 * The processor is emulated on one thread: with several, code that a program compiles for itself (V8, WebAssembly) now and then runs
 * half written (QEMU 7.2, seen as SIGTRAP in the workshop).
 */
export function startMachine(parts: MachineParts, options: MachineOptions): Machine {
  const { station, disk, kioskPort, labPorts, consoleFile } = options;
  const settings = {
    ...{ STATION: station, PROJECT, NODE: process.execPath },
    ...{ KIOSK_PORT: String(kioskPort), LAB_PORTS: labPorts.join(' ') },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  const archive = join(station, 'initramfs');
  writeFileSync(
    archive,
    initramfs([
      ...['bin', 'proc', 'sys', 'dev', 'host', 'above', 'house', 'modules'].map((path) => ({ path })),
      { path: 'init', bytes: readFileSync(join(import.meta.dirname, 'guest-init.sh')) },
      { path: 'settings', bytes: Buffer.from(lines.join('')) },
      { path: 'bin/busybox', bytes: readFileSync(parts.busybox) },
      { path: 'modules/order', bytes: Buffer.from(parts.modules.map(({ name }) => `${name}\n`).join('')) },
      ...parts.modules.map(({ name, bytes }) => ({ path: `modules/${name}`, bytes })),
    ]),
  );
  const qemu = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', '--', parts.qemu, ...parts.firmware.flatMap((folder) => ['-L', folder])],
      ...['-M', 'q35', '-accel', 'tcg,thread=single', '-cpu', 'max', '-m', '2048', '-smp', '1'],
      ...['-nodefaults', '-nographic', '-no-reboot', '-serial', 'stdio'],
      ...['-kernel', parts.kernel, '-initrd', archive, '-append', 'console=ttyS0 quiet panic=-1 mitigations=off'],
      ...['-fsdev', 'local,id=host,path=/,security_model=none,readonly=on,multidevs=remap'],
      ...['-device', 'virtio-9p-pci,fsdev=host,mount_tag=hostroot'],
      ...['-drive', `file=${disk},if=none,id=disk,format=raw,cache=writeback`, '-device', 'virtio-blk-pci,drive=disk'],
      ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:${kioskPort}-10.0.2.15:${kioskPort}`],
      ...['-device', 'virtio-net-pci,netdev=net,romfile='],
    ],
    { env: { ...process.env, ...parts.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
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
