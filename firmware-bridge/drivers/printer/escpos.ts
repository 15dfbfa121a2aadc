import { Type } from 'typebox';
import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Look, labelPrinter } from '../../printing/language.ts';
import { rowBytesOf, withoutPadding } from '../../printing/raster.ts';
import type { LabelBits } from '../../supervisor/driver.ts';

type EscposOptions = {
  /** How it tells that a label came out: the state of its paper when it gets to the question, or a number said back (newer Epsons). */
  outcome: 'paper-sensor' | 'process-id';
  cut: boolean;
};

const REAL_TIME_STATUS = Buffer.from([1, 2, 3, 4].flatMap((n) => [0x10, 0x04, n]));
const PAPER_SENSOR = Buffer.from([0x1d, 0x72, 1]);
const PROCESS_ID = Buffer.from([0x1d, 0x28, 0x48, 6, 0, 48, 48, 0x56, 0x4d, 0x4c, 0x31]);
const PROCESS_DONE = Buffer.from([0x37, 0x22, 0x56, 0x4d, 0x4c, 0x31, 0x00]);
const CUT = Buffer.from([0x1d, 0x56, 66, 0]);
const CLEAR_BUFFERS = Buffer.from([0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]);
const CLEARED = Buffer.from([0x37, 0x25, 0x00]);
const NO_STATUS_BACK = Buffer.from([0x1d, 0x61, 0]);

/**
 * Receipt printers that speak ESC/POS, with labels cut off an endless roll.
 * @see Epson, ESC/POS Command Reference (DLE EOT, DLE DC4 fn 8, GS v 0, GS V, GS r, GS a, GS ( D, GS ( H); Samsung SRP-350 and Metapace T-2 manuals say
 *   the same of those that others make.
 */
export default labelPrinter<EscposOptions>({
  name: 'escpos',
  speaks: /CMD:[^;]*ESC\/?POS|MDL:TM-/i,
  match: [{ vendorId: 0x04b8, maker: 'Epson' }],
  mimeType: 'application/vnd.epson-escpos',
  limits: { widthDots: 576, resolutionDpi: 203 },
  usualMedia: '80',
  // What the print head leaves of the usual rolls (Epson TM-T88, 58 mm printers).
  area: ({ widthMm }, { headDots }) => {
    const widthDots = Math.min(headDots, widthMm <= 58 ? 384 : 576);
    return { widthDots, lengthDots: Math.round(widthDots / 2) };
  },
  options: { outcome: Type.Optional(Type.Enum(['paper-sensor', 'process-id'])), cut: Type.Optional(Type.Boolean()) },
  defaults: { outcome: 'paper-sensor', cut: true },
  greeting: NO_STATUS_BACK,
  encode: encodeLabel,
  look,
  follow: (talk, { outcome }) => {
    const [question, parse] = outcome === 'process-id' ? [PROCESS_ID, parseProcessDone] : [PAPER_SENSOR, parsePaperSensor];
    let asked = false;
    return async () => {
      if (!asked) await talk.say(question);
      asked = true;
      return (await talk.listen(parse)) !== null ? 'out' : 'awaited';
    };
  },
  async takeBack(talk) {
    // What comes before the answer is cleared as well (DLE DC4 fn 8, notes). Where the command is not known, what half a band wants is filled with white.
    await talk.ask(CLEAR_BUFFERS, (heard) => (heard.includes(CLEARED) ? true : null));
    // What is on the strip already is cut off.
    await talk.say(Buffer.concat([Buffer.alloc(4_096), Buffer.from([0x1b, 0x40]), CUT]));
  },
});

async function look(talk: Conversation): Promise<Look> {
  const conditions = await talk.ask(REAL_TIME_STATUS, parseStatus);
  return { conditions: conditions ?? ['timed-out'], heard: conditions !== null };
}

/** What a printer says, told apart by the bits that are the same in all of a kind. */
interface Heard {
  /** Answers to DLE EOT: bits 1 and 4 set, 0 and 7 clear. */
  realTime: number[];
  /** Answers to GS r 1: both sensors twice, nothing else. */
  paperSensor: number[];
  /** Automatic status: four bytes, the first with bit 4 set and 0, 1 and 7 clear, the others with 4 and 7 clear. */
  automatic: number[][];
}

function tellApart(heard: Buffer): Heard {
  const told: Heard = { realTime: [], paperSensor: [], automatic: [] };
  for (let at = 0; at < heard.length; at++) {
    const byte = heard[at]!;
    const rest = [...heard.subarray(at + 1, at + 4)];
    if (byte === BLOCK) at = blockEnd(heard, at);
    else if ((byte & 0x93) === 0x12) told.realTime.push(byte);
    else if ((byte & 0x93) === 0x10 && rest.length === 3 && rest.every((next) => (next & 0x90) === 0)) {
      told.automatic.push([byte, ...rest]);
      at += 3;
    } else if ([0x00, 0x03, 0x0c, 0x0f].includes(byte)) told.paperSensor.push(byte);
  }
  return told;
}

/** `7 … NUL`: an id said back, or that buffers were cleared. */
const BLOCK = 0x37;
const LONGEST_BLOCK = 8;
function blockEnd(heard: Buffer, at: number): number {
  const end = heard.indexOf(0x00, at);
  return end >= 0 && end - at < LONGEST_BLOCK ? end : at;
}

/** Conditions from the four answers to DLE EOT 1 to 4, or from an automatic status where a printer says nothing else; null while they are not whole. */
export function parseStatus(heard: Buffer): Condition[] | null {
  const { realTime, automatic } = tellApart(heard);
  if (realTime.length >= 4) {
    const [printer = 0, offline = 0, error = 0, paper = 0] = realTime.slice(-4);
    return conditionsOf([
      [offline & 0x04, 'cover-open'],
      [(offline & 0x20) | (paper & 0x60), 'media-empty'],
      [paper & 0x0c, 'media-low'],
      [error & 0x08, 'cutter-jam'],
      [error & 0x40, 'head-too-hot'],
      [error & 0x20, 'other'],
      [printer & 0x08, 'paused'],
    ]);
  }
  const last = automatic.at(-1);
  if (!last || realTime.length > 0) return null;
  const [printer = 0, error = 0, paper = 0] = last;
  return conditionsOf([
    [printer & 0x20, 'cover-open'],
    [paper & 0x0c, 'media-empty'],
    [paper & 0x03, 'media-low'],
    [error & 0x08, 'cutter-jam'],
    [error & 0x40, 'head-too-hot'],
    [error & 0x20, 'other'],
    [printer & 0x08, 'paused'],
  ]);
}

/** Off line is told last, and only where nothing says why; without paper the sensor that warns of it is right as well and says nothing new. */
function conditionsOf(bits: [number, Condition][]): Condition[] {
  const set = bits.filter(([bit]) => bit !== 0).map(([, condition]) => condition);
  return set.filter(
    (one) =>
      !(one === 'paused' && set.some((other) => other !== 'paused' && other !== 'media-low')) &&
      !(one === 'media-low' && set.includes('media-empty')),
  );
}

const parsePaperSensor = (heard: Buffer): true | null => (tellApart(heard).paperSensor.length > 0 ? true : null);
const parseProcessDone = (heard: Buffer): true | null => (heard.includes(PROCESS_DONE) ? true : null);

/** Little memory is needed of the printer, and what a broken connection leaves unfinished is short. */
const BAND_ROWS = 24;
const PULSES = Buffer.from([0x10, 0x14]);
const NO_PULSES = Buffer.from([0x1d, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0]);

export function encodeLabel(label: LabelBits, { cut }: Pick<EscposOptions, 'cut'>): Buffer {
  const rowBytes = rowBytesOf(label.widthDots);
  const bits = withoutPadding(label);
  const parts: Uint8Array[] = [Buffer.from([0x1b, 0x40])];
  // Dots that look like a real-time command would open the drawer or switch it off.
  if (Buffer.from(bits).includes(PULSES)) parts.push(NO_PULSES);
  for (let y = 0; y < label.heightDots; y += BAND_ROWS) {
    const band = bits.subarray(y * rowBytes, (y + BAND_ROWS) * rowBytes);
    parts.push(Buffer.from([0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, band.length / rowBytes, 0]), band);
  }
  if (cut) parts.push(CUT);
  else parts.push(Buffer.from([0x1b, 0x64, 4]));
  return Buffer.concat(parts);
}
