import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SYSTEM_FOLDER = '/etc/sane.d';

/** Backend a device name begins with: `airscan` of `airscan:e0:Virtual ADF`. */
export const backendOf = (deviceName: string): string => /^[a-z0-9_-]+/i.exec(deviceName)?.[0] ?? '';

/** The backends that speak eSCL. */
export const isEscl = (deviceName: string): boolean => /^(?:airscan|escl):/.test(deviceName);

/**
 * A SANE_CONFIG_DIR that names one backend only. With the system's own, opening one scanner loads some ninety backends and asks the network:
 * seconds, and ninety chances to crash. The backend's own file is the system's, or `configuration` in its place.
 */
export async function makeConfigFolder(backend: string, configuration: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-sane-'));
  await mkdir(join(folder, 'dll.d'));
  await writeFile(join(folder, 'dll.conf'), `${backend}\n`);
  const own = join(folder, `${backend}.conf`);
  if (configuration !== undefined) await writeFile(own, configuration);
  else await copyFile(join(SYSTEM_FOLDER, `${backend}.conf`), own).catch(noSuchFile);
  return folder;
}

/** Not every backend has one. */
function noSuchFile(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
