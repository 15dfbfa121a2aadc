import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { MailroomError } from '#base/errors.ts';
import { encodeGroup4 } from './ccitt-g4.ts';

// pdfkit's types leave out what its own mixins use; these few are what is needed of it.
export interface Ref {
  data: Record<string, unknown>;
  end(chunk?: Uint8Array): void;
}
export type Document = PDFKit.PDFDocument & {
  ref(data?: Record<string, unknown>): Ref;
  addContent(operators: string): void;
  openImage(bytes: Buffer): { obj: Ref; embed(document: Document): void };
  page: { xobjects: Record<string, Ref>; fonts: Record<string, Ref> };
};

export interface Scan {
  /** As it came. */
  bytes: Uint8Array;
  format: 'jpeg' | 'png';
}

/** What libvips may open at all: A3 at 1200 dpi is 280 million pixels, which no scanner of letters delivers. */
const PIXELS_MAX = 200_000_000;
/** A3 in colour at 300 dpi, or A4 in black and white at 600: more does not fit under the ceiling beside what it is packed into. */
const PACKED_SAMPLES_MAX = 60_000_000;
/**
 * Of one document. Packing takes up to 43 ms a million samples (a page full of noise; one core of a desktop) and three times that on a
 * small board; what comes after goes in as it came. Counted, not timed: the same document is the same bytes on any machine.
 */
export const DOCUMENT_SAMPLES_MAX = 250_000_000;

/** How many samples may still be packed: shared by the pages of one document. */
export interface PackingBudget {
  samples: number;
}

interface PngHead {
  widthPx: number;
  heightPx: number;
  depth: number;
  samples: number;
  /** Its own compressed rows can stand in a PDF as they are: not interlaced, no alpha, and 16 bit only since PDF 1.5. */
  plain: boolean;
}

function pngHead(bytes: Buffer, flavour: '1b' | '2b'): PngHead | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const [widthPx, heightPx] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour, interlaced] = [bytes[24]!, bytes[25]!, bytes[28]!];
  const plain = [0, 2, 3].includes(colour) && interlaced === 0 && depth <= (flavour === '1b' ? 8 : 16) && !bytes.includes('tRNS');
  return { widthPx, heightPx, depth, samples: widthPx * heightPx * (colour === 0 ? 1 : 3), plain };
}

interface Raw {
  widthPx: number;
  heightPx: number;
  channels: 1 | 3;
  data: Buffer;
}

/** Eight bits a sample, on white where it is transparent; one channel where all three say the same. */
async function rawOf(bytes: Buffer): Promise<Raw> {
  const { data, info } = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [widthPx, heightPx] = [info.width, info.height];
  if (info.channels === 1) return { widthPx, heightPx, channels: 1, data };
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return { widthPx, heightPx, channels: 3, data };
  }
  const gray = Buffer.alloc(data.length / 3);
  for (let i = 0; i < gray.length; i++) gray[i] = data[3 * i]!;
  return { widthPx, heightPx, channels: 1, data: gray };
}

const isBilevel = ({ channels, data }: Raw): boolean => channels === 1 && data.every((value) => value === 0 || value === 255);

function image(document: Document, { widthPx, heightPx, channels }: Raw, rest: Record<string, unknown>, stream: Uint8Array): Ref {
  const ref = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: widthPx,
    Height: heightPx,
    ColorSpace: channels === 1 ? 'DeviceGray' : 'DeviceRGB',
    ...rest,
  });
  ref.end(stream);
  return ref;
}

function embedded(document: Document, bytes: Buffer): Ref {
  const opened = document.openImage(bytes);
  opened.embed(document);
  if (opened.obj.data.ColorSpace === undefined) throw new Error('unknown number of colours');
  return opened.obj;
}

/** As group 4 where there is but black and white, else as PNG rows with the filter that suits each; never with another pixel. */
async function packed(document: Document, bytes: Buffer, head: PngHead): Promise<Ref> {
  const raw = await rawOf(bytes);
  const { widthPx, heightPx, channels } = raw;
  if (isBilevel(raw)) {
    const parameters = { K: -1, Columns: widthPx, Rows: heightPx };
    const coded = encodeGroup4(raw.data, widthPx, heightPx);
    return image(document, raw, { BitsPerComponent: 1, Filter: 'CCITTFaxDecode', DecodeParms: parameters }, coded);
  }
  const png = await sharp(raw.data, { raw: { width: widthPx, height: heightPx, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
  return embedded(document, head.plain && bytes.length <= png.length ? bytes : png);
}

/**
 * Puts a scan into the document, as small as it gets without touching a pixel: a JPEG as it came, a page of black and white
 * alone in fax coding, another PNG as the smaller of its own rows and ours.
 * @throws IMAGE_UNREADABLE
 */
export async function scanImage(document: Document, scan: Scan, flavour: '1b' | '2b', budget: PackingBudget): Promise<Ref> {
  const bytes = Buffer.from(scan.bytes.buffer, scan.bytes.byteOffset, scan.bytes.byteLength);
  try {
    if (scan.format === 'jpeg') return embedded(document, bytes);
    const head = pngHead(bytes, flavour);
    if (head === null) throw new Error('it is no PNG');
    // A colour profile would be applied by decoding, and 16 bits would be cut to 8: such pages go in as they are.
    const kept = head.depth === 16 || bytes.includes('iCCP');
    if (head.samples <= Math.min(budget.samples, PACKED_SAMPLES_MAX) && !(head.plain && kept)) {
      budget.samples -= head.samples;
      return await packed(document, bytes, head);
    }
    if (head.plain) return embedded(document, bytes);
    const raw = await rawOf(bytes);
    return image(document, raw, { BitsPerComponent: 8, Filter: 'FlateDecode' }, deflateSync(raw.data));
  } catch (cause) {
    const what = `${scan.format} for the PDF: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new MailroomError('IMAGE_UNREADABLE', { what: what.slice(0, 200) }, { cause });
  }
}
