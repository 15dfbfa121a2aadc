import type { Decision } from '#domain/events.ts';

/**
 * What the full read makes of the routing read's decision. It has seen every word, so it may answer what was left open, and it
 * may take back what it contradicts; it never files where both were sure of different places.
 *
 * @returns the decision to stand from now on, or null where the first one stands.
 */
export function secondLook(first: Pick<Decision, 'outcome' | 'departmentId'>, full: Decision): Decision | null {
  if (full.outcome === 'close') return full;
  if (first.outcome === 'review') return full.outcome === 'file' ? full : null;
  if (full.outcome === 'file' && full.departmentId === first.departmentId) return null;
  if (full.outcome === 'review') return full;
  return { ...full, outcome: 'review', reason: 'clues_disagree' };
}
