import { systemClock } from '#base/clock.ts';
import type { BlobName } from '#base/ids.ts';
import { openBlobs } from '#store/blobs.ts';
import { ask } from './station-process.ts';

export interface KeptPage {
  id: string;
  batchId: string;
  sheet: number;
  side: string;
  itemNumber: string | null;
  documentId: string | null;
  /** The key its image lies under: `mail-2026-11`, `own-…`. */
  key: string;
  bytes: Buffer;
}

/** Every page of the register with its image as it lies in the blobs, in register order. The station must have ended. */
export async function keptPages(stateFolder: string): Promise<KeptPage[]> {
  const blobs = await openBlobs(stateFolder, systemClock());
  const rows = ask<Omit<KeptPage, 'key' | 'bytes'> & { blob: BlobName }>(
    stateFolder,
    `SELECT page.id, page.batch_id AS batchId, page.sheet, page.side, item.number AS itemNumber, page.document_id AS documentId, page.blob
     FROM page LEFT JOIN document ON document.id = page.document_id LEFT JOIN item ON item.id = document.item_id
     WHERE page.blob IS NOT NULL ORDER BY page.position`,
  );
  return Promise.all(rows.map(async ({ blob, ...row }) => ({ ...row, key: await blobs.keyOf(blob), bytes: await blobs.get(blob) })));
}
