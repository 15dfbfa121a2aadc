import type { Clock } from '../../src/base/clock.ts';
import { isFailure, MailroomError } from '../../src/base/errors.ts';
import type { DeviceId } from '../../src/base/ids.ts';
import type { Log } from '../../src/base/log.ts';
import { type DeviceConfig, isByNetwork } from '../config.ts';
import type { HeldBatch, InputWire, ScanOrder, StatusWire } from '../protocol/messages.ts';
import type { HeldBatches } from '../spool/held-batches.ts';
import type { LabelLedger } from '../spool/label-ledger.ts';
import type { Spool, Waiting } from '../spool/spool.ts';
import { openReports } from '../transports/hid.ts';
import { openKeys } from '../transports/keys.ts';
import { openPipe } from '../transports/pipe.ts';
import { conditionOf } from './condition-of.ts';
import { type Device, keepDevice } from './device.ts';
import type { Driver, DriverOf, InputLink, LabelPrinterSession, ReaderSession } from './driver.ts';
import { alreadyPrinted, type LabelOrder, printOnce } from './label-run.ts';
import { pause } from './pause.ts';
import type { Quarantine } from './quarantine.ts';
import { endUnfed, runBatch } from './scan-run.ts';
import { openSelfStart, type SelfStart } from './self-start.ts';

/** All configured devices, what they are doing, and what can be asked of them. */
export interface Supervisor {
  status(): StatusWire[];
  /** Resolves when feeding may begin; the rest is told. @throws as `Devices.startScan` of the daemon's port. */
  startScan(order: ScanOrder): Promise<void>;
  cancelScan(batchId: string): Promise<void>;
  /** What the paper of this scanner belongs to. Durable on return. @throws DEVICE_UNKNOWN */
  holdScan(deviceId: string, held: HeldBatch | null): Promise<void>;
  printLabel(order: LabelOrder): Promise<void>;
  /** Grams. @throws SCALE_UNSTABLE, DEVICE_ABSENT, DEVICE_UNKNOWN */
  weigh(deviceId: string): Promise<number>;
  /** The spool has taken in or given away something: whether feeding is possible may have changed. */
  spoolChanged(): void;
  /** Takes a device out of quarantine. @throws DEVICE_UNKNOWN */
  release(deviceId: string): Promise<void>;
  /** Something was plugged into this machine or unplugged from it. */
  plugged(): void;
  /** Rejects for a bug in a driver or here; never settles otherwise. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

export interface SupervisorParts {
  devices: readonly DeviceConfig[];
  drivers: ReadonlyMap<string, Driver>;
  spool: Spool;
  held: HeldBatches;
  ledger: LabelLedger;
  quarantine: Quarantine;
  clock: Clock;
  log: Log;
  pollMs: number;
  tell(news: Waiting | { kind: 'status'; status: StatusWire } | { kind: 'input'; deviceId: string; input: InputWire }): void;
}

interface Kept {
  config: DeviceConfig;
  driver: Driver;
  device: Device<Driver>;
  selfStart: SelfStart | null;
  told: string;
}
interface Running {
  batchId: string;
  deviceId: string;
  abort: AbortController;
  done: Promise<void>;
}

const labelOf = ({ widthDots, lengthDots, resolutionDpi }: LabelPrinterSession) => ({ widthDots, lengthDots, resolutionDpi });

const BETWEEN_INPUTS_MS = 10;

/** Labels are small and come one at a time; more than this waiting means that somebody leans on the button. */
const MAX_WAITING_LABELS = 16;

export function supervise(parts: SupervisorParts): Supervisor {
  const { spool, ledger, clock, log, tell } = parts;
  const running = new Map<string, Running>();
  const labels = new Map<string, Promise<void>>();
  const bug = Promise.withResolvers<never>();
  const kept = new Map<string, Kept>();

  for (const config of parts.devices) {
    const driver = parts.drivers.get(config.driver)!;
    const link: InputLink = {
      deviceId: config.id as DeviceId,
      address: config.address,
      options: config.options,
      clock,
      log: log.child({ device: config.id }),
      openPipe: (settings) => openPipe(config.address, config.id, clock, settings),
      openReports: (fits) => openReports(config.address, config.id, clock, fits),
      openKeys: () => openKeys(config.address, config.id, clock),
    };
    const one: Kept = {
      config,
      driver,
      told: '',
      selfStart: driver.kind === 'scanner' ? openSelfStart(config, parts.held) : null,
      device: keepDevice(driver, link, parts.pollMs, () => changed(config.id), parts.quarantine, onOpen(config.id)),
    };
    kept.set(config.id, one);
    one.device.closed.catch(bug.reject);
    publish(config.id);
  }

  /** Paper must not go on passing through a scanner whose bridge has died: its job is ended, once, the handle being worthless after that. */
  function onOpen(deviceId: string): (session: Awaited<ReturnType<Driver['open']>>) => Promise<void> {
    const handles = spool.leftJobs.filter((job) => job.deviceId === deviceId).map(({ handle }) => handle);
    return async (session) => {
      if ('inputs' in session) listen(deviceId, session).catch(bug.reject);
      if (!('abandon' in session)) return;
      for (let handle = handles.pop(); handle !== undefined; handle = handles.pop()) await session.abandon(handle);
    };
  }

  /** Ends with the session. A reader that goes away is found by its poll. */
  async function listen(deviceId: string, session: ReaderSession): Promise<void> {
    try {
      for await (const input of session.inputs()) {
        tell({ kind: 'input', deviceId, input });
        // More than a hundred a second no hand does: a device that babbles must not drown who listens. What waits meanwhile is bounded.
        await pause(clock, BETWEEN_INPUTS_MS);
      }
    } catch (error) {
      conditionOf(error);
    }
  }

  function view({ config, driver, device }: Kept): StatusWire {
    const { state, conditions, feederLoaded } = device.known();
    const batch = [...running.values()].find(({ deviceId }) => deviceId === config.id);
    const session = device.session();
    const crash = state === 'quarantined' ? parts.quarantine.reportOf(config.id) : null;
    const detail = {
      ...(crash ? { crash } : {}),
      ...(feederLoaded === undefined ? {} : { feederLoaded }),
      ...(batch ? { batchId: batch.batchId } : {}),
      ...(session && 'widthDots' in session ? labelOf(session) : {}),
    };
    return {
      id: config.id,
      kind: driver.kind,
      name: config.name,
      state,
      conditions: driver.kind === 'scanner' && spool.full() ? [...conditions, 'spool-full'] : [...conditions],
      ...(Object.keys(detail).length > 0 ? { detail } : {}),
    };
  }

  function changed(deviceId: string): void {
    publish(deviceId);
    const one = kept.get(deviceId);
    if (!one?.selfStart || isRunning(deviceId)) return;
    const order = one.selfStart.seen(one.device.known());
    if (order === null || spool.full()) return;
    begin(order, true).catch((error: unknown) => {
      if (!isFailure(error)) return bug.reject(error);
      log.warn({ device: deviceId, code: error.code }, `a batch does not begin by itself: ${error.message}`);
    });
  }
  const isRunning = (deviceId: string) => [...running.values()].some((run) => run.deviceId === deviceId);

  function publish(deviceId: string): void {
    const one = kept.get(deviceId);
    if (!one) return;
    const status = view(one);
    const text = JSON.stringify(status);
    if (text === one.told) return;
    one.told = text;
    tell({ kind: 'status', status });
  }

  function find<K extends Driver['kind']>(deviceId: string, kind: K): Device<DriverOf<K>> {
    const one = kept.get(deviceId);
    if (one?.driver.kind !== kind) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
    if (!one.device.session()) throw new MailroomError('DEVICE_ABSENT', { deviceId });
    return one.device as unknown as Device<DriverOf<K>>;
  }

  /** @param own by what the device itself said, and told as such. */
  async function begin(order: ScanOrder, own: boolean): Promise<void> {
    const { deviceId, batchId } = order;
    const device = find(deviceId, 'scanner');
    if (running.has(batchId) || isRunning(deviceId)) throw new MailroomError('DEVICE_BUSY', { deviceId });
    if (spool.full()) throw new MailroomError('SPOOL_FULL', { capBytes: spool.capBytes });
    const abort = new AbortController();
    const begun = Promise.withResolvers<boolean>();
    const feed = async () => {
      if (!(await begun.promise)) return;
      await device
        .use((session) => runBatch(session, order, spool, tell, abort.signal, log))
        .catch((error: unknown) => endUnfed(order, error, spool, tell));
    };
    const run: Running = { batchId, deviceId, abort, done: feed().finally(() => running.delete(batchId)) };
    running.set(batchId, run);
    try {
      await spool.beginRun(order, own);
      if (own) tell({ kind: 'batch-begun', order });
      begun.resolve(true);
    } catch (error) {
      begun.resolve(false);
      await run.done;
      throw error;
    }
    publish(deviceId);
    run.done.then(() => publish(deviceId), bug.reject);
  }

  return {
    status: () => [...kept.values()].map(view),

    startScan: (order) => begin(order, false),

    async cancelScan(batchId) {
      const run = running.get(batchId);
      run?.abort.abort();
      await run?.done;
    },

    async holdScan(deviceId, batch) {
      if (kept.get(deviceId)?.driver.kind !== 'scanner') throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      await parts.held.told(deviceId, batch);
    },

    printLabel(order) {
      const { deviceId, jobKey } = order;
      const printing = labels.get(jobKey);
      if (printing) return printing;
      const print = async () => {
        if (alreadyPrinted(ledger, order)) return;
        const device = find(deviceId, 'label-printer');
        if (labels.size >= MAX_WAITING_LABELS) throw new MailroomError('DEVICE_BUSY', { deviceId });
        await device.use((session, report) => printOnce(session, order, ledger, report));
      };
      const done = print().finally(() => labels.delete(jobKey));
      labels.set(jobKey, done);
      return done;
    },

    async weigh(deviceId) {
      return find(deviceId, 'scale').use((session) => session.weigh());
    },

    spoolChanged() {
      for (const { config, driver } of kept.values()) if (driver.kind === 'scanner') publish(config.id);
    },

    async release(deviceId) {
      const one = kept.get(deviceId);
      if (!one) throw new MailroomError('DEVICE_UNKNOWN', { deviceId });
      await one.device.release();
    },

    plugged() {
      for (const { config, device } of kept.values()) if (!isByNetwork(config.address)) device.wake();
    },

    broken: bug.promise,

    async close() {
      for (const run of running.values()) run.abort.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
      await Promise.allSettled(labels.values());
      for (const { device } of kept.values()) device.close();
      await Promise.allSettled([...kept.values()].map(({ device }) => device.closed));
      await parts.held.close();
    },
  };
}
