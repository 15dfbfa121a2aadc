import { event } from '#domain/events.ts';
import type { Reader } from '#register/store.ts';
import { type Act, documentOf, itemOf, refuse, type Touching } from './act.ts';
import { decisionOf, fileUnder, takeBackFilings } from './decide.ts';
import { byActId, type RememberedAct } from './perform.ts';

/**
 * Takes a decision back: the document stands as it stood before. Within the grace period nothing was filed and nothing is left behind;
 * after it the wrong copy is withdrawn (DESIGN.md rule 9).
 */
export const undo: Act<Touching & { actId: string }> = {
  name: 'undo',
  decide(command, desk) {
    const remembered = desk.state.recall(byActId(command.actId)) as RememberedAct | null;
    const plan = remembered?.undo;
    if (!plan) throw refuse('undo', 'there is nothing to take back');
    const item = itemOf(desk.state, plan.itemId);
    if (item.last_position > remembered.answer.position && somebodyDecidedSince(desk.state, plan.documentId, remembered.answer.position))
      throw refuse('undo', 'somebody has decided about this item since');
    const document = documentOf(desk.state, plan.itemId, plan.documentId);
    const back = takeBackFilings(desk, document);
    const decision = decisionOf(plan.previous);
    const again = decision.outcome === 'file' ? fileUnder(desk, item, document, decision, document.revision + 1) : null;
    return {
      events: [
        ...back.events,
        event('document.corrected@1', plan.itemId, {
          ...decision,
          documentId: plan.documentId,
          revision: again ? document.revision + 1 : document.revision,
          by: desk.actor,
          undoOf: remembered.answer.position,
        }),
        ...(again?.events ?? []),
      ],
      jobs: [...(back.jobs ?? []), ...(again?.jobs ?? []), { name: 'learn', subject: plan.documentId, priority: -10, unique: true }],
      cancelled: back.cancelled ?? [],
      answer: { itemId: plan.itemId },
    };
  },
};

const somebodyDecidedSince = (state: Reader, documentId: string, position: number): boolean =>
  (state.get('document', { id: documentId })?.decided_position ?? 0) > position;
