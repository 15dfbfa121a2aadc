import { discoverDrivers } from './supervisor/discovery.ts';
import type { Driver } from './supervisor/driver.ts';

const HEADING = `# Printed by "npm run udev" from the match tables of firmware-bridge/drivers: do not edit.
# Gives the bridge's groups its devices, and each device a name by serial number and one by the port it is plugged into:
# /dev names change with the order of plugging. The file name must sort before 73- and after what udev itself finds out (50-, 60-input-id).
`;

type Match = Driver['match'][number];
interface Rule {
  /** For whom it is, as the file says. */
  about: string;
  lines: string[];
}

const hex4 = (id: number): string => id.toString(16).padStart(4, '0');
const parent = ({ vendorId, productId }: Match, attribute: 'ATTR' | 'ATTRS'): string[] => [
  `${attribute}{idVendor}=="${hex4(vendorId)}"`,
  ...(productId === undefined ? [] : [`${attribute}{idProduct}=="${hex4(productId)}"`]),
];

/**
 * A device file gets its access and two names: by the port and, where the device has a serial number, by that. Of a device that is several at
 * once, those beyond the first bear the number of their interface too.
 * @param main which of several files of one interface bears the names
 */
function named(what: string, device: string[], access: string[], main: string[] = []): string[] {
  const line = (...parts: string[]) => [...device, ...parts].join(', ');
  const serial = 'ENV{ID_USB_SERIAL_SHORT}=="?*"';
  const link = (name: string) => `SYMLINK+="mailroom/${what}-${name}"`;
  return [
    line('IMPORT{builtin}="usb_id"', 'IMPORT{builtin}="path_id"', ...access, 'TAG+="systemd"'),
    line(...main, link('$env{ID_PATH_TAG}')),
    line(...main, serial, 'ENV{ID_USB_INTERFACE_NUM}=="00"', link('$env{ID_USB_SERIAL_SHORT}')),
    line(...main, serial, 'ENV{ID_USB_INTERFACE_NUM}!="00"', link('$env{ID_USB_SERIAL_SHORT}-if$env{ID_USB_INTERFACE_NUM}')),
  ];
}

const group = (name: string): string[] => [`GROUP="${name}"`, 'MODE="0660"'];

const printer = (match: Match) => named('printer', ['SUBSYSTEM=="usbmisc", KERNEL=="lp*"', ...parent(match, 'ATTRS')], group('lp'));

const reports = (match: Match) => named('hid', ['SUBSYSTEM=="hidraw"', ...parent(match, 'ATTRS')], group('mailroom'));

/** What a reader types is for the bridge alone: a desktop or a browser must not take it for a keyboard, whether the bridge runs or not. */
const keyboard = (match: Match) =>
  named(
    'keys',
    ['SUBSYSTEM=="input", KERNEL=="event*"', ...parent(match, 'ATTRS')],
    [...group('mailroom'), 'ENV{LIBINPUT_IGNORE_DEVICE}="1"'],
    // Its keys for volume and sleep are a file of their own.
    ['ENV{ID_INPUT_KEYBOARD}=="1"'],
  );

/**
 * libsane opens the USB device itself. The mark is the one of sane-backends' own rules, which know only the models of their day. A maker's
 * printers and cameras are left alone: scanners that need a driver have an interface of a class of their own (ff).
 */
const scanner = (match: Match) => [
  [
    'SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device"',
    ...parent(match, 'ATTR'),
    ...(match.productId === undefined ? ['ENV{ID_USB_INTERFACES}=="*:ff????:*"'] : []),
    'ENV{libsane_matched}="yes", GROUP="scanner", MODE="0664"',
  ].join(', '),
];

/** Any line on a USB cable: an adapter does not say what hangs behind it. ModemManager would greet it as a modem, and a scale answers that. */
const SERIAL: Rule = {
  about: 'serial lines',
  lines: named(
    'tty',
    ['SUBSYSTEM=="tty", SUBSYSTEMS=="usb", KERNEL=="ttyACM*|ttyUSB*"'],
    [...group('dialout'), 'ENV{ID_MM_DEVICE_IGNORE}="1"'],
  ),
};

function rulesOf({ name, transport, match }: Driver): Rule[] {
  const rules = match.flatMap((one) => {
    const lines = [
      ...(transport.includes('usb') ? printer(one) : []),
      ...(transport.includes('hid') ? reports(one) : []),
      ...(transport.includes('keys') ? keyboard(one) : []),
      ...(transport.includes('sane') ? scanner(one) : []),
    ];
    return lines.length > 0 ? [{ about: `${name}: ${one.maker}`, lines }] : [];
  });
  return transport.includes('serial') ? [...rules, SERIAL] : rules;
}

/** The whole rules file. Languages of one maker's printers share a rule. */
export async function udevRules(): Promise<string> {
  const rules = new Map<string, string[]>();
  for (const driver of (await discoverDrivers()).values())
    for (const { about, lines } of rulesOf(driver)) {
      const text = lines.join('\n');
      rules.set(text, [...new Set([...(rules.get(text) ?? []), about])]);
    }
  return [HEADING, ...[...rules].map(([text, about]) => `${about.map((line) => `# ${line}\n`).join('')}${text}\n`)].join('\n');
}

if (import.meta.main) process.stdout.write(await udevRules());
