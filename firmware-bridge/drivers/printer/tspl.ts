import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Look, labelPrinter, type Settings } from '../../printing/language.ts';
import { inverted, rowBytesOf, rowsOf } from '../../printing/raster.ts';
import { wellInARow } from '../../printing/well.ts';
import type { LabelBits } from '../../supervisor/driver.ts';

/**
 * TSPL and TSPL2 label printers (TSC and the many that speak as TSC does).
 * @see TSC, TSPL/TSPL2 Programming Language (SIZE, GAP, BITMAP, `<ESC>!?`, `<ESC>!S` since V6.29, `<ESC>!.`, `<ESC>!D`, `~!E`, `~!T`): `<ESC>!` is
 *   answered at once, `~!` when the printer is ready again.
 */
export default labelPrinter<Record<string, never>>({
  name: 'tspl',
  speaks: /CMD:[^;]*TSPL|MFG:TSC/i,
  match: [{ vendorId: 0x1203, maker: 'TSC' }],
  mimeType: 'application/vnd.tsc-tspl',
  limits: { widthDots: 832, resolutionDpi: 203 },
  options: {},
  defaults: {},
  encode: encodeLabel,
  look,
  follow: (talk) => {
    let asked = false;
    let ready = false;
    const inARow = wellInARow();
    return async () => {
      if (!asked) await talk.say('~!T\r\n');
      asked = true;
      // Cheap printers never tell their name; others may while they are asked how they are.
      ready ||= (await talk.listen(parseModel)) !== null;
      const status = await talk.ask(STATUS, (heard) => {
        ready ||= parseModel(heard) !== null;
        return parseStatusByte(heard);
      });
      const well = status === 0;
      return (ready ? well : inARow(well)) ? 'out' : 'awaited';
    };
  },
  // Half a command is made none before its line ends; half a row of graphics takes the line ends for its dots; immediate commands may have been switched off.
  takeBack: (talk, { widthDots }) => talk.say(`x${'\r\n'.repeat(rowBytesOf(widthDots) + 128)}~!E\r\n\x1b!.\r\n`),
});

const STATUS = '\x1b!?';
const FULL_STATUS = '\x1b!S';

async function look(talk: Conversation): Promise<Look> {
  const status = await talk.ask(STATUS, parseStatusByte);
  if (status === null) return { conditions: ['timed-out'], heard: false };
  const conditions = conditionsOf(status);
  // Older printers know one byte only; what it cannot say is asked of those that know more.
  const more = conditions.includes('other') ? await talk.ask(FULL_STATUS, parseFullStatus) : null;
  return { conditions: more && more.length > 0 ? more : conditions, heard: true };
}

/** The answer to `<ESC>!?` is one byte of any value: the last that came, a name asked for before apart. */
export function parseStatusByte(heard: Buffer): number | null {
  const besideName = heard.toString('latin1').replace(/[!-~][ -~]{2,}(?:\r\n?|\n)?/g, '');
  return besideName.length > 0 ? besideName.charCodeAt(besideName.length - 1) : null;
}

const PRINTING = 0x20;
const BITS: readonly [number, Condition][] = [
  [0x01, 'cover-open'],
  [0x02, 'media-jam'],
  [0x04, 'media-empty'],
  [0x08, 'marker-supply-empty'],
  [0x10, 'paused'],
  [0x40, 'cover-open'],
  [0x80, 'other'],
];

export function conditionsOf(status: number): Condition[] {
  return [...new Set(BITS.filter(([bit]) => status & ~PRINTING & bit).map(([, condition]) => condition))];
}

/** By place in the answer to `<ESC>!S`; the signs `@` (all well) and those of a printer at work mean nothing to us. */
const SIGNS: readonly Readonly<Record<string, Condition>>[] = [
  { '`': 'paused', E: 'other', K: 'paused', L: 'busy' },
  { H: 'busy' },
  { A: 'head-too-hot', B: 'head-too-hot', H: 'cutter-jam', P: 'other' },
  { A: 'media-empty', B: 'media-jam', D: 'marker-supply-empty' },
];
/** Error bits of the third and fourth sign that may be set together: the sign is `@` with a bit each. */
const TOGETHER = ['A', 'B', 'D', 'H', 'P'];

/** Conditions from the last answer to `<ESC>!S` in what was heard; null while there is none. */
export function parseFullStatus(heard: Buffer): Condition[] | null {
  const found = [...heard.toString('latin1').matchAll(/\x02([\x40-\x7f]{4})\x03/g)].at(-1);
  if (!found) return null;
  const conditions = [...found[1]!].flatMap((sign, place) => {
    const meanings = SIGNS[place]!;
    if (place < 2) return meanings[sign] ?? [];
    const bits = sign.charCodeAt(0) & 0x3f;
    const set = TOGETHER.filter((one) => bits & one.charCodeAt(0) & 0x3f);
    return set.map((one) => meanings[one] ?? 'other');
  });
  const told = [...new Set(conditions)];
  // "Printer error" says less than the error that stands beside it.
  return told.length > 1 ? told.filter((condition) => condition !== 'other') : told;
}

const MODEL = /[\x20-\x7e]{3,}/;
/** The answer to `~!T`: the printer's name. */
const parseModel = (heard: Buffer): string | null => MODEL.exec(heard.toString('latin1'))?.[0] ?? null;

const GAP_MM = 3;
const IMMEDIATE = Buffer.from('\x1b!', 'latin1');

/** A bitmap per row: what a broken connection leaves unfinished is never longer than one. White rows are not sent. In TSPL 0 is black. */
export function encodeLabel(label: LabelBits, { media, resolutionDpi }: Pick<Settings<unknown>, 'media' | 'resolutionDpi'>): Buffer {
  const { widthDots, heightDots } = label;
  const mm = (dots: number) => ((dots * 25.4) / resolutionDpi).toFixed(2);
  const gap = media === null ? '' : `GAP ${media.lengthMm === null ? 0 : GAP_MM} mm,0 mm\r\n`;
  const parts: (string | Uint8Array)[] = [
    `SIZE ${mm(widthDots)} mm,${mm(heightDots)} mm\r\n${gap}DIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n`,
  ];
  let y = 0;
  for (const row of rowsOf(label)) {
    if (row.some((byte) => byte !== 0)) parts.push(`BITMAP 0,${y},${row.length},1,0,`, inverted(row), '\r\n');
    y++;
  }
  parts.push('PRINT 1,1\r\n');
  const job = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  // Dots that look like an immediate command would be obeyed in the middle of the picture.
  return job.includes(IMMEDIATE) ? Buffer.concat([Buffer.from('\x1b!D'), job, Buffer.from('~!E\r\n')]) : job;
}
