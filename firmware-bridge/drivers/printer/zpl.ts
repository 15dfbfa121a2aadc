import { deflateSync } from 'node:zlib';
import { Type } from 'typebox';
import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Look, labelPrinter } from '../../printing/language.ts';
import { rowBytesOf, withoutPadding } from '../../printing/raster.ts';
import { inTheWay } from '../../supervisor/device-state.ts';
import type { LabelBits } from '../../supervisor/driver.ts';
import { ZPL_QUIRKS } from '../quirks/zpl.ts';

/** ZPL II label printers. A label is one bitmap: what the layout drew is what comes out. */
export default labelPrinter<{ encoding: 'z64' | 'run-length' }>({
  name: 'zpl',
  speaks: /CMD:[^;]*ZPL/i,
  match: [{ vendorId: 0x0a5f, maker: 'Zebra' }],
  mimeType: 'application/vnd.zebra-zpl',
  limits: { widthDots: 832, resolutionDpi: 203 },
  options: { encoding: Type.Optional(Type.Enum(['z64', 'run-length'])) },
  defaults: { encoding: 'z64' },
  quirks: ZPL_QUIRKS,
  encode: (label, { encoding }) => encodeLabel(label, encoding),
  look,
  // Nothing held back means that it came out, even where it was the last of the roll.
  follow: (talk) => async () => ((await look(talk)).unprinted === 0 ? 'out' : 'awaited'),
  takeBack: (talk) => talk.say('~JA\r\n'),
});

/**
 * Asks `~HQES`, which is answered in every state, and then `~HS`, which printers leave unanswered with media or ribbon out, head open
 * or too hot: silence to both is itself a sign of a fault. `unprinted` counts formats and labels still held, null when it did not say.
 */
async function look(talk: Conversation): Promise<Look & { unprinted: number | null }> {
  const errors = await talk.ask('~HQES\r\n', parseErrorStatus);
  if (errors && inTheWay(errors)) return { conditions: errors, unprinted: null, heard: true };
  const host = await talk.ask('~HS\r\n', parseHostStatus);
  if (!host) return { conditions: [...(errors ?? []), 'timed-out'], unprinted: null, heard: errors !== null };
  return { conditions: [...new Set([...(errors ?? []), ...host.conditions])], unprinted: host.unprinted, heard: true };
}

// --- status answers ----------------------------------------------------------------------------------------------------------------

/** Bits of the second word of `ERRORS:` and `WARNINGS:` (ZPL II Programming Guide, ~HQ, tables of error and warning flags). */
const ERROR_BITS: readonly [number, Condition][] = [
  [0x1, 'media-empty'],
  [0x2, 'marker-supply-empty'],
  [0x4, 'cover-open'],
  [0x8, 'cutter-jam'],
  [0x10, 'head-too-hot'],
  [0x20, 'head-too-hot'],
  [0x1000, 'media-jam'],
  [0x2000, 'media-jam'],
  [0x4000, 'media-jam'],
  [0x8000, 'media-jam'],
  [0x1_0000, 'paused'],
  [0xc_0000, 'media-needed'],
];
const KNOWN_ERRORS = ERROR_BITS.reduce((known, [bit]) => known | bit, 0);
const PAPER_ALMOST_OUT = 0x8;

/** Conditions from an answer to `~HQES`, wherever in the bytes it stands; null while it is not whole. Two errors of one name are one condition. */
export function parseErrorStatus(answer: Buffer): Condition[] | null {
  const found = /ERRORS:\s+([01])\s+[0-9A-F]{8}\s+([0-9A-F]{8})\s+WARNINGS:\s+([01])\s+[0-9A-F]{8}\s+([0-9A-F]{8})/i.exec(
    answer.toString('latin1'),
  );
  if (!found) return null;
  const errors = found[1] === '1' ? Number.parseInt(found[2]!, 16) : 0;
  const warnings = found[3] === '1' ? Number.parseInt(found[4]!, 16) : 0;
  const conditions = new Set<Condition>(ERROR_BITS.filter(([bit]) => errors & bit).map(([, condition]) => condition));
  if (errors & ~KNOWN_ERRORS || (found[1] === '1' && errors === 0)) conditions.add('other');
  if (warnings & PAPER_ALMOST_OUT) conditions.add('media-low');
  return [...conditions];
}

export interface HostStatus {
  conditions: Condition[];
  unprinted: number;
}
const LINE_1 = /^\d{3},([01]),([01]),\d{4},(\d{3}),([01]),[01],([01]),\d{3},[01],([01]),([01])$/;
const LINE_2 = /^\d{3},[01],([01]),([01]),[01],[0-9A-Z],\d,([01]),(\d{8}),[01],\d{3}$/;

/** The three lines of an answer to `~HS` (ZPL II Programming Guide, ~HS), wherever in the bytes they stand; null while they are not whole. */
export function parseHostStatus(answer: Buffer): HostStatus | null {
  const lines = [...answer.toString('latin1').matchAll(/\x02([^\x02\x03]*)\x03/g)].map((m) => m[1]!);
  const at = lines.findIndex((line, i) => LINE_1.test(line) && LINE_2.test(lines[i + 1] ?? ''));
  if (at < 0 || lines[at + 2] === undefined) return null;
  const [, paperOut, paused, formats, bufferFull, partial, tooCold, tooHot] = LINE_1.exec(lines[at]!)!;
  const [, headUp, ribbonOut, labelWaits, labelsLeft] = LINE_2.exec(lines[at + 1]!)!;
  const flags: [string | undefined, Condition][] = [
    [paperOut, 'media-empty'],
    [headUp, 'cover-open'],
    [ribbonOut, 'marker-supply-empty'],
    [tooHot, 'head-too-hot'],
    [tooCold, 'other'],
    [paused, 'paused'],
    [bufferFull, 'busy'],
  ];
  // A label waiting to be peeled off is printed, though the printer still counts it.
  const left = Math.max(0, Number(labelsLeft) - Number(labelWaits));
  return {
    conditions: flags.filter(([flag]) => flag === '1').map(([, condition]) => condition),
    unprinted: Number(formats) + Number(partial) + left,
  };
}

// --- the label -----------------------------------------------------------------------------------------------------------------------

/** One label as ZPL: everything that could linger from another program's job (home, shift, length, copies) is set. */
export function encodeLabel(label: LabelBits, encoding: 'z64' | 'run-length'): Buffer {
  const { widthDots, heightDots } = label;
  const rowBytes = rowBytesOf(widthDots);
  const bits = withoutPadding(label);
  const data = encoding === 'z64' ? z64(bits) : runLength(bits, rowBytes);
  const field = `^FO0,0^GFA,${bits.length},${bits.length},${rowBytes},${data}^FS`;
  return Buffer.from(`^XA^PW${widthDots}^LL${heightDots}^LH0,0^LS0^LT0${field}^PQ1^XZ\r\n`, 'latin1');
}

/** `:Z64:` — zlib, base64, CRC over the base64 text. */
export function z64(bits: Uint8Array): string {
  const base64 = deflateSync(bits, { level: 9 }).toString('base64');
  return `:Z64:${base64}:${crc16(Buffer.from(base64, 'latin1')).toString(16).padStart(4, '0').toUpperCase()}`;
}

/** CRC-16/CCITT: polynomial 0x1021, initial value 0, not reflected (the variant also named XMODEM). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** ASCII compression of ^GF: counts G–Y = 1–19 and g–z = 20–400 before a digit; `,` rest of row 0; `!` rest of row F; `:` as the row above. */
export function runLength(bits: Uint8Array, rowBytes: number): string {
  let text = '';
  let above = '';
  for (let at = 0; at < bits.length; at += rowBytes) {
    const row = Buffer.from(bits.subarray(at, at + rowBytes))
      .toString('hex')
      .toUpperCase();
    text += row === above ? ':' : encodeRow(row);
    above = row;
  }
  return text;
}

function encodeRow(row: string): string {
  let body = row;
  let end = '';
  if (row.endsWith('0')) [body, end] = [row.replace(/0+$/, ''), ','];
  else if (row.endsWith('FF')) [body, end] = [row.replace(/F+$/, ''), '!'];
  return body.replace(/(.)\1{2,}/g, (run, digit: string) => countOf(run.length) + digit) + end;
}

function countOf(length: number): string {
  let text = '';
  let left = length;
  for (; left >= 400; left -= 400) text += 'z';
  if (left >= 20) text += String.fromCharCode(0x66 + Math.floor(left / 20));
  if (left % 20 > 0) text += String.fromCharCode(0x46 + (left % 20));
  return text;
}
