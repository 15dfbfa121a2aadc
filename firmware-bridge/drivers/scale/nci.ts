import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { type Heard, openSerialScale, SCALE_OPTIONS, type ScaleLanguage } from './weighing/serial-scale.ts';
import { NONE, type Reading, weightOf } from './weighing/weight.ts';

const SERIAL = { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 } as const;

/**
 * The NCI protocol (also: ECR, SCP-01) of Weigh-Tronix, Brecknell, Ohaus, Fairbanks and others: `W` CR is answered by figure, unit and status.
 * @see Avery Weigh-Tronix 7821 User Instructions §6.3; DIVA Service Manual §6.1.2 for pounds with ounces and the `S` before the status;
 * Ohaus Aviator 7000 Service Manual, table of status bits.
 */
export const nci: ScaleLanguage = {
  ask: 'W\r',
  settings: [
    SERIAL,
    { ...SERIAL, dataBits: 8, parity: 'none' },
    { ...SERIAL, baudRate: 2_400 },
    { ...SERIAL, baudRate: 4_800 },
    { ...SERIAL, baudRate: 1_200 },
  ],
  parse,
};

export default defineDriver({
  kind: 'scale',
  name: 'nci',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(SCALE_OPTIONS, { additionalProperties: false }),
  open: (link) => openSerialScale(link, nci),
});

const LONGEST_ANSWER = 48;
/** Figure and unit, where there are any, then two to four status bytes of which each but the last says that one follows. */
const ANSWER = /\n(?:([^\r\n\x03]{0,24})\r\n)?(?:S?([\x30-\x3f])([\x70-\x7f]{0,2}[\x30-\x3f])|(\?))\r\x03/g;

export function parse(heard: Buffer): Heard {
  const text = heard.toString('latin1');
  const readings: Reading[] = [];
  let from = 0;
  for (const { 0: whole, 1: figure, 2: first, 3: more, index } of text.matchAll(ANSWER)) {
    from = index + whole.length;
    readings.push(first === undefined ? { none: NONE.refused } : readingOf(figure, first.charCodeAt(0), more!.charCodeAt(0)));
  }
  return { readings, rest: Buffer.from(text.slice(from).slice(-LONGEST_ANSWER), 'latin1') };
}

function readingOf(figure: string | undefined, first: number, second: number): Reading {
  if (second & 0x02) return { none: NONE.over };
  if (second & 0x01) return { none: NONE.under };
  if (first & 0x0c || second & 0x0c) return { none: NONE.fault };
  if (first & 0x01) return { none: NONE.moving };
  const mixed = /^ *(-?)(\d{1,4}) ?LB +(\d{1,2}(?:\.\d{1,4})?) ?OZ *$/i.exec(figure ?? '');
  if (mixed) return weightOf({ figure: `${mixed[1]}${mixed[2]}`, unit: 'lb' }, { figure: mixed[3]!, unit: 'oz' });
  const plain = /^ *(-? *\d{1,7}(?:\.\d{1,5})?) *([A-Za-z]{1,2}) *$/.exec(figure ?? '');
  return plain ? weightOf({ figure: plain[1]!, unit: plain[2]! }) : { none: NONE.refused };
}
