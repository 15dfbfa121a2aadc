import sharp from 'sharp';
import { MailroomError } from '#base/errors.ts';
import { whiten } from './ink.ts';
import type { PageLook, Placement } from './page-look.ts';
import { continuePaper, paintOver, type Raster, warp } from './raster.ts';
import { turnReversedPrint } from './reversed-print.ts';
import { unreadable } from './unreadable.ts';

sharp.cache(false);
sharp.concurrency(1);

/** A decoded page image, gray, at about reading resolution. */
export interface ShelvedPage {
  /** Of the stored image. */
  widthPx: number;
  heightPx: number;
  dpi: number;
  raster: Raster;
  /** Stored pixels per raster pixel. */
  scale: number;
}

/** The last few pages this child has seen: `look`, `routing-read`, `full-read` and `picture` of one page decode it once. */
export interface PageShelf {
  /** @throws IMAGE_UNREADABLE, IMAGE_TOO_LARGE */
  page(pageKey: string, bytes: Uint8Array): Promise<ShelvedPage>;
  /** The page in its upright frame. @throws as `page` */
  upright(pageKey: string, bytes: Uint8Array, look: PageLook): Promise<Raster>;
  /** The same as dark print on white paper. @throws as `page` */
  whitened(pageKey: string, bytes: Uint8Array, look: PageLook): Promise<Raster>;
  /** The same with its codes painted over, for reading. @throws as `page` */
  legible(pageKey: string, bytes: Uint8Array, look: PageLook): Promise<Raster>;
  /** Makes something of a page, or takes it from the shelf. What is made must depend on bytes and look alone. */
  once<T>(pageKey: string, bytes: Uint8Array, look: PageLook, what: string, make: () => Promise<T>): Promise<T>;
}

/** A3 at 600 dpi is 70 million pixels. */
export const PIXELS_MAX = 120_000_000;

export const READING_DPI = 200;
/** A raster is shrunk to reading resolution from here on; slightly finer ones are left alone. */
const SHRINK_ABOVE_DPI = 230;
const PAGES_KEPT = 3;
const A4_LONG_SIDE_INCH = 11.69;

/**
 * The resolution of a scan. Files without one say 72 or 96 (or nothing): then the page is taken for an A4 sheet,
 * which is right for letters and within what Tesseract and zxing bear for smaller things.
 */
export function concludeDpi(statedDpi: number | undefined, widthPx: number, heightPx: number): number {
  if (statedDpi !== undefined && statedDpi > 100 && statedDpi <= 1200) return Math.round(statedDpi);
  const asA4 = Math.max(widthPx, heightPx) / A4_LONG_SIDE_INCH;
  return Math.round(Math.min(600, Math.max(100, asA4)));
}

async function decode(bytes: Uint8Array): Promise<ShelvedPage> {
  if (bytes.byteLength === 0) throw new MailroomError('IMAGE_UNREADABLE', { what: 'it is empty' });
  const image = sharp(bytes, { limitInputPixels: false, failOn: 'error', sequentialRead: true });
  const { width: widthPx, height: heightPx, density } = await image.metadata().catch(unreadable);
  if (widthPx * heightPx > PIXELS_MAX)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `${widthPx} × ${heightPx} pixels`, limit: `${PIXELS_MAX} pixels` });
  const dpi = concludeDpi(density, widthPx, heightPx);
  const flat = image.flatten({ background: '#ffffff' }).toColourspace('b-w');
  // Its linear kernel reads as well as Lanczos' and takes half the time.
  if (dpi > SHRINK_ABOVE_DPI) flat.resize({ width: Math.max(1, Math.round((widthPx * READING_DPI) / dpi)), kernel: 'linear' });
  const { data, info } = await flat.extractChannel(0).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }).catch(unreadable);
  // Not as a Buffer: loops over pixels are slower where they meet two kinds of arrays.
  const gray = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const raster = { widthPx: info.width, heightPx: info.height, gray };
  return { widthPx, heightPx, dpi, raster, scale: widthPx / info.width };
}

export function openPageShelf(): PageShelf {
  const kept = new Map<string, Map<string, Promise<unknown>>>();

  function memo<T>(pageKey: string, bytes: Uint8Array, what: string, make: () => Promise<T>): Promise<T> {
    // The size guards against a key used again for other bytes.
    const key = `${pageKey} ${bytes.byteLength}`;
    const page = kept.get(key) ?? new Map<string, Promise<unknown>>();
    kept.delete(key);
    kept.set(key, page);
    for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - PAGES_KEPT))) kept.delete(old);
    const found = (page.get(what) as Promise<T> | undefined) ?? make();
    page.set(what, found);
    // What failed is made again.
    found.catch(() => page.delete(what));
    return found;
  }

  const shelf: PageShelf = {
    page: (pageKey, bytes) => memo(pageKey, bytes, 'page', () => decode(bytes)),
    once: (pageKey, bytes, { upright }, what, make) => memo(pageKey, bytes, `${what} ${upright.widthPx} ${upright.toStored}`, make),
    upright: (pageKey, bytes, look) =>
      shelf.once(pageKey, bytes, look, 'upright', async () => {
        const { raster, scale } = await shelf.page(pageKey, bytes);
        const { widthPx, heightPx, toStored, paper } = look.upright;
        const upright = warp(raster, toStored.map((n, i) => (i < 6 ? n / scale : n)) as Placement, widthPx, heightPx);
        if (paper) continuePaper(upright, paper);
        return upright;
      }),
    whitened: (pageKey, bytes, look) =>
      shelf.once(pageKey, bytes, look, 'whitened', async () => {
        const upright = await shelf.upright(pageKey, bytes, look);
        const white = whiten(upright);
        turnReversedPrint(white, upright, look.upright.dpi);
        return white;
      }),
    legible: (pageKey, bytes, look) =>
      shelf.once(pageKey, bytes, look, 'legible', async () => {
        const white = await shelf.whitened(pageKey, bytes, look);
        if (look.codes.length === 0) return white;
        const painted = { ...white, gray: white.gray.slice() };
        for (const { box } of look.codes) paintOver(painted, box);
        return painted;
      }),
  };
  return shelf;
}
