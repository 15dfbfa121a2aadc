import PDFDocument from 'pdfkit';
import { GLYPH_WIDTH, glyphlessFont } from './glyphless-font.ts';
import type { Affine, Box, PageLook, Placement } from './page-look.ts';
import { applyPlacement, compose } from './placement.ts';
import { DOCUMENT_SAMPLES_MAX, type Document, type Ref, type Scan, scanImage } from './scan-image.ts';

export interface PdfPage extends Scan {
  /** Of a page that could not be looked at no more than this: its image is shown whole, without words. */
  look: PlacedLook | Pick<PageLook, 'dpi' | 'orientation'>;
  /** In reading order; boxes in the upright frame. */
  words: readonly { text: string; box: Box }[];
}

type PlacedLook = Pick<PageLook, 'widthPx' | 'heightPx' | 'dpi' | 'orientation'> & { upright: Pick<PageLook['upright'], 'toStored'> };

export interface PdfInput {
  /** 1 to 500; together up to 100 MB fit under a ceiling of 450 MB, which is more than any mailbox takes. */
  pages: readonly PdfPage[];
  title: string;
  /** The number on the label. */
  number: string;
  createdMs: number;
  /** Two-letter code of the language most of it is in. */
  language: string;
  /** `2b` is shipped; `1b` is what Preflight can judge. */
  flavour: '1b' | '2b';
}

/** ISO 32000-1 annex C: the largest side a page may have, in points. */
const LARGEST_POINTS = 14_400;
/** ISO 19005-2 §6.1.13: the smallest. A strip or a dot of an image stands in the corner of a page of this size. */
const SMALLEST_POINTS = 3;

/** Stored pixels to points of the upright page, y downwards; turned by quarters only, so that the whole scan stays in sight. */
function placement({ widthPx: w, heightPx: h, dpi, orientation }: PlacedLook): { toPage: Affine; width: number; height: number } {
  const [across, down] = orientation % 180 === 0 ? [w, h] : [h, w];
  const scale = Math.min(72 / (dpi > 0 ? dpi : 200), LARGEST_POINTS / across, LARGEST_POINTS / down);
  const turn: Affine = { 0: [1, 0, 0, 1, 0, 0], 90: [0, -1, 1, 0, 0, w], 180: [-1, 0, 0, -1, w, h], 270: [0, 1, -1, 0, h, 0] }[
    orientation
  ] as Affine;
  return {
    toPage: compose([scale, 0, 0, scale, 0, 0], turn),
    width: Math.max(SMALLEST_POINTS, across * scale),
    height: Math.max(SMALLEST_POINTS, down * scale),
  };
}

const n = (value: number): string => String(Math.round(value * 10_000) / 10_000 || 0);
const matrix = (m: Affine): string => m.map(n).join(' ');

/** Content stream operators that set every word over its place on the scan, invisibly (text rendering mode 3). */
function textLayer(words: PdfPage['words'], toPage: Placement): string {
  const lines = ['BT', '3 Tr'];
  for (const { text, box } of words) {
    // One code for each UTF-16 unit; what lies beyond the basic plane does not occur in letters and is left out.
    const spoken = text.replace(/[\x00-\x1f\x7f\ud800-\udfff]/g, '');
    const [left, bottom] = applyPlacement(toPage, [box[0], box[3]]);
    const [right, bottomRight] = applyPlacement(toPage, [box[2], box[3]]);
    const [leftTop, top] = applyPlacement(toPage, [box[0], box[1]]);
    const width = Math.hypot(right - left, bottomRight - bottom);
    const size = Math.hypot(leftTop - left, top - bottom);
    if (spoken === '' || !(width > 0) || !(size > 0)) continue;
    const stretch = (width / ((spoken.length * GLYPH_WIDTH * size) / 1000)) * 100;
    const frame: Affine = [
      (right - left) / width,
      (bottomRight - bottom) / width,
      (leftTop - left) / size,
      (top - bottom) / size,
      left,
      bottom,
    ];
    const codes = Buffer.from(`${spoken} `, 'utf16le').swap16().toString('hex');
    lines.push(`/VM ${n(size)} Tf ${n(stretch)} Tz ${matrix(frame)} Tm <${codes}> Tj`);
  }
  lines.push('ET');
  return lines.join('\n');
}

/** Identity from codes to UTF-16, so that copying and searching give back what was read (ISO 32000-1 §9.10.3). */
const TO_UNICODE = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;

function invisibleFont(document: Document): Ref {
  const ended = (data: Record<string, unknown>, bytes?: Uint8Array): Ref => {
    const ref = document.ref(data);
    ref.end(bytes);
    return ref;
  };
  const font = glyphlessFont();
  const name = 'VaguemestreGlyphless';
  const descriptor = ended({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: [0, 0, GLYPH_WIDTH, 1000],
    ItalicAngle: 0,
    Ascent: 1000,
    Descent: -1, // 0 would mean unknown to poppler, which then supposes a third of the height
    CapHeight: 1000,
    StemV: 80,
    FontFile2: ended({ Length1: font.length }, font),
  });
  const everyCodeToGlyphOne = Buffer.alloc(0x20000);
  for (let i = 1; i < everyCodeToGlyphOne.length; i += 2) everyCodeToGlyphOne[i] = 1;
  const descendant = ended({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: GLYPH_WIDTH,
    CIDToGIDMap: ended({}, everyCodeToGlyphOne),
  });
  return ended({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: ended({}, Buffer.from(TO_UNICODE)),
  });
}

/** For want of a look the image itself says its size: what can be embedded knows it. */
function lookOf({ look }: PdfPage, image: Ref): PlacedLook {
  if ('upright' in look) return look;
  const { Width, Height } = image.data as { Width: number; Height: number };
  return { widthPx: Width, heightPx: Height, ...look, upright: { toStored: [1, 0, 0, 1, 0, 0] } };
}

/**
 * A PDF/A of the pages, each shown upright as scanned with its words invisibly over it. Same input, same bytes.
 *
 * The image is turned by the matrix that draws it, and no pixel of it is touched (`scan-image.ts`).
 * @throws IMAGE_UNREADABLE
 */
export async function makePdf(input: PdfInput): Promise<Buffer> {
  if (input.pages.length < 1 || input.pages.length > 500) throw new RangeError(`a PDF of ${input.pages.length} pages`);
  // pdfkit writes the title into XML as it is, and PDF/A wants it equal in both places.
  const title = `${input.number} ${input.title}`
    .replace(/[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/g, ' ')
    .replace(/[&<>]/g, (c) => ({ '&': '＆', '<': '‹', '>': '›' })[c]!)
    .slice(0, 200);
  const document = new PDFDocument({
    subset: input.flavour === '1b' ? 'PDF/A-1b' : 'PDF/A-2b',
    pdfVersion: input.flavour === '1b' ? '1.4' : '1.7',
    autoFirstPage: false,
    displayTitle: true,
    ...(/^[a-z]{2}$/.test(input.language) ? { lang: input.language } : {}),
    info: {
      Title: title,
      Creator: 'Vaguemestre',
      Producer: 'Vaguemestre',
      CreationDate: new Date(Math.floor(input.createdMs / 1000) * 1000),
    },
  }) as unknown as Document;
  const chunks: Buffer[] = [];
  const written = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const font = invisibleFont(document);
  const budget = { samples: DOCUMENT_SAMPLES_MAX };
  for (const page of input.pages) {
    const image = await scanImage(document, page, input.flavour, budget);
    const look = lookOf(page, image);
    const { toPage, width, height } = placement(look);
    document.addPage({ size: [width, height], margin: 0 });
    document.page.xobjects.Scan = image;
    document.page.fonts.VM = font;
    // An image is drawn into the unit square with y upwards: its own pixels first, then the way to the page.
    const { widthPx, heightPx } = look;
    document.addContent(`q\n${matrix(compose(toPage, [widthPx, 0, 0, -heightPx, 0, heightPx]))} cm\n/Scan Do\nQ`);
    document.addContent(textLayer(page.words, compose(toPage, look.upright.toStored)));
  }
  document.end();
  return written;
}
