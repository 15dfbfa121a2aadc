import type { BlobName } from '#base/ids.ts';
import { drop } from '../deciding.ts';
import { contentPages, keptLook, pageBytes } from '../pages.ts';
import { MAIL, type Pictures, pictureKey, type Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Draws what the kiosk shows of a document's pages: only once the secrecy gate has let it through. */
export default (room: Room): Stage => ({
  name: 'picture',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const drawn: { pageId: string; pictures: Pictures }[] = [];
    for (const page of contentPages(room, job.subject)) {
      if (page.blob === null || page.look === null) continue;
      const [look, bytes] = await Promise.all([keptLook(room, page), pageBytes(room, page)]);
      const { thumbnail, view } = await room.workshop.run('picture', { pageKey: page.id, bytes, look }, { signal, affinity: page.id });
      const put = (picture: Uint8Array) => room.store.blobs.put(picture, { ...MAIL, madeOf: job.subject });
      const [thumbnailBlob, viewBlob] = await Promise.all([put(thumbnail), put(view.bytes)]);
      drawn.push({
        pageId: page.id,
        pictures: { thumbnail: thumbnailBlob as BlobName, view: viewBlob as BlobName, widthPx: view.widthPx, heightPx: view.heightPx },
      });
    }
    return {
      commit(tx) {
        const state = tx.get('document', { id: job.subject })?.state;
        const blobs = drawn.flatMap(({ pictures }) => [pictures.thumbnail, pictures.view]);
        if (state === 'close' || state === 'erased') {
          drop(tx, job.subject, blobs);
          return;
        }
        for (const { pageId, pictures } of drawn) tx.remember(pictureKey(pageId), pictures);
      },
    };
  },
  gaveUp: () => nothing,
});
