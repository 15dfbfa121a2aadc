import { Type } from 'typebox';
import { defineDriver, type Link } from '../../supervisor/driver.ts';
import { type Heard, openSerialScale, SCALE_OPTIONS, type ScaleLanguage } from './weighing/serial-scale.ts';
import { NONE, type Reading, UNITS, type Unit, weightOf } from './weighing/weight.ts';

const SERIAL = { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 } as const;

/**
 * The protocol of the Toledo 8213 and 8217, spoken by most scales of tills: `W` is answered by the weight where it is valid, else by a status
 * byte. The unit is never sent: it is configured, and has no default, as a wrong one would be a wrong weight.
 * @see DIVA Service Manual (Mettler-Toledo) §6.1.4.2 and §6.1.4.3, table of scale status bits; Salter Brecknell 3700LP manual, 8213 protocol.
 */
export default defineDriver({
  kind: 'scale',
  name: 'toledo-8217',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(
    {
      ...SCALE_OPTIONS,
      unit: Type.Enum([...UNITS]),
      /** Decimals of a scale that sends digits without a point. */
      decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    },
    { additionalProperties: false },
  ),
  open: (link) => openSerialScale(link, toledo8217(link.options)),
});

export const toledo8217 = ({ unit, decimals }: Link['options']): ScaleLanguage => ({
  ask: 'W',
  settings: [SERIAL, { ...SERIAL, dataBits: 8, parity: 'none' }, { ...SERIAL, baudRate: 4_800 }, { ...SERIAL, baudRate: 2_400 }],
  parse: (heard) => parse(heard, unit as Unit, decimals as number | undefined),
});

/** STX, then figure or `?` and status, CR: at most this long. */
const LONGEST_FRAME = 12;

export function parse(heard: Buffer, unit: Unit, decimals?: number): Heard {
  const readings: Reading[] = [];
  const text = heard.toString('latin1');
  let from = 0;
  for (const frame of text.matchAll(/\x02([^\x02\r]*)\r/g)) {
    from = frame.index + frame[0].length;
    const reading = readingOf(frame[1]!, unit, decimals);
    if (reading) readings.push(reading);
  }
  const begun = text.lastIndexOf('\x02');
  return { readings, rest: begun < from ? Buffer.alloc(0) : heard.subarray(begun, begun + LONGEST_FRAME) };
}

function readingOf(said: string, unit: Unit, decimals: number | undefined): Reading | null {
  if (/^\?[\x40-\x7f]$/.test(said)) return { none: statusOf(said.charCodeAt(1)) };
  // An `N` tells a net weight: it is what stands on the display.
  const figure = /^ *(\d{2,7}(?:\.\d{1,5})?|\d\.\d{1,5}|\.\d{1,5})N?$/.exec(said)?.[1];
  if (!figure || said.length > LONGEST_FRAME - 2) return null;
  if (figure.includes('.') || unit === 'g' || decimals !== undefined)
    return weightOf({ figure, unit, decimals: figure.includes('.') ? 0 : (decimals ?? 0) });
  return { none: NONE.pointless };
}

function statusOf(status: number): string {
  if (status & 0x02) return NONE.over;
  if (status & 0x04) return NONE.under;
  if (status & 0x01) return NONE.moving;
  if (status & 0x08) return NONE.unzeroed;
  return NONE.refused;
}
