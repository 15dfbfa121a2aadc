import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { MailroomError } from '#base/errors.ts';
import type { Box, Orientation } from './page-look.ts';

/** The part of PDFium's C API that is used here, as the WASM module exports it. Pointers are numbers. */
interface PdfiumModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
  _malloc(bytes: number): number;
  wasmExports: { free(pointer: number): void };
  _FPDF_LoadMemDocument(bytes: number, length: number, password: number): number;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, length: number, outLength: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidth(page: number): number;
  _FPDF_GetPageHeight(page: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, pixels: number, stride: number): number;
  _FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, color: number): void;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(b: number, page: number, x: number, y: number, w: number, h: number, turn: number, flags: number): void;
  // biome-ignore format: one line per function
  _FPDF_PageToDevice(page: number, x: number, y: number, w: number, h: number, turn: number, px: number, py: number, outX: number, outY: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFFormObj_CountObjects(form: number): number;
  _FPDFFormObj_GetObject(form: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  _FPDFText_GetCharBox(text: number, index: number, left: number, right: number, bottom: number, top: number): number;
  _FPDFText_GetLooseCharBox(text: number, index: number, rectangle: number): number;
  _FPDFText_GetMatrix(text: number, index: number, matrix: number): number;
  _FPDFText_IsGenerated(text: number, index: number): number;
  _FPDFText_HasUnicodeMapError(text: number, index: number): number;
  _FPDFText_IsHyphen(text: number, index: number): number;
  _FPDFText_GetTextObject(text: number, index: number): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
}

export interface PdfChar {
  /** U+FFFD where its font does not say which it is. */
  char: string;
  /** Its ink, in pixels of the rendered page. */
  box: Box;
  /** Its place in the line: from where the pen was set down to where it went on, as high as its font. */
  cell: Box;
  /** Degrees clockwise that the writing is turned on the page. */
  turn: Orientation;
  /** Drawn with rendering mode 3: the text layer of some earlier recogniser. */
  invisible: boolean;
}

export interface Pdf {
  pageCount: number;
  /** Inches, as the page is shown (turned by its own /Rotate). @throws PDF_UNREADABLE */
  page(index: number): PdfPage;
  /** The first files attached to the document, so many at most; those that are larger, empty or broken are left out. */
  attachments(most: { count: number; bytes: number }): Uint8Array[];
  close(): void;
}

export interface PdfPage {
  widthInch: number;
  heightInch: number;
  /** Calls `use` with the pixels, four bytes each (blue, green, red, unused); they live only within the call. */
  render<T>(widthPx: number, heightPx: number, use: (bgrx: Uint8Array) => T): T;
  /** How much of the page its images cover: 0 to 1, more where they overlap. */
  imageShare(): number;
  /** Every character of the page in the order of its content; spaces that PDFium concludes from gaps are left out. */
  chars(widthPx: number, heightPx: number, most: number): PdfChar[];
  close(): void;
}

const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const FORMAT_BGRX = 3;
const FLAG_ANNOTATIONS = 0x01;
const RENDER_MODE_INVISIBLE = 3;
const UNKNOWN = '\ufffd';
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
/** More objects are a drawing, and counting them would take longer than looking. */
const OBJECTS_MAX = 20_000;
const FORMS_DEEP_MAX = 4;
const POINTS_PER_INCH = 72;
const CODES: Record<number, string> = { 2: 'it cannot be opened', 3: 'its structure is damaged', 6: 'its pages are damaged' };

const require = createRequire(import.meta.url);
let loading: Promise<PdfiumModule> | undefined;

const pdfium = (): Promise<PdfiumModule> =>
  (loading ??= readFile(require.resolve('@hyzyla/pdfium/pdfium.wasm'))
    .then((file) => PDFiumLibrary.init({ wasmBinary: new Uint8Array(file).buffer }))
    // The package's own page object copies each bitmap twice and knows no character boxes: its module is used directly.
    .then((library) => (library as unknown as { module: PdfiumModule }).module));

const damaged = (what: string) => new MailroomError('PDF_UNREADABLE', { what });

/** @throws PDF_UNREADABLE, PDF_ENCRYPTED */
export async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  const m = await pdfium();
  const allocate = (size: number): number => {
    const at = m._malloc(size);
    // Named so that the child reports it as memory, not as a bug.
    if (at === 0) throw new Error('Array buffer allocation failed in pdfium');
    return at;
  };
  const file = allocate(bytes.byteLength);
  m.HEAPU8.set(bytes, file);
  const document = m._FPDF_LoadMemDocument(file, bytes.byteLength, 0);
  if (document === 0) {
    const code = m._FPDF_GetLastError();
    m.wasmExports.free(file);
    if (code === ERROR_PASSWORD || code === ERROR_SECURITY) throw new MailroomError('PDF_ENCRYPTED', {});
    throw damaged(CODES[code] ?? 'it cannot be opened');
  }
  return {
    pageCount: m._FPDF_GetPageCount(document),
    page: (index) => openPage(m, document, index, allocate),
    attachments: (most) => readAttachments(m, document, most, allocate),
    close() {
      m._FPDF_CloseDocument(document);
      m.wasmExports.free(file);
    },
  };
}

function readAttachments(
  m: PdfiumModule,
  document: number,
  most: { count: number; bytes: number },
  allocate: (size: number) => number,
): Uint8Array[] {
  const files: Uint8Array[] = [];
  const out = allocate(4);
  const sizeOf = (attachment: number, buffer: number, room: number): number =>
    m._FPDFAttachment_GetFile(attachment, buffer, room, out) === 0 ? 0 : m.HEAP32[out >> 2]! >>> 0;
  const count = Math.min(most.count, m._FPDFDoc_GetAttachmentCount(document));
  for (let i = 0; i < count; i++) {
    const attachment = m._FPDFDoc_GetAttachment(document, i);
    const size = attachment === 0 ? 0 : sizeOf(attachment, 0, 0);
    if (size === 0 || size > most.bytes) continue;
    const buffer = allocate(size);
    if (sizeOf(attachment, buffer, size) === size) files.push(m.HEAPU8.slice(buffer, buffer + size));
    m.wasmExports.free(buffer);
  }
  m.wasmExports.free(out);
  return files;
}

function openPage(m: PdfiumModule, document: number, index: number, allocate: (size: number) => number): PdfPage {
  const page = m._FPDF_LoadPage(document, index);
  if (page === 0) throw damaged(`page ${index + 1} is damaged`);
  return {
    widthInch: m._FPDF_GetPageWidth(page) / POINTS_PER_INCH,
    heightInch: m._FPDF_GetPageHeight(page) / POINTS_PER_INCH,
    render(widthPx, heightPx, use) {
      const stride = widthPx * 4;
      const pixels = allocate(stride * heightPx);
      const bitmap = m._FPDFBitmap_CreateEx(widthPx, heightPx, FORMAT_BGRX, pixels, stride);
      try {
        m._FPDFBitmap_FillRect(bitmap, 0, 0, widthPx, heightPx, 0xffffffff);
        m._FPDF_RenderPageBitmap(bitmap, page, 0, 0, widthPx, heightPx, 0, FLAG_ANNOTATIONS);
        return use(m.HEAPU8.subarray(pixels, pixels + stride * heightPx));
      } finally {
        m._FPDFBitmap_Destroy(bitmap);
        m.wasmExports.free(pixels);
      }
    },
    imageShare: () => imageShare(m, page, allocate),
    chars: (widthPx, heightPx, most) => readChars(m, page, widthPx, heightPx, most, allocate),
    close: () => m._FPDF_ClosePage(page),
  };
}

/** Images in forms are measured in the form's own coordinates, which are nearly always the page's. */
function imageShare(m: PdfiumModule, page: number, allocate: (size: number) => number): number {
  const out = allocate(16);
  const [left, bottom, right, top] = [out, out + 4, out + 8, out + 12];
  const float = (at: number): number => m.HEAPF32[at >> 2]!;
  let counted = 0;
  const areaOf = (object: number, depth: number): number => {
    if (++counted > OBJECTS_MAX || object === 0) return 0;
    const type = m._FPDFPageObj_GetType(object);
    if (type === OBJECT_FORM && depth < FORMS_DEEP_MAX) {
      let area = 0;
      const count = m._FPDFFormObj_CountObjects(object);
      for (let i = 0; i < count && counted <= OBJECTS_MAX; i++) area += areaOf(m._FPDFFormObj_GetObject(object, i), depth + 1);
      return area;
    }
    if (type !== OBJECT_IMAGE || m._FPDFPageObj_GetBounds(object, left, bottom, right, top) === 0) return 0;
    return Math.max(0, float(right) - float(left)) * Math.max(0, float(top) - float(bottom));
  };
  try {
    let area = 0;
    const count = m._FPDFPage_CountObjects(page);
    for (let i = 0; i < count && counted <= OBJECTS_MAX; i++) area += areaOf(m._FPDFPage_GetObject(page, i), 0);
    return area / (m._FPDF_GetPageWidth(page) * m._FPDF_GetPageHeight(page));
  } finally {
    m.wasmExports.free(out);
  }
}

function readChars(
  m: PdfiumModule,
  page: number,
  widthPx: number,
  heightPx: number,
  most: number,
  allocate: (size: number) => number,
): PdfChar[] {
  const text = m._FPDFText_LoadPage(page);
  if (text === 0) return [];
  const out = allocate(64);
  const [left, right, bottom, top] = [out, out + 8, out + 16, out + 24];
  // FS_RECTF and FS_MATRIX of fpdfview.h: four and six floats.
  const floats = out + 40;
  const toPixels = (x: number, y: number): [number, number] => {
    m._FPDF_PageToDevice(page, 0, 0, widthPx, heightPx, 0, x, y, out + 32, out + 36);
    return [m.HEAP32[(out + 32) >> 2]!, m.HEAP32[(out + 36) >> 2]!];
  };
  const double = (at: number): number => m.HEAPF64[at >> 3]!;
  const float = (index: number): number => m.HEAPF32[(floats >> 2) + index]!;
  const boxBetween = (ax: number, ay: number, bx: number, by: number): Box => {
    const [px, py] = toPixels(ax, ay);
    const [qx, qy] = toPixels(bx, by);
    return [Math.min(px, qx), Math.min(py, qy), Math.max(px, qx), Math.max(py, qy)];
  };
  /** To the nearest quarter: the way the line goes, seen on the page as it is shown. */
  const turnOf = (index: number): Orientation => {
    if (m._FPDFText_GetMatrix(text, index, floats) === 0) return 0;
    const length = Math.hypot(float(0), float(1)) || 1;
    const [x0, y0] = toPixels(0, 0);
    const [x1, y1] = toPixels((float(0) / length) * m._FPDF_GetPageWidth(page), (float(1) / length) * m._FPDF_GetPageWidth(page));
    return (((Math.round(Math.atan2(y1 - y0, x1 - x0) / (Math.PI / 2)) + 4) % 4) * 90) as Orientation;
  };
  try {
    const chars: PdfChar[] = [];
    const count = Math.min(most, m._FPDFText_CountChars(text));
    for (let i = 0; i < count; i++) {
      if (m._FPDFText_IsGenerated(text, i) === 1) continue;
      // At the end of a line it gives the control character 2 for a hyphen.
      const code = m._FPDFText_IsHyphen(text, i) === 1 ? 0x2d : m._FPDFText_GetUnicode(text, i);
      const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      if (m._FPDFText_GetCharBox(text, i, left, right, bottom, top) === 0) continue;
      const box = boxBetween(double(left), double(bottom), double(right), double(top));
      const loose = m._FPDFText_GetLooseCharBox(text, i, floats) === 1;
      const object = m._FPDFText_GetTextObject(text, i);
      chars.push({
        // Where the font has no table for it, PDFium gives the code itself, which may look like a letter.
        char: valid && m._FPDFText_HasUnicodeMapError(text, i) !== 1 ? String.fromCodePoint(code) : UNKNOWN,
        box,
        cell: loose ? boxBetween(float(0), float(3), float(2), float(1)) : box,
        turn: turnOf(i),
        invisible: object !== 0 && m._FPDFTextObj_GetTextRenderMode(object) === RENDER_MODE_INVISIBLE,
      });
    }
    return chars;
  } finally {
    m.wasmExports.free(out);
    m._FPDFText_ClosePage(text);
  }
}
