import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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
  /** Root of an unpacked Dovecot, or null for the machine's own. */
  readonly root: string | null;
  /** The master in the foreground. Dies with this process; a signal to its group reaches all its children. */
  start(settingsFile: string): ChildProcess;
  doveadm(settingsFile: string, ...args: string[]): Promise<string>;
}

/** Dovecot ready to run as `owner` with `runFolder` as its working folder, be it the machine's own or an unpacked one. */
export async function dovecotProgram(runFolder: string, owner: Owner): Promise<DovecotProgram> {
  const peer = withOwnModules(reachableCopy(requirePeer('dovecot'), runFolder, owner), runFolder);
  const bin = path.join(path.dirname(path.dirname(peer.path)), 'bin');
  // Nothing of ours: Dovecot takes a variable such as MAIL, which every log-in shell sets, for a setting.
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...peer.env };
  const identity = { env, cwd: '/', ...(owner.asOther ? { uid: owner.uid, gid: owner.gid } : {}) };
  const version = (await run(peer.path, ['--version'], { env })).stdout.trim();

  // Left alone, each program calls the /usr/bin/doveconf it was built with, which an unpacked one has not got.
  const configured = (service: string, settingsFile: string, program: string, args: readonly string[]) => {
    const command = [program, '-c', settingsFile, ...args];
    return peer.root === null ? command : [path.join(bin, 'doveconf'), '-f', `service=${service}`, '-c', settingsFile, '-e', ...command];
  };
  return {
    version,
    root: peer.root,
    start(settingsFile) {
      const command = configured('master', settingsFile, peer.path, ['-F']);
      const setpriv = '/usr/bin/setpriv';
      // Its own process group, so that Ctrl-C does not end it before those who still file; but it must not outlive us.
      const [program = '', ...args] = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', ...command] : command;
      return spawn(program, args, { ...identity, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    },
    async doveadm(settingsFile, ...wanted) {
      const [program = '', ...args] = configured('doveadm', settingsFile, path.join(bin, 'doveadm'), wanted);
      return (await run(program, args, identity)).stdout;
    },
  };
}

/** The unpacked program, copied to where the server's user can get at it when root's clone is closed to others. */
function reachableCopy(peer: PeerCommand, runFolder: string, owner: Owner): PeerCommand {
  if (peer.root === null || !owner.asOther || reachable(peer.root)) return peer;
  const from = peer.root;
  const to = path.join(runFolder, 'root');
  const needless = /^usr\/(share|include|lib\/(chromium|jvm|python3.*))(\/|$)/;
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (file) => !needless.test(path.relative(from, file)) });
  const moved = (text: string) => text.replaceAll(from, to);
  const env = Object.fromEntries(Object.entries(peer.env).map(([name, value]) => [name, moved(value)]));
  return { ...peer, path: moved(peer.path), env, root: to };
}

/**
 * No setting says where the TLS module is: the folder is a constant of libdovecot.so. An unpacked Dovecot gets a copy of
 * that library in which the constant is the relative `modules`, and a link of that name in its working folder.
 */
function withOwnModules(peer: PeerCommand, runFolder: string): PeerCommand {
  if (peer.root === null) return peer;
  const library = 'libdovecot.so.0';
  const folder = path.join(peer.root, 'usr/lib/dovecot');
  const bytes = readFileSync(path.join(folder, library));
  const constant = Buffer.from('\0/usr/lib/dovecot/modules\0');
  const at = bytes.indexOf(constant);
  if (at >= 0) bytes.fill(0, at, at + constant.length).write('modules', at + 1);
  mkdirSync(path.join(runFolder, 'lib'));
  writeFileSync(path.join(runFolder, 'lib', library), bytes);
  symlinkSync(path.join(folder, 'modules'), path.join(runFolder, 'modules'));
  const libraries = [
    path.join(runFolder, 'lib'),
    path.join(folder, 'modules/old-stats'),
    path.join(folder, 'modules'),
    peer.env.LD_LIBRARY_PATH,
  ];
  return { ...peer, env: { ...peer.env, LD_LIBRARY_PATH: libraries.join(':') } };
}
