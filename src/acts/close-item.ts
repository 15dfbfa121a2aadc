import { event, type NewEvent } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { pictureKey } from '#store/remembered-keys.ts';
import { type Act, type ActOutcome, type Desk, type ItemId, itemOf, refuse, type Touching } from './act.ts';
import { decisionOf, takeBackFilings } from './decide.ts';
import { type EraseJobPayload, earlierImagesOf, picturesOf } from './opened-in-error.ts';

/** What was decided of a document that is closed, as the event of the box or of a clerk has it. */
export type ClosingEvent = Extract<NewEvent, { type: 'document.decided@1' | 'document.corrected@1' }>;

/**
 * Closes one document, whoever says so: only its envelope is known from here on. Copies are taken back, what was read or drawn of it is erased,
 * and the untouched original moves under a key of its own, with what was scanned of its sheets before, so that it can be erased alone (DESIGN.md rules 10 and 11).
 */
export function closing(
  desk: Pick<Desk, 'state' | 'actor'>,
  document: ProjectionRows['document'],
  decided: ClosingEvent,
): Pick<ActOutcome, 'events'> & Required<Pick<ActOutcome, 'jobs' | 'cancelled' | 'forgotten'>> {
  const back = takeBackFilings(desk, document);
  const standing = desk.state.all('page', { document_id: document.id });
  const pages = [...standing, ...earlierImagesOf(desk, standing)];
  const readings = [document.routing_reading, document.full_reading].filter((name) => name !== null) as EraseJobPayload['blobs'];
  const payload: EraseJobPayload = { documents: [document.id], blobs: [...picturesOf(desk.state, pages), ...readings], keys: [] };
  return {
    events: [...back.events, decided],
    jobs: [
      ...back.jobs,
      { name: 'erase', subject: document.item_id, payload, priority: 20 },
      { name: 'seal', subject: document.id, priority: 19, unique: true },
    ],
    cancelled: back.cancelled,
    forgotten: { subjects: [document.id], keys: pages.map((page) => pictureKey(page.id)) },
  };
}

/**
 * "Personal mail": nothing of it is read or shown from here on. What was read of it goes; the envelope stays known and the original is kept.
 * There is no undo: what was read would have to be read again, and the item stays closed mail.
 */
export const closeItem: Act<Touching> = {
  name: 'close-item',
  decide(command, desk) {
    const itemId = command.itemId!;
    const item = itemOf(desk.state, itemId);
    const documents = desk.state.all('document', { item_id: item.id }).filter(({ state }) => state !== 'removed');
    if (documents.length === 0) throw refuse('close this item', 'nothing of it was scanned');
    const open = documents.filter((one) => one.state !== 'erased' && one.state !== 'close');
    if (open.length === 0) throw refuse('close this item', 'it is closed already');
    const closed = open.map((document) => {
      const decision = { ...decisionOf(document), outcome: 'close' as const, secrecy: 'personal' as const, reason: null, candidates: [] };
      const { revision } = document;
      const told = { ...decision, documentId: document.id as never, revision, by: desk.actor, undoOf: null };
      return closing(desk, document, event('document.corrected@1', itemId as ItemId, told) as ClosingEvent);
    });
    return {
      events: closed.flatMap((one) => one.events),
      jobs: closed.flatMap((one) => one.jobs),
      cancelled: closed.flatMap((one) => one.cancelled),
      forgotten: {
        subjects: closed.flatMap((one) => one.forgotten.subjects),
        keys: closed.flatMap((one) => one.forgotten.keys),
      },
    };
  },
};
