/**
 * `npm run test:vm [-- PART-OF-A-NAME …]`: the drivers against devices of a real kernel. A nested machine whose USB devices are made by the kernel's own gadget
 * side, with systemd as its first process, our udev rules and our unit; what happens in there is `inside/main.ts`. Prints a line per check
 * and the total; ends with 1 when one failed or the machine did not come to the end.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { environment } from '#lab/peers/unpack.mjs';
import { guestPackages, machineParts, moduleFolder } from '#test/machine/parts.ts';
import { startQemu } from '#test/machine/qemu.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
/** Before the files of the host are at hand; whatever is plugged in later is brought by udev. */
const MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];
const PACKAGES = ['systemd', 'udev', 'kmod', 'acl'];
const LONGEST_MS = 30 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const parts = machineParts(MODULES, say);
  const packages = guestPackages('machine-guest', PACKAGES, 'lib/systemd/systemd-udevd', say);
  const modules = moduleFolder(parts.kernel);
  const version = basename(modules);
  if (!existsSync(join(modules, 'modules.dep.bin'))) depmod(packages, modules, version);

  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-vm-'));
  const consoleFile = join(folder, 'console');
  const results = join(folder, 'results');
  const last = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    let line = '';
    const lines = createInterface({ input: socket });
    lines.on('line', (next) => {
      line = next.trimEnd();
      say(line);
    });
    lines.on('close', () => last.resolve(line));
  }).listen(results);
  await new Promise((listening) => server.once('listening', listening));

  const startedMs = performance.now();
  const qemu = startQemu(parts, {
    archive: join(folder, 'initramfs'),
    init: join(import.meta.dirname, 'guest-init.sh'),
    settings: {
      PROJECT,
      CHECKS: process.argv.slice(2).join(' '),
      PACKAGES: packages,
      MODULES: modules,
      KERNEL: version,
      ARCH: process.arch,
    },
    devices: ['-chardev', `socket,id=results,path=${results},server=off`, '-serial', 'chardev:results'],
  });
  const told = createWriteStream(consoleFile);
  qemu.stdout.pipe(told, { end: false });
  qemu.stderr.pipe(told, { end: false });
  const deadline = setTimeout(() => qemu.kill('SIGKILL'), LONGEST_MS);
  await new Promise((ended) => qemu.once('close', ended));
  clearTimeout(deadline);
  server.close();
  const passed = /^\d+ checks, 0 failed/.test(await last.promise);
  say(`The machine ran ${Math.round((performance.now() - startedMs) / 1000)} s.${passed ? '' : ` Its console: ${consoleFile}`}`);
  if (passed) rmSync(folder, { recursive: true });
  return passed ? 0 : 1;
}

/** The index by which modules are found for what is plugged in: a package makes it where it is installed. */
function depmod(packages: string, modules: string, version: string): void {
  const program = ['sbin/depmod', 'bin/depmod', 'bin/kmod'].map((name) => join(packages, name)).find((file) => existsSync(file))!;
  const root = resolve(modules, '../../..');
  const { status, stderr } = spawnSync(program, ['-b', root, version], {
    argv0: 'depmod',
    encoding: 'utf8',
    env: { ...process.env, ...environment(resolve(packages, '..')) },
  });
  if (status !== 0) throw new Error(`depmod: ${stderr}`);
}

process.exitCode = await main();
