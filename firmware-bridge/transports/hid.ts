import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { type HidReports, parseHidDescriptor } from './hid-descriptor.ts';
import { type OpenRecordFile, openRecords, type Records } from './records.ts';

/** Input reports of a HID device, and what its descriptor says of them. A record is one report, its number in front where it has one. */
export interface Reports extends Records {
  readonly layout: HidReports;
}

export interface HidDevice {
  path: string;
  vendorId: number;
  productId: number;
  serial: string;
  name: string;
}

/** Where the kernel shows its devices. A laboratory without a kernel's devices says by `VAGUEMESTRE_SYSFS` where it shows its own. */
export interface HidPlace {
  readonly sys: string;
  dev: string;
  openFile?: OpenRecordFile;
}
export const MACHINE: HidPlace = {
  get sys() {
    return process.env.VAGUEMESTRE_SYSFS ?? '/sys';
  },
  dev: '/dev',
};

/** All HID devices of the machine. One thing on a cable may be several: an interface each. */
export async function listHid({ sys, dev }: HidPlace = MACHINE): Promise<HidDevice[]> {
  const folder = join(sys, 'class/hidraw');
  const names = (await readdir(folder).catch(() => [])).sort();
  const devices = names.map(async (name) => {
    const about = await readFile(join(folder, name, 'device/uevent'), 'utf8').catch(() => '');
    const [, vendor, product] = /^HID_ID=[0-9A-F]{4}:0*([0-9A-F]{4}):0*([0-9A-F]{4})$/im.exec(about) ?? [];
    if (!vendor || !product) return null;
    const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(about)?.[1]?.trim() ?? '';
    const ids = { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16) };
    return { path: join(dev, name), ...ids, serial: of('HID_UNIQ'), name: of('HID_NAME') };
  });
  return (await Promise.all(devices)).filter((one) => one !== null);
}

/**
 * Opens `hid:/dev/mailroom/…` or `hid:VVVV:PPPP:SERIAL` (`*` for a device without serial number). `fits` chooses among a device's interfaces
 * by what they report.
 *
 * @throws DEVICE_ABSENT none such is plugged in. DEVICE_REFUSED it may not be opened, or two of them are there and nothing tells them apart.
 *   DEVICE_SPEECH its descriptor is none.
 */
export async function openReports(
  address: string,
  deviceId: string,
  clock: Clock,
  fits: (layout: HidReports) => boolean,
  place: HidPlace = MACHINE,
): Promise<Reports> {
  const where = address.slice('hid:'.length);
  const paths = where.startsWith('/') ? [where] : await matching(where, place);
  const found: { path: string; layout: HidReports }[] = [];
  const layouts: (HidReports | null)[] = [];
  for (const path of paths) {
    const descriptor = await descriptorOf(path, place);
    if (descriptor === null) continue;
    const layout = parseHidDescriptor(descriptor);
    layouts.push(layout);
    if (layout && fits(layout)) found.push({ path, layout });
  }
  const [one, other] = found;
  if (other)
    throw new MailroomError('DEVICE_REFUSED', {
      deviceId,
      status: 409,
      detail: `${found.length} devices fit ${where}: name one by its path`,
    });
  if (!one && layouts.includes(null)) throw new MailroomError('DEVICE_SPEECH', { deviceId, what: 'its report descriptor cannot be read' });
  if (!one && layouts.length > 0)
    throw new MailroomError('DEVICE_SPEECH', { deviceId, what: 'it reports nothing that this driver is for' });
  if (!one) throw new MailroomError('DEVICE_ABSENT', { deviceId });
  const records = await openRecords(one.path, deviceId, clock, place.openFile ? { openFile: place.openFile } : {});
  return { ...records, layout: one.layout };
}

async function matching(where: string, place: HidPlace): Promise<string[]> {
  const [vendor = '', product = '', ...rest] = where.split(':');
  const serial = rest.join(':');
  const fit = (one: HidDevice) =>
    one.vendorId === Number.parseInt(vendor, 16) &&
    one.productId === Number.parseInt(product, 16) &&
    (serial === '*' || one.serial === serial);
  return (await listHid(place)).filter(fit).map(({ path }) => path);
}

/** Null where there is none that can be read. */
export async function layoutOf(path: string, place: HidPlace = MACHINE): Promise<HidReports | null> {
  const descriptor = await descriptorOf(path, place);
  return descriptor && parseHidDescriptor(descriptor);
}

/** From sysfs, which needs no right and no ioctl. Null where the device is not there. */
async function descriptorOf(path: string, { sys }: HidPlace): Promise<Buffer | null> {
  const node = await realpath(path).catch(() => path);
  return readFile(join(sys, 'class/hidraw', basename(node), 'device/report_descriptor')).catch(() => null);
}
