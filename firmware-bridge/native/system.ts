import { loadAddon } from './load.ts';

interface SystemAddon {
  grab(fd: number, exclusive: boolean): void;
  send(path: string, text: string): void;
}

let addon: SystemAddon | undefined;
const system = (): SystemAddon => (addon ??= loadAddon<SystemAddon>('system'));

/**
 * Takes an input device (`/dev/input/event…`) for this descriptor alone, or gives it back; closing the descriptor gives it back too.
 * @throws ErrnoException: `EBUSY` another has it, `ENOTTY` it is no input device, `ENODEV` it was pulled out.
 */
export function grab(fd: number, exclusive: boolean): void {
  system().grab(fd, exclusive);
}

/**
 * Tells systemd `READY=1`, `WATCHDOG=1`, `STATUS=…` (sd_notify(3)). False where nobody has asked to be told.
 * @throws ErrnoException when who asked is gone (`ENOENT`, `ECONNREFUSED`) or reads too slowly (`EAGAIN`).
 */
export function notify(state: string): boolean {
  const socket = process.env.NOTIFY_SOCKET;
  if (!socket) return false;
  system().send(socket, state);
  return true;
}
