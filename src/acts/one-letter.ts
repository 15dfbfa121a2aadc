import { event, type Suspicion } from '#domain/events.ts';
import {
  type Act,
  type ActOutcome,
  type Desk,
  type DocumentId,
  documentOf,
  itemOf,
  refuse,
  type Touching,
  type UndoSuspicion,
} from './act.ts';

/** It is one letter: no separator is missing between its pages, and nobody is asked again, unless its pages become others. */
export const oneLetter: Act<Touching & { documentId: DocumentId }> = {
  name: 'one-letter',
  decide({ itemId, documentId }, desk) {
    itemOf(desk.state, itemId!);
    const { suspicions } = documentOf(desk.state, itemId!, documentId);
    if (suspicions === '[]') throw refuse('say that it is one letter', 'nobody doubts it');
    const undo: UndoSuspicion = { itemId: itemId!, documentId, suspicions: JSON.parse(suspicions) as Suspicion[], untilMs: null };
    return {
      events: [event('document.suspected@1', itemId!, { documentId, suspicions: [], by: desk.actor })],
      undo,
    };
  },
};

/** It may be two after all. */
export function undoSuspicion(desk: Desk, { itemId, documentId, suspicions }: UndoSuspicion): ActOutcome {
  const document = documentOf(desk.state, itemId, documentId);
  if (document.suspicions !== '[]' || (document.state !== 'file' && document.state !== 'review'))
    throw refuse('undo', 'its pages are others now');
  return { events: [event('document.suspected@1', itemId, { documentId, suspicions, by: desk.actor })], answer: { itemId } };
}
