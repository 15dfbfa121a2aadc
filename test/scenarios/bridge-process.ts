import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ending, Scene } from './scene.ts';
import { MAIN } from './station-process.ts';

/** The bridge as systemd runs it: a process of its own that outlives the daemon. */
export interface BridgeAlone {
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

/** For a scene with `startBridge: false`. Goes away with the test. */
export function startBridge(t: Ending, scene: Scene): BridgeAlone {
  mkdirSync(join(scene.folder, 'run'), { recursive: true });
  const bridge: ChildProcess = spawn(process.execPath, [MAIN, 'bridge', '--config', scene.configFile], {
    stdio: ['ignore', 'ignore', process.env.SCENARIO_LOG ? 'inherit' : 'ignore'],
    env: { ...process.env, VAGUEMESTRE_LOG: process.env.SCENARIO_LOG ?? 'silent' },
  });
  const exited = once(bridge, 'exit');
  const kill = async () => {
    bridge.kill('SIGKILL');
    await exited;
  };
  t.after(kill);
  return { kill };
}
