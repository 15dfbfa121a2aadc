import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { openLog } from '#base/log.ts';
import { runBridge } from '#bridge/main.ts';
import { bridgeConfigOf } from '#config/bridge-config.ts';
import { loadConfig } from '#config/load.ts';
import { reportAlive } from './alive.ts';
import { type Command, DONE } from './command.ts';

/** `vaguemestre bridge [--config FILE]`: owns the hardware, as its own process under its own user. */
export const bridge: Command = {
  usage: 'bridge [--config FILE]',
  async run(args) {
    const { values } = parseArgs({ args, options: { config: { type: 'string', default: 'vaguemestre.toml' } } });
    const ending = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
    const clock = systemClock();
    const running = await runBridge(bridgeConfigOf(loadConfig(values.config)), { clock, log: openLog('bridge'), signal: ending.signal });
    ending.signal.addEventListener('abort', reportAlive(clock));
    await running.closed;
    return DONE;
  },
};
