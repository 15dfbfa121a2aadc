/** Hands over to the pinned Node, whatever Node this is. Plain JavaScript: an old host Node reads it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where the pinned binary stands, be it there or not. */
export function pinnedNode() {
  return path.join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
}

/**
 * Runs the pinned Node with these arguments in place of this process: same standard streams, signals and exit code.
 * Does not return.
 */
export async function runPinned(args, { cwd = process.cwd() } = {}) {
  const node = pinnedNode();
  if (!existsSync(node)) {
    process.stderr.write(`There is no ${node}. Run "npm start" or "npm test" once: it fetches the pinned Node.\n`);
    process.exit(1);
  }
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, '.cache', 'compile'),
    // A child that asks for "node" by name gets the pinned one too: better-sqlite3 crashes on others.
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? '/usr/bin:/bin'}`,
  };
  process.chdir(cwd);
  // One process instead of two, where this Node can: signals and exit code need no passing on.
  if (typeof process.execve === 'function') process.execve(node, [node, ...args], env);
  // systemd asks its main process to show that it lives; here the child does (NotifyAccess=all in the units).
  delete env.WATCHDOG_PID;
  await passThrough(spawn(node, args, { stdio: 'inherit', env }));
}

function passThrough(child) {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal));
  // Ctrl-C reaches the whole terminal group, the child included; only a SIGINT sent to this process alone is passed on.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise(() => {
    child.on('error', (error) => {
      process.stderr.write(`The pinned Node did not start: ${error.message}\n`);
      process.exit(1);
    });
    child.on('exit', (code, signal) => {
      if (signal === null) process.exit(code ?? 1);
      for (const passed of ['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGINT']) process.removeAllListeners(passed);
      process.kill(process.pid, signal);
      setTimeout(() => process.exit(1), 100);
    });
  });
}
