import type { Clock } from '#base/clock.ts';
import { notify } from '#bridge/native/system.ts';

/** Of a watchdog's period, so that one word which is lost or late does no harm. */
const WORDS_A_PERIOD = 3;

/**
 * Tells systemd that the service has started and, from then on, that its event loop turns; returns how to say that it ends. A loop that hangs
 * is noticed by its silence, and the service restarted. Where systemd has not asked, nothing is said.
 * @see sd_notify(3), sd_watchdog_enabled(3)
 */
export function reportAlive(clock: Clock, env: NodeJS.ProcessEnv = process.env, tell: (state: string) => unknown = notify): () => void {
  tell('READY=1');
  const periodMs = Number(env.WATCHDOG_USEC ?? 0) / 1_000;
  const forMe = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === process.pid;
  let cancel = () => {};
  const again = () => {
    cancel = clock.after(periodMs / WORDS_A_PERIOD, () => {
      try {
        tell('WATCHDOG=1');
      } catch (error) {
        // systemd is busy, or being replaced by its own update: the next word counts as much.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      }
      again();
    });
  };
  if (periodMs > 0 && forMe) again();
  return () => {
    cancel();
    tell('STOPPING=1');
  };
}
