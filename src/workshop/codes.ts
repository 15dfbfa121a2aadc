import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import type { Code, Point, Quad } from './page-look.ts';
import { boxOf, type Raster } from './raster.ts';

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

/** Codes on a raster of about 200 dpi, boxes in its pixels. The second look tries inverted, tiny and damaged ones. */
export async function readCodes(raster: Raster, effort: 'page' | 'thorough' = 'page'): Promise<Code[]> {
  await prepare();
  const found = await readBarcodes(asPgm(raster), {
    formats: FORMATS,
    tryHarder: true,
    tryRotate: true,
    tryInvert: effort === 'thorough',
    tryDownscale: effort === 'thorough',
    tryDenoise: effort === 'thorough',
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

/** The library takes gray pixels only as a file: a PGM costs a copy, an RGBA picture four times the memory and a loop. */
const asPgm = ({ widthPx, heightPx, gray }: Raster): Uint8Array => Buffer.concat([Buffer.from(`P5\n${widthPx} ${heightPx}\n255\n`), gray]);
