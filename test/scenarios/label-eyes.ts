import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const { resolve } = createRequire(import.meta.url);

/** What the two-dimensional code on a printed label says: which item, and which copy of its label. */
export async function labelKey(png: string): Promise<{ number: string; copy: number }> {
  const wasmBinary = new Uint8Array(readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const [code] = await readBarcodes(new Uint8Array(readFileSync(png)), { formats: ['DataMatrix'], tryHarder: true });
  const [number = '', copy] = (code?.text ?? '').split(';');
  if (!number || !copy) throw new Error(`no label can be read in ${png}`);
  return { number, copy: Number(copy) };
}
