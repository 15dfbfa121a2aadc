import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { discoverDrivers } from '../supervisor/discovery.ts';
import { deviceIdOf, spokenBy } from './spoken.ts';

/** A printer on a USB cable, and the drivers that speak what it says it speaks; none where it does not say, or nobody does. */
export interface UsbPrinter {
  /** As the configuration names it: the link by serial number where our rules made one. */
  address: string;
  name: string;
  drivers: string[];
}

/** @param machine other roots of `/sys` and `/dev` than this machine's. */
export async function listUsbPrinters(machine = { sys: '/sys', dev: '/dev' }): Promise<UsbPrinter[]> {
  // What each language's printers say of themselves is known once its driver is loaded.
  await discoverDrivers();
  const { sys, dev } = machine;
  const classFolder = join(sys, 'class/usbmisc');
  const links = await linksIn(join(dev, 'mailroom'));
  const nodes = (await namesIn(classFolder)).filter((name) => /^lp\d+$/.test(name));
  return Promise.all(
    nodes.map(async (node) => {
      const path = join(dev, 'usb', node);
      const id = (await deviceIdOf(path, classFolder)) ?? '';
      return { address: links.get(path) ?? path, name: nameIn(id) ?? node, drivers: spokenBy(id) };
    }),
  );
}

/** Maker and model of an IEEE-1284 id. */
function nameIn(id: string): string | null {
  const [maker, model] = ['MFG', 'MDL'].map((key) => new RegExp(`(?:^|;)${key}:([^;]*)`, 'i').exec(id)?.[1]?.trim());
  return model ? `${maker ?? ''} ${model}`.trim() : null;
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );

/** Node → link. A serial number says more than a port, whose links come first by name. */
async function linksIn(folder: string): Promise<Map<string, string>> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith('printer-'));
  const byPort = (name: string) => Number(/^printer-(?:pci|platform)-/.test(name));
  const links = new Map<string, string>();
  for (const name of names.sort((a, b) => byPort(b) - byPort(a))) {
    const node = await realpath(join(folder, name)).catch(() => null);
    if (node) links.set(node, join(folder, name));
  }
  return links;
}
