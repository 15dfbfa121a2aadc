import { deflateSync } from 'node:zlib';
import { Type } from 'typebox';
import { isFailure } from '../../../src/base/errors.ts';
import type { Condition } from '../../../src/base/words.ts';
import { MAX_LABEL_DOTS } from '../../protocol/limits.ts';
import { inTheWay } from '../../supervisor/device-state.ts';
import { defineDriver, type LabelBits, type LabelOutcome, type Link, type Report } from '../../supervisor/driver.ts';
import { pause } from '../../supervisor/pause.ts';
import type { Pipe } from '../../transports/pipe.ts';
import { ZPL_QUIRKS, type ZplQuirk } from '../quirks/zpl.ts';

const LIMITS = { widthDots: 832, resolutionDpi: 203 };

/** ZPL II label printers, by network (port 9100) or USB. A label is one bitmap: what the layout drew is what comes out. */
export default defineDriver({
  kind: 'label-printer',
  name: 'zpl',
  transport: ['tcp', 'usb'],
  match: [{ vendorId: 0x0a5f, maker: 'Zebra' }],
  isolation: 'shared',
  limits: LIMITS,
  options: Type.Object(
    {
      widthDots: Type.Optional(Type.Integer({ minimum: 8, maximum: MAX_LABEL_DOTS })),
      resolutionDpi: Type.Optional(Type.Integer({ minimum: 100, maximum: 1_200 })),
      quirk: Type.Optional(Type.Enum(Object.keys(ZPL_QUIRKS))),
      encoding: Type.Optional(Type.Enum(['z64', 'run-length'])),
      status: Type.Optional(Type.Enum(['queried', 'none'])),
      /** Longest time in which the printer may take no byte of a job. */
      silenceMs: Type.Optional(Type.Integer({ minimum: 50 })),
      /** How long to wait for an answer to a status question. */
      answerMs: Type.Optional(Type.Integer({ minimum: 50 })),
      /** How long a sent label may take to come out before it is given up. */
      settleMs: Type.Optional(Type.Integer({ minimum: 50 })),
    },
    { additionalProperties: false },
  ),
  async open(link) {
    const quirk = ZPL_QUIRKS[String(link.options.quirk)] ?? {};
    const options = { encoding: 'z64', status: 'queried', silenceMs: 15_000, answerMs: 2_000, settleMs: 20_000, ...quirk, ...link.options };
    const pipe = await link.openPipe();
    const printer = new ZplPrinter(link, pipe, options as PrinterOptions);
    if (mayHoldJob.get(link) ?? options.status === 'queried') await printer.takeBack();
    return {
      widthDots: (link.options.widthDots as number | undefined) ?? LIMITS.widthDots,
      resolutionDpi: (link.options.resolutionDpi as number | undefined) ?? LIMITS.resolutionDpi,
      status: () => printer.report(),
      encode: (label) => encodeLabel(label, options.encoding as 'z64' | 'run-length'),
      print: (job) => printer.print(job),
      close: () => pipe.close(),
    };
  },
});

/**
 * Whether a printer may still hold a job that nobody waits for any more: it was given up, or this process has not spoken with the printer
 * yet and the one before may have died in the middle. One that is believed blindly holds only what counts as printed.
 */
const mayHoldJob = new WeakMap<Link, boolean>();

interface PrinterOptions extends Required<ZplQuirk> {
  silenceMs: number;
  answerMs: number;
  settleMs: number;
}
interface Look {
  conditions: Condition[];
  /** Formats and labels the printer still holds; null when it did not say. */
  unprinted: number | null;
  /** It answered: everything said to it before has been read. */
  heard: boolean;
}

const LOOK_AGAIN_MS = 100;

class ZplPrinter {
  readonly #link: Link;
  readonly #pipe: Pipe;
  readonly #options: PrinterOptions;

  constructor(link: Link, pipe: Pipe, options: PrinterOptions) {
    this.#link = link;
    this.#pipe = pipe;
    this.#options = options;
  }

  /**
   * Asks `~HQES`, which is answered in every state, and then `~HS`, which printers leave unanswered with media or ribbon out, head open
   * or too hot: silence to both is itself a sign of a fault. @throws DEVICE_ABSENT
   */
  async look(): Promise<Look> {
    if (this.#options.status === 'none') {
      this.#pipe.forget();
      await this.#pipe.receive(1);
      return { conditions: [], unprinted: 0, heard: true };
    }
    const errors = await this.#ask('~HQES\r\n', parseErrorStatus);
    if (errors && inTheWay(errors)) return { conditions: errors, unprinted: null, heard: true };
    const host = await this.#ask('~HS\r\n', parseHostStatus);
    if (!host) return { conditions: [...(errors ?? []), 'timed-out'], unprinted: null, heard: errors !== null };
    return { conditions: [...new Set([...(errors ?? []), ...host.conditions])], unprinted: host.unprinted, heard: true };
  }

  /** How the printer is while it has no job of ours to do. @throws DEVICE_ABSENT */
  async report(): Promise<Report> {
    const { conditions, heard } = await this.look();
    if (heard) mayHoldJob.set(this.#link, false);
    return { conditions };
  }

  /** Makes the printer forget what it holds, half or whole: it must not come out later beside the label printed in its stead. */
  async takeBack(): Promise<void> {
    const { complete } = await this.#pipe.send(Buffer.from('~JA\r\n', 'latin1'), this.#options.silenceMs);
    // Then the next session begins with it.
    if (!complete) await this.#pipe.close();
  }

  async #ask<T>(question: string, parse: (answer: Buffer) => T | null): Promise<T | null> {
    this.#pipe.forget();
    await this.#pipe.send(Buffer.from(question, 'latin1'), this.#options.silenceMs);
    const { clock } = this.#link;
    const untilMs = clock.monotonicMs() + this.#options.answerMs;
    let heard = Buffer.alloc(0);
    for (let leftMs = this.#options.answerMs; leftMs > 0; leftMs = untilMs - clock.monotonicMs()) {
      const piece = await this.#pipe.receive(leftMs);
      if (!piece) break;
      heard = Buffer.concat([heard, piece]).subarray(-MAX_ANSWER_BYTES);
      const answer = parse(heard);
      if (answer !== null) return answer;
    }
    return null;
  }

  async print(job: Uint8Array): Promise<LabelOutcome> {
    const { silenceMs, settleMs, status } = this.#options;
    mayHoldJob.set(this.#link, true);
    const { sentBytes, complete } = await this.#pipe.send(job, silenceMs);
    const totalBytes = job.length;
    if (sentBytes === 0) return { outcome: 'not-printed', condition: 'connecting-to-device' };
    if (complete && (status === 'none' || (await this.#cameOut(settleMs)))) {
      mayHoldJob.set(this.#link, false);
      return { outcome: 'printed' };
    }
    return { outcome: 'unknown', sentBytes, totalBytes };
  }

  /** Waits for the label that was sent, and takes it back when it does not come. */
  async #cameOut(settleMs: number): Promise<boolean> {
    const { clock } = this.#link;
    try {
      for (const untilMs = clock.monotonicMs() + settleMs; clock.monotonicMs() < untilMs; await pause(clock, LOOK_AGAIN_MS)) {
        // Nothing held back means that it came out, even where it was the last of the roll.
        if ((await this.look()).unprinted === 0) return true;
      }
      await this.takeBack();
    } catch (error) {
      if (!isFailure(error, 'DEVICE_ABSENT')) throw error;
    }
    return false;
  }
}

// --- status answers ----------------------------------------------------------------------------------------------------------------

const MAX_ANSWER_BYTES = 4_096;

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
  const rowBytes = Math.ceil(widthDots / 8);
  const bits = withoutPadding(label, rowBytes);
  const data = encoding === 'z64' ? z64(bits) : runLength(bits, rowBytes);
  const field = `^FO0,0^GFA,${bits.length},${bits.length},${rowBytes},${data}^FS`;
  return Buffer.from(`^XA^PW${widthDots}^LL${heightDots}^LH0,0^LS0^LT0${field}^PQ1^XZ\r\n`, 'latin1');
}

/** Dots beyond the width are white, whatever the padding bits said. */
function withoutPadding({ widthDots, bits }: LabelBits, rowBytes: number): Uint8Array {
  const spare = rowBytes * 8 - widthDots;
  if (spare === 0) return bits;
  const clean = Uint8Array.from(bits);
  for (let at = rowBytes - 1; at < clean.length; at += rowBytes) clean[at]! &= 0xff << spare;
  return clean;
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
