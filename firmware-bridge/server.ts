import { chmod, lstat, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../src/base/clock.ts';
import { isFailure, MailroomError, toWire } from '../src/base/errors.ts';
import type { Log } from '../src/base/log.ts';
import { type Channel, openChannel } from './protocol/channel.ts';
import { MAX_CONNECTIONS } from './protocol/limits.ts';
import { type FromBridge, type InputWire, parseToBridge, type StatusWire, type ToBridge } from './protocol/messages.ts';
import type { Spool, Waiting } from './spool/spool.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

export type News = Waiting | { kind: 'status'; status: StatusWire } | { kind: 'input'; deviceId: string; input: InputWire };

/** The bridge's end of the socket: tells everybody everything that is not acknowledged, and answers what is asked. */
export class BridgeServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #listeners = new Set<Channel<FromBridge>>();
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #bug: (error: unknown) => void;
  readonly #ready = Promise.withResolvers<void>();
  #supervisor: Supervisor | null = null;
  #spool: Spool | null = null;

  /** @param bug told when an order failed in a way that is in no table. */
  constructor(clock: Clock, log: Log, bug: (error: unknown) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#bug = bug;
    this.#server = createServer((socket) => {
      if (this.#sockets.size >= MAX_CONNECTIONS) return void socket.destroy();
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => this.#sockets.delete(socket));
      void this.#ready.promise.then(() => this.#welcome(socket));
    });
  }

  /**
   * Takes the socket before anything else is touched: two bridges must never share a spool. Whoever connects waits for `serve`.
   * @throws STATE_LOCKED another bridge listens there.
   */
  async listen(path: string): Promise<void> {
    await bind(this.#server, path).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') throw cause;
      if (!(await isStale(path))) throw new MailroomError('STATE_LOCKED', { folder: path }, { cause });
      await rm(path, { force: true });
      await bind(this.#server, path);
    });
    await chmod(path, 0o660);
  }

  serve(spool: Spool, supervisor: Supervisor): void {
    this.#spool = spool;
    this.#supervisor = supervisor;
    this.#ready.resolve();
  }

  tell(news: News): void {
    for (const channel of this.#listeners) channel.send(messageOf(news));
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #welcome(socket: Socket): void {
    if (socket.destroyed) return;
    const channel: Channel<FromBridge> = openChannel<ToBridge, FromBridge>(socket, {
      program: 'bridge',
      clock: this.#clock,
      parse: parseToBridge,
      onReady: () => {
        for (const status of this.#supervisor!.status()) channel.send({ type: 'status', status });
        for (const waiting of this.#spool!.waiting()) channel.send(messageOf(waiting));
        this.#listeners.add(channel);
      },
      onMessage: (message, requestId, attachment) => {
        this.#answer(message, attachment)
          .then((answer) => channel.send(answer, requestId))
          .catch(this.#bug);
      },
      onClose: (why) => {
        this.#listeners.delete(channel);
        if (why) this.#log.warn({ code: why.code }, why.message);
      },
    });
  }

  async #answer(message: ToBridge, attachment: Buffer | null): Promise<FromBridge> {
    try {
      return await this.#obey(message, attachment);
    } catch (error) {
      if (!isFailure(error)) throw error;
      return { type: 'failed', failure: toWire(error) };
    }
  }

  async #obey(message: ToBridge, attachment: Buffer | null): Promise<FromBridge> {
    const supervisor = this.#supervisor!;
    switch (message.type) {
      case 'scan.start':
        await supervisor.startScan(message.order);
        break;
      case 'scan.cancel':
        await supervisor.cancelScan(message.batchId);
        break;
      case 'scan.held':
        await supervisor.holdScan(message.deviceId, message.held);
        break;
      case 'label.print': {
        const { deviceId, jobKey, widthDots, heightDots } = message;
        const bits = attachment ?? Buffer.alloc(0);
        if (bits.length !== Math.ceil(widthDots / 8) * heightDots)
          throw new MailroomError('REQUEST_INVALID', { what: `${bits.length} bytes are no label of ${widthDots} by ${heightDots} dots` });
        await supervisor.printLabel({ deviceId, jobKey, label: { widthDots, heightDots, bits } });
        break;
      }
      case 'scale.weigh':
        return { type: 'weighed', grams: await supervisor.weigh(message.deviceId) };
      case 'device.release':
        await supervisor.release(message.deviceId);
        break;
      case 'page.ack':
        await this.#spool!.acknowledgePage(message.pageId);
        supervisor.spoolChanged();
        break;
      case 'batch.ack':
        await this.#spool!.acknowledgeBatchEnd(message.batchId, message.attempt);
        break;
      case 'hello':
        throw new Error('a second hello passed the channel');
    }
    return { type: 'done' };
  }
}

function messageOf(news: News): FromBridge {
  if (news.kind === 'batch-begun') return { type: 'batch-begun', order: news.order };
  if (news.kind === 'page') return { type: 'page', page: news.page };
  if (news.kind === 'batch-end') return { type: 'batch-end', end: news.end };
  if (news.kind === 'input') return { type: 'input', deviceId: news.deviceId, input: news.input };
  return { type: 'status', status: news.status };
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A socket file that nobody listens on any more. Anything that is no socket is left alone. */
async function isStale(path: string): Promise<boolean> {
  if (!(await lstat(path)).isSocket()) return false;
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
