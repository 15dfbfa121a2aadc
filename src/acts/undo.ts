import { event } from '#domain/events.ts';
import type { Reader } from '#register/store.ts';
import {
  type Act,
  type ActOutcome,
  type Desk,
  documentOf,
  itemOf,
  type LabelNumber,
  refuse,
  type Touching,
  type UndoDecision,
  type UndoRegistration,
} from './act.ts';
import { decisionOf, fileUnder, findAnew, takeBackFilings } from './decide.ts';
import { undoMending } from './mend-batch.ts';
import { undoPaging } from './not-blank.ts';
import { undoSuspicion } from './one-letter.ts';
import { byActId, type RememberedAct } from './perform.ts';
import { undoSuspect } from './suspect-sheet.ts';
import { undoWriting } from './written-sheet.ts';

/** Takes an act back, where it left a plan for that and nothing came of it since that stands against it. */
export const undo: Act<Touching & { actId: string }> = {
  name: 'undo',
  decide(command, desk) {
    const remembered = desk.state.recall(byActId(command.actId)) as RememberedAct | null;
    const plan = remembered?.undo;
    if (!plan) throw refuse('undo', 'there is nothing to take back');
    if ('suspicions' in plan) return undoSuspicion(desk, plan);
    if ('suspects' in plan) return undoSuspect(desk, plan);
    if ('before' in plan) return undoWriting(desk, plan);
    if ('batchId' in plan) return undoMending(desk, plan);
    if ('blankPages' in plan) return undoPaging(desk, plan);
    return 'previous' in plan ? undoDecision(desk, plan, remembered.answer.position) : undoRegistration(desk, plan);
  },
};

/**
 * The document stands as it stood before. Within the grace period nothing was filed and nothing is left behind;
 * after it the wrong copy is withdrawn (DESIGN.md rule 9). What was closed or erased since stays so (rule 10).
 */
function undoDecision(desk: Desk, plan: UndoDecision, position: number): ActOutcome {
  const item = itemOf(desk.state, plan.itemId);
  const document = documentOf(desk.state, plan.itemId, plan.documentId);
  if (document.state === 'close' || document.state === 'erased') throw refuse('undo', 'this mail is closed');
  if (document.state === 'removed') throw refuse('undo', 'its sheets were taken back');
  if (item.last_position > position && somebodyDecidedSince(desk.state, plan.documentId, position))
    throw refuse('undo', 'somebody has decided about this item since');
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
        undoOf: position,
      }),
      ...(again?.events ?? []),
    ],
    jobs: [
      ...back.jobs,
      ...(again?.jobs ?? []),
      ...findAnew(document),
      { name: 'learn', subject: plan.documentId, priority: -10, unique: true },
    ],
    cancelled: back.cancelled,
    answer: { itemId: plan.itemId },
  };
}

const somebodyDecidedSince = (state: Reader, documentId: string, position: number): boolean =>
  (state.get('document', { id: documentId })?.decided_position ?? 0) > position;

/** The item is void as long as nothing but its label came of it; a label that waits to be printed is not. */
function undoRegistration(desk: Desk, { itemId }: UndoRegistration): ActOutcome {
  const item = itemOf(desk.state, itemId);
  if (desk.state.all('document', { item_id: itemId }).length > 0) throw refuse('undo', 'pages of this item were scanned');
  if (desk.state.all('custody', { item_id: itemId }).length > 0) throw refuse('undo', 'this item was handed over');
  const number = item.number as LabelNumber;
  const nextCopy = Math.max(0, ...desk.state.all('label', { item_id: itemId }).map((label) => label.copy)) + 1;
  return {
    events: [event('item.voided@1', itemId, { number, by: desk.actor })],
    cancelled: [{ name: 'label', subject: `${number};${nextCopy}` }],
    answer: { itemId, number },
  };
}
