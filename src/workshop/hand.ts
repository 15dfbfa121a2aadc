import { type ChildProcess, execFile, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FromChild, ToChild } from './wire.ts';

/** How a child process ended, as far as one can tell from outside. */
export interface Ending {
  signal: string;
  /** Its last words, or the kernel, blame memory. */
  exhausted: boolean;
}

/** One child process of the workshop: started, bounded, spoken to, ended. Knows nothing of queues. */
export interface Hand {
  readonly pid: number;
  send(message: ToChild): void;
  rssBytes(): number;
  /** RSS when it had loaded nothing but Node and our own code, and had one thread. */
  readonly baseRssBytes: number;
  /** SIGKILL: whatever it does, it stops. `ended` follows. */
  kill(): void;
}

export interface HandEvents {
  message(message: Exclude<FromChild, { say: 'ready' }>): void;
  ended(ending: Ending): void;
}

const MEMORY_WORDS = /out of memory|alloc|ENOMEM|bad_alloc|OOM|WebAssembly\.Memory/i;
const LAST_WORDS_CHARS = 4096;

const childFile = fileURLToPath(new URL('./child.ts', import.meta.url));
const run = promisify(execFile);

/** A child sees nothing of our environment: what foreign bytes take over must find no secret in it. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  UV_THREADPOOL_SIZE: '2',
  MALLOC_ARENA_MAX: '2',
  ...(getCompileCacheDir() ? { NODE_COMPILE_CACHE: getCompileCacheDir() } : {}),
});

/** Bytes of one field (`VmData`, `VmRSS`) of /proc/PID/status; 0 when the process is gone. */
function procBytes(pid: number, field: string): number {
  try {
    const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/**
 * Pixels lie outside V8's heap; a young generation of several megabytes per thread only makes a child look tired. They do count when it
 * decides to collect the old one: left to itself it did so 1.6 times a page, for 7 % of the CPU. It may grow to three times what is alive.
 */
const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--heap-growing-percent=200'];

/**
 * Starts a child and bounds its memory before it is given anything foreign. RLIMIT_DATA counts what VmData shows, so the
 * limit is what the child has at rest plus the ceiling (half a gigabyte of it is what V8 sets aside for the assistant's thread and does
 * not touch); it holds for WASM, Buffers and native code alike.
 * util-linux is essential in Debian; where `setpriv` cannot be run, starting fails and says so.
 *
 * @param ended is called exactly once, also when the start fails.
 */
export async function startHand({ ceilingMb, tasks }: { ceilingMb: number; tasks: URL }, events: HandEvents): Promise<Hand> {
  // setpriv: the kernel kills the child with its parent, even in the middle of a WASM loop that sees no 'disconnect'.
  const child: ChildProcess = fork(childFile, [tasks.href], {
    execPath: 'setpriv',
    execArgv: ['--pdeathsig', 'KILL', '--', process.execPath, ...NODE_OPTIONS],
    env: environment(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS_CHARS);
  });
  const ready = Promise.withResolvers<number>();
  child.on('message', (message: FromChild) => (message.say === 'ready' ? ready.resolve(message.baseRssBytes) : events.message(message)));
  let gone = false;
  const end = (signal: string): void => {
    if (gone) return;
    gone = true;
    ready.reject(new Error(`workshop child did not start (${signal}): ${lastWords.trim().slice(0, 400)}`));
    events.ended({ signal, exhausted: MEMORY_WORDS.test(lastWords) });
  };
  child.once('error', (error) => (child.pid === undefined ? end(error.message) : undefined));
  // 'close' and not 'exit': the last words must have arrived.
  child.once('close', (code, signal) => end(signal ?? `exit ${code}`));
  const baseRssBytes = await ready.promise;
  const pid = child.pid as number;
  const limit = procBytes(pid, 'VmData') + ceilingMb * 1024 * 1024;
  // No core file either: it would hold the page that a child died of, and closed mail leaves no image behind.
  await run('prlimit', ['--pid', String(pid), `--data=${limit}`, '--core=0']).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw new Error('workshop child could not be given its memory ceiling', { cause });
  });
  return {
    pid,
    baseRssBytes,
    send: (message) => void child.send(message, () => {}),
    rssBytes: () => procBytes(pid, 'VmRSS'),
    kill: () => void child.kill('SIGKILL'),
  };
}
