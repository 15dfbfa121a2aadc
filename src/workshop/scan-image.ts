import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { MailroomError } from '#base/errors.ts';
import { encodeGroup4 } from './ccitt-g4.ts';
import { type Embeddable, jpegAsIs, pngAsIs, pngChunks } from './embeddable.ts';
import { isMemoryError } from './unreadable.ts';

// pdfkit's types leave out what its own mixins use; these few are what is needed of it.
export interface Ref {
  data: Record<string, unknown>;
  end(chunk?: Uint8Array): void;
}
export type Document = PDFKit.PDFDocument & {
  ref(data?: Record<string, unknown>): Ref;
  addContent(operators: string): void;
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

async function samplesOf(bytes: Buffer): Promise<number> {
  const { width, height } = await sharp(bytes).metadata();
  return 3 * width * height;
}

const isBilevel = ({ channels, data }: Raw): boolean => channels === 1 && data.every((value) => value === 0 || value === 255);

function put(document: Document, { widthPx, heightPx, dictionary, stream }: Embeddable): Ref {
  const ref = document.ref({ Type: 'XObject', Subtype: 'Image', Width: widthPx, Height: heightPx, ...dictionary });
  ref.end(stream);
  return ref;
}

const spaceOf = ({ channels }: Raw): string => (channels === 1 ? 'DeviceGray' : 'DeviceRGB');

function faxCoded({ widthPx, heightPx, data }: Raw): Embeddable {
  const parameters = { K: -1, Columns: widthPx, Rows: heightPx };
  const dictionary = { ColorSpace: 'DeviceGray', BitsPerComponent: 1, Filter: 'CCITTFaxDecode', DecodeParms: parameters };
  return { widthPx, heightPx, dictionary, stream: encodeGroup4(data, widthPx, heightPx) };
}

/** As PNG rows with the filter that suits each. */
async function filtered({ widthPx, heightPx, channels, data }: Raw): Promise<Embeddable> {
  const png = await sharp(data, { raw: { width: widthPx, height: heightPx, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
  return pngAsIs(pngChunks(png)!, 8)!;
}

const deflated = (raw: Raw): Embeddable => ({
  ...{ widthPx: raw.widthPx, heightPx: raw.heightPx, stream: deflateSync(raw.data) },
  dictionary: { ColorSpace: spaceOf(raw), BitsPerComponent: 8, Filter: 'FlateDecode' },
});

/**
 * Puts a scan into the document, as small as it gets without touching a pixel: a JPEG as it came, a page of black and white
 * alone in fax coding, another PNG as the smaller of its own rows and ours. Of what a PDF/A must not hold as it is, the decoded pixels.
 * @throws IMAGE_UNREADABLE
 */
export async function scanImage(document: Document, scan: Scan, flavour: '1b' | '2b', budget: PackingBudget): Promise<Ref> {
  const bytes = Buffer.from(scan.bytes.buffer, scan.bytes.byteOffset, scan.bytes.byteLength);
  try {
    const png = scan.format === 'png' ? pngChunks(bytes) : null;
    const asIs = png ? pngAsIs(png, flavour === '1b' ? 8 : 16) : jpegAsIs(bytes);
    // A colour profile would be applied by decoding, and 16 bits would be cut to 8: such pages go in as they are.
    if (asIs && (!png || png.depth === 16 || png.names.has('iCCP'))) return put(document, asIs);
    const samples = png ? png.widthPx * png.heightPx * (png.colour === 0 ? 1 : 3) : await samplesOf(bytes);
    if (samples > Math.min(budget.samples, PACKED_SAMPLES_MAX)) return put(document, asIs ?? deflated(await rawOf(bytes)));
    budget.samples -= samples;
    const raw = await rawOf(bytes);
    if (isBilevel(raw)) return put(document, faxCoded(raw));
    const ours = await filtered(raw);
    return put(document, asIs && asIs.stream.length <= ours.stream.length ? asIs : ours);
  } catch (cause) {
    if (isMemoryError(cause)) throw cause;
    const what = `${scan.format} for the PDF: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new MailroomError('IMAGE_UNREADABLE', { what: what.slice(0, 200) }, { cause });
  }
}
