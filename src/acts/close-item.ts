import { event } from '#domain/events.ts';
import { type Act, itemOf, refuse, type Touching } from './act.ts';
import { decisionOf, takeBackFilings } from './decide.ts';
import { erasure } from './opened-in-error.ts';

/** "Personal mail": nothing of it is read or shown from here on. What was read of it goes; the envelope stays known. */
export const closeItem: Act<Touching> = {
  name: 'close-item',
  decide(command, desk) {
    const itemId = command.itemId!;
    const item = itemOf(desk.state, itemId);
    const documents = desk.state.all('document', { item_id: item.id }).filter((one) => one.state !== 'erased');
    if (documents.length === 0) throw refuse('close this item', 'nothing of it was scanned');
    const outcomes = documents.map((document) => {
      const back = takeBackFilings(desk, document);
      const decision = { ...decisionOf(document), outcome: 'close' as const, secrecy: 'personal' as const, reason: null, candidates: [] };
      const corrected = event('document.corrected@1', itemId, {
        ...decision,
        documentId: document.id as never,
        revision: document.revision,
        by: desk.actor,
        undoOf: null,
      });
      return { events: [...back.events, corrected], jobs: back.jobs ?? [], cancelled: back.cancelled ?? [] };
    });
    const gone = erasure(desk, itemId, 'closed-mail');
    return {
      events: [...outcomes.flatMap((one) => one.events), ...gone.events],
      jobs: [...outcomes.flatMap((one) => one.jobs), ...gone.jobs],
      cancelled: outcomes.flatMap((one) => one.cancelled),
      forgotten: gone.forgotten,
    };
  },
};
