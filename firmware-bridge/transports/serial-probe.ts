import { Type } from 'typebox';
import { MailroomError } from '../../src/base/errors.ts';
import type { Link } from '../supervisor/driver.ts';
import type { Pipe } from './pipe.ts';
import type { SerialSettings } from './serial.ts';

/** How a serial line can be set in the configuration; what is not set there is tried. */
export const SERIAL_OPTIONS = {
  baudRate: Type.Optional(Type.Integer({ minimum: 110, maximum: 921_600 })),
  dataBits: Type.Optional(Type.Enum([7, 8])),
  parity: Type.Optional(Type.Enum(['none', 'even', 'odd'])),
  stopBits: Type.Optional(Type.Enum([1, 2])),
};

/** What the configuration says, over what is usual. */
export function settingsFrom({ baudRate, dataBits, parity, stopBits }: Link['options'], usual: SerialSettings): SerialSettings {
  const said = Object.entries({ baudRate, dataBits, parity, stopBits }).filter(([, value]) => value !== undefined);
  return { ...usual, ...(Object.fromEntries(said) as Partial<SerialSettings>) };
}

/**
 * Opens the line with each of the settings in turn until the device is heard to speak its language. Each is tried once; over a network
 * there is nothing to set, and one try.
 * @throws DEVICE_ABSENT nobody spoke it. DEVICE_BUSY, DEVICE_REFUSED the line could not be opened.
 */
export async function openProbed(
  link: Pick<Link, 'deviceId' | 'address' | 'options' | 'openPipe'>,
  usual: readonly SerialSettings[],
  speaks: (pipe: Pipe) => Promise<boolean>,
): Promise<Pipe> {
  const candidates = link.address.startsWith('serial:') ? usual.map((one) => settingsFrom(link.options, one)) : [usual[0]!];
  const different = candidates.filter((one, at) => candidates.findIndex((other) => same(one, other)) === at);
  for (const settings of different) {
    const pipe = await link.openPipe(settings);
    let known = false;
    try {
      known = await speaks(pipe);
      if (known) return pipe;
    } finally {
      if (!known) await pipe.close();
    }
  }
  throw new MailroomError('DEVICE_ABSENT', { deviceId: link.deviceId });
}

const same = (a: SerialSettings, b: SerialSettings): boolean =>
  a.baudRate === b.baudRate && a.dataBits === b.dataBits && a.parity === b.parity && a.stopBits === b.stopBits;
