import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { initramfs } from './initramfs.ts';
import type { MachineParts } from './parts.ts';

export interface Guest {
  /** Where the archive of its first root is written. */
  archive: string;
  /** Its first process, a script for busybox; it finds its modules in `/modules`, in the order of `/modules/order`. */
  init: string;
  /** Variables that `/settings` gives it. */
  settings: Readonly<Record<string, string>>;
  /** Disks, network, further serial lines. */
  devices: readonly string[];
}

const FOLDERS = ['bin', 'proc', 'sys', 'dev', 'host', 'above', 'house', 'modules'];

/**
 * A machine with a kernel of its own, whose root shall be the files of this one, read-only (`hostroot`, by 9p). Its console is the process's
 * standard output.
 *
 * The processor is emulated on one thread: with several, code that a program compiles for itself (V8, WebAssembly) now and then runs
 * half written (QEMU 7.2, seen as SIGTRAP in the workshop).
 */
export function startQemu(parts: MachineParts, guest: Guest): ChildProcessByStdio<null, Readable, Readable> {
  const lines = Object.entries(guest.settings).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(
    guest.archive,
    initramfs([
      ...FOLDERS.map((path) => ({ path })),
      { path: 'init', bytes: readFileSync(guest.init) },
      { path: 'settings', bytes: Buffer.from(lines.join('')) },
      { path: 'bin/busybox', bytes: readFileSync(parts.busybox) },
      { path: 'modules/order', bytes: Buffer.from(parts.modules.map(({ name }) => `${name}\n`).join('')) },
      ...parts.modules.map(({ name, bytes }) => ({ path: `modules/${name}`, bytes })),
    ]),
  );
  return spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', '--', parts.qemu, ...parts.firmware.flatMap((folder) => ['-L', folder])],
      ...['-M', 'q35', '-accel', 'tcg,thread=single', '-cpu', 'max', '-m', '2048', '-smp', '1'],
      ...['-nodefaults', '-nographic', '-no-reboot', '-serial', 'stdio'],
      ...['-kernel', parts.kernel, '-initrd', guest.archive, '-append', 'console=ttyS0 quiet panic=-1 mitigations=off'],
      ...['-fsdev', 'local,id=host,path=/,security_model=none,readonly=on,multidevs=remap'],
      ...['-device', 'virtio-9p-pci,fsdev=host,mount_tag=hostroot'],
      ...guest.devices,
    ],
    { env: { ...process.env, ...parts.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
}
