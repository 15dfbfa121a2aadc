import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requirePeer } from './peers/peers.ts';

/** A serial line of this machine (a pseudo-terminal) whose far end is a program that listens on a port. It has no modem lines. */
export interface TerminalLine {
  path: string;
  /** Pulls the cable: whoever has the line open is hung up, and the line is gone. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** The far end takes nothing more and says nothing, until it goes on or is unplugged. */
  stop(): void;
  goOn(): void;
  close(): Promise<void>;
}

export async function openTerminalLine(port: number): Promise<TerminalLine> {
  const folder = await mkdtemp(join(tmpdir(), 'line-'));
  const path = join(folder, 'tty');
  const { path: program, args, env } = requirePeer('socat');
  let pull = async () => {};
  let signal = (_: 'SIGSTOP' | 'SIGCONT') => {};

  async function plug(): Promise<void> {
    const child = spawn(program, [...args, `pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${port}`], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    const exited = once(child, 'exit');
    pull = async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      pull = async () => {};
    };
    signal = (which) => void child.kill(which);
    for (const untilMs = performance.now() + 10_000; !existsSync(path); await pause(2))
      if (child.exitCode !== null || performance.now() > untilMs) throw new Error(`socat made no line: ${said}`);
  }

  await plug();
  return {
    path,
    plug,
    unplug: async () => {
      await pull();
      // Killed, it takes its link with it no more.
      await rm(path, { force: true });
    },
    stop: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    async close() {
      await pull();
      await rm(folder, { recursive: true });
    },
  };
}
