/** The process that holds one device: `driver-child.ts` forks it, tells it what to open, and kills it when it must. */
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import { isFailure, MailroomError, toWire } from '../../src/base/errors.ts';
import type { DeviceId } from '../../src/base/ids.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Condition } from '../../src/base/words.ts';
import type { Driver, Link, ScannedSide, ScannerSession, Watch } from './driver.ts';
import type { FromChild, ToChild } from './driver-child-messages.ts';

/** Told that often at most that bytes come. */
const PROGRESS_MS = 250;
/** An orphan lets its device stop feeding, then ends whatever vendor code is doing. */
const ORPHAN_MS = 1_000;

let folder = '';
let session: ScannerSession | null = null;
let feed: AsyncGenerator<ScannedSide, Condition | null> | null = null;
let stop = new AbortController();
let kept = Promise.withResolvers<void>();
let pages = 0;

const say = (message: FromChild): void => void (process.connected && process.send!(message));

function watch(): Watch {
  let [lastCall, lastPage, lastMs]: [string, number | null, number] = ['', null, 0];
  return {
    doing(call, page) {
      if (call === lastCall && page === lastPage) return;
      [lastCall, lastPage] = [call, page];
      say({ type: 'doing', call, page });
    },
    progressed() {
      if (performance.now() - lastMs < PROGRESS_MS) return;
      lastMs = performance.now();
      say({ type: 'progressed' });
    },
  };
}

async function open({ file, deviceId, address, options }: Extract<ToChild, { type: 'open' }>): Promise<void> {
  const { default: driver } = (await import(pathToFileURL(file).href)) as { default: Driver };
  if (driver.kind !== 'scanner') throw new Error(`${file} drives no scanner`);
  const link: Link = {
    deviceId: deviceId as DeviceId,
    address,
    options,
    clock: systemClock(),
    log: silentLog,
    openPipe: () => Promise.reject(new MailroomError('DEVICE_ABSENT', { deviceId })),
    watch: watch(),
  };
  session = await driver.open(link);
}

async function leave(handle: string): Promise<void> {
  kept = Promise.withResolvers<void>();
  say({ type: 'leave', handle });
  await kept.promise;
}

async function answer(message: Exclude<ToChild, { type: 'abort' | 'kept' }>): Promise<FromChild> {
  const { id } = message;
  switch (message.type) {
    case 'open':
      folder = message.folder;
      await open(message);
      break;
    case 'status':
      return { type: 'report', id, report: await session!.status() };
    case 'scan':
      stop = new AbortController();
      feed = session!.scan(message.order, stop.signal, leave);
      break;
    case 'next': {
      const next = await feed!.next();
      if (next.done) return { type: 'ended', id, condition: next.value };
      const { bytes, format, resolutionDpi } = next.value;
      const file = String(++pages);
      await writeFile(join(folder, file), bytes, { flag: 'wx', mode: 0o600 });
      return { type: 'side', id, side: { file, format, sizeBytes: bytes.length, resolutionDpi } };
    }
    case 'end':
      await feed?.return(null);
      feed = null;
      break;
    case 'abandon':
      await session!.abandon(message.handle);
      break;
    case 'close':
      await session?.close();
      session = null;
      break;
  }
  return { type: 'done', id };
}

process.on('message', async (message: ToChild) => {
  if (message.type === 'abort') return stop.abort();
  if (message.type === 'kept') return kept.resolve();
  try {
    say(await answer(message));
  } catch (error) {
    // Anything else is a bug, and ends the process as one.
    if (!isFailure(error)) throw error;
    say({ type: 'failed', id: message.id, failure: toWire(error) });
  }
});

process.on('disconnect', () => {
  // Not `exit`: that waits for threads, and one of them may hang in vendor code.
  const end = () => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, 'SIGKILL');
  };
  setTimeout(end, ORPHAN_MS);
  stop.abort();
  Promise.resolve(feed?.return(null)).then(
    () => session?.close().then(end, end),
    () => undefined,
  );
});
