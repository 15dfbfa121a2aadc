import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { type Heard, openSerialScale, SCALE_OPTIONS, type ScaleLanguage } from './weighing/serial-scale.ts';
import { NONE, type Reading, weightOf } from './weighing/weight.ts';

const SERIAL = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/**
 * Mettler-Toledo balances and scales that know MT-SICS level 0: `SI` asks for the weight of this moment, `S S` is a stable answer, `S D` a
 * moving one.
 * @see Reference Manual MT-SICS Interface Commands, §2.2 (responses with weight value), §2.3 (error messages), command SI.
 */
export const mtSics: ScaleLanguage = {
  ask: 'SI\r\n',
  settings: [SERIAL, { ...SERIAL, dataBits: 7, parity: 'even' }, { ...SERIAL, baudRate: 2_400, dataBits: 7, parity: 'even' }],
  parse,
};

export default defineDriver({
  kind: 'scale',
  name: 'mt-sics',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(SCALE_OPTIONS, { additionalProperties: false }),
  open: (link) => openSerialScale(link, mtSics),
});

const LONGEST_LINE = 40;

/** Whole lines only: the end of one that was cut off begins with nothing that an answer begins with. */
export function parse(heard: Buffer): Heard {
  const lines = heard.toString('latin1').split('\r\n');
  const rest = lines.pop()!;
  const readings = lines.map((line) => (line.length > LONGEST_LINE ? null : readingOf(line))).filter((one) => one !== null);
  // One more than a line may have, so that the end of a longer one is not taken for a line.
  return { readings, rest: Buffer.from(rest.slice(-LONGEST_LINE - 1), 'latin1') };
}

function readingOf(line: string): Reading | null {
  const weight = /^S ([SD]) +(-?) *(\d{1,9}(?:\.\d{1,6})?) +([A-Za-z]{1,3})$/.exec(line);
  if (weight) return weight[1] === 'D' ? { none: NONE.moving } : weightOf({ figure: `${weight[2]}${weight[3]}`, unit: weight[4]! });
  const without = /^(?:S ([+\-IL])|(ES|ET|EL))$/.exec(line);
  if (!without) return null;
  if (without[1] === '+') return { none: NONE.over };
  if (without[1] === '-') return { none: NONE.under };
  return { none: NONE.refused };
}
