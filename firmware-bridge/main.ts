import { parseArgs } from 'node:util';
import { type Clock, systemClock } from '../src/base/clock.ts';
import { isFailure } from '../src/base/errors.ts';
import { type Log, openLog } from '../src/base/log.ts';
import { type BridgeConfig, checkDevices, isByNetwork, readBridgeConfig } from './config.ts';
import { BridgeServer } from './server.ts';
import { openHeldBatches } from './spool/held-batches.ts';
import { openLabelLedger } from './spool/label-ledger.ts';
import { openSpool } from './spool/spool.ts';
import { discoverDrivers } from './supervisor/discovery.ts';
import { openQuarantine } from './supervisor/quarantine.ts';
import { supervise } from './supervisor/supervisor.ts';
import { type PlugEvent, watchPlugs } from './transports/udev-monitor.ts';

const POLL_MS = 1_000;

export interface RunningBridge {
  /** Settles when the bridge has ended after `signal`; rejects at once for a bug. */
  closed: Promise<void>;
}

/**
 * Starts the bridge; resolves when its socket listens and what an earlier run left in the spool is ready to be told.
 * @param config.socket must not be in use. `signal` ends it: running batches stop after their last whole sheet.
 * @throws CONFIG_INVALID, STATE_LOCKED
 */
export async function runBridge(config: BridgeConfig, parts: { clock: Clock; log: Log; signal: AbortSignal }): Promise<RunningBridge> {
  const { clock, log, signal } = parts;
  const drivers = await discoverDrivers();
  checkDevices(config.devices, drivers);
  const bug = Promise.withResolvers<never>();
  const server = new BridgeServer(clock, log, bug.reject);
  await server.listen(config.socket);
  const { spool, held, ledger, quarantine } = await openState(config, clock).catch(async (error) => {
    await server.close();
    throw error;
  });
  const supervisor = supervise({
    devices: config.devices,
    drivers,
    spool,
    held,
    ledger,
    quarantine,
    clock,
    log,
    pollMs: config.pollMs ?? POLL_MS,
    tell: (news) => server.tell(news),
  });
  server.serve(spool, supervisor);
  // All are asked, not the one an event seems to name: what a device is called by udev and in an address need not agree.
  const onPlugs = (events: PlugEvent[]) => {
    log.info(
      { events: events.map(({ action, subsystem, vendorId, productId }) => `${action} ${subsystem} ${vendorId}:${productId}`) },
      'plugged',
    );
    supervisor.plugged();
  };
  const watching = new AbortController();
  if (!config.devices.every(({ address }) => isByNetwork(address))) watchPlugs({ clock, log, signal: watching.signal, onPlugs });
  const close = async () => {
    watching.abort();
    await supervisor.close();
    await server.close();
    await ledger.close();
  };
  log.info({ devices: config.devices.length, waiting: spool.waiting().length }, 'bridge listens');
  const asked = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { closed: Promise.race([asked, supervisor.broken, bug.promise]).finally(close) };
}

async function openState({ spool: folder, spoolCapBytes }: BridgeConfig, clock: Clock) {
  const spool = await openSpool(folder, spoolCapBytes);
  return {
    spool,
    held: await openHeldBatches(folder, spool),
    ledger: await openLabelLedger(folder),
    quarantine: await openQuarantine(folder, clock),
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config) {
    process.stderr.write('usage: node firmware-bridge/main.ts --config FILE\n');
    return 2;
  }
  const log = openLog('bridge');
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  try {
    const { closed } = await runBridge(await readBridgeConfig(values.config), { clock: systemClock(), log, signal: stop.signal });
    await closed;
    return 0;
  } catch (error) {
    if (!isFailure(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main();
