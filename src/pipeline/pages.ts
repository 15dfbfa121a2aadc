import { MailroomError } from '#base/errors.ts';
import type { BlobName } from '#base/ids.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { PageLook } from '#workshop/page-look.ts';
import { MAIL, type Reading, type Room } from './room.ts';

const json = async <T>(room: Room, name: string): Promise<T> =>
  JSON.parse((await room.store.blobs.get(name as BlobName)).toString('utf8')) as T;

export const keptLook = (room: Room, page: ProjectionRows['page']): Promise<PageLook> => {
  if (page.look === null) throw new MailroomError('IMAGE_UNREADABLE', { what: page.failure ?? 'not looked at' });
  return json(room, page.look);
};

export const pageBytes = (room: Room, page: ProjectionRows['page']): Promise<Buffer> => {
  if (page.blob === null) throw new MailroomError('BLOB_ERASED', { blob: '' });
  return room.store.blobs.get(page.blob as BlobName);
};

/** The written pages of a document in order; blank sides left out. */
export const contentPages = (room: Room, documentId: string): ProjectionRows['page'][] =>
  room.store.read.all('page', { document_id: documentId }, 'ordinal').filter((page) => page.ordinal !== null);

export const keepReading = (room: Room, documentId: string, reading: Reading): Promise<BlobName> =>
  room.store.blobs.put(Buffer.from(JSON.stringify(reading)), { ...MAIL, madeOf: documentId });

export const readingOf = (room: Room, name: string): Promise<Reading> => json(room, name);
