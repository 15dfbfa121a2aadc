import bwipjs from 'bwip-js/node';
import sharp from 'sharp';

/** An A4 page as SVG content; units are millimetres from the top left corner. */
export type Drawing = string;

const WIDTH_MM = 210;
const HEIGHT_MM = 297;
const POINT_MM = 25.4 / 72;

export interface Type {
  pt?: number;
  bold?: boolean;
  serif?: boolean;
  anchor?: 'start' | 'middle' | 'end';
  /** Distance between two lines, as a multiple of the size. */
  leading?: number;
}

/** Lines of text, the first on the base line `y`. */
export function lines(x: number, y: number, texts: string[], type: Type = {}): Drawing {
  const { pt = 10.5, bold = false, serif = false, anchor = 'start', leading = 1.35 } = type;
  const size = pt * POINT_MM;
  const style = `font-family="${serif ? 'DejaVu Serif' : 'DejaVu Sans'}" font-size="${size.toFixed(3)}" text-anchor="${anchor}"`;
  return texts
    .map((text, i) => {
      const at = (y + i * size * leading).toFixed(2);
      return `<text x="${x}" y="${at}" ${style}${bold ? ' font-weight="bold"' : ''} xml:space="preserve">${escapeXml(text)}</text>`;
    })
    .join('');
}

/** Breaks a paragraph at blanks into lines of at most `width` characters. */
export function wrapped(paragraph: string, width = 84): string[] {
  const broken = [''];
  for (const word of paragraph.split(' ')) {
    const line = broken.at(-1)!;
    if (line && line.length + 1 + word.length > width) broken.push(word);
    else broken[broken.length - 1] = line ? `${line} ${word}` : word;
  }
  return broken;
}

/** A table with a head: columns are right-aligned at their x but for the first, which starts at its x. */
export function table(y: number, columnsX: number[], rows: string[][]): Drawing {
  const cell = (text: string, column: number, rowY: number, bold: boolean) =>
    lines(columnsX[column]!, rowY, [text], { pt: 9.5, bold, anchor: column === 0 ? 'start' : 'end' });
  const drawn = rows.map((row, r) => row.map((text, column) => cell(text, column, y + r * 6.5, r === 0)).join(''));
  return `${drawn.join('')}${rule(columnsX[0]!, y + 2, columnsX.at(-1)! - columnsX[0]!)}`;
}

export const rule = (x: number, y: number, width: number): Drawing =>
  `<rect x="${x}" y="${y}" width="${width}" height="0.25" fill="#222"/>`;

/** A code of bwip-js (`qrcode`, `code128`) in a box of this size. */
export function code(bcid: 'qrcode' | 'code128', text: string, x: number, y: number, width: number, height: number): Drawing {
  const options = bcid === 'qrcode' ? { eclevel: 'H' } : { height: 10 };
  const svg = bwipjs.toSVG({ bcid, text, ...options });
  return svg.replace('<svg', `<svg x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none"`);
}

/**
 * Our own label as it sticks on paper: frame, Code 128 and the number beneath.
 *
 * @param number with its check character, e.g. `VM-2026-000123-M`.
 */
export function ownLabel(number: string, x: number, y: number): Drawing {
  const frame = `<rect x="${x}" y="${y}" width="62" height="20" fill="#fff" stroke="#222" stroke-width="0.3"/>`;
  return `${frame}${code('code128', number, x + 5, y + 2.5, 52, 9.5)}${lines(x + 31, y + 17.4, [number], { pt: 13, bold: true, anchor: 'middle' })}`;
}

/** ISO/IEC 7064 MOD 37,36: the check character over letters and digits, hyphens left out. */
export function checkCharacter(text: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let product = 36;
  for (const sign of text.replaceAll('-', '')) {
    const sum = (product + alphabet.indexOf(sign)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphabet[(37 - product) % 36]!;
}

export interface Wear {
  /** Positive = turned clockwise. */
  skewDeg?: number;
  /** Standard deviation of the paper's grain, gray levels. */
  grain?: number;
  /** What shines through from the other side. */
  showThrough?: Drawing;
  seed?: number;
}

/** Prints and scans: a gray JPEG of 200 dpi, slightly turned, soft and grainy. The same drawing and wear give the same bytes. */
export async function scanned(drawing: Drawing, wear: Wear = {}): Promise<Buffer> {
  const dpi = 200;
  const width = Math.round((WIDTH_MM / 25.4) * dpi);
  const height = Math.round((HEIGHT_MM / 25.4) * dpi);
  const turn = `rotate(${wear.skewDeg ?? 0} ${WIDTH_MM / 2} ${HEIGHT_MM / 2})`;
  const behind = wear.showThrough ? `<g opacity="0.035" transform="translate(${WIDTH_MM} 0) scale(-1 1)">${wear.showThrough}</g>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}">
<rect width="${WIDTH_MM}" height="${HEIGHT_MM}" fill="#f9f9f9"/><g fill="#161616" transform="${turn}">${behind}${drawing}</g></svg>`;
  const page = await sharp(Buffer.from(svg)).greyscale().blur(0.45).raw().toBuffer();
  const noise = grain(wear.seed ?? 1, wear.grain ?? 1.6);
  for (let i = 0; i < page.length; i++) page[i] = Math.max(0, Math.min(255, page[i]! + noise()));
  return sharp(page, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .withDensity(dpi)
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Prints and does not scan: a black and white PNG of an A4 page of 300 dpi. */
export function printed(drawing: Drawing): Promise<Buffer> {
  const [width, height] = [WIDTH_MM, HEIGHT_MM].map((mm) => Math.round((mm / 25.4) * 300));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}">
<rect width="${WIDTH_MM}" height="${HEIGHT_MM}" fill="#fff"/><g fill="#000">${drawing}</g></svg>`;
  return sharp(Buffer.from(svg)).greyscale().threshold(128).png({ palette: true, colours: 2, compressionLevel: 9 }).toBuffer();
}

/** Roughly normal deviates from a small generator with a seed, so that a page can be made again. */
function grain(seed: number, deviation: number): () => number {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return () => Math.round((next() + next() + next() - 1.5) * 2 * deviation);
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
