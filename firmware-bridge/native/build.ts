import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ADDONS, binaryFile } from './load.ts';
import { sourceHash } from './source-hash.ts';

/**
 * `npm run native [x64] [arm64]`: builds the addons into `lib/binding/`. Without a word: for this machine; the other kind needs Debian's
 * `g++-aarch64-linux-gnu` or `g++-x86-64-linux-gnu`. The headers are those of the pinned Node's own package, so nothing is fetched.
 */
const PREFIX: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu-', arm64: 'aarch64-linux-gnu-' };
const MODULES = resolve(import.meta.dirname, '../../node_modules');

function build(arch: string): void {
  const prefix = PREFIX[arch];
  if (prefix === undefined) throw new Error(`there is ${Object.keys(PREFIX).join(' and ')}, not ${arch}`);
  // A place of its own, the same depth below node_modules: nothing of the build is left in the tree.
  const top = mkdtempSync(join(tmpdir(), 'native-'));
  const place = join(top, 'firmware-bridge', 'native');
  try {
    mkdirSync(place, { recursive: true });
    symlinkSync(MODULES, join(top, 'node_modules'));
    for (const part of ['binding.gyp', 'src']) cpSync(join(import.meta.dirname, part), join(place, part), { recursive: true });
    const node = ['x64', 'arm64'].map((own) => join(MODULES, `node-linux-${own}`)).find((folder) => existsSync(join(folder, 'include')));
    if (node === undefined) throw new Error('the pinned Node brought no headers');
    const gyp = join(MODULES, 'node-gyp', 'bin', 'node-gyp.js');
    const order = ['rebuild', `--nodedir=${node}`, `--arch=${arch}`, '--', `-Daddon_source=${sourceHash()}`];
    const tools = { CC: `${prefix}gcc`, CXX: `${prefix}g++`, AR: `${prefix}ar`, LINK: `${prefix}g++` };
    const run = spawnSync(process.execPath, [gyp, ...order], { cwd: place, env: { ...process.env, ...tools }, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`node-gyp failed:\n${run.stdout}${run.stderr}`);
    for (const addon of ADDONS) {
      const file = binaryFile(addon, arch);
      mkdirSync(resolve(file, '..'), { recursive: true });
      cpSync(join(place, 'build', 'Release', basename(file)), file);
      process.stdout.write(`${file}\n`);
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

for (const arch of process.argv.length > 2 ? process.argv.slice(2) : [process.arch]) build(arch);
