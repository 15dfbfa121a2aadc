import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { requirePeer } from '#lab/peers/peers.ts';
import { environment, halfUnpacked, unpackPackages } from '#lab/peers/unpack.mjs';

const CACHE = resolve(import.meta.dirname, '../../.cache');
const FOLDER = join(CACHE, 'machine');
const ROOT = join(FOLDER, 'root');
const PACKAGES = ['qemu-system-x86', 'linux-image-amd64', 'busybox-static'];

/** What a nested machine is made of, unpacked into the project's cache and never installed. */
export interface MachineParts {
  qemu: string;
  env: Record<string, string>;
  /** Folders in which QEMU finds its firmware. */
  firmware: string[];
  kernel: string;
  busybox: string;
  /** Kernel modules in the order in which they are loaded. */
  modules: KernelModule[];
}
export interface KernelModule {
  name: string;
  bytes: Buffer;
}

/** @param modules to load at start; what they depend on is added. */
export function machineParts(modules: readonly string[], say: (line: string) => void): MachineParts {
  const qemu = join(ROOT, 'usr/bin/qemu-system-x86_64');
  if (!existsSync(qemu) || kernels().length === 0 || halfUnpacked(FOLDER)) {
    say(`Unpacking ${PACKAGES.join(', ')} into .cache/machine (nothing is installed) …`);
    unpackPackages(FOLDER, PACKAGES);
  }
  const kernel = kernels().at(-1);
  if (kernel === undefined || !existsSync(qemu))
    throw new Error('A nested machine needs Debian packages: qemu-system-x86, linux-image-amd64.');
  return {
    qemu,
    env: environment(ROOT),
    firmware: ['usr/share/seabios', 'usr/share/qemu'].map((folder) => join(ROOT, folder)),
    kernel,
    busybox: join(ROOT, existsSync(join(ROOT, 'bin/busybox')) ? 'bin/busybox' : 'usr/bin/busybox'),
    modules: modulesOf(kernel, modules),
  };
}

/** The folder of the kernel's modules, in which a `modprobe` of the guest finds what is plugged in. */
export function moduleFolder(kernel: string): string {
  const version = basename(kernel).replace('vmlinuz-', '');
  return ['lib/modules', 'usr/lib/modules'].map((place) => join(ROOT, place, version)).find((place) => existsSync(place))!;
}

/**
 * Packages for the guest alone, in one `usr` to be laid above the host's, as if they were installed there. Returns that folder.
 * @param proof a file under it that tells that they are there
 */
export function guestPackages(name: string, packages: readonly string[], proof: string, say: (line: string) => void): string {
  const folder = join(CACHE, name);
  const usr = join(folder, 'root/usr');
  if (existsSync(join(usr, proof)) && !halfUnpacked(folder)) return usr;
  say(`Unpacking ${packages.join(', ')} into .cache/${name} (nothing is installed) …`);
  unpackPackages(folder, packages);
  // Packages of before the merge of /usr.
  for (const place of ['bin', 'sbin', 'lib'])
    if (existsSync(join(folder, 'root', place)))
      cpSync(join(folder, 'root', place), join(usr, place), { recursive: true, verbatimSymlinks: true });
  if (!existsSync(join(usr, proof))) throw new Error(`${packages.join(', ')}: no ${proof} in them.`);
  return usr;
}

const kernels = (): string[] => globSync(join(ROOT, 'boot/vmlinuz-*'));

function modulesOf(kernel: string, wanted: readonly string[]): KernelModule[] {
  const files = new Map<string, string>();
  for (const entry of readdirSync(moduleFolder(kernel), { recursive: true, withFileTypes: true }))
    if (/\.ko(\.xz)?$/.test(entry.name)) files.set(moduleName(entry.name), join(entry.parentPath, entry.name));
  const loaded = new Map<string, Buffer>();
  const load = (name: string): void => {
    const file = files.get(name);
    // Built into the kernel.
    if (file === undefined || loaded.has(name)) return;
    const bytes = file.endsWith('.xz') ? unpackedXz(file) : readFileSync(file);
    const depends = /\0depends=([^\0]*)\0/.exec(bytes.toString('latin1'))?.[1] ?? '';
    for (const other of depends.split(',').filter(Boolean)) load(moduleName(other));
    loaded.set(name, bytes);
  };
  for (const name of wanted) load(name);
  return [...loaded].map(([name, bytes]) => ({ name: `${name}.ko`, bytes }));
}

/** Files are written with hyphens where the kernel says underscores. */
const moduleName = (file: string): string => file.replace(/\.ko(\.xz)?$/, '').replaceAll('-', '_');

function unpackedXz(file: string): Buffer {
  const { path, env } = requirePeer('xz');
  const { status, stdout } = spawnSync(path, ['-dc', file], { maxBuffer: 1 << 26, env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`xz cannot unpack ${file}`);
  return stdout;
}
