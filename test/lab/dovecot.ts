import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { laboratoryCertificates } from './certificates.ts';
import { openPlace } from './dovecot-place.ts';
import { type DovecotProgram, dovecotProgram, serverOwner } from './dovecot-program.ts';
import { type DovecotSettings, dovecotSettings, userLine } from './dovecot-settings.ts';
import { freePorts } from './free-ports.ts';

export interface MailUser {
  readonly name: string;
  /** Any text without a colon or line break. */
  readonly password: string;
  readonly quotaBytes?: number;
  /** Made before the server is handed over, parents too: `Comptabilite/2026`. */
  readonly mailboxes?: readonly string[];
}

export interface Dovecot {
  readonly host: '127.0.0.1';
  /** Clear text, for reading along and for cutting proxies. */
  readonly imapPort: number;
  readonly imapsPort: number;
  /** The authority that signed the certificate of `imapsPort`. */
  readonly caPem: string;
  readonly version: string;
  readonly logFile: string;
  /** Maildir of one user, for tests that look at what is on the disk. */
  maildir(user: string): string;
  /** Ends it gracefully; afterwards its ports are free and the folder can be opened again. */
  close(): Promise<void>;
  /** Ends it as a crash would, with all its children. */
  kill(): Promise<void>;
}

const START_MS = 20_000;

/**
 * A private Dovecot of its own settings, certificates and users on 127.0.0.1, keeping its mail under `folder`.
 * Needs no root; started by root it runs as `nobody`.
 */
export async function openDovecot(options: {
  readonly folder: string;
  readonly users: readonly MailUser[];
  /** As a real server would for measures (`always`, `optimized`); `never`, the default, is quicker. */
  readonly mailFsync?: 'never' | 'always' | 'optimized';
}): Promise<Dovecot> {
  const owner = await serverOwner();
  const opened = openPlace(options.folder, owner);
  const runFolder = mkdtempSync(path.join(tmpdir(), 'dovecot-'));
  const place = path.join(runFolder, 'place');
  symlinkSync(opened.path, place);
  const program = await dovecotProgram(runFolder, owner);
  const certificates = await laboratoryCertificates(path.join(place, 'certificates'));
  for (const name of ['mail', 'state', 'log']) mkdirSync(path.join(place, name), { recursive: true });
  const users = options.users.map((user) => userLine(program.version, user.name, user.password, user.quotaBytes));
  writeFileSync(path.join(place, 'users'), users.join(''));
  if (owner.asOther) {
    await promisify(execFile)('chown', ['-hR', `${owner.uid}:${owner.gid}`, opened.path]);
    // Not what is in it: the program may stand there as hard links.
    chownSync(runFolder, owner.uid, owner.gid);
  }

  const known = {
    place,
    runFolder,
    ...owner,
    ...certificates,
    mailFsync: options.mailFsync ?? 'never',
    libexecFolder: program.libexecFolder,
  } as const;
  const { master, settingsFile, ports } = await startOnFreePorts(program, known);
  for (const { name, mailboxes = [] } of options.users) {
    for (const mailbox of mailboxes) await makeMailbox(program, settingsFile, name, mailbox);
  }
  return {
    host: '127.0.0.1',
    ...ports,
    caPem: certificates.caPem,
    version: program.version,
    logFile: path.join(opened.path, 'log', 'dovecot.log'),
    maildir: (user) => path.join(opened.path, 'mail', user, 'Maildir'),
    close: () => stop(master, 'SIGTERM', runFolder).then(opened.close),
    kill: () => stop(master, 'SIGKILL', runFolder).then(opened.close),
  };
}

async function startOnFreePorts(program: DovecotProgram, known: Omit<DovecotSettings, 'imapPort' | 'imapsPort'>) {
  // Not dovecot.conf: under that name the server puts a link of its own there.
  const settingsFile = path.join(known.runFolder, 'laboratory.conf');
  for (let attempt = 1; ; attempt++) {
    const [imapPort = 0, imapsPort = 0] = await freePorts(2);
    const ports = { imapPort, imapsPort };
    writeFileSync(settingsFile, dovecotSettings(program.version, { ...known, ...ports }));
    const master = program.start(settingsFile);
    const trouble = await untilItGreets(master, imapPort, imapsPort);
    if (trouble === null) return { master, settingsFile, ports };
    // Between looking for free ports and taking them, somebody else may have been quicker.
    if (attempt < 3 && trouble.includes('Address already in use')) continue;
    rmSync(known.runFolder, { recursive: true, force: true });
    throw new Error(`Dovecot ${program.version} did not start: ${trouble}`);
  }
}

/** Null once both ports greet; otherwise what went wrong. */
async function untilItGreets(master: ChildProcess, imapPort: number, imapsPort: number): Promise<string | null> {
  let said = '';
  master.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = Promise.race([once(master, 'exit'), once(master, 'error')]).then(() => true);
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const greetings = await Promise.all([
      greets(net.connect(imapPort, '127.0.0.1')),
      greets(tls.connect(imapsPort, { rejectUnauthorized: false })),
    ]);
    if (greetings.every(Boolean)) return null;
    if (await Promise.race([ended, wait(20, false)])) return said.trim() || `exit code ${master.exitCode}`;
  }
  master.kill('SIGKILL');
  return `no answer within ${START_MS} ms. ${said.trim()}`;
}

function greets(socket: net.Socket): Promise<boolean> {
  return new Promise((answer) => {
    socket.on('data', (bytes) => {
      answer(bytes.toString('latin1').startsWith('* OK'));
      socket.end('a LOGOUT\r\n');
    });
    socket.on('error', () => answer(false));
    socket.on('close', () => answer(false));
    socket.setTimeout(5_000, () => socket.destroy());
  });
}

async function makeMailbox(program: DovecotProgram, settingsFile: string, user: string, mailbox: string): Promise<void> {
  try {
    await program.doveadm(settingsFile, 'mailbox', 'create', '-u', user, '-s', mailbox);
  } catch (error) {
    if (!/already exists/i.test((error as { stderr?: string }).stderr ?? '')) throw error;
  }
}

async function stop(master: ChildProcess, signal: 'SIGTERM' | 'SIGKILL', runFolder: string): Promise<void> {
  if (master.exitCode === null && master.signalCode === null && master.pid !== undefined) {
    const ended = once(master, 'exit');
    process.kill(signal === 'SIGKILL' ? -master.pid : master.pid, signal);
    await ended;
  }
  // Ports and folder are free only once the pid file has gone.
  while (signal === 'SIGTERM' && existsSync(path.join(runFolder, 'master.pid'))) await wait(10);
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 });
}
