/** From numbers and states to the three bars of the kiosk. */
import type { Confidence } from '#contract/words.ts';
import type { ProjectionRows } from '#domain/rows.ts';

/** From here on the box would file by itself (understanding's threshold for routing). */
const SURE = 0.85;
/** Below, a field is a guess nobody should lean on. */
const UNREADABLE = 0.25;

export function confidenceWord(confidence: number): Confidence {
  if (confidence >= SURE) return 'sure';
  return confidence < UNREADABLE ? 'unreadable' : 'check';
}

/** How sure the box is about a document as a whole. What was filed, or decided by a person, is sure. */
export function documentConfidence(document: Pick<ProjectionRows['document'], 'state' | 'reason'> | undefined): Confidence {
  if (!document || document.state === 'divided') return 'unread';
  if (document.state !== 'review') return 'sure';
  return document.reason === 'unreadable' || document.reason === 'reading_failed' ? 'unreadable' : 'check';
}
