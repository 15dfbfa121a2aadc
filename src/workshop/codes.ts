import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { findCodePlaces } from './code-places.ts';
import type { Box, Code, Point, Quad } from './page-look.ts';
import { boxOf, partOf, type Raster } from './raster.ts';

/** What carriers, franking machines, invoices and separators print. Formats nobody posts only cost time and false finds. */
const FORMATS: NonNullable<ReaderOptions['formats']> = [
  'Code128',
  'Code39',
  'Code93',
  'Codabar',
  'ITF',
  'EAN13',
  'EAN8',
  'UPCA',
  'UPCE',
  'DataBar',
  'DataMatrix',
  'QRCode',
  'PDF417',
  'Aztec',
];
const SYMBOLS_MAX = 16;

const require = createRequire(import.meta.url);
let prepared: Promise<unknown> | undefined;

/** The binary comes from the installed package; left to itself the library would fetch it from a CDN. */
const prepare = (): Promise<unknown> =>
  (prepared ??= readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm')).then((file) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(file).buffer }, fireImmediately: true }),
  ));

/** An image no larger than a label is searched as a whole. */
export const SMALL_PX = 1_000_000;

/** Codes on a raster of about 200 dpi, boxes in its pixels: where there may be some, or all over it. All over, inverted, tiny and damaged ones are tried too. */
export async function readCodes(raster: Raster, dpi: number, effort: 'places' | 'thorough' = 'places'): Promise<Code[]> {
  await prepare();
  if (effort === 'thorough' || raster.widthPx * raster.heightPx <= SMALL_PX) return codesIn(raster, effort === 'thorough');
  const found: Code[] = [];
  for (const place of findCodePlaces(raster, dpi)) {
    for (const code of await codesIn(partOf(raster, place), false)) {
      const moved = placedBy(code, ([x, y]) => [x + place[0], y + place[1]]);
      // Two places may overlap at their corners.
      if (!found.some((other) => other.text === code.text && overlap(other.box, moved.box))) found.push(moved);
    }
  }
  return found.slice(0, SYMBOLS_MAX);
}

async function codesIn(raster: Raster, thorough: boolean): Promise<Code[]> {
  const found = await readBarcodes(asPgm(raster), {
    formats: FORMATS,
    tryHarder: true,
    tryRotate: true,
    tryInvert: thorough,
    tryDownscale: thorough,
    tryDenoise: thorough,
    maxNumberOfSymbols: SYMBOLS_MAX,
    textMode: 'Plain',
  });
  return found
    .filter((code) => code.isValid)
    .map((code): Code => {
      const p = code.position;
      const quad = [p.topLeft, p.topRight, p.bottomRight, p.bottomLeft].map(({ x, y }): Point => [x, y]) as Quad;
      return { format: code.format, text: code.text, box: boxOf(quad), quad };
    });
}

/** The same code seen in another frame. */
export function placedBy(code: Code, toFrame: (point: Point) => Point): Code {
  const quad = code.quad.map(toFrame) as Quad;
  return { ...code, quad, box: boxOf(quad) };
}

const overlap = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** The library takes gray pixels only as a file: a PGM costs a copy, an RGBA picture four times the memory and a loop. */
const asPgm = ({ widthPx, heightPx, gray }: Raster): Uint8Array => Buffer.concat([Buffer.from(`P5\n${widthPx} ${heightPx}\n255\n`), gray]);
