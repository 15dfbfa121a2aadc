import { takeBackFilings } from '#acts/decide.ts';
import { crashPoint } from '#base/crash-point.ts';
import type { BlobName, DocumentId, FilingId, ItemId } from '#base/ids.ts';
import { type Decision, event, type Suspicion } from '#domain/events.ts';
import type { Reader, Tx } from '#register/store.ts';
import { MANY_MIN, type OpenedPage, pageOpening, suspectMissingSeparator } from '#understanding/missing-separator.ts';
import { understand } from '#understanding/understand.ts';
import { decisionFrom, drop, measuredThresholds, writeClosing, writeDecision } from '../deciding.ts';
import { type Grace, openGrace } from '../grace.ts';
import { contentPages, keepReading, keptLook, pageBytes } from '../pages.ts';
import { type Reading, type Room, URGENT } from '../room.ts';
import { secondLook } from '../second-look.ts';
import { nothing, type Stage } from '../stage.ts';

/** The full read: every word of every page, for search, for the fields and for the PDF's text layer. Filing waits for it. */
export default (room: Room, grace = openGrace(room)): Stage => ({
  name: 'read',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const document = room.store.read.get('document', { id: job.subject });
    if (!document || document.full_reading !== null || isClosed(document.state)) return nothing;
    const reading: Reading = { pages: [], understanding: null as never };
    const forUnderstanding = [];
    const opened: OpenedPage[] = [];
    let sheet: number | null = null;
    let language: string | null = null;
    for (const page of contentPages(room, document.id)) {
      const [look, bytes] = await Promise.all([keptLook(room, page), pageBytes(room, page)]);
      const read = await room.workshop.run('full-read', { pageKey: page.id, bytes, look }, { signal, affinity: page.id });
      const { widthPx, heightPx, dpi } = look.upright;
      reading.pages.push({ pageId: page.id, widthPx, heightPx, dpi, words: read.words, text: read.text });
      const seen = { widthPx, heightPx, dpi, words: read.words, codes: look.codes };
      forUnderstanding.push(seen);
      opened.push({ opening: pageOpening(seen, room.directory), beginsSheet: page.sheet !== sheet });
      sheet = page.sheet;
      language ??= read.language;
    }
    reading.understanding = understand({
      pages: forUnderstanding,
      directory: room.directory,
      model: room.classModel.current,
      depth: 'full',
      ownPrefix: room.station.prefix,
      today: new Date(room.clock.wallMs()).toISOString().slice(0, 10),
      thresholds: measuredThresholds(room.store.read),
      senders: room.senders,
    });
    const item = room.store.read.get('item', { id: document.item_id })!;
    const full = decisionFrom(reading.understanding, item);
    if (full.outcome === 'close' && document.decided_by === 'box') {
      return {
        commit(tx) {
          const now = tx.get('document', { id: document.id })!;
          // A clerk who has decided since has seen it; the box does not close behind their back.
          if (isClosed(now.state)) return;
          if (now.decided_by === 'box') writeClosing(room, tx, now, full);
          else tx.enqueue({ name: 'read', subject: document.id, unique: true });
        },
      };
    }
    const kept = await keepReading(room, document.id, reading);
    crashPoint('read.commit.before');
    const suspicions = suspectMissingSeparator(opened, usualPages(room.store.read, opened.length));
    return { commit: (tx) => readDone(room, grace, tx, document.id, { reading, kept, language, full, suspicions }) };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      const document = tx.get('document', { id: job.subject });
      if (!document || isClosed(document.state)) return;
      tx.append([
        event('document.read-failed@1', document.item_id as ItemId, { documentId: document.id as DocumentId, code: failure.code }),
      ]);
      // Filed all the same: the image is the mail; only the text layer is missing, and the register says so.
      filingsGoOn(grace, tx, document.id);
    },
  }),
});

/** Everything the full read leaves, in one transaction: the words, the fields, a second look at the decision, and the filings that waited for it. */
function readDone(
  room: Room,
  grace: Grace,
  tx: Tx,
  documentId: string,
  read: { reading: Reading; kept: BlobName; language: string | null; full: Decision; suspicions: Suspicion[] },
): void {
  const { reading, kept, language, full, suspicions } = read;
  const now = tx.get('document', { id: documentId })!;
  if (isClosed(now.state)) {
    drop(tx, documentId, [kept]);
    return;
  }
  // A clerk has put a side back meanwhile, or set one aside.
  if (tx.all('page', { document_id: documentId }).filter(({ ordinal }) => ordinal !== null).length !== reading.pages.length) {
    drop(tx, documentId, [kept]);
    tx.enqueue({ name: 'read', subject: documentId, unique: true });
    return;
  }
  const itemId = now.item_id as ItemId;
  const words = reading.pages.reduce((sum, page) => sum + page.words.length, 0);
  const { sender, subject, date } = reading.understanding;
  const texts = [
    { subject: documentId, field: 'sender', value: sender.name ?? '' },
    { subject: documentId, field: 'subject', value: subject ?? '' },
    { subject: documentId, field: 'date', value: date ?? '' },
  ];
  tx.append([event('document.read@1', itemId, { documentId: documentId as DocumentId, reading: kept, language, words }, texts)]);
  if (suspicions.length > 0) tx.append([event('document.suspected@1', itemId, { documentId: documentId as DocumentId, suspicions })]);
  const again =
    now.decided_by === 'box'
      ? secondLook({ outcome: now.state as Decision['outcome'], departmentId: now.department_id as Decision['departmentId'] }, full)
      : null;
  if (again !== null) {
    const back = takeBackFilings({ state: tx, actor: 'box' }, now);
    tx.append(back.events);
    for (const { name, subject } of back.cancelled) tx.cancel(name, subject);
    for (const job of back.jobs) tx.enqueue(job);
    writeDecision(room, tx, now, again, now.routing_reading as BlobName | null);
  }
  // The routing read had failed: only now has anything passed the gate.
  if (now.routing_reading === null) tx.enqueue({ name: 'picture', subject: documentId, priority: 7 });
  tx.enqueue({ name: 'index', subject: documentId, priority: -6, unique: true });
  tx.enqueue({ name: 'remember', subject: documentId, priority: -10, unique: true });
  filingsGoOn(grace, tx, documentId);
}

/** Pages of each of the last documents; asked only where there are many. */
function usualPages(read: Reader, pages: number): number[] {
  if (pages < MANY_MIN) return [];
  const counted = read.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM page WHERE document_id = document.id AND ordinal IS NOT NULL) AS n FROM document ORDER BY rowid DESC LIMIT 200`,
  );
  return counted.map(({ n }) => n);
}

const isClosed = (state: string): boolean => ['close', 'erased', 'removed'].includes(state);

/** Filings that were planned while the page was read begin what is left of their grace period. */
function filingsGoOn(grace: Grace, tx: Tx, documentId: string): void {
  const { item_id } = tx.get('document', { id: documentId })!;
  const priority = tx.get('item', { id: item_id })!.urgent === 1 ? URGENT : 0;
  for (const filing of tx.all('filing', { document_id: documentId, state: 'planned' }))
    tx.enqueue({ name: 'file', subject: filing.id as FilingId, priority, delayMs: grace.leftMs(filing), unique: true });
}
