import type { FilingId } from '#base/ids.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Room } from './room.ts';

/** What is left of the grace period of filings that wait for something else meanwhile, in milliseconds. */
export interface Grace {
  leftMs(filing: Pick<ProjectionRows['filing'], 'id' | 'grace_ms'>): number;
}

/**
 * Counted in the time of this run, whatever becomes of the wall clock (DESIGN.md rule 5): a clock that is set forward must not file at
 * once what somebody could still take back. What another run planned has its whole period again.
 */
export function openGrace({ store, clock }: Pick<Room, 'store' | 'clock'>): Grace {
  const plannedAt = new Map<FilingId, number>();
  store.onCommit((events) => {
    for (const { type, body } of events) {
      if (type === 'filing.planned@1') plannedAt.set(body.filingId, clock.monotonicMs());
      else if (type === 'mail.filed@1' || type === 'filing.cancelled@1') plannedAt.delete(body.filingId);
    }
  });
  return {
    leftMs({ id, grace_ms }) {
      const now = clock.monotonicMs();
      return Math.max(0, grace_ms - (now - (plannedAt.get(id as FilingId) ?? now)));
    },
  };
}
