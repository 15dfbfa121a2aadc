import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** The endings under which page images are looked for, lower case, with the dot. */
export const PAGE_IMAGE_ENDINGS: readonly string[] = ['.png', '.jpg', '.jpeg', '.tif', '.tiff', '.webp'];

/** What may hold letters and is no page image: named when it is left out, so that nobody waits for it. */
export const OTHER_DOCUMENT_ENDINGS: readonly string[] = [
  ...['.pdf', '.gif', '.bmp', '.heic', '.heif', '.avif', '.jp2', '.jxl', '.djvu', '.svg', '.eml', '.doc', '.docx', '.odt', '.zip'],
];

const MAX_PIXELS = 120e6;
const MAX_PAGES = 100;
const A4_LONG_EDGE_INCHES = 297 / 25.4;
const USUAL_DPI = [100, 150, 200, 240, 300, 400, 600];

/**
 * What a scanner would have sent for this image: one JPEG per page of the file.
 *
 * A JPEG is handed on byte for byte up to its end: what cameras and editors put behind it no scanner sends. Anything else becomes a gray JPEG of quality 85 with the source's dpi in its JFIF
 * header; where the source names none, the one that makes its long edge nearest to A4.
 *
 * @throws Error when the file cannot be opened as an image, is larger than 120 megapixels or stops in the middle:
 *   a scanner never sends its own damaged picture, it is told to by a fault.
 */
export async function scannedPages(source: string | Uint8Array): Promise<Buffer[]> {
  const bytes = Buffer.from(typeof source === 'string' ? await readFile(source) : source);
  const opening = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
  const about = await sharp(bytes, opening).metadata();
  if (about.format === 'jpeg') {
    const end = jpegEnd(bytes);
    if (end === null) throw new Error('the JPEG stops before its end');
    return [bytes.subarray(0, end)];
  }
  const pageCount = about.format === 'tiff' ? Math.min(about.pages ?? 1, MAX_PAGES) : 1;
  const pages: Buffer[] = [];
  for (let page = 0; page < pageCount; page++) {
    const image = sharp(bytes, { ...opening, page })
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('b-w');
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const dpi = about.density && about.density > 72 ? about.density : likelyDpi(info.width, info.height);
    const gray = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels }, limitInputPixels: MAX_PIXELS });
    pages.push(await gray.toColourspace('b-w').withDensity(dpi).jpeg({ quality: 85 }).toBuffer());
  }
  return pages;
}

/** Where a JPEG ends, behind its end-of-image marker, or null where it stops before. @see ITU-T T.81, B.1.1 */
function jpegEnd(bytes: Buffer): number | null {
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xd9) return at + 2;
    // 0xff fills; 0x00 makes the byte before it image data; TEM, RST and SOI have no length. All others have.
    if (marker === 0xff) at += 1;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (at + 4 <= bytes.length) at += 2 + bytes.readUInt16BE(at + 2);
    else return null;
  }
  return null;
}

/** The empty back that a duplex scanner sends of a sheet printed on one side: white paper of the same size and dpi. */
export async function blankSideOf(front: Buffer): Promise<Buffer> {
  const { width, height, density } = await sharp(front).metadata();
  const paper = sharp({ create: { width, height, channels: 3, background: '#f8f8f8' } }).toColourspace('b-w');
  return paper
    .withDensity(density ?? likelyDpi(width, height))
    .jpeg({ quality: 85 })
    .toBuffer();
}

function likelyDpi(widthPx: number, heightPx: number): number {
  const dpi = Math.max(widthPx, heightPx) / A4_LONG_EDGE_INCHES;
  return USUAL_DPI.reduce((best, usual) => (Math.abs(usual - dpi) < Math.abs(best - dpi) ? usual : best));
}
