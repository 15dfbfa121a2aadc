import { discoverDrivers } from './supervisor/discovery.ts';
import type { Driver } from './supervisor/driver.ts';

const HEADING = `# Printed by "npm run udev" from the match tables of firmware-bridge/drivers: do not edit.
# Gives the bridge's groups its devices, and each device a name by serial number and one by the port it is plugged into:
# /dev names change with the order of plugging. The file name must sort before 73-.
`;

const hex4 = (id: number): string => id.toString(16).padStart(4, '0');

/**
 * Rules for one driver. Vendor, product and serial stand in one rule because udev then matches all of them on the same parent, without which
 * `$attr{serial}` is empty.
 */
function rulesOf({ name, kind, transport, match }: Driver): string[] {
  if (!transport.includes('usb')) return [];
  const what = kind === 'label-printer' ? 'printer' : 'scanner';
  return match.flatMap(({ vendorId, productId, maker }) => {
    const device = [
      'SUBSYSTEM=="usbmisc", KERNEL=="lp*"',
      `ATTRS{idVendor}=="${hex4(vendorId)}"`,
      ...(productId === undefined ? [] : [`ATTRS{idProduct}=="${hex4(productId)}"`]),
    ].join(', ');
    return [
      `# ${name}: ${maker}`,
      `${device}, GROUP="lp", MODE="0660", TAG+="systemd", IMPORT{builtin}="path_id", SYMLINK+="mailroom/${what}-$env{ID_PATH_TAG}"`,
      `${device}, ATTRS{serial}=="?*", SYMLINK+="mailroom/${what}-$attr{serial}"`,
    ];
  });
}

/** The whole rules file. */
export async function udevRules(): Promise<string> {
  const drivers = [...(await discoverDrivers()).values()];
  return `${[HEADING, ...drivers.flatMap(rulesOf)].join('\n')}\n`;
}

if (import.meta.main) process.stdout.write(await udevRules());
