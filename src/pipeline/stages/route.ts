import { crashPoint } from '#base/crash-point.ts';
import type { BlobName } from '#base/ids.ts';
import type { PersonalText } from '#base/personal-text.ts';
import type { Decision } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Tx } from '#register/store.ts';
import { understand } from '#understanding/understand.ts';
import { closedBefore, decisionFrom, drop, measuredThresholds, UNDECIDED, writeClosing, writeDecision } from '../deciding.ts';
import { contentPages, keepReading, keptLook, pageBytes } from '../pages.ts';
import { type Reading, type Room, URGENT } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/**
 * The routing read and what it decides: file, ask, or keep closed.
 *
 * The secrecy gate stands here. Until the decision is committed nothing that was read is kept: no text, no picture, no index.
 * Of closed mail only the envelope is known, and what comes to an item that is closed already is not read at all.
 */
export default (room: Room): Stage => ({
  name: 'route',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const document = room.store.read.get('document', { id: job.subject });
    if (document?.state !== 'divided') return nothing;
    const closed = closedBefore(room.store.read, document.item_id);
    if (closed !== null) return { commit: (tx) => decided(room, tx, document.id, closed, null) };
    const reading = await routingRead(room, contentPages(room, document.id), signal);
    const item = room.store.read.get('item', { id: document.item_id })!;
    const decision = decisionFrom(reading.understanding, item);
    if (decision.outcome === 'close') {
      crashPoint('route.closed.before');
      return { commit: (tx) => decided(room, tx, document.id, decision, null) };
    }
    const kept = await keepReading(room, document.id, reading);
    crashPoint('route.commit.before');
    // Known a second after scanning; the full read says it again, better.
    const texts = [{ subject: document.id, field: 'sender', value: reading.understanding.sender.name ?? '' }];
    return { commit: (tx) => decided(room, tx, document.id, decision, { kept, texts }) };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      const reason = failure.code === 'IMAGE_UNREADABLE' || failure.code === 'IMAGE_TOO_LARGE' ? 'unreadable' : 'reading_failed';
      decided(room, tx, job.subject, { ...UNDECIDED, reason }, null);
    },
  }),
});

async function routingRead(room: Room, pages: readonly ProjectionRows['page'][], signal: AbortSignal): Promise<Reading> {
  // The first written side carries address and marks; later sides are read in full afterwards.
  const page = pages[0]!;
  const look = await keptLook(room, page);
  const bytes = await pageBytes(room, page);
  const read = await room.workshop.run('routing-read', { pageKey: page.id, bytes, look }, { signal, affinity: page.id });
  const { widthPx, heightPx, dpi } = look.upright;
  const understanding = understand({
    pages: [{ widthPx, heightPx, dpi, words: read.words, codes: look.codes }],
    directory: room.directory,
    model: room.classModel.current,
    depth: 'routing',
    ownPrefix: room.station.prefix,
    today: new Date(room.clock.wallMs()).toISOString().slice(0, 10),
    thresholds: measuredThresholds(room.store.read),
    senders: room.senders,
  });
  return { pages: [{ pageId: page.id, widthPx, heightPx, dpi, words: read.words, text: read.text }], understanding };
}

/**
 * Writes a decision and what follows from it. A document that somebody dealt with meanwhile is left alone; one whose item was closed
 * meanwhile is closed. Without a reading nothing has passed the gate: the full read asks it again before anything is drawn.
 */
function decided(room: Room, tx: Tx, documentId: string, decision: Decision, read: { kept: BlobName; texts: PersonalText[] } | null): void {
  const document = tx.get('document', { id: documentId });
  const closed = document?.state === 'divided' ? closedBefore(tx, document.item_id) : null;
  if (document?.state !== 'divided' || closed !== null) {
    if (read !== null) drop(tx, documentId, [read.kept]);
    if (document && closed !== null) writeClosing(room, tx, document, closed);
    return;
  }
  if (decision.outcome === 'close') {
    writeClosing(room, tx, document, decision);
    return;
  }
  writeDecision(room, tx, document, decision, read?.kept ?? null, read?.texts);
  const isUrgent = tx.get('item', { id: document.item_id })!.urgent === 1;
  if (read !== null) tx.enqueue({ name: 'picture', subject: documentId, priority: decision.outcome === 'review' ? 7 : 0 });
  tx.enqueue({ name: 'read', subject: documentId, priority: isUrgent ? URGENT : decision.outcome === 'file' ? -1 : -5 });
}
