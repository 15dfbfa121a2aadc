import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Fate, type Look, labelPrinter, type Settings } from '../../printing/language.ts';
import { dotsOf } from '../../printing/media.ts';
import { rowBytesOf, rowsOf } from '../../printing/raster.ts';
import { wellInARow } from '../../printing/well.ts';
import type { LabelBits } from '../../supervisor/driver.ts';

const SYN = 0x16;
const esc = (...bytes: (string | number)[]): Buffer =>
  Buffer.from([0x1b, ...bytes.map((b) => (typeof b === 'string' ? b.charCodeAt(0) : b))]);
const STATUS = esc('A');

/**
 * DYMO LabelWriter 3xx, 4xx and 450: 672 dots of 300 dpi. Not the SE, which has other dots, nor the 550, which takes labels of its maker only.
 *
 * It has no memory for a label: rows are printed as they come. What broke off stands on the label under the head and is fed out before the next one
 * begins; and a label that met an error is not finished when the error is put right, the maker's CUPS driver sends it anew.
 * @see DYMO, LabelWriter 400 Series Technical Reference Manual: commands, status byte, 85 ESC to leave a row, top of form. The maker's CUPS driver,
 *   `LabelWriterLanguageMonitor`: looks at the top of form after each label, but for endless paper, which has none; bit 3, reserved in the manual, is
 *   that the roll was changed.
 */
export default labelPrinter<Record<string, never>>({
  name: 'dymo',
  speaks: /^(?=.*MFG:DYMO).*MDL:LabelWriter [34]/i,
  match: [{ vendorId: 0x0922, maker: 'DYMO' }],
  mimeType: 'application/vnd.dymo-labelwriter',
  limits: { widthDots: 672, resolutionDpi: 300 },
  usualMedia: '28x89',
  options: {},
  defaults: {},
  encode: encodeLabel,
  look,
  follow,
  async takeBack(talk, settings) {
    // Whatever half a row wants is filled with ESC; ESC before ESC is nothing.
    await talk.say(Buffer.concat([Buffer.alloc(rowBytesOf(settings.widthDots) + 256, 0x1b), esc('@')]));
    const status = await talk.ask(STATUS, parseStatusByte);
    if (status !== null && (status & TOP_OF_FORM) === 0) await talk.say(Buffer.concat([lengthOf(settings.lengthDots, settings), esc('E')]));
  },
});

/** Between looks at a printer that has not been seen moving. */
const BETWEEN_LOOKS_MS = 500;

/**
 * The top of form is where a label begins as well as where it ends. Nothing says whether a printer answers at once or after what it was told before: once
 * it was seen away from there, the first look is enough, else it stands there for a second.
 */
function follow(talk: Conversation, { media }: Pick<Settings<unknown>, 'media'>): () => Promise<Fate> {
  const endless = media?.lengthMm === null;
  const inARow = wellInARow();
  let moved = false;
  return async () => {
    const status = await talk.ask(STATUS, parseStatusByte);
    if (status === null) return 'awaited';
    if (status & ROLL_CHANGED || conditionsOf(status).length > 0) return 'lost';
    const atTop = endless || (status & TOP_OF_FORM) !== 0;
    moved ||= !atTop;
    if (atTop && (inARow(true) || moved)) return 'out';
    if (atTop) await talk.listen(() => null, BETWEEN_LOOKS_MS);
    return 'awaited';
  };
}

async function look(talk: Conversation): Promise<Look> {
  const status = await talk.ask(STATUS, parseStatusByte);
  return status === null ? { conditions: ['timed-out'], heard: false } : { conditions: conditionsOf(status), heard: true };
}

const READY = 0x01;
const TOP_OF_FORM = 0x02;
const ROLL_CHANGED = 0x08;
const BITS: readonly [number, Condition][] = [
  [0x20, 'media-empty'],
  [0x40, 'media-jam'],
];
const ERROR = 0x80;

/** The last byte that can be a status: its lowest bit is always set. */
export const parseStatusByte = (heard: Buffer): number | null => heard.findLast((byte) => byte & READY) ?? null;

export function conditionsOf(status: number): Condition[] {
  const told = BITS.filter(([bit]) => status & bit).map(([, condition]) => condition);
  return told.length === 0 && status & ERROR ? ['other'] : told;
}

/** How far it looks for the next label's mark: past the gap. Endless paper has none. */
const GAP_MM = 5;
const ENDLESS = 0xffff;

function lengthOf(dots: number, { media, resolutionDpi }: Pick<Settings<unknown>, 'media' | 'resolutionDpi'>): Buffer {
  const length = media?.lengthMm === null ? ENDLESS : dots + dotsOf(GAP_MM, resolutionDpi);
  return esc('L', length >> 8, length & 0xff);
}

export function encodeLabel(label: LabelBits, { media, resolutionDpi }: Pick<Settings<unknown>, 'media' | 'resolutionDpi'>): Buffer {
  const rowBytes = rowBytesOf(label.widthDots);
  const length = lengthOf(label.heightDots, { media, resolutionDpi });
  const parts: Uint8Array[] = [esc('@'), esc('h'), esc('B', 0), length, esc('D', rowBytes)];
  for (const row of rowsOf(label)) parts.push(Buffer.from([SYN]), row);
  parts.push(esc('E'));
  return Buffer.concat(parts);
}
