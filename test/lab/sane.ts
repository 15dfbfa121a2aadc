import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requirePeer } from './peers/peers.ts';

/**
 * The real libsane with backends that need no device: `test`, made for trying front ends, and `airscan`, which speaks eSCL to the virtual
 * scanner. Unpacked, not installed: whoever loads it must have been started with this environment.
 */
export function saneEnvironment(): Record<string, string> {
  const { LD_LIBRARY_PATH = '' } = requirePeer('sane').env;
  return { LD_LIBRARY_PATH };
}

/** `test.conf` with a bed of more than A4; its stock one is 200 mm wide. */
export const TEST_BACKEND = `number_of_devices 2
mode Gray
depth 8
geometry_min 0.0
geometry_max 420.0
geometry_quant 1.0
resolution_min 1.0
resolution_max 1200.0
resolution_quant 1.0
resolution 50.0
test-picture "Solid black"
tl-x 0.0
tl-y 0.0
br-x 80.0
br-y 100.0
`;

/** `airscan.conf` with one scanner: `airscan:e0:NAME`. @param url root of its eSCL service. */
export const airscanConfiguration = (name: string, url: string): string =>
  `[devices]\n"${name}" = ${url.endsWith('/') ? url : `${url}/`}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n`;

/** A folder for SANE_CONFIG_DIR with one backend in it. */
export async function saneConfigFolder(backend: string, configuration: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sane-'));
  await writeFile(join(folder, 'dll.conf'), `${backend}\n`);
  await writeFile(join(folder, `${backend}.conf`), configuration);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `scanimage`, SANE's own front end, on the test backend. @returns what it writes to standard output */
export async function scanimage(args: readonly string[]): Promise<Buffer> {
  const { folder, remove } = await saneConfigFolder('test', TEST_BACKEND);
  const env = { ...process.env, ...saneEnvironment(), SANE_CONFIG_DIR: folder };
  const bounded = { env, timeout: 20_000, killSignal: 'SIGKILL', maxBuffer: 1 << 26, encoding: 'buffer' } as const;
  try {
    // It cancels its reading thread wherever that is: once in some hundred times in the dynamic loader, and then waits for good (seen in sane_exit).
    for (let attempt = 1; ; attempt++)
      try {
        return (await promisify(execFile)(requirePeer('sane').path, ['-d', 'test:0', ...args], bounded)).stdout;
      } catch (error) {
        if (!(error as { killed?: boolean }).killed || attempt === 3) throw error;
      }
  } finally {
    await remove();
  }
}
