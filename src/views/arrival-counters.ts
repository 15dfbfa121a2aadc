/** The counters above the arrivals and the lists they open: the same conditions for both, so that a number never lies. */
import type { ArrivalCounters } from '#contract/arrivals.ts';
import type { ArrivalList } from '#contract/words.ts';
import type { Reader } from '#register/reader.ts';
import { momentAt } from './sight.ts';

/**
 * What is to be handed over or completed is looked for among so many of the newest items: some days in the largest room,
 * months in an ordinary one (DECISIONS.md). What waits for a choice or is held is found however old it is.
 */
const NEWEST = 10_000;
const RECENT = `item.registered_position >= coalesce((SELECT registered_position FROM item ORDER BY registered_position DESC LIMIT 1 OFFSET ${NEWEST}), 0)`;

// Asked of each item in turn, as values: written as EXISTS, SQLite turns them into joins that begin at the other end.
const documents = '(SELECT count(*) FROM document AS d WHERE d.item_id = item.id)';
const allAlone = `(SELECT min(d.state = 'file' AND d.decided_by IS 'box') FROM document AS d WHERE d.item_id = item.id)`;
/** 1 where the thing was handed to somebody last, 0 where it was put on a shelf. */
const handed = '(SELECT c.shelf IS NULL FROM custody AS c WHERE c.item_id = item.id ORDER BY c.position DESC LIMIT 1)';

const CONDITIONS: Record<ArrivalList, string> = {
  all: 'item.voided_position IS NULL',
  alone: `${allAlone} = 1`,
  review: `item.id IN (SELECT item_id FROM document WHERE state = 'review')`,
  // Against signature: registered mail and parcels, until a person or a department has it.
  'hand-over': `${RECENT} AND item.direction = 'in' AND item.kind IN ('registered', 'parcel') AND item.voided_position IS NULL AND ${handed} IS NOT 1`,
  incomplete: `${RECENT} AND item.source = 'desk' AND item.department_id IS NULL AND item.person_id IS NULL AND item.voided_position IS NULL AND ${documents} = 0 AND ${handed} IS NOT 1`,
  closed: `item.secrecy IS NOT NULL AND ${RECENT} AND ${handed} IS NOT 1`,
  held: `item.id IN (SELECT item_id FROM filing WHERE state = 'held')`,
};

/** SQL over `item`, without parameters. */
export const conditionOf = (list: ArrivalList): string => CONDITIONS[list];

/** Midnight in the box's own time zone. */
const startOfDay = (nowMs: number): number => new Date(nowMs).setHours(0, 0, 0, 0);

export function arrivalCounters(read: Reader, nowMs: number): ArrivalCounters {
  const count = (list: ArrivalList, and = '1', ...parameters: unknown[]): number =>
    read.query<{ n: number }>(`SELECT count(*) AS n FROM item WHERE ${conditionOf(list)} AND ${and}`, ...parameters)[0]!.n;
  const today = firstPositionSince(read, startOfDay(nowMs));
  const oldest = read.query<{ position: number | null }>(
    `SELECT min(decided_position) AS position FROM document WHERE state = 'review'`,
  )[0]!.position;
  return {
    receivedToday: count('all', 'registered_position >= ?', today),
    filedAlone: count('alone', 'registered_position >= ?', today),
    toReview: count('review'),
    oldestReviewMs: oldest === null ? null : momentAt(read, oldest).atMs,
    toHandOver: count('hand-over'),
    incomplete: count('incomplete'),
    closed: count('closed'),
    held: count('held'),
  };
}

/** Register position of the oldest of the newest items that were registered since then. */
export function firstPositionSince(read: Reader, sinceMs: number): number {
  const [found] = read.query<{ position: number | null }>(
    `SELECT coalesce(max(CASE WHEN registered_ms < ? THEN registered_position + 1 END), min(registered_position)) AS position
     FROM (SELECT registered_ms, registered_position FROM item ORDER BY registered_position DESC LIMIT ${NEWEST})`,
    sinceMs,
  );
  return found?.position ?? 0;
}
