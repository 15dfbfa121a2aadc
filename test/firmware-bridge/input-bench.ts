import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { DeviceConfig } from '#bridge/config.ts';
import { runBridge } from '#bridge/main.ts';
import type { DeviceStatus, Devices } from '#ports/devices.ts';
import { watchDevices } from '../contracts/device-events.ts';
import { openTerminalLine, type TerminalLine } from '../lab/terminal-line.ts';

/** A file that nobody may write to, whatever user this is: the kernel does not ask whose it is (sysctl_perm in Linux, proc_sysctl.c). */
export const FORBIDDEN = '/proc/sys/kernel/ostype';

/** The real bridge with one device, and the daemon's end of its socket. Resolves when the device is ready, or as `shown` would have it. */
export async function openInputBench(
  t: TestContext,
  device: Omit<DeviceConfig, 'name'>,
  shown: (status: DeviceStatus) => boolean = ({ state }) => state === 'ready',
): Promise<{ devices: Devices; id: DeviceId }> {
  const folder = await mkdtemp(join(tmpdir(), 'inputs-'));
  const stop = new AbortController();
  const [socket, spool] = [join(folder, 'bridge.sock'), join(folder, 'spool')];
  const config = { socket, spool, spoolCapBytes: 1_000_000, pollMs: 20, devices: [{ ...device, name: device.id }] };
  const running = await runBridge(config, { clock: systemClock(), log: silentLog, signal: stop.signal });
  const devices = openBridgeDevices({ socketPath: socket, spoolFolder: spool, clock: systemClock(), log: silentLog });
  t.after(async () => {
    await devices.close();
    stop.abort();
    await running.closed;
    await rm(folder, { recursive: true });
  });
  devices.connect();
  const id = device.id as DeviceId;
  await watchDevices(devices).status(id, shown);
  return { devices, id };
}

/** A serial line of this machine to a device of the laboratory, for the length of a test. */
export async function lineTo(t: TestContext, port: number): Promise<TerminalLine> {
  const line = await openTerminalLine(port);
  t.after(() => line.close());
  return line;
}
