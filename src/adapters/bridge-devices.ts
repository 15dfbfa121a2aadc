import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '#base/clock.ts';
import { fromWire, isFailure, MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import { type Channel, openChannel } from '#bridge/protocol/channel.ts';
import { type FromBridge, pageFileName, parseFromBridge, type ScanOrder, type ToBridge } from '#bridge/protocol/messages.ts';
import type { DeviceEvent, DeviceStatus, Devices, ScanJob, SpooledPage } from '#ports/devices.ts';

const RECONNECT_MS = [100, 500, 1_000, 2_000, 5_000] as const;
type Order = Exclude<ToBridge, { type: 'hello' }>;
/** An order that is not answered by then means a bridge that hangs: the connection is dropped and everything told again. */
const ANSWER_MS: Record<Order['type'], number> = {
  'scan.start': 15_000,
  'scan.cancel': 30_000,
  'scan.held': 30_000,
  'label.print': 120_000,
  'scale.weigh': 30_000,
  'device.release': 15_000,
  'page.ack': 30_000,
  'batch.ack': 30_000,
};

interface Asked {
  resolve(answer: FromBridge): void;
  reject(error: MailroomError): void;
  cancelDeadline(): void;
}

/** The devices behind the bridge's socket. Once told to connect it reconnects for ever; loses nothing, because the bridge tells again what is not acknowledged. */
export function openBridgeDevices(parts: { socketPath: string; spoolFolder: string; clock: Clock; log: Log }): Devices {
  const { socketPath, spoolFolder, clock, log } = parts;
  const listeners = new Set<(event: DeviceEvent) => void>();
  const statuses = new Map<string, DeviceStatus>();
  const asked = new Map<number, Asked>();
  let channel: Channel<ToBridge> | null = null;
  let connection: ReturnType<typeof connect> | null = null;
  let lastRequestId = 0;
  let failures = 0;
  let closing = false;
  let cancelReconnect = () => {};

  const emit = (event: DeviceEvent) => {
    for (const listener of [...listeners]) listener(event);
  };

  function dial(): void {
    const socket = connect(socketPath);
    connection = socket;
    const refused = () => away(null);
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      const fresh = openChannel<FromBridge, ToBridge>(socket, {
        program: 'daemon',
        clock,
        parse: parseFromBridge,
        onReady() {
          failures = 0;
          channel = fresh;
          statuses.clear();
          emit({ kind: 'connected' });
        },
        onMessage: hear,
        onClose: away,
      });
    });
  }

  function away(why: MailroomError | null): void {
    if (why) log.warn({ code: why.code }, why.message);
    const wasConnected = channel !== null;
    channel = null;
    for (const { reject, cancelDeadline } of asked.values()) {
      cancelDeadline();
      reject(new MailroomError('BRIDGE_AWAY', {}));
    }
    asked.clear();
    for (const [id, status] of statuses) statuses.set(id, { ...status, state: 'absent', conditions: [] });
    if (wasConnected) emit({ kind: 'disconnected' });
    if (closing) return;
    cancelReconnect = clock.after(RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]!, dial);
  }

  function hear(message: FromBridge, requestId: number): void {
    switch (message.type) {
      case 'status': {
        const status = message.status as DeviceStatus;
        statuses.set(status.id, status);
        emit({ kind: 'status', status });
        break;
      }
      case 'page':
        emit({ kind: 'page', page: message.page as SpooledPage });
        break;
      case 'batch-begun': {
        const { firstSheet: _, attempt: __, sheets: ___, ...order } = message.order;
        emit({ kind: 'batch-begun', ...order } as DeviceEvent);
        break;
      }
      case 'batch-end':
        emit({ kind: 'batch-end', ...message.end } as DeviceEvent);
        break;
      case 'input':
        emit({ kind: 'input', deviceId: message.deviceId as DeviceId, input: message.input });
        break;
      case 'done':
      case 'weighed':
      case 'failed': {
        const order = asked.get(requestId);
        asked.delete(requestId);
        order?.cancelDeadline();
        if (message.type === 'failed') order?.reject(fromWire(message.failure));
        else order?.resolve(message);
      }
    }
  }

  function ask(order: Order, attachment?: Uint8Array): Promise<FromBridge> {
    const live = channel;
    if (!live) return Promise.reject(new MailroomError('BRIDGE_AWAY', {}));
    const requestId = ++lastRequestId;
    return new Promise((resolve, reject) => {
      const cancelDeadline = clock.after(ANSWER_MS[order.type], () => live.close());
      asked.set(requestId, { resolve, reject, cancelDeadline });
      live.send(order, requestId, attachment);
    });
  }

  /** An acknowledgement that is lost is asked for again by the page itself; what is held is said again with each connection. */
  async function acknowledge(order: Order): Promise<void> {
    try {
      await ask(order);
    } catch (error) {
      if (!isFailure(error, 'BRIDGE_AWAY')) throw error;
    }
  }

  return {
    connect: dial,
    status: () => [...statuses.values()],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async startScan(deviceId, job) {
      await ask({ type: 'scan.start', order: orderOf(deviceId, job) });
    },
    holdScan: (deviceId, held) =>
      acknowledge({ type: 'scan.held', deviceId, held: held && { order: orderOf(deviceId, held.job), cancelled: held.cancelled } }),
    async cancelScan(batchId) {
      await ask({ type: 'scan.cancel', batchId });
    },
    async printLabel(deviceId, { jobKey, bitmap }) {
      const { widthDots, heightDots, bits } = bitmap;
      await ask({ type: 'label.print', deviceId, jobKey, widthDots, heightDots }, bits);
      return 'printed';
    },
    async weigh(deviceId) {
      const answer = await ask({ type: 'scale.weigh', deviceId });
      if (answer.type !== 'weighed') throw new MailroomError('FRAME_INVALID', { what: `${answer.type} is no weight` });
      return answer.grams;
    },
    async release(deviceId) {
      await ask({ type: 'device.release', deviceId });
    },
    readPage: (page) => readSpooledPage(spoolFolder, page),
    acknowledgePage: (pageId) => acknowledge({ type: 'page.ack', pageId }),
    acknowledgeBatchEnd: (batchId, attempt) => acknowledge({ type: 'batch.ack', batchId, ...(attempt === undefined ? {} : { attempt }) }),
    async close() {
      closing = true;
      cancelReconnect();
      const socket = connection;
      if (!socket || socket.closed) return;
      await new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    },
  };
}

const orderOf = (deviceId: DeviceId, { firstSheet = 1, attempt = 1, ...job }: ScanJob): ScanOrder => ({
  deviceId,
  ...job,
  ...{ firstSheet, attempt },
});

/** No link is followed: the spool belongs to another user, who must not be able to point us at our own files. */
async function readSpooledPage(folder: string, page: SpooledPage): Promise<Buffer> {
  const damaged = (what: string, cause?: unknown) =>
    new MailroomError('PAGE_DAMAGED', { deviceId: 'the spool', sheet: page.sheet, what }, cause === undefined ? undefined : { cause });
  const path = join(folder, pageFileName(page));
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause) => {
    throw damaged('its image is not there', cause);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size !== page.sizeBytes) throw damaged(`${stat.size} bytes instead of ${page.sizeBytes}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
