import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { openLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { openDaemon } from '../compose.ts';
import { reportAlive } from './alive.ts';
import { type Command, DONE } from './command.ts';

/** `vaguemestre serve [--config FILE]`: the daemon. Ends cleanly on SIGTERM and SIGINT; a bug ends it at once, and the job table resumes. */
export const serve: Command = {
  usage: 'serve [--config FILE]',
  async run(args) {
    const { values } = parseArgs({ args, options: { config: { type: 'string', default: 'vaguemestre.toml' } } });
    const log = openLog('daemon');
    const bug = Promise.withResolvers<never>();
    // Whatever its class, it is not for the person at the command line: the process ends at once, with everything that is open in it.
    const onBug = (cause: unknown) => bug.reject(new Error('the daemon ends for a bug', { cause }));
    const clock = systemClock();
    const daemon = await openDaemon(loadConfig(values.config), { clock, log, onBug });
    const reportEnd = reportAlive(clock);
    log.info({ kioskPort: daemon.kioskPort, position: daemon.room.store.head().position }, 'ready');
    const ending = new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    });
    await Promise.race([ending, bug.promise]);
    reportEnd();
    await daemon.close();
    return DONE;
  },
};
