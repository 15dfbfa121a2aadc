import { earlierImagesOf } from '#acts/opened-in-error.ts';
import { crashPoint } from '#base/crash-point.ts';
import { type BlobName, type DocumentId, type ItemId, mintId, type PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';
import { drop } from '../deciding.ts';
import { planNotice } from '../notices.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * What remains to be done once a document is closed, by the box or by a clerk: its images, and those of its sheets that were
 * scanned before, move under a key of the document's own, so that they can be erased alone, and whoever it is for is told that a closed item waits.
 */
export default (room: Room): Stage => ({
  name: 'seal',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 20,
  async run(job) {
    const document = room.store.read.get('document', { id: job.subject });
    if (document?.state !== 'close') return nothing;
    const moved: { pageId: PageId; blob: BlobName; left: BlobName[] }[] = [];
    const pages = room.store.read.all('page', { document_id: document.id });
    for (const page of [...pages, ...earlierImagesOf({ state: room.store.read }, pages)]) {
      if (page.blob === null) continue;
      const blob = await room.store.blobs.rekey(page.blob as BlobName, { own: document.id });
      moved.push({ pageId: page.id as PageId, blob, left: [page.blob, page.look].filter((name) => name !== null) as BlobName[] });
    }
    crashPoint('seal.commit.before');
    const itemId = document.item_id as ItemId;
    return {
      commit(tx) {
        // Opened in error meanwhile: nothing of it is kept.
        if (tx.get('document', { id: document.id })?.state !== 'close') {
          const blobs = moved.map(({ blob }) => blob);
          drop(tx, document.id, blobs);
          return;
        }
        tx.append(moved.map(({ pageId, blob }) => event('page.rekeyed@1', itemId, { pageId, blob })));
        const left = moved.flatMap((one) => one.left);
        drop(tx, document.id, left);
        tellOfClosedMail(room, tx, document.id);
      },
    };
  },
  gaveUp: (job) => ({ commit: (tx) => tellOfClosedMail(room, tx, job.subject) }),
});

/** Once for an item and whoever it is for, however many sheets of it are closed. */
function tellOfClosedMail(room: Room, tx: Tx, id: string): void {
  const document = tx.get('document', { id });
  if (document?.state !== 'close') return;
  const told = tx.all('notice', { item_id: document.item_id, kind: 'closed-mail' });
  if (told.some((notice) => notice.person_id === document.person_id && notice.department_id === document.department_id)) return;
  const what = { itemId: document.item_id as ItemId, documentId: document.id as DocumentId };
  planNotice(room, tx, { ...what, kind: 'closed-mail', noticeId: mintId('notice') });
}
