import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromWire, isFailure, MailroomError } from '../../src/base/errors.ts';
import type { ScanOrder } from '../protocol/messages.ts';
import type { Link, ScannedSide, ScannerDriver, ScannerSession } from './driver.ts';
import { type FromChild, parseFromChild, type ToChild } from './driver-child-messages.ts';
import { pause } from './pause.ts';

const PROCESS = join(import.meta.dirname, 'driver-child-process.ts');
/** A page of a slow scanner at its highest resolution shows progress far more often. */
const STALL_MS = 60_000;
/** Aborting has to stop the feeder within two seconds, with the vendor's help or without. */
const CANCEL_MS = 1_500;
const CLOSE_MS = 2_000;
/** What is kept of what vendor code writes to standard error, for the report of a crash. */
const LAST_WORDS = 2_000;

/**
 * The same driver, each device of it in a process of its own: a crash there costs the page under way and is a failure that names device,
 * driver, call and page. Pages come by file through a folder made for the one process.
 * @param file whose default export the driver is: the process loads it anew.
 */
export const inChild = (driver: ScannerDriver, file: string): ScannerDriver => ({
  ...driver,
  open: (link) => openInChild(driver, file, link),
});

async function openInChild(driver: ScannerDriver, file: string, link: Link): Promise<ScannerSession> {
  const folder = await mkdtemp(join(process.env.RUNTIME_DIRECTORY ?? tmpdir(), 'vaguemestre-device-'));
  const child = new DriverChild(driver, link, folder);
  try {
    const { deviceId, address, options } = link;
    await child.ask({ type: 'open', file, deviceId, address, options, folder });
  } catch (error) {
    await child.end();
    throw error;
  }
  return {
    status: async () => expect(await child.ask({ type: 'status' }), 'report').report,
    scan: (order, signal, leave) => scan(child, order, signal, leave),
    abandon: async (handle) => void (await child.ask({ type: 'abandon', handle })),
    close: () => child.close(),
  };
}

type Question = ToChild extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never;
type Answer = Extract<FromChild, { id: number }>;

/** Every question ends: by its answer, or by the end of the process, which comes when nothing moves for too long. */
class DriverChild {
  readonly #driver: ScannerDriver;
  readonly #link: Link;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #asked = new Map<number, PromiseWithResolvers<Answer>>();
  readonly #stallMs: number;
  #nextId = 1;
  #doing: { call: string; page: number | null } = { call: 'start', page: null };
  #said = '';
  #ended: MailroomError | null = null;
  #cancelStall = () => {};
  /** Keeps a handle durable for the running scan. */
  leave: ((handle: string) => Promise<void>) | null = null;

  constructor(driver: ScannerDriver, link: Link, folder: string) {
    this.#driver = driver;
    this.#link = link;
    this.#folder = folder;
    this.#stallMs = Number(link.options.stallMs ?? STALL_MS);
    // Whatever vendor code leaves lying about goes with the folder.
    const env = { ...process.env, TMPDIR: folder };
    this.#process = fork(PROCESS, [], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    // There is none where the machine had no file to spare for it; `error` tells of that.
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-LAST_WORDS);
    });
    this.#process.on('message', (message) => this.#hear(message));
    this.#exited = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        this.#fail(`it could not be started: ${error.message}`);
        resolve();
      });
      this.#process.once('exit', (code, signal) => {
        this.#fail(signal ?? `exit code ${code}`);
        resolve();
      });
    });
  }

  get deviceId(): string {
    return this.#link.deviceId;
  }

  /** @throws the failure the child answers with, or DRIVER_CRASHED. */
  ask(question: Question): Promise<Answer> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    const asked = Promise.withResolvers<Answer>();
    this.#asked.set(id, asked);
    this.#moved();
    this.#send({ ...question, id } as ToChild);
    return asked.promise;
  }
  #send(message: ToChild): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #hear(message: unknown): void {
    if (this.#ended) return;
    let heard: FromChild;
    try {
      heard = parseFromChild(message);
    } catch (error) {
      if (!isFailure(error)) throw error;
      this.#fail(error.message);
      return;
    }
    this.#moved();
    switch (heard.type) {
      case 'progressed':
        return;
      case 'doing':
        this.#doing = { call: heard.call, page: heard.page };
        return;
      case 'leave':
        this.leave?.(heard.handle).then(
          () => this.#send({ type: 'kept' }),
          () => this.#fail('its job could not be noted'),
        );
        return;
    }
    const asked = this.#asked.get(heard.id);
    this.#asked.delete(heard.id);
    if (this.#asked.size === 0) this.#cancelStall();
    if (heard.type === 'failed') asked?.reject(fromWire(heard.failure as never));
    else asked?.resolve(heard);
  }

  /** While something is asked, something has to happen. */
  #moved(): void {
    this.#cancelStall();
    if (this.#asked.size > 0)
      this.#cancelStall = this.#link.clock.after(this.#stallMs, () => this.#fail(`no progress for ${this.#stallMs} ms`));
  }

  /** The first cause counts; what follows from the killing says nothing new. */
  #fail(how: string, failure?: MailroomError): void {
    if (this.#ended) return;
    const { deviceId } = this.#link;
    this.#ended = failure ?? new MailroomError('DRIVER_CRASHED', { deviceId, driver: this.#driver.name, ...this.#doing, how });
    this.#cancelStall();
    this.#process.kill('SIGKILL');
    if (this.#asked.size > 0 || how !== 'ended')
      this.#link.log.warn({ driver: this.#driver.name, ...this.#doing, how, said: this.#said }, 'driver process broke down');
    for (const asked of this.#asked.values()) asked.reject(this.#ended);
    this.#asked.clear();
  }

  /** Tells the running scan to stop, and sees to it that it does. Returns how to call that off. */
  abort(): () => void {
    this.#send({ type: 'abort' });
    // No breakdown: libsane may have to wait for the page under way. The device is opened anew.
    const away = new MailroomError('DEVICE_ABSENT', { deviceId: this.deviceId });
    return this.#link.clock.after(CANCEL_MS, () => this.#fail('it did not stop when told to', away));
  }

  async readSide({ file, format, sizeBytes, resolutionDpi }: Extract<FromChild, { type: 'side' }>['side']): Promise<ScannedSide> {
    const path = join(this.#folder, file);
    const { pageBytes } = this.#driver.limits;
    const found = await stat(path);
    if (found.size !== sizeBytes || sizeBytes > pageBytes)
      throw new MailroomError('DEVICE_SPEECH', { deviceId: this.deviceId, what: `a page of ${found.size} bytes, told as ${sizeBytes}` });
    const bytes = await readFile(path);
    await unlink(path);
    return { format, bytes, resolutionDpi };
  }

  async close(): Promise<void> {
    if (!this.#ended) await Promise.race([this.ask({ type: 'close' }).catch(() => undefined), pause(this.#link.clock, CLOSE_MS)]);
    await this.end();
  }
  async end(): Promise<void> {
    this.#fail('ended');
    await this.#exited;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function expect<T extends Answer['type']>(answer: Answer, type: T): Extract<Answer, { type: T }> {
  if (answer.type !== type) throw new Error(`a driver process answered ${answer.type} instead of ${type}`);
  return answer as Extract<Answer, { type: T }>;
}

async function* scan(
  child: DriverChild,
  order: ScanOrder,
  signal: AbortSignal,
  leave: (handle: string) => Promise<void>,
): ReturnType<ScannerSession['scan']> {
  let callOff = () => {};
  const abort = () => {
    callOff = child.abort();
  };
  child.leave = leave;
  await child.ask({ type: 'scan', order });
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    for (;;) {
      const answer = await child.ask({ type: 'next' });
      if (answer.type === 'ended') return answer.condition;
      yield await child.readSide(expect(answer, 'side').side);
    }
  } finally {
    // A crash here has been told already, or is told by the next question: the page is not asked for twice.
    await child.ask({ type: 'end' }).catch((error: unknown) => (isFailure(error) ? undefined : Promise.reject(error)));
    signal.removeEventListener('abort', abort);
    callOff();
    child.leave = null;
  }
}
