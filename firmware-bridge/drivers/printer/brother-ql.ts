import { Type } from 'typebox';
import { isFailure } from '../../../src/base/errors.ts';
import type { Condition } from '../../../src/base/words.ts';
import type { Conversation } from '../../printing/conversation.ts';
import { type Fate, type Look, labelPrinter, type Settings } from '../../printing/language.ts';
import type { Media } from '../../printing/media.ts';
import { rowsOf } from '../../printing/raster.ts';
import type { LabelBits } from '../../supervisor/driver.ts';
import { BROTHER_MEDIA, BROTHER_QUIRKS, type BrotherMedia } from '../quirks/brother-ql.ts';

type BrotherOptions = {
  /** Bytes of a row: 90 of the usual head, 162 of the wide ones. */
  rowBytes: number;
  /** Dots between the edge of the head and of the paper's way. */
  headOffsetDots: number;
  /** Has a raster mode to be switched to. */
  switchesMode: boolean;
  cuts: boolean;
  /** The shortest piece of an endless roll it prints: half an inch, or an inch of older models (`brother_ql`, models). */
  minimumDots: number;
};

const ESC = 0x1b;
const STATUS = Buffer.from([ESC, 0x69, 0x53]);
const CLEAR = Buffer.concat([Buffer.alloc(400), Buffer.from([ESC, 0x40])]);

/**
 * Brother QL label printers in raster mode; by USB the editor must be switched off at the printer (P-Lite, Editor Lite).
 * @see Brother, QL Series Raster Command Reference (QL-710W/720NW and QL-1110NWB): the status is asked before printing and never while it prints, when
 *   the printer tells it by itself; `brother_ql` for the printable part of the media. Of errors the one for QL-500 to 1060N says most (6.3): all data
 *   read from the computer are cleared, the page must be sent again, and CLEAR is there to clear jobs with errors that remain in the printer. So nothing
 *   comes of waiting after an error, and what was given up does not come out when the roll is changed.
 */
export default labelPrinter<BrotherOptions>({
  name: 'brother-ql',
  speaks: /^(?=.*MFG:Brother).*MDL:QL-/i,
  match: [{ vendorId: 0x04f9, maker: 'Brother' }],
  mimeType: 'application/vnd.brother-ql-raster',
  limits: { widthDots: 720, resolutionDpi: 300 },
  usualMedia: '62',
  area: (media, { rowBytes, headOffsetDots }) => {
    const { printable, offset } = mediaOf(media);
    // Of a wide label no more than the head reaches.
    const widthDots = Math.min(printable[0], rowBytes * 8 - headOffsetDots - offset);
    return { widthDots, lengthDots: printable[1] ?? Math.round(widthDots / 2) };
  },
  options: {
    media: Type.Optional(Type.Enum(Object.keys(BROTHER_MEDIA))),
    rowBytes: Type.Optional(Type.Enum([90, 162])),
    headOffsetDots: Type.Optional(Type.Integer({ minimum: 0, maximum: 200 })),
    switchesMode: Type.Optional(Type.Boolean()),
    cuts: Type.Optional(Type.Boolean()),
    minimumDots: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  },
  defaults: { rowBytes: 90, headOffsetDots: 0, switchesMode: true, cuts: true, minimumDots: 150 },
  quirks: BROTHER_QUIRKS,
  encode: encodeLabel,
  look: (talk, { media }) => look(talk, media!),
  follow: (talk) => async () => {
    const fate = await talk.listen(parseFate);
    if (fate === 'out') await finished(talk);
    return fate ?? 'awaited';
  },
  takeBack: (talk) => talk.say(CLEAR),
});

const mediaOf = ({ widthMm, lengthMm }: Media): BrotherMedia => BROTHER_MEDIA[lengthMm === null ? `${widthMm}` : `${widthMm}x${lengthMm}`]!;

/** Other labels than the configured ones are found before anything is printed on them. */
async function look(talk: Conversation, media: Media): Promise<Look> {
  const status = await talk.ask(STATUS, (heard) => parseStatuses(heard).at(-1) ?? null);
  if (!status) return { conditions: ['timed-out'], heard: false };
  const { conditions, loaded } = status;
  const [widthMm, lengthMm] = mediaOf(media).tape;
  const fits = loaded === null || (loaded.widthMm === widthMm && loaded.lengthMm === lengthMm);
  // What it tells by itself says nothing of whether it has read what was said before.
  return { conditions: fits ? conditions : [...new Set<Condition>([...conditions, 'media-needed'])], heard: status.kind === 'reply' };
}

const ERRORS_1: readonly [number, Condition][] = [
  [0x01, 'media-empty'],
  [0x02, 'media-empty'],
  [0x04, 'cutter-jam'],
  [0x08, 'other'],
  [0x10, 'busy'],
  [0x20, 'shutdown'],
  [0x40, 'other'],
  [0x80, 'other'],
];
const ERRORS_2: readonly [number, Condition][] = [
  [0x01, 'media-needed'],
  [0x02, 'other'],
  [0x04, 'other'],
  [0x08, 'other'],
  [0x10, 'cover-open'],
  [0x20, 'paused'],
  [0x40, 'media-jam'],
  [0x80, 'other'],
];
/** Status types; what is not among them is news that changes nothing: a phase, cooling. */
const KINDS: Readonly<Record<number, BrotherStatus['kind']>> = { 0: 'reply', 1: 'printed', 2: 'error', 4: 'turned-off' };
const PHASE_CHANGE = 6;
const RECEIVING = 0;

export interface BrotherStatus {
  conditions: Condition[];
  /** What lies in it; null where it does not say. */
  loaded: { widthMm: number; lengthMm: number } | null;
  /** The answer to a question, or what it tells by itself. */
  kind: 'reply' | 'printed' | 'error' | 'turned-off' | 'receiving' | 'news';
}

/** All whole statuses of 32 bytes in what was heard, asked for or not, oldest first. */
export function parseStatuses(heard: Buffer): BrotherStatus[] {
  const found: BrotherStatus[] = [];
  for (let at = heard.indexOf(HEAD); at >= 0 && at + SIZE <= heard.length; at = heard.indexOf(HEAD, at + SIZE)) {
    const status = heard.subarray(at, at + SIZE);
    const [errors1 = 0, errors2 = 0, widthMm = 0, media = 0] = status.subarray(8, 12);
    const conditions = new Set([...told(ERRORS_1, errors1), ...told(ERRORS_2, errors2)]);
    const [type = 0, phase] = status.subarray(18, 20);
    const kind = type === PHASE_CHANGE && phase === RECEIVING ? 'receiving' : (KINDS[type] ?? 'news');
    if (kind === 'turned-off') conditions.add('shutdown');
    found.push({
      conditions: [...conditions],
      loaded: media === 0 ? null : { widthMm, lengthMm: status[17]! },
      kind,
    });
  }
  return found;
}

const HEAD = Buffer.from([0x80, 0x20, 0x42]);
const SIZE = 32;
const told = (table: typeof ERRORS_1, bits: number): Condition[] => table.filter(([bit]) => bits & bit).map(([, condition]) => condition);

const FATES: Readonly<Partial<Record<BrotherStatus['kind'], Fate>>> = { printed: 'out', error: 'lost', 'turned-off': 'lost' };

/** By the first word that says so: a jam of the cutter comes after the label. */
export function parseFate(heard: Buffer): Fate | null {
  for (const { kind } of parseStatuses(heard)) if (FATES[kind]) return FATES[kind];
  return null;
}

/** "Printing completed" comes before the label is cut; it may be asked again once it says that it receives (flow charts). Gone or silent, the label is out. */
async function finished(talk: Conversation): Promise<void> {
  try {
    await talk.listen(parseReceiving);
  } catch (error) {
    if (!isFailure(error, 'DEVICE_ABSENT')) throw error;
  }
}

const parseReceiving = (heard: Buffer): true | null => {
  const kinds = parseStatuses(heard).map(({ kind }) => kind);
  return kinds.includes('receiving', kinds.indexOf('printed')) ? true : null;
};

const ENDLESS = 0x0a;
const DIE_CUT = 0x0b;
/** Kind, width and length are told, and that printing goes on after an error was put right. */
const TOLD = 0x80 | 0x02 | 0x04 | 0x08;
const CUT = 0x40;
const CUT_AT_END = 0x08;
/** What must be fed beside an endless label, three millimetres; die-cut labels have theirs. */
const MARGIN_DOTS = 35;

/** Rows go in mirrored: the first dot of a row is the last across the paper. */
export function encodeLabel(
  label: LabelBits,
  settings: Pick<Settings<BrotherOptions>, 'media' | 'widthDots' | keyof BrotherOptions>,
): Buffer {
  const { rowBytes, headOffsetDots, switchesMode, cuts, minimumDots } = settings;
  const { tape, printable, offset } = mediaOf(settings.media!);
  const lastDot = headOffsetDots + offset + settings.widthDots - 1;
  const [widthMm, lengthMm] = tape;
  const length = Math.max(label.heightDots, printable[1] ?? minimumDots);
  const rows = [0, 8, 16, 24].map((shift) => (length >> shift) & 0xff);
  const margin = lengthMm === 0 ? MARGIN_DOTS : 0;
  const parts: Uint8Array[] = [
    CLEAR,
    ...(switchesMode ? [Buffer.from([ESC, 0x69, 0x61, 1])] : []),
    Buffer.from([ESC, 0x69, 0x7a, TOLD, lengthMm === 0 ? ENDLESS : DIE_CUT, widthMm, lengthMm, ...rows, 0, 0]),
    ...(cuts ? [Buffer.from([ESC, 0x69, 0x4d, CUT, ESC, 0x69, 0x41, 1, ESC, 0x69, 0x4b, CUT_AT_END])] : []),
    Buffer.from([ESC, 0x69, 0x64, margin, 0]),
  ];
  const rowHead = Buffer.from([0x67, 0, rowBytes]);
  for (const row of rowsOf(label)) parts.push(rowHead, mirrored(row, rowBytes, lastDot));
  for (let row = label.heightDots; row < length; row++) parts.push(rowHead, new Uint8Array(rowBytes));
  parts.push(Buffer.from([0x1a]));
  return Buffer.concat(parts);
}

/** @param lastDot where the left-most dot that can be printed on lies, counted from the right edge. */
function mirrored(row: Uint8Array, rowBytes: number, lastDot: number): Uint8Array {
  const out = new Uint8Array(rowBytes);
  for (let x = 0; x < row.length * 8 && x <= lastDot; x++) {
    if ((row[x >> 3]! & (0x80 >> (x & 7))) === 0) continue;
    const at = lastDot - x;
    out[at >> 3]! |= 0x80 >> (at & 7);
  }
  return out;
}
