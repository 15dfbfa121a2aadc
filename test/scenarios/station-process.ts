import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';

const ROOT = join(import.meta.dirname, '../..');
export const MAIN = join(ROOT, 'src/main.ts');
const COMPILE_CACHE = join(ROOT, '.cache/compile');

/** The real daemon in a process of its own, with the bridge and the workshop below it. */
export interface StationProcess {
  pid: number;
  /** Settles when the process has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Orderly end. */
  stop(): Promise<void>;
  /** As a power cut would, but for the page cache. The bridge, if it lives, is killed with it. */
  kill(): Promise<void>;
  /** Null while there is none. */
  bridgePid(): number | null;
  workshopPids(): number[];
}

/** @param tracer a command that runs the daemon as its only child, in front of the daemon's own */
export function startStation(configFile: string, env: Record<string, string> = {}, tracer: readonly string[] = []): StationProcess {
  const [program, ...args] = [...tracer, process.execPath, MAIN, 'serve', '--config', configFile];
  const child: ChildProcess = spawn(program!, args, {
    stdio: ['ignore', 'ignore', process.env.SCENARIO_LOG ? 'inherit' : 'ignore'],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, VAGUEMESTRE_LOG: process.env.SCENARIO_LOG ?? 'silent', ...env },
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const alive = () => child.exitCode === null && child.signalCode === null;
  const children = (file: string) => (alive() ? below(child.pid!).filter(({ command }) => command.includes(file)) : []);
  return {
    pid: child.pid!,
    ended,
    async stop() {
      const daemon = tracer.length === 0 ? child.pid! : childrenOf(child.pid!)[0];
      if (alive() && daemon !== undefined) process.kill(daemon, 'SIGTERM');
      await ended;
    },
    async kill() {
      const [bridge] = children(BRIDGE);
      if (alive()) child.kill('SIGKILL');
      if (bridge) killQuietly(bridge.pid);
      await ended;
      if (bridge) await until('the bridge is gone', () => !existsSync(`/proc/${bridge.pid}`));
    },
    bridgePid: () => children(BRIDGE)[0]?.pid ?? null,
    workshopPids: () => children(WORKSHOP).map(({ pid }) => pid),
  };
}

const BRIDGE = 'firmware-bridge/main.ts';
const WORKSHOP = 'src/workshop/child.ts';

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** What a file of /proc says, or nothing where the process has ended meanwhile. */
function proc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(/^\d+ \(.*\) \S (\d+)/s.exec(proc(`${name}/stat`))?.[1]) === pid)
    .map(Number);

/** Processes below `pid`, with their command lines. */
export const below = (pid: number): { pid: number; command: string }[] =>
  childrenOf(pid).flatMap((child) => [{ pid: child, command: proc(`${child}/cmdline`).replaceAll('\0', ' ') }, ...below(child)]);

/** Asks the register of a running or stopped station; read-only, from outside, as `register verify` would. */
export function ask<Row>(stateFolder: string, sql: string, ...parameters: unknown[]): Row[] {
  const db = new Database(join(stateFolder, 'register.db'), { readonly: true, timeout: 5_000 });
  try {
    return db.prepare(sql).all(...parameters) as Row[];
  } finally {
    db.close();
  }
}

/** Polls until `condition` holds. @throws after `deadlineMs`, saying what was waited for, and what `instead` finds there. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 180_000,
  instead: () => unknown = () => null,
): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    try {
      if (await condition()) return;
    } catch {
      // Not there yet: the register is being made.
    }
    if (performance.now() > endMs) throw new Error(`waited ${deadlineMs} ms in vain until ${what}; found ${JSON.stringify(instead())}`);
    await pause(50);
  }
}

/** What keeps a station from being at rest: jobs that wait or run, and open batches. */
export const unrest = (stateFolder: string): unknown[] => [
  ...ask(stateFolder, `SELECT name, subject, state, failures, deaths, reason FROM job WHERE state != 'parked' LIMIT 20`),
  ...ask(stateFolder, `SELECT id, state FROM batch WHERE state = 'open'`),
];

/** Nothing is waiting or running, and no batch is open. */
export const atRest = (stateFolder: string): boolean => unrest(stateFolder).length === 0;
