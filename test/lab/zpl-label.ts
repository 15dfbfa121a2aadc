import { blankLabel, type DrawnLabel, type PackedRows, stamp } from './label-raster.ts';
import { decodeGraphic } from './zpl-graphic.ts';

/** A format as it would come out on paper. */
export interface DrawnFormat extends DrawnLabel {
  copies: number;
  /** False where the format only set the printer up; then nothing comes out. */
  printable: boolean;
  /** Commands that leave marks on a label but that this printer does not draw. */
  ignored: string[];
}

/** Set-up that changes nothing in the picture: media, speed, darkness, code page, comments. */
const WITHOUT_MARKS = /^(?:MM|MN|MT|MD|PR|PM|PO|CI|FX|JM|JU|JZ|LT|LS|LR|PA|SD|TA|MF|MP|ML|SZ|FS)/i;
const MAX_LENGTH_DOTS = 8000;

/**
 * Draws a format made of `^GFA` graphics.
 *
 * @param media What lies in the printer: `^PW` and `^LL` change it for this format and the next ones.
 * @throws Error where a graphic cannot be decoded: the printer prints nothing of this format.
 */
export function drawLabel(commands: string[], media: { widthDots: number; lengthDots: number; maxWidthDots: number }): DrawnFormat {
  const graphics: { x: number; y: number; rows: PackedRows }[] = [];
  const ignored: string[] = [];
  let home = [0, 0];
  let origin = [0, 0];
  let copies = 1;
  for (const command of commands) {
    const name = command.slice(0, 2).toUpperCase();
    const numbers = command.slice(2).split(',').map(Number);
    const [first = 0, second = 0] = numbers.map((n) => (Number.isFinite(n) ? Math.trunc(n) : 0));
    if (name === 'PW') media.widthDots = clamp(first, 2, media.maxWidthDots);
    else if (name === 'LL') media.lengthDots = clamp(first, 1, MAX_LENGTH_DOTS);
    else if (name === 'LH') home = [first, second];
    else if (name === 'FO') origin = [first, second];
    else if (name === 'PQ') copies = clamp(first, 1, 100);
    else if (name === 'GF') {
      const { bytesPerRow: rowBytes, bits } = decodeGraphic(command.slice(2));
      graphics.push({ x: home[0]! + origin[0]!, y: home[1]! + origin[1]!, rows: { rowBytes, bits, black: 1 } });
    } else if (!WITHOUT_MARKS.test(command)) ignored.push(command.slice(0, 40));
    if (name === 'FS') origin = [0, 0];
  }
  const label = blankLabel(media.widthDots, media.lengthDots);
  for (const { x, y, rows } of graphics) stamp(label, rows, x, y);
  return { ...label, copies, printable: graphics.length > 0 || ignored.length > 0, ignored };
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
