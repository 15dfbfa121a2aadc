import { sha256Hex } from '#base/bytes.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { BlobName } from '#base/ids.ts';
import type { Reader } from '#register/reader.ts';
import { isOwnSheet, mayBeSeen, type PageSize, picturesOf } from '#views/page-views.ts';
import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

const NOT_FOUND = () => new MailroomError('NOT_FOUND', { what: 'picture of this page' });

/** Pictures of pages: derived ones and, on zoom, the original. Closed, erased and undecided pages are not found. */
export function pageRoutes({ store }: FaceRoom): Handlers<'page'> {
  return {
    async page({ params, request, reply }) {
      const size = params.size as PageSize;
      const name = blobOf(store.read, params.pageId, size);
      if (name === null) throw NOT_FOUND();
      // Kept by the browser, asked for again each time: an erased picture is not shown once more.
      const tag = `"${sha256Hex(name).slice(0, 32)}"`;
      reply.header('cache-control', 'private, no-cache').header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      const bytes = await store.blobs.get(name).catch((error: unknown) => {
        throw isFailure(error, 'BLOB_MISSING', 'BLOB_ERASED') ? NOT_FOUND() : error;
      });
      // Asked once more: it may have been closed while it was decrypted.
      if (blobOf(store.read, params.pageId, size) !== name) throw NOT_FOUND();
      return reply.type(imageType(bytes)).send(bytes);
    },
  };
}

function blobOf(read: Reader, pageId: string, size: PageSize): BlobName | null {
  const page = read.get('page', { id: pageId });
  if (!page) return null;
  const document = page.document_id === null ? undefined : read.get('document', { id: page.document_id });
  if (!mayBeSeen(document) && !isOwnSheet(page)) return null;
  if (size === 'full') return page.blob as BlobName | null;
  return picturesOf(read, pageId)?.[size] ?? null;
}

/** By its first bytes, not by what somebody said it was. */
function imageType(bytes: Buffer): string {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return 'application/octet-stream';
}
