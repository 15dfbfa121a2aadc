import { Type } from 'typebox';
import { defineDriver, type Link } from '../../supervisor/driver.ts';
import { type Heard, openSerialScale, SCALE_OPTIONS, type ScaleLanguage } from './weighing/serial-scale.ts';
import { NONE, type Reading, weightOf } from './weighing/weight.ts';

const SERIAL = { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 } as const;

/**
 * Toledo Continuous, sent all the time by scale terminals: STX, three status words, six digits of weight, six of tare (left out in the short
 * form), CR, and a checksum where it is switched on.
 * @see IND445 user manual (Mettler-Toledo) §5.2.2 for the frame and its checksum; Mettler-Toledo Wildcat user's manual, tables 6-9 to 6-11,
 * for the status words; Cardinal 225 manual, continuous output formats, for the short form.
 */
export default defineDriver({
  kind: 'scale',
  name: 'toledo-continuous',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(
    {
      ...SCALE_OPTIONS,
      /** The terminal sends a checksum, and a frame without the right one is none. */
      checksum: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  open: (link) => openSerialScale(link, toledoContinuous(link.options)),
});

export const toledoContinuous = ({ checksum }: Link['options']): ScaleLanguage => ({
  ask: null,
  settings: [SERIAL, { ...SERIAL, dataBits: 8, parity: 'none' }, { ...SERIAL, baudRate: 4_800 }, { ...SERIAL, baudRate: 2_400 }],
  parse: (heard) => parse(heard, checksum === true),
});

const STX = 0x02;
/** STX, A, B, C, weight, tare, CR, checksum. */
const LONGEST_FRAME = 18;
const FRAME = /^\x02([\x20-\x3f])([\x00-\x7f])([\x20-\x3f])( {0,5}\d{1,6})((?:[ 0-9]{6})?)\r/;

export function parse(heard: Buffer, checksum: boolean): Heard {
  const readings: Reading[] = [];
  let at = heard.indexOf(STX);
  while (at >= 0) {
    const frame = heard.subarray(at, at + LONGEST_FRAME);
    const found = FRAME.exec(frame.toString('latin1'));
    const isFrame = found !== null && found[4]!.length === 6;
    const length = isFrame ? found[0].length + (checksum ? 1 : 0) : 1;
    const unfinished = isFrame ? frame.length < length : frame.length < LONGEST_FRAME && !found && mayBecomeOne(frame);
    if (unfinished) return { readings, rest: frame };
    if (isFrame && (!checksum || sumsUp(frame.subarray(0, length)))) {
      readings.push(readingOf(found[1]!.charCodeAt(0), found[2]!.charCodeAt(0), found[3]!.charCodeAt(0), found[4]!));
      at = heard.indexOf(STX, at + length);
    } else at = heard.indexOf(STX, at + 1);
  }
  return { readings, rest: Buffer.alloc(0) };
}

/** Nothing in it yet that no frame has at that place. */
const mayBecomeOne = (frame: Buffer): boolean =>
  /^\x02(?:[\x20-\x3f](?:[\x00-\x7f](?:[\x20-\x3f][ 0-9]{0,12})?)?)?$/.test(frame.toString('latin1'));

/** The checksum is the two's complement of the sum of the lower seven bits of all before it: all together end in seven zeros. */
const sumsUp = (frame: Buffer): boolean => (frame.reduce((sum, byte) => sum + (byte & 0x7f), 0) & 0x7f) === 0;

function readingOf(a: number, b: number, c: number, digits: string): Reading {
  if (b & 0x40) return { none: NONE.unzeroed };
  if (b & 0x04) return { none: b & 0x02 ? NONE.under : NONE.over };
  if (b & 0x08) return { none: NONE.moving };
  // A display switched to ten times the figures shows more digits than its word A tells of.
  if (c & 0x10) return { none: NONE.refused };
  const unit = [b & 0x10 ? 'kg' : 'lb', 'g', 't'][c & 0x07];
  if (unit === undefined) return { none: NONE.unit };
  const point = a & 0x07;
  const figure = `${b & 0x02 ? '-' : ''}${digits.trim()}${'0'.repeat(Math.max(0, 2 - point))}`;
  return weightOf({ figure, unit, decimals: Math.max(0, point - 2) });
}
