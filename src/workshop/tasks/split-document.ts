import sharp from 'sharp';
import { MailroomError } from '#base/errors.ts';
import type { Xml } from '#base/xml.ts';
import { invoiceListing, LISTING } from '../invoice-listing.ts';
import { invoiceXmlIn, invoiceXmlOf } from '../invoice-xml.ts';
import type { Word } from '../page-look.ts';
import { concludeDpi, openPageShelf, PIXELS_MAX, READING_DPI } from '../page-shelf.ts';
import { wordsOfChars, wordsWithInk } from '../pdf-text.ts';
import { openPdf, type PdfPage } from '../pdfium.ts';
import { defineTask, type Shop } from '../task.ts';
import { tiffResolution } from '../tiff-resolution.ts';
import { isMemoryError, unreadable } from '../unreadable.ts';

export interface SplitPage {
  format: 'jpeg' | 'png';
  /** A JPEG or PNG file comes back untouched; pages of other kinds are made here, without loss unless coloured. */
  bytes: Uint8Array;
  widthPx: number;
  heightPx: number;
  dpi: number;
  /** Only of PDF pages that carry real text; boxes in pixels of this page. */
  textWords?: Word[];
}

declare module '../task.ts' {
  interface TaskMap {
    'split-document': {
      /**
       * A range takes part of a long file (counted from 0); without one, everything. `pageKey` is what these bytes will be called if they are an image
       * of one page: it need not be decoded again.
       */
      input: { bytes: Uint8Array; from?: number; count?: number; pageKey?: string };
      output: {
        kind: 'image' | 'pdf' | 'invoice';
        pageCount: number;
        pages: SplitPage[];
        /** Of an electronic invoice, with its first pages: the data attached to the PDF, or the file itself, as it stands there. */
        invoice?: Xml;
      };
    };
  }
}

/** What a mail gateway lets through at most, and more than any scanner makes of one sheet. */
const BYTES_MAX = 128 * 1024 * 1024;
/** More at a time does not fit under the ceiling; longer files are taken in ranges. */
const PAGES_MAX = 200;
/** Beside it the page being made and its decoder must fit under the ceiling. */
const OUTPUT_BYTES_MAX = 160 * 1024 * 1024;
/** A3 at reading resolution. Larger pages (plans) are rendered coarser, down to MIN_DPI. */
const PDF_PIXELS_MAX = 9_000_000;
/** Coarser than that nobody reads a plan; what would still be larger is no page but an attack on memory. */
const PDF_MIN_DPI = 15;
/** No JPEG is longer (ITU-T T.81 §B.2.2), and no page of a letter. */
const PDF_SIDE_MAX = 65_500;
/** Several times a page full of small print. */
const PDF_CHARS_MAX = 60_000;
/** Decoded as a whole, unlike the others: a phone's usual 12 million pixels fit under the ceiling of 450 MB, 24 million do not. */
const AVIF_PIXELS_MAX = 16_000_000;
/** Resolutions across and down further apart than this make letters too wide or too narrow to be read. */
const SQUARE_WITHIN = 0.1;
/** Fax at 204 by 98 is the widest there is, at 2.08; beyond twice that the numbers are nonsense. */
const STRETCH_MAX = 4;
/** Of 255 between the strongest and the weakest channel: a tinge of the paper or of JPEG is no colour. */
const COLOUR_DISTANCE = 24;
/** Of the page: a third of a square centimetre of A4. */
const COLOUR_SHARE = 0.0005;

/** To the end; fails where it is broken. */
type Decode = (image: Uint8Array) => Promise<unknown>;

type Kind = 'jpeg' | 'png' | 'tiff' | 'webp' | 'avif' | 'pdf' | 'xml';

/** A declaration, or the root of an invoice without one. */
const XML = /^(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|(?:[\w.-]+:)?(?:CrossIndustry(?:Invoice|Document)|Invoice|CreditNote)[\s>])/;

/** What the first box of a file of this family says it can be read as (ISO/IEC 14496-12 §4.3); none of another file. */
function heifBrands(head: string): string[] {
  if (head.slice(4, 8) !== 'ftyp') return [];
  const end = Math.min(head.length, Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE(0));
  return head.slice(8, end).match(/.{4}/gs) ?? [];
}

/** Pictures that are known by their first bytes and not read (DECISIONS.md says why of HEIC). */
const NOT_READ: [format: string, test: (head: string, brands: string[]) => boolean][] = [
  ['GIF', (head) => head.startsWith('GIF8')],
  ['BMP', (head) => head.startsWith('BM')],
  ['JPEG 2000', (head) => head.slice(4, 8) === 'jP  ' || head.startsWith('\xff\x4f\xff\x51')],
  ['HEIC', (_, brands) => brands.some((brand) => /^(he[ivx][cmsx]|mif1|msf1)$/.test(brand))],
];

/** By the first bytes only: names and declared types are somebody's claim. */
function kindOf(bytes: Uint8Array): Kind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return 'tiff';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (XML.test(head)) return 'xml';
  if (head.includes('%PDF-')) return 'pdf';
  const brands = heifBrands(head);
  if (brands.includes('avif')) return 'avif';
  const format = NOT_READ.find(([, test]) => test(head, brands))?.[0];
  if (format !== undefined) throw new MailroomError('FORMAT_NOT_READ', { format });
  throw new MailroomError('FORMAT_UNKNOWN', { what: bytes.byteLength === 0 ? 'empty' : 'unknown' });
}

function pagesOf(pageCount: number, from: number, count: number): number[] {
  const end = Math.min(pageCount, from + count);
  if (end - from > PAGES_MAX)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `${end - from} pages`, limit: `${PAGES_MAX} pages at a time` });
  return Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
}

function checkOutput(pages: SplitPage[]): void {
  const size = pages.reduce((sum, p) => sum + p.bytes.byteLength, 0);
  if (size > OUTPUT_BYTES_MAX)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `pages of ${size} bytes`, limit: `${OUTPUT_BYTES_MAX} bytes at a time` });
}

/** One page of an image file. JPEG and PNG are decoded to the end once, so that nothing broken goes further. */
async function imagePage(bytes: Uint8Array, kind: Exclude<Kind, 'pdf' | 'xml'>, page: number, decode: Decode): Promise<SplitPage> {
  const open = () => sharp(bytes, { page, limitInputPixels: false, failOn: 'error', sequentialRead: true });
  const { width: widthPx, height: heightPx, density, space } = await open().metadata().catch(unreadable);
  const pixelsMax = kind === 'avif' ? AVIF_PIXELS_MAX : PIXELS_MAX;
  if (widthPx * heightPx > pixelsMax)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `${widthPx} × ${heightPx} pixels`, limit: `${pixelsMax} pixels` });
  const dpi = concludeDpi(density, widthPx, heightPx);
  if (kind === 'jpeg' || kind === 'png') {
    await decode(bytes);
    return { format: kind, bytes, widthPx, heightPx, dpi };
  }
  const squarePx = kind === 'tiff' ? squareHeight(bytes, page, widthPx, heightPx) : heightPx;
  const image = open();
  if (squarePx !== heightPx) image.resize({ width: widthPx, height: squarePx, fit: 'fill' });
  if (space === 'b-w') image.toColourspace('b-w');
  const png = await image.png({ compressionLevel: 4 }).withDensity(dpi).toBuffer().catch(unreadable);
  return { format: 'png', bytes: png, widthPx, heightPx: squarePx, dpi };
}

/** A fax has half as many lines as a page of square pixels, or a few more or less. */
function squareHeight(bytes: Uint8Array, page: number, widthPx: number, heightPx: number): number {
  const { across, down } = tiffResolution(bytes, page) ?? { across: 1, down: 1 };
  const stretch = across / down;
  const height = Math.max(1, Math.round(heightPx * stretch));
  const believable = Math.max(stretch, 1 / stretch) <= STRETCH_MAX && widthPx * height <= PIXELS_MAX;
  return believable && Math.abs(stretch - 1) > SQUARE_WITHIN ? height : heightPx;
}

async function splitImage(bytes: Uint8Array, kind: Exclude<Kind, 'pdf' | 'xml'>, from: number, count: number, decode: Decode) {
  const meta = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata().catch(unreadable);
  // An animated WebP is one picture; only TIFF has pages.
  const pageCount = kind === 'tiff' ? (meta.pages ?? 1) : 1;
  const pages: SplitPage[] = [];
  for (const page of pagesOf(pageCount, from, count)) {
    pages.push(await imagePage(bytes, kind, page, decode));
    checkOutput(pages);
  }
  return { kind: 'image' as const, pageCount, pages };
}

/** Coloured where enough pixels are far from gray; then all three channels, else one. */
function pixelsOf(bgrx: Uint8Array): { channels: 1 | 3; data: Uint8Array } {
  const count = bgrx.length / 4;
  let coloured = 0;
  for (let i = 0; i < bgrx.length; i += 4) {
    const [b, g, r] = [bgrx[i]!, bgrx[i + 1]!, bgrx[i + 2]!];
    if (Math.max(b, g, r) - Math.min(b, g, r) > COLOUR_DISTANCE) coloured++;
  }
  const channels = coloured > COLOUR_SHARE * count ? 3 : 1;
  const data = new Uint8Array(count * channels);
  for (let i = 0, o = 0; i < bgrx.length; i += 4) {
    const [b, g, r] = [bgrx[i]!, bgrx[i + 1]!, bgrx[i + 2]!];
    if (channels === 1) data[o++] = 0.114 * b + 0.587 * g + 0.299 * r + 0.5;
    else {
      data[o++] = r;
      data[o++] = g;
      data[o++] = b;
    }
  }
  return { channels, data };
}

async function pdfPage(page: PdfPage, number: number): Promise<SplitPage> {
  const { widthInch, heightInch } = page;
  if (!(widthInch > 0 && heightInch > 0)) throw new MailroomError('PDF_UNREADABLE', { what: `page ${number} has no size` });
  const longestDpi = PDF_SIDE_MAX / Math.max(widthInch, heightInch);
  const dpi = Math.floor(Math.min(READING_DPI, Math.sqrt(PDF_PIXELS_MAX / (widthInch * heightInch)), longestDpi));
  if (dpi < PDF_MIN_DPI) {
    const what = `page ${number} is ${Math.round(widthInch)} × ${Math.round(heightInch)} inches`;
    throw new MailroomError('IMAGE_TOO_LARGE', {
      what,
      limit: `${PDF_PIXELS_MAX} pixels or ${PDF_SIDE_MAX} in a row at ${PDF_MIN_DPI} dpi`,
    });
  }
  const widthPx = Math.max(1, Math.round(widthInch * dpi));
  const heightPx = Math.max(1, Math.round(heightInch * dpi));
  const { channels, data } = page.render(widthPx, heightPx, pixelsOf);
  const image = sharp(data, { raw: { width: widthPx, height: heightPx, channels } }).withDensity(dpi);
  const coloured = channels === 3;
  const bytes = await (coloured
    ? image.jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    : image.toColourspace('b-w').png({ compressionLevel: 4 })
  ).toBuffer();
  const words = wordsOfChars(page.chars(widthPx, heightPx, PDF_CHARS_MAX), page.imageShare());
  const textWords = words && wordsWithInk(words, { widthPx, heightPx, channels, data });
  return { format: coloured ? 'jpeg' : 'png', bytes, widthPx, heightPx, dpi, ...(textWords ? { textWords } : {}) };
}

async function splitPdf(bytes: Uint8Array, from: number, count: number, shop: Shop) {
  const pdf = await openPdf(bytes);
  let sound = true;
  try {
    const { pageCount } = pdf;
    if (pageCount < 1) throw new MailroomError('PDF_UNREADABLE', { what: 'it has no pages' });
    const pages: SplitPage[] = [];
    for (const index of pagesOf(pageCount, from, count)) {
      const page = pdf.page(index);
      pages.push(await pdfPage(page, index + 1).finally(() => page.close()));
      checkOutput(pages);
    }
    let invoice: Xml | undefined;
    try {
      invoice = from === 0 ? invoiceXmlIn(pdf) : undefined;
    } catch (error) {
      // An attachment that unpacks to more than memory holds: the pages are there, and it costs only the process.
      if (shop.worn || !(isTrap(error) || isMemoryError(error))) throw error;
      sound = false;
      shop.spoil();
    }
    return { kind: 'pdf' as const, pageCount, pages, ...(invoice ? { invoice } : {}) };
  } catch (error) {
    sound &&= !isTrap(error);
    throw error;
  } finally {
    // What has trapped once would trap again.
    if (sound) pdf.close();
  }
}

const isTrap = (error: unknown): boolean => error instanceof Error && error.name === 'RuntimeError' && !/OOM/.test(error.message);

/** An invoice that is nothing but data: its pages are drawn, and their words need no reading. */
async function splitInvoice(bytes: Uint8Array, from: number, count: number) {
  const invoice = invoiceXmlOf(bytes);
  const listing = invoiceListing(invoice);
  const { widthPx, heightPx, dpi } = LISTING;
  const pages: SplitPage[] = [];
  for (const at of pagesOf(listing.length, from, count)) {
    const { svg, words } = listing[at]!;
    const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><rect width="100%" height="100%" fill="#fff"/>${svg}</svg>`;
    const png = await sharp(Buffer.from(whole)).toColourspace('b-w').png({ compressionLevel: 4 }).withMetadata({ density: dpi }).toBuffer();
    pages.push({ format: 'png', bytes: png, widthPx, heightPx, dpi, textWords: words });
  }
  return { kind: 'invoice' as const, pageCount: listing.length, pages, ...(from === 0 ? { invoice } : {}) };
}

/** A trap in WASM is the file's doing; the process that met it is not used again. */
function trapped(error: unknown, shop: Shop): never {
  if (!isTrap(error)) throw error;
  shop.spoil();
  throw new MailroomError('PDF_UNREADABLE', { what: 'its content made the reader stop' }, { cause: error });
}

export default defineTask({
  name: 'split-document',
  deadlineMs: 18_000,
  async run({ bytes, from = 0, count = Infinity, pageKey }, shop) {
    if (bytes.byteLength > BYTES_MAX)
      throw new MailroomError('IMAGE_TOO_LARGE', { what: `${bytes.byteLength} bytes`, limit: `${BYTES_MAX} bytes` });
    const kind = kindOf(bytes);
    const shelf = pageKey === undefined ? openPageShelf() : shop.shelf;
    if (kind === 'xml') return splitInvoice(bytes, from, count);
    return kind === 'pdf'
      ? splitPdf(bytes, from, count, shop).catch((e: unknown) => trapped(e, shop))
      : splitImage(bytes, kind, from, count, (image) => shelf.page(pageKey ?? '', image));
  },
});
