import { Type } from 'typebox';
import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Look, labelPrinter, type Settings } from '../../printing/language.ts';
import { dotsOf } from '../../printing/media.ts';
import { inverted, rowBytesOf, rowsOf } from '../../printing/raster.ts';
import { wellInARow } from '../../printing/well.ts';
import type { LabelBits } from '../../supervisor/driver.ts';
import { EPL2_QUIRKS } from '../quirks/epl2.ts';

type Epl2Options = {
  /** It may say ACK for each label that came out, once error reporting is on (`US`): worth waiting for. */
  acknowledges: boolean;
};

/** Not part of a label: an Intermec answers it with ACK (ESim manual, ^ee, example), which would be taken for the label's. */
const REPORT_ERRORS = '\nUS\n';

/**
 * EPL2 label printers (Eltron, Zebra LP and TLP 28xx).
 *
 * Whether ACK comes for each label or for each print command, and before or after the paper has moved, the public manuals do not say. A job is one label
 * by one command, so that both come to the same; and a printer that has taken a label prints it by itself when its fault is put right, so that one told
 * to be out a moment early is never printed twice.
 * @see Zebra, EPL Programming Guide 14245L (GW, N, q, Q, P, US, eR, ^ee); Intermec, ESim Programmer's Reference Manual (the same language: ^ee
 *   answers `XX,YY<CR><LF>`, at once wherever a command may begin, table of codes; ^@ is as switching off and on, and clears every error that can be
 *   cleared).
 */
export default labelPrinter<Epl2Options>({
  name: 'epl2',
  speaks: /CMD:[^;]*EPL/i,
  match: [{ vendorId: 0x0a5f, maker: 'Zebra' }],
  mimeType: 'application/vnd.eltron-epl',
  limits: { widthDots: 832, resolutionDpi: 203 },
  options: { acknowledges: Type.Optional(Type.Boolean()) },
  defaults: { acknowledges: true },
  quirks: EPL2_QUIRKS,
  greeting: REPORT_ERRORS,
  encode: encodeLabel,
  look,
  follow: (talk, { acknowledges }) => {
    let acknowledged = !acknowledges;
    const inARow = wellInARow();
    return async () => {
      acknowledged ||= (await talk.listen(parseAcknowledgement)) !== null;
      // Noise may look like an acknowledgement; a printer that also says it is well has no label waiting.
      const well = (await talk.ask(ERROR_REPORT, parseErrorReport))?.length === 0;
      return (acknowledged ? well : inARow(well)) ? 'out' : 'awaited';
    };
  },
  // Half a command is made none before its line ends; half a row of graphics takes the line ends for its dots; ^@ is obeyed where a command may begin.
  takeBack: (talk, { widthDots }) => talk.say(`x${'\n'.repeat(rowBytesOf(widthDots) + 256)}^@\n`),
  restarts: true,
});

const ERROR_REPORT = '\n^ee\n';

async function look(talk: Conversation): Promise<Look> {
  const conditions = await talk.ask(ERROR_REPORT, parseErrorReport);
  return { conditions: conditions ?? ['timed-out'], heard: conditions !== null };
}

const CODES: Readonly<Record<string, Condition | null>> = {
  '00': null,
  '07': 'media-empty',
  '11': 'cover-open',
  '62': 'head-too-hot',
  '81': 'cutter-jam',
  '92': 'paused',
};

/** Conditions from the last answer to `^ee` in what was heard; null while there is none. */
export function parseErrorReport(heard: Buffer): Condition[] | null {
  const found = [...heard.toString('latin1').matchAll(/(?<![0-9A-Za-z,])(\d\d(?:,\d\d){0,31})\r\n/g)].at(-1);
  if (!found) return null;
  const conditions = found[1]!.split(',').map((code) => (code in CODES ? CODES[code]! : 'other'));
  return [...new Set(conditions)].filter((condition) => condition !== null);
}

const ACK = 0x06;

/** With `US` on each label that came out is told by ACK, an error by NAK and its code. */
export const parseAcknowledgement = (heard: Buffer): true | null => (heard.includes(ACK) ? true : null);

const GAP_MM = 3;

/** A graphic per row: what a broken connection leaves unfinished is never longer than one. White rows are not sent. */
export function encodeLabel(label: LabelBits, { media, resolutionDpi }: Pick<Settings<Epl2Options>, 'media' | 'resolutionDpi'>): Buffer {
  const { widthDots, heightDots } = label;
  const gap = media?.lengthMm === null ? 0 : dotsOf(GAP_MM, resolutionDpi);
  const form = media === null ? '' : `Q${heightDots},${gap}\n`;
  const parts: (string | Uint8Array)[] = [`\nN\nZT\nq${widthDots}\n${form}`];
  let y = 0;
  for (const row of rowsOf(label)) {
    if (row.some((byte) => byte !== 0)) parts.push(`GW0,${y},${row.length},1,`, inverted(row), '\n');
    y++;
  }
  parts.push('P1\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}
