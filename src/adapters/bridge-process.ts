import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';

const MAIN = fileURLToPath(new URL('../../firmware-bridge/main.ts', import.meta.url));
const BACK_OFF_MS = [500, 1_000, 2_000, 5_000, 15_000];
/** A bridge that ran so long is taken for sound again: the next back-off begins anew. */
const SOUND_MS = 60_000;

export interface BridgeProcess {
  pid(): number | undefined;
  close(): Promise<void>;
}

/**
 * Runs the bridge as a child of the daemon, for machines where systemd does not (laboratory, development).
 * Dies with the daemon; is started again with growing pauses when it dies alone.
 */
export function startBridgeProcess(bridge: { socket: string; config: unknown }, { clock, log }: { clock: Clock; log: Log }): BridgeProcess {
  mkdirSync(dirname(bridge.socket), { recursive: true });
  const file = join(dirname(bridge.socket), 'bridge.json');
  writeFileSync(file, JSON.stringify(bridge.config), { mode: 0o600 });
  let child: ChildProcess | null = null;
  let falls = 0;
  let closing = false;
  let cancelRestart: (() => void) | null = null;

  function start(): void {
    const startedMs = clock.monotonicMs();
    // The kernel ends the bridge with us, also when we are killed: two bridges on one spool would be worse than none.
    child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', process.execPath, MAIN, '--config', file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code, signal) => {
      child = null;
      if (closing) return;
      if (clock.monotonicMs() - startedMs > SOUND_MS) falls = 0;
      const pauseMs = BACK_OFF_MS[Math.min(falls++, BACK_OFF_MS.length - 1)]!;
      log.warn({ code: code ?? -1, signal: signal ?? 'none', pauseMs }, 'bridge ended, starting it again');
      cancelRestart = clock.after(pauseMs, start);
    });
  }
  start();
  const killWithUs = () => child?.kill('SIGTERM');
  process.once('exit', killWithUs);
  return {
    pid: () => child?.pid,
    async close() {
      closing = true;
      cancelRestart?.();
      process.removeListener('exit', killWithUs);
      const ending = child;
      if (ending === null || ending.exitCode !== null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGTERM');
      const cancelKill = clock.after(5_000, () => ending.kill('SIGKILL'));
      await gone;
      cancelKill();
    },
  };
}
