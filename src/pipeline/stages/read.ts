import { crashPoint } from '#base/crash-point.ts';
import type { BlobName, DocumentId, FilingId, ItemId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';
import { understand } from '#understanding/understand.ts';
import { contentPages, keepReading, keptLook, pageBytes } from '../pages.ts';
import type { Reading, Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** The full read: every word of every page, for search, for the fields and for the PDF's text layer. Filing waits for it. */
export default (room: Room): Stage => ({
  name: 'read',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const document = room.store.read.get('document', { id: job.subject });
    if (!document || document.full_reading !== null || isClosed(document.state)) return nothing;
    const reading: Reading = { pages: [], understanding: null as never };
    const forUnderstanding = [];
    let language: string | null = null;
    for (const page of contentPages(room, document.id)) {
      const [look, bytes] = await Promise.all([keptLook(room, page), pageBytes(room, page)]);
      const read = await room.workshop.run('full-read', { pageKey: page.id, bytes, look }, { signal, affinity: page.id });
      const { widthPx, heightPx, dpi } = look.upright;
      reading.pages.push({ pageId: page.id, widthPx, heightPx, dpi, words: read.words, text: read.text });
      forUnderstanding.push({ widthPx, heightPx, dpi, words: read.words, codes: look.codes });
      language ??= read.language;
    }
    reading.understanding = understand({
      pages: forUnderstanding,
      directory: room.directory,
      model: room.classModel.current,
      depth: 'full',
      ownPrefix: room.station.prefix,
      today: new Date(room.clock.wallMs()).toISOString().slice(0, 10),
    });
    const kept = await keepReading(room, reading);
    crashPoint('read.commit.before');
    return {
      commit(tx) {
        const now = tx.get('document', { id: document.id })!;
        if (isClosed(now.state))
          return void tx.enqueue({
            name: 'erase',
            subject: document.id,
            payload: { documents: [document.id], blobs: [kept] },
            priority: 20,
          });
        const words = reading.pages.reduce((sum, page) => sum + page.words.length, 0);
        tx.append([
          event('document.read@1', now.item_id as ItemId, { documentId: document.id as DocumentId, reading: kept, language, words }),
        ]);
        const u = reading.understanding;
        tx.keepPersonal([
          { subject: document.id, field: 'sender', value: u.sender.name ?? '' },
          { subject: document.id, field: 'subject', value: u.subject ?? '' },
          { subject: document.id, field: 'date', value: u.date ?? '' },
        ]);
        tx.enqueue({ name: 'index', subject: document.id, priority: -6, unique: true });
        filingsGoOn(room, tx, document.id);
      },
    };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      const document = tx.get('document', { id: job.subject });
      if (!document || isClosed(document.state)) return;
      tx.append([
        event('document.read-failed@1', document.item_id as ItemId, { documentId: document.id as DocumentId, code: failure.code }),
      ]);
      // Filed all the same: the image is the mail; only the text layer is missing, and the register says so.
      filingsGoOn(room, tx, document.id);
    },
  }),
});

const isClosed = (state: string): boolean => state === 'close' || state === 'erased';

/** Filings that were planned while the page was read begin what is left of their grace period. */
function filingsGoOn(room: Room, tx: Tx, documentId: string): void {
  for (const filing of tx.all('filing', { document_id: documentId, state: 'planned' })) {
    const passed = Math.max(0, room.clock.wallMs() - filing.planned_ms);
    tx.enqueue({ name: 'file', subject: filing.id as FilingId, delayMs: Math.max(0, filing.grace_ms - passed), unique: true });
  }
}

export type { BlobName };
