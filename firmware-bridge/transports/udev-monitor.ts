import { spawn } from 'node:child_process';
import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';

/** What udev says has come or gone; null where it does not know. */
export interface PlugEvent {
  action: string;
  subsystem: string;
  vendorId: string | null;
  productId: string | null;
  serial: string | null;
}

/** After the rules have run, so that the links are there. `usb` tells of scanners, which have no device file of their own. */
const MONITOR = [
  'monitor',
  '--udev',
  '--property',
  ...['usb', 'usbmisc', 'hidraw', 'tty', 'input'].map((name) => `--subsystem-match=${name}`),
];
/** One plug makes a dozen events within a few milliseconds. */
const GATHER_MS = 250;
const AGAIN_MS = 5_000;

const MOST_LINE_CHARS = 4_096;
const MOST_LINES = 256;
const MOST_GATHERED = 64;

/**
 * Tells of what is plugged and unplugged on this machine, the events of one moment together. `udevadm` is asked, and asked again when it ends;
 * where there is none nothing is told, and whoever waits for a device finds it by looking. Ends when `signal` aborts.
 */
export function watchPlugs(parts: {
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  onPlugs: (events: PlugEvent[]) => void;
  udevadm?: readonly string[];
}): void {
  const { clock, log, signal, onPlugs, udevadm: [program = 'udevadm', ...before] = [] } = parts;
  const gathered: PlugEvent[] = [];
  let due = false;
  const gather = (event: PlugEvent) => {
    if (gathered.length < MOST_GATHERED) gathered.push(event);
    if (due) return;
    due = true;
    clock.after(GATHER_MS, () => {
      due = false;
      if (!signal.aborted) onPlugs(gathered.splice(0));
    });
  };

  const watch = (): void => {
    if (signal.aborted) return;
    const child = spawn(program, [...before, ...MONITOR], { stdio: ['ignore', 'pipe', 'ignore'] });
    const stop = () => void child.kill();
    const hear = udevEvents(gather);
    // Where there was no file to spare for it Node makes none, whatever its types say, and tells by `error`.
    (child.stdout as typeof child.stdout | undefined)?.setEncoding('utf8').on('data', hear);
    const again = () => {
      signal.removeEventListener('abort', stop);
      clock.after(AGAIN_MS, watch);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      log.warn({ code: error.code }, 'nobody tells of plugged devices');
      // A machine that had no process to spare may have one later. After a start `exit` comes as well.
      if (child.pid === undefined && error.code !== 'ENOENT') again();
    });
    child.once('exit', (code) => {
      if (!signal.aborted) log.warn({ code }, 'udevadm ended and is started again');
      again();
    });
    signal.addEventListener('abort', stop, { once: true });
  };
  watch();
}

/**
 * Takes the output of `udevadm monitor --property` in whatever pieces it comes: a heading line `UDEV  [seconds] add /devices/… (usb)`, a line
 * for each property, an empty line. Lines and events beyond every measure are passed over; only whole events count.
 */
export function udevEvents(onEvent: (event: PlugEvent) => void): (text: string) => void {
  let rest = '';
  let lines = 0;
  let tooLong = false;
  let properties = new Map<string, string>();

  function take(line: string): void {
    if (line !== '') {
      const at = line.indexOf('=');
      if (at > 0 && ++lines <= MOST_LINES) properties.set(line.slice(0, at), line.slice(at + 1));
      return;
    }
    const [action, subsystem] = [properties.get('ACTION'), properties.get('SUBSYSTEM')];
    if (action !== undefined && subsystem !== undefined && lines <= MOST_LINES) {
      onEvent({
        action,
        subsystem,
        vendorId: properties.get('ID_VENDOR_ID') ?? null,
        productId: properties.get('ID_MODEL_ID') ?? null,
        serial: properties.get('ID_SERIAL_SHORT') ?? null,
      });
    }
    properties = new Map();
    lines = 0;
  }

  return (text) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop()!;
    for (const piece of pieces) {
      // The end of a line whose beginning was thrown away is no line.
      if (!tooLong && piece.length <= MOST_LINE_CHARS) take(piece);
      tooLong = false;
    }
    if (rest.length > MOST_LINE_CHARS) tooLong = true;
    if (tooLong) rest = '';
  };
}
