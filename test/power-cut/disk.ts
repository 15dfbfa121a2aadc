import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { requirePeer } from '#lab/peers/peers.ts';

function run(name: 'mke2fs' | 'e2fsck' | 'debugfs', args: readonly string[]): { status: number; said: string } {
  const { path, env } = requirePeer(name);
  const { status, stdout, stderr, error } = spawnSync(path, args, { encoding: 'utf8', env: { ...process.env, ...env, LC_ALL: 'C' } });
  if (error) throw error;
  return { status: status ?? -1, said: `${stdout}${stderr}`.trim() };
}

/** Makes an ext4 disk in a file, with what lies in `folder` on it. */
export function makeDisk(image: string, folder: string, sizeMb = 1_024): void {
  rmSync(image, { force: true });
  const { status, said } = run('mke2fs', ['-q', '-t', 'ext4', '-F', '-d', folder, image, `${sizeMb}M`]);
  if (status !== 0) throw new Error(`mke2fs: ${said}`);
}

/**
 * Replays the journal and looks over the whole file system, as a machine does when its power is back.
 * @throws where something had to be repaired that a journal should have kept from happening
 */
export function checkDisk(image: string): 'clean' | 'journal replayed' {
  const { status, said } = run('e2fsck', ['-f', '-p', image]);
  // 1: corrected, which here may be the journal and what it had deleted; anything above is damage.
  if (status > 1) throw new Error(`e2fsck: ${said}`);
  return said.includes('recovering journal') ? 'journal replayed' : 'clean';
}

/** Copies everything on the disk into `folder`, without mounting it. */
export function readDisk(image: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, said } = run('debugfs', ['-R', `rdump / "${folder}"`, image]);
  if (status !== 0) throw new Error(`debugfs: ${said}`);
  rmSync(`${folder}/lost+found`, { recursive: true, force: true });
}
