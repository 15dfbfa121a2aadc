import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Look, labelPrinter, type Settings } from '../../printing/language.ts';
import { dotsOf } from '../../printing/media.ts';
import { rowBytesOf, rowsOf } from '../../printing/raster.ts';
import type { LabelBits } from '../../supervisor/driver.ts';

const SYN = 0x16;
const esc = (...bytes: (string | number)[]): Buffer =>
  Buffer.from([0x1b, ...bytes.map((b) => (typeof b === 'string' ? b.charCodeAt(0) : b))]);
const STATUS = esc('A');

/**
 * DYMO LabelWriter 3xx, 4xx and 450: 672 dots of 300 dpi. Not the 550, which takes labels of its maker only.
 * @see DYMO, LabelWriter 400 and 450 Series Technical Reference Manual (commands, status byte); the maker's CUPS driver waits for the top-of-form bit
 *   after each label, as `follow` does.
 */
export default labelPrinter<Record<string, never>>({
  name: 'dymo',
  speaks: /MFG:DYMO[^;]*;.*MDL:LabelWriter (?:3|4|SE)/i,
  match: [{ vendorId: 0x0922, maker: 'DYMO' }],
  mimeType: 'application/vnd.dymo-labelwriter',
  limits: { widthDots: 672, resolutionDpi: 300 },
  usualMedia: '28x89',
  options: {},
  defaults: {},
  encode: encodeLabel,
  look,
  follow: (talk) => async () => {
    const status = await talk.ask(STATUS, parseStatusByte);
    return status !== null && (status & TOP_OF_FORM) !== 0 && conditionsOf(status).length === 0 ? 'out' : 'awaited';
  },
  // Whatever half a row wants is filled with ESC; ESC before ESC is nothing.
  takeBack: (talk) => talk.say(Buffer.concat([Buffer.alloc(256, 0x1b), esc('@')])),
});

async function look(talk: Conversation): Promise<Look> {
  const status = await talk.ask(STATUS, parseStatusByte);
  return status === null ? { conditions: ['timed-out'], heard: false } : { conditions: conditionsOf(status), heard: true };
}

const READY = 0x01;
const TOP_OF_FORM = 0x02;
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

export function encodeLabel(label: LabelBits, { media, resolutionDpi }: Pick<Settings<unknown>, 'media' | 'resolutionDpi'>): Buffer {
  const length = media?.lengthMm === null ? ENDLESS : label.heightDots + dotsOf(GAP_MM, resolutionDpi);
  const rowBytes = rowBytesOf(label.widthDots);
  const parts: Uint8Array[] = [esc('@'), esc('h'), esc('B', 0), esc('L', length >> 8, length & 0xff), esc('D', rowBytes)];
  for (const row of rowsOf(label)) parts.push(Buffer.from([SYN]), row);
  parts.push(esc('E'));
  return Buffer.concat(parts);
}
