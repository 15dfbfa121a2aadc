import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '#base/bytes.ts';
import type { BarcodeRule } from '#domain/separator-page.ts';

const KEY_BYTES = 32;

/**
 * The key that the box seals its separator sheets with; made at the first start. Not part of a backup: a box that is restored prints new
 * sheets, and takes the old ones for pages that a stranger wrote.
 */
export async function openSeparatorKey(stateFolder: string): Promise<Uint8Array> {
  const path = join(stateFolder, 'separator-key');
  const kept = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept?.length === KEY_BYTES) return kept;
  const made = randomBytes(KEY_BYTES);
  await writeDurably(path, made, 0o600);
  return made;
}

/** As configured. */
export const barcodeRule = (scan: { barcode_mask: string; barcode_format: string; barcode_page: BarcodeRule['page'] }): BarcodeRule => ({
  mask: scan.barcode_mask,
  format: scan.barcode_format === 'any' ? null : scan.barcode_format,
  page: scan.barcode_page,
});
