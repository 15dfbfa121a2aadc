import bwip from 'bwip-js/node';
import sharp from 'sharp';
import type { ItemKind } from '#base/words.ts';
import { CAP_HEIGHT, type Line, letter, letterWithin } from './lettering.ts';

export interface LabelInput {
  /** `VM-2026-000123-M`. */
  number: string;
  kind: ItemKind;
  station: string;
  /** Words, in the language of the house. */
  department?: string;
  class?: string;
  /** Why it stays closed, in words; hatches the field of the kind. */
  secrecy?: string;
  dateText: string;
  /** 1 for the first print. */
  copy: number;
  widthDots: number;
  heightDots: number;
  resolutionDpi: number;
}

export interface LabelRaster {
  widthDots: number;
  heightDots: number;
  /** Rows from the top, each filled up to whole bytes; 1 = black, most significant bit first. */
  bits: Uint8Array;
  png: Uint8Array;
}

/** UI.md, the label motif; a bag (sac) has no letter there. */
const LETTER: Record<ItemKind, string> = { registered: 'R', letter: 'L', parcel: 'C', bag: 'S', email: '@' };

/** A page of dots, 255 = paper. Codes are painted here on whole dots and never resized. */
interface Sheet {
  widthDots: number;
  heightDots: number;
  gray: Uint8Array;
}

function blacken({ widthDots, gray }: Sheet, x: number, y: number, width: number, height: number): void {
  for (let row = y; row < y + height; row++) gray.fill(0, row * widthDots + x, row * widthDots + x + width);
}

/** Bars and spaces of a Code 128 in modules, a bar first. */
function code128(text: string): number[] {
  const [code] = bwip.raw({ bcid: 'code128', text });
  return (code as { sbs: number[] }).sbs;
}

function dataMatrix(text: string): { modules: number; dark(x: number, y: number): boolean } {
  const { pixs, pixx } = bwip.raw({ bcid: 'datamatrix', text })[0] as { pixs: number[]; pixx: number };
  return { modules: pixx, dark: (x, y) => pixs[y * pixx + x] === 1 };
}

/** SVG of a line of text with its baseline at (x, y), thickened by `weight` of its size: the bundled font is opened at its regular weight. */
const text = (line: Line, x: number, y: number, size: number, weight = 0, colour = 'black'): string =>
  `<path transform="translate(${x.toFixed(2)} ${y.toFixed(2)})" d="${line.path}" fill="${colour}" stroke="${colour}" stroke-width="${(size * weight).toFixed(2)}" stroke-linejoin="round"/>`;

interface Tag {
  svg: string;
  heightDots: number;
}

/** The number in its box: kind in the black field, station and year small, sequence, dotted tear line, check character. */
function tag({ number, kind, secrecy }: LabelInput, x: number, y: number, maxWidth: number, maxHeight: number): Tag {
  const [prefix = '', year = '', sequence = '', check = ''] = number.split('-');
  const parts = (size: number) => ({
    kind: letter(LETTER[kind], size * 0.95),
    small: letter(prefix + year.slice(2), size * 0.6),
    sequence: letter(sequence, size),
    check: letter(check, size),
  });
  // Everything grows with the size of the type: 1.5 fields of 1 em each, text, and 1.3 em of air.
  const unit = parts(100);
  const widthPerSize = (unit.small.width + unit.sequence.width) / 100 + 1.35 + 1.15 + 1.1;
  const size = Math.min(maxHeight / 1.35, maxWidth / widthPerSize);
  const height = Math.round(size * 1.35);
  const width = Math.min(maxWidth, Math.round(size * widthPerSize));
  const p = parts(size);
  const line = Math.max(2, Math.round(size * 0.05));
  const kindWidth = Math.round(size * 1.35);
  const checkWidth = Math.round(size * 1.15);
  const tearX = width - checkWidth;
  const baseline = y + height / 2 + (size * CAP_HEIGHT) / 2;
  const middle = (from: number, room: number, drawn: Line): number => x + from + (room - drawn.width) / 2;
  const textX = x + kindWidth + size * 0.35;
  const bold = 0.045;

  // Closed mail: white strokes across the black field, kept clear of the letter so that it stays readable.
  const hatch =
    secrecy === undefined
      ? ''
      : `<g clip-path="url(#kind)">${Array.from({ length: Math.ceil((kindWidth + height) / (line * 4)) }, (_, i) => {
          const at = x + i * line * 4;
          return `<path d="M${at} ${y - 1}L${at - height - 2} ${y + height + 1}" stroke="white" stroke-width="${line * 1.2}"/>`;
        }).join('')}<circle cx="${x + kindWidth / 2}" cy="${y + height / 2}" r="${size * 0.52}" fill="black"/></g>`;
  const svg = `<clipPath id="kind"><rect x="${x}" y="${y}" width="${kindWidth}" height="${height}"/></clipPath>
<rect x="${x + line / 2}" y="${y + line / 2}" width="${width - line}" height="${height - line}" rx="${line * 2}" fill="none" stroke="black" stroke-width="${line}"/>
<rect x="${x}" y="${y}" width="${kindWidth}" height="${height}" rx="${line * 2}"/>${hatch}
${text(p.kind, middle(0, kindWidth, p.kind), y + height / 2 + (size * 0.95 * CAP_HEIGHT) / 2, size, bold, 'white')}
${text(p.small, textX, baseline, size, 0.015)}
${text(p.sequence, textX + p.small.width + size * 0.2, baseline, size, bold)}
<path d="M${x + tearX} ${y + line}V${y + height - line}" stroke="black" stroke-width="${line}" stroke-dasharray="${line} ${line * 1.5}"/>
${text(p.check, middle(tearX, checkWidth - line, p.check), baseline, size, bold)}`;
  return { svg, heightDots: height };
}

/**
 * Draws a label at the printer's own resolution: the number to be read by people, a Code 128 for hand scanners, a
 * DataMatrix with number and copy index for page scanners, department, class and date in words. Same input, same dots.
 *
 * Where the bars find no room beside the DataMatrix they stand below it; on a label too narrow for bars of a sixth of a millimetre
 * they are left out; the DataMatrix always stands. A label longer than wide is written along the roll.
 */
export async function drawLabel(input: LabelInput): Promise<LabelRaster> {
  const { widthDots, heightDots } = input;
  if (!(Math.min(widthDots, heightDots) >= 80 && Math.max(widthDots, heightDots) >= 120 && widthDots * heightDots <= MAX_DOTS))
    throw new RangeError(`a label of ${widthDots} × ${heightDots} dots`);
  const along = heightDots > widthDots;
  const sheet = along ? turned(await drawSheet({ ...input, widthDots: heightDots, heightDots: widthDots })) : await drawSheet(input);
  const png = await sharp(sheet.gray, { raw: { width: widthDots, height: heightDots, channels: 1 } })
    .toColourspace('b-w')
    .png({ palette: true, colours: 2 })
    .toBuffer();
  return { widthDots, heightDots, bits: packed(sheet), png };
}

const MAX_DOTS = 16_000_000;

async function drawSheet(input: LabelInput): Promise<Sheet> {
  const { widthDots, heightDots, resolutionDpi } = input;
  const mm = (value: number): number => Math.round((value * resolutionDpi) / 25.4);
  const margin = Math.max(4, Math.min(mm(2), Math.round(heightDots * 0.05)));
  const gap = Math.round(margin * 0.8);
  const top = tag(input, margin, margin, widthDots - 2 * margin, Math.min(mm(20), (heightDots - 2 * margin) * 0.4));
  const lowerY = margin + top.heightDots + gap;
  const lowerHeight = heightDots - margin - lowerY;

  const bars = code128(input.number);
  // Ten modules of silence on both sides (ISO/IEC 15417); the margin of the label is part of them.
  const barModules = bars.reduce((sum, width) => sum + width, 0) + 20;
  const barIn = (room: number): number => Math.min(Math.floor(room / barModules), Math.max(2, mm(0.5)));
  const readable = (bar: number): boolean => bar >= Math.max(1, (resolutionDpi / 25.4) * 0.165);

  const matrix = dataMatrix(`${input.number};${input.copy}`);
  const matrixIn = (height: number) => {
    const dot = Math.max(1, Math.floor(Math.min(height, Math.floor(widthDots * 0.4), mm(22)) / matrix.modules));
    const x = widthDots - margin - dot * matrix.modules;
    // A quiet zone of two modules (ISO/IEC 16022 asks for one) before the words and bars begin.
    return { dot, x, leftWidth: x - 2 * dot - margin };
  };
  const whole = matrixIn(lowerHeight);
  const acrossHeight = Math.round(Math.min(lowerHeight * 0.35, mm(15)));
  const beside = barIn(whole.leftWidth);
  const across = barIn(widthDots);
  const place = readable(beside) ? 'beside' : readable(across) ? 'across' : 'nowhere';
  const bar = place === 'beside' ? beside : across;

  const upperHeight = place === 'across' ? lowerHeight - acrossHeight - gap : lowerHeight;
  const { dot, x: matrixX, leftWidth } = place === 'across' ? matrixIn(upperHeight) : whole;
  const barsHeight = place === 'across' ? acrossHeight : Math.round(Math.min(lowerHeight * 0.42, mm(15)));
  const barsY = place === 'across' ? lowerY + upperHeight + gap : lowerY;

  const wordsY = lowerY + (place === 'beside' ? barsHeight + gap : 0);
  const wordsHeight = lowerY + upperHeight - wordsY;
  const sized = Math.min(wordsHeight / 2.5, mm(5));
  const first = [input.secrecy, input.department].filter(Boolean).join(' · ');
  const second = [input.dateText, input.class, input.copy > 1 ? `×${input.copy}` : ''].filter(Boolean).join(' · ');
  const firstSize = sized * 1.1;
  const words = [
    text(letterWithin(first, firstSize, leftWidth), margin, wordsY + firstSize * 0.85, firstSize, 0.035),
    text(letterWithin(second, sized, leftWidth), margin, wordsY + firstSize * 1.15 + sized * 0.85, sized, 0.01),
  ];

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthDots}" height="${heightDots}"><rect width="100%" height="100%" fill="white"/>${top.svg}${words.join('')}</svg>`;
  const drawn = await sharp(Buffer.from(svg), { limitInputPixels: MAX_DOTS })
    .flatten({ background: 'white' })
    .toColourspace('b-w')
    .threshold(128)
    .raw()
    .toBuffer();
  const sheet: Sheet = { widthDots, heightDots, gray: new Uint8Array(drawn) };
  if (place !== 'nowhere') {
    let x = place === 'beside' ? margin + Math.max(0, 10 * bar - margin) : Math.round((widthDots - (barModules - 20) * bar) / 2);
    for (const [i, width] of bars.entries()) {
      if (i % 2 === 0) blacken(sheet, x, barsY, width * bar, barsHeight);
      x += width * bar;
    }
  }
  for (let y = 0; y < matrix.modules; y++) {
    for (let x = 0; x < matrix.modules; x++) if (matrix.dark(x, y)) blacken(sheet, matrixX + x * dot, lowerY + y * dot, dot, dot);
  }
  return sheet;
}

/** Turned a quarter clockwise: what was on the left is at the head. */
function turned({ widthDots, heightDots, gray }: Sheet): Sheet {
  const out = new Uint8Array(gray.length);
  for (let y = 0; y < heightDots; y++)
    for (let x = 0; x < widthDots; x++) out[x * heightDots + heightDots - 1 - y] = gray[y * widthDots + x]!;
  return { widthDots: heightDots, heightDots: widthDots, gray: out };
}

function packed({ widthDots, heightDots, gray }: Sheet): Uint8Array {
  const rowBytes = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(rowBytes * heightDots);
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) if (gray[y * widthDots + x]! < 128) bits[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  return bits;
}
