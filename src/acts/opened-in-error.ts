import type { BlobKeyId, BlobName, DocumentId, PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { ownKeyOf } from '#store/blobs.ts';
import { type Pictures, pictureKey } from '#store/remembered-keys.ts';
import { type Act, type ActOutcome, type Desk, type ItemId, itemOf, type Touching } from './act.ts';
import { takeBackFilings } from './decide.ts';

/** Payload of an `erase` job: what the rows named before they were cleared. */
export interface EraseJobPayload {
  documents: string[];
  blobs: BlobName[];
  keys: BlobKeyId[];
}

export { type Pictures, pictureKey };

/** The pictures that are remembered of pages. */
export const picturesOf = (state: Desk['state'], pages: readonly { id: string }[]): BlobName[] =>
  pages.flatMap((page) => {
    const pictures = state.recall(pictureKey(page.id)) as Pictures | null;
    return pictures === null ? [] : [pictures.thumbnail, pictures.view];
  });

/** Of sheets that were scanned again, or drawn together with another at first: what was scanned of them then is kept beside the batch. */
export function earlierImagesOf(
  { state }: { state: Pick<Desk['state'], 'all'> },
  pages: readonly ProjectionRows['page'][],
): ProjectionRows['page'][] {
  const sheets = new Map(pages.map(({ batch_id, sheet }) => [`${batch_id} ${sheet}`, { batch_id, sheet }]));
  return [...sheets.values()].flatMap((sheet) => state.all('page', { ...sheet, role: 'removed' }));
}

/**
 * Images and text of an item go: rows now, in this transaction; files, keys and index by the job right after it. A copy that was filed is
 * withdrawn.
 */
export function erasing(
  desk: Desk,
  itemId: ItemId,
  reason: 'opened-in-error' | 'misdelivered',
): Pick<ActOutcome, 'events'> & Required<Pick<ActOutcome, 'jobs' | 'cancelled' | 'forgotten'>> {
  const all = desk.state.all('document', { item_id: itemId });
  const filings = all.map((document) => takeBackFilings(desk, document));
  // One whose sheets were taken back has nothing left, and is none of the item's any more.
  const documents = all.filter(({ state }) => state !== 'removed');
  const standing = documents.flatMap((document) => desk.state.all('page', { document_id: document.id }));
  const pages = [...standing, ...earlierImagesOf(desk, standing)];
  const blobs = [
    ...picturesOf(desk.state, pages),
    ...pages.flatMap((page) => [page.blob, page.look]),
    ...documents.flatMap((document) => [document.routing_reading, document.full_reading]),
  ];
  // Also where none was made yet: what is just being moved under it meets a destroyed key.
  const keys = documents.map((document) => ownKeyOf(document.id));
  const payload: EraseJobPayload = {
    documents: documents.map((one) => one.id),
    blobs: blobs.filter((name) => name !== null) as BlobName[],
    keys,
  };
  return {
    events: [
      ...filings.flatMap((one) => one.events),
      event('contents.erased@1', itemId, {
        documents: documents.map((one) => one.id as DocumentId),
        pages: pages.map((one) => one.id as PageId),
        keys,
        reason,
        by: desk.actor,
      }),
    ],
    jobs: [...filings.flatMap((one) => one.jobs), { name: 'erase', subject: itemId, payload, priority: 20 }],
    cancelled: filings.flatMap((one) => one.cancelled),
    forgotten: { subjects: documents.map((one) => one.id), keys: pages.map((page) => pictureKey(page.id)) },
  };
}

/** Opened by mistake: image and text are erased at once and for good; a copy that was filed is withdrawn. There is no undo. */
export const openedInError: Act<Touching> = {
  name: 'opened-in-error',
  decide(command, desk) {
    itemOf(desk.state, command.itemId!);
    return erasing(desk, command.itemId!, 'opened-in-error');
  },
};
