import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { reachable } from './dovecot-place.ts';
import { type PeerCommand, requirePeer } from './peers/peers.ts';

const run = promisify(execFile);

/** Whom the server runs as. Its log-in processes refuse to be root, so for root that is nobody. */
export interface Owner {
  readonly userName: string;
  readonly groupName: string;
  readonly uid: number;
  readonly gid: number;
  /** True when this process is root and the server is not. */
  readonly asOther: boolean;
}

export async function serverOwner(): Promise<Owner> {
  const asOther = process.getuid?.() === 0;
  const ask = async (flags: string) => (await run('id', asOther ? [flags, 'nobody'] : [flags])).stdout.trim();
  const [userName, groupName, uid, gid] = await Promise.all([ask('-un'), ask('-gn'), ask('-u'), ask('-g')]);
  return { userName, groupName, uid: Number(uid), gid: Number(gid), asOther };
}

export interface DovecotProgram {
  readonly version: string;
  /** The programs and modules of an unpacked Dovecot, linked into the run folder; null for the machine's own. */
  readonly libexecFolder: string | null;
  /** The master in the foreground. Dies with this process; a signal to its group reaches all its children. */
  start(settingsFile: string): ChildProcess;
  doveadm(settingsFile: string, ...args: string[]): Promise<string>;
}

/** Dovecot ready to run as `owner` with `runFolder` as its working folder, be it the machine's own or an unpacked one. */
export async function dovecotProgram(runFolder: string, owner: Owner): Promise<DovecotProgram> {
  const peer = withItsParts(await reachableCopy(requirePeer('dovecot'), runFolder, owner), runFolder);
  const bin = path.join(path.dirname(path.dirname(peer.path)), 'bin');
  // Nothing of ours: Dovecot takes a variable such as MAIL, which every log-in shell sets, for a setting.
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...peer.env };
  const identity = { env, cwd: runFolder, ...(owner.asOther ? { uid: owner.uid, gid: owner.gid } : {}) };
  const version = (await run(peer.path, ['--version'], { env })).stdout.trim();

  return {
    version,
    libexecFolder: peer.root === null ? null : path.join(runFolder, 'lib/dovecot'),
    start(settingsFile) {
      const command = [peer.path, '-F', '-c', settingsFile];
      const setpriv = '/usr/bin/setpriv';
      // Its own process group, so that Ctrl-C does not end it before those who still file; but it must not outlive us.
      const [program = '', ...args] = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', ...command] : command;
      return spawn(program, args, { ...identity, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    },
    async doveadm(settingsFile, ...wanted) {
      const { stdout } = await run(path.join(bin, 'doveadm'), ['-c', settingsFile, ...wanted], identity);
      return stdout;
    },
  };
}

/** The unpacked program, linked or copied to where the server's user can get at it when root's clone is closed to others. */
async function reachableCopy(peer: PeerCommand, runFolder: string, owner: Owner): Promise<PeerCommand> {
  if (peer.root === null || !owner.asOther || reachable(peer.root)) return peer;
  const from = peer.root;
  const to = path.join(runFolder, 'root');
  const libraries = (peer.env.LD_LIBRARY_PATH ?? '').split(':').flatMap((folder) => librariesIn(folder));
  const parts = [
    'usr/bin/doveadm',
    'usr/bin/doveconf',
    'usr/sbin/dovecot',
    'usr/lib/dovecot',
    ...libraries.map((file) => path.relative(from, file)),
  ];
  mkdirSync(to);
  // Hard links take no time; another file system does not allow them.
  const copy = (how: string) => run('cp', [how, '--parents', ...parts, to], { cwd: from });
  await copy('-al').catch(() => copy('-a'));
  const moved = (text: string) => text.replaceAll(from, to);
  const env = Object.fromEntries(Object.entries(peer.env).map(([name, value]) => [name, moved(value)]));
  return { ...peer, path: moved(peer.path), env, root: to };
}

function librariesIn(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /\.so(\.|$)/.test(name)).map((name) => path.join(folder, name));
}

/** An unpacked Dovecot looks for its parts in the working folder (`makePathsRelative` in peers/unpack.mjs). */
function withItsParts(peer: PeerCommand, runFolder: string): PeerCommand {
  if (peer.root === null) return peer;
  const usr = path.join(peer.root, 'usr');
  for (const part of ['bin', 'lib']) symlinkSync(path.join(usr, part), path.join(runFolder, part));
  const modules = path.join(usr, 'lib/dovecot/modules');
  const libraries = [peer.env.LD_LIBRARY_PATH, path.join(modules, 'old-stats'), modules];
  return { ...peer, env: { ...peer.env, LD_LIBRARY_PATH: libraries.join(':') } };
}
