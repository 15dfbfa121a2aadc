import { Type } from 'typebox';
import { defineDriver, type Link } from '../../supervisor/driver.ts';
import { type Heard, openSerialScale, SCALE_OPTIONS, type ScaleLanguage } from './weighing/serial-scale.ts';
import { NONE, type Reading, weightOf } from './weighing/weight.ts';

const SERIAL = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/**
 * Scales that send lines of text all the time. `headed` lines say in front whether the weight stands still (`ST,GS,+  1.234kg`; A&D, Brecknell,
 * Kern and most unnamed indicators); in `sartorius` lines the unit is there only while it does (`+   123.56 g`).
 * @see A&D GH series manual §10.6, LIDEN LUW2001 user manual, format B, for the first; Sartorius LE series manual, output format with 16
 * characters, for the second.
 */
export default defineDriver({
  kind: 'scale',
  name: 'continuous',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object({ ...SCALE_OPTIONS, format: Type.Optional(Type.Enum(['headed', 'sartorius'])) }, { additionalProperties: false }),
  open: (link) => openSerialScale(link, continuous(link.options)),
});

export const continuous = ({ format }: Link['options']): ScaleLanguage => ({
  ask: null,
  settings: [
    SERIAL,
    { ...SERIAL, dataBits: 7, parity: 'even' },
    { ...SERIAL, baudRate: 2_400, dataBits: 7, parity: 'even' },
    { ...SERIAL, baudRate: 4_800 },
    { ...SERIAL, baudRate: 1_200, dataBits: 7, parity: 'odd' },
  ],
  parse: (heard) => parse(heard, format === 'sartorius' ? sartorius : headed),
});

const LONGEST_LINE = 40;

/** A line counts when the end of the one before it was heard too: what is heard first may be the rest of a figure. */
export function parse(heard: Buffer, readingOf: (line: string) => Reading | null): Heard {
  const text = heard.toString('latin1');
  const readings: Reading[] = [];
  let from = -1;
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) {
    const reading = from < 0 || at - from > LONGEST_LINE ? null : readingOf(text.slice(from, at));
    if (reading) readings.push(reading);
    from = at + 2;
  }
  if (from < 0) return { readings, rest: text.endsWith('\r') ? Buffer.from('\r') : Buffer.alloc(0) };
  // The end before goes with the beginning of the next; a line that is too long is none, and its own end begins anew.
  const begun = text.slice(from - 2);
  return { readings, rest: Buffer.from(begun.length <= LONGEST_LINE + 2 ? begun : text.endsWith('\r') ? '\r' : '', 'latin1') };
}

export function headed(line: string): Reading | null {
  const found = /^(ST|US|OL|QT),(?:(GS|NT|TR),)?([^\r\n]*)$/.exec(line);
  if (!found || found[2] === 'TR') return null;
  if (found[1] === 'OL') return { none: found[3]!.trimStart().startsWith('-') ? NONE.under : NONE.over };
  if (found[1] !== 'ST') return { none: NONE.moving };
  const weight = /^ *([+-]?) *(\d{1,8}(?:\.\d{1,6})?) *([A-Za-z]{1,2}) *$/.exec(found[3]!);
  return weight ? weightOf({ figure: `${weight[1]}${weight[2]}`, unit: weight[3]! }) : null;
}

export function sartorius(line: string): Reading | null {
  // With an identification of six characters in front the line has twenty.
  const body = line.length === 20 ? line.slice(6) : line;
  if (body.length !== 14) return null;
  const weight = /^([+\- ]) *(\d{1,8}(?:\.\d{1,6})?) *([A-Za-z]{1,2})? *$/.exec(body);
  if (weight) return weight[3] ? weightOf({ figure: `${weight[1]}${weight[2]}`, unit: weight[3] }) : { none: NONE.moving };
  const special = /^ +([HLC]) +$/.exec(body)?.[1];
  if (special) return { none: { H: NONE.over, L: NONE.under, C: NONE.refused }[special]! };
  return /^ *Err/.test(body) ? { none: NONE.fault } : null;
}
