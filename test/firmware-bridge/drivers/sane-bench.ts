import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Clock, systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import sane from '#bridge/drivers/scanner/sane.ts';
import type { ScanOrder } from '#bridge/protocol/messages.ts';
import type { DeviceOptions, Link, ScannedSide, ScannerSession } from '#bridge/supervisor/driver.ts';
import { inChild } from '#bridge/supervisor/driver-child.ts';
import { airscanConfiguration, saneEnvironment, TEST_BACKEND } from '#lab/sane.ts';

const DRIVER = join(import.meta.dirname, '../../../firmware-bridge/drivers/scanner/sane.ts');

export const TEST_DEVICE = { address: 'sane:test:0', options: { configuration: TEST_BACKEND } };
export const networkDevice = (url: string) => ({
  address: 'sane:airscan:e0:Virtual ADF',
  options: { configuration: airscanConfiguration('Virtual ADF', url) },
});

/** The SANE driver as the bridge runs it: in a process of its own, over the real libsane. */
export async function openSane(
  t: TestContext,
  device: { address: string; options: DeviceOptions },
  options: DeviceOptions = {},
  clock: Clock = systemClock(),
  environment: Record<string, string> = saneEnvironment(),
): Promise<ScannerSession> {
  Object.assign(process.env, environment);
  const link: Link = {
    ...{ deviceId: 'scanner-1' as DeviceId, address: device.address, clock, log: silentLog },
    openPipe: () => Promise.reject(new Error('no pipe')),
    options: { ...device.options, ...options },
  };
  const session = await inChild(sane, DRIVER).open(link);
  t.after(() => session.close());
  return session;
}

export const orderOf = (order: Partial<ScanOrder> = {}): ScanOrder => ({
  ...{ deviceId: 'scanner-1', batchId: mintId('batch'), source: 'adf', profile: 'routing', resolutionDpi: 100 },
  ...{ firstSheet: 1, attempt: 1 },
  ...order,
});

/** A whole run: its sides, and the condition or the failure it ended with. */
export async function scanAll(
  session: ScannerSession,
  order = orderOf(),
  signal = new AbortController().signal,
  each: (sides: number) => void = () => undefined,
): Promise<{ sides: ScannedSide[]; end: unknown }> {
  const sides: ScannedSide[] = [];
  const feed = session.scan(order, signal, async () => undefined);
  try {
    for (;;) {
      const next = await feed.next();
      if (next.done) return { sides, end: next.value };
      sides.push(next.value);
      each(sides.length);
    }
  } catch (error) {
    return { sides, end: error };
  } finally {
    await feed.return(null);
  }
}

/** The bridge's configuration of the virtual eSCL scanner behind libsane. */
export function overSane(url: string, options: DeviceOptions = {}) {
  Object.assign(process.env, saneEnvironment());
  const { address, options: own } = networkDevice(url);
  return { driver: 'sane', address, options: { ...own, ...options } };
}
