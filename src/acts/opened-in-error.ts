import type { BlobName, DocumentId, PageId } from '#base/ids.ts';
import { event, type NewEvent } from '#domain/events.ts';
import type { NewJob } from '#store/jobs.ts';
import { type Pictures, pictureKey } from '#store/remembered-keys.ts';
import { type Act, type Desk, type ItemId, itemOf, type Touching } from './act.ts';
import { takeBackFilings } from './decide.ts';

/** Payload of an `erase` job: what the rows named before they were cleared. */
export interface EraseJobPayload {
  documents: string[];
  blobs: BlobName[];
}

export { type Pictures, pictureKey };

/** Images and text of an item go: rows now, in this transaction; files, keys and index by the job right after it. */
export function erasure(
  desk: Desk,
  itemId: ItemId,
  reason: 'opened-in-error' | 'closed-mail',
): { events: NewEvent[]; jobs: NewJob[]; forgotten: { subjects: string[]; keys: string[] } } {
  const documents = desk.state.all('document', { item_id: itemId });
  const pages = documents.flatMap((document) => desk.state.all('page', { document_id: document.id }));
  const pictures = pages.map((page) => desk.state.recall(pictureKey(page.id)) as Pictures | null);
  const blobs = [
    ...pictures.flatMap((one) => (one === null ? [] : [one.thumbnail, one.view])),
    ...pages.flatMap((page) => [page.blob, page.look]),
    ...documents.flatMap((document) => [document.routing_reading, document.full_reading]),
  ];
  const payload: EraseJobPayload = {
    documents: documents.map((one) => one.id),
    blobs: blobs.filter((name) => name !== null) as BlobName[],
  };
  return {
    events: [
      event('contents.erased@1', itemId, {
        documents: documents.map((one) => one.id as DocumentId),
        pages: pages.map((one) => one.id as PageId),
        keys: [],
        reason,
        by: desk.actor,
      }),
    ],
    jobs: [{ name: 'erase', subject: itemId, payload, priority: 20 }],
    forgotten: { subjects: documents.map((one) => one.id), keys: pages.map((page) => pictureKey(page.id)) },
  };
}

/** Opened by mistake: image and text are erased at once and for good; a copy that was filed is withdrawn. There is no undo. */
export const openedInError: Act<Touching> = {
  name: 'opened-in-error',
  decide(command, desk) {
    const itemId = command.itemId!;
    itemOf(desk.state, itemId);
    const filings = desk.state.all('document', { item_id: itemId }).map((document) => takeBackFilings(desk, document));
    const gone = erasure(desk, itemId, 'opened-in-error');
    return {
      events: [...filings.flatMap((one) => one.events), ...gone.events],
      jobs: [...filings.flatMap((one) => one.jobs ?? []), ...gone.jobs],
      cancelled: filings.flatMap((one) => one.cancelled ?? []),
      forgotten: gone.forgotten,
    };
  },
};
