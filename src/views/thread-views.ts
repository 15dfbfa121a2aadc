/** The views a reader thread answers, by name. */
import type { Database } from '#store/database.ts';
import { arrivals } from './arrivals.ts';
import { currentBatch } from './batch.ts';
import { backlog } from './devices.ts';
import { departments, people } from './people.ts';
import { readingIn } from './reading.ts';
import { reviewQueue } from './review.ts';
import { search } from './search.ts';
import type { Sight } from './sight.ts';

type View = (sight: Sight, db: Database, ...args: never[]) => unknown;
const onSight =
  <A extends unknown[], R>(view: (sight: Sight, ...args: A) => R) =>
  (sight: Sight, _db: Database, ...args: A): R =>
    view(sight, ...args);
const onNames =
  <A extends unknown[], R>(view: (names: Sight['names'], ...args: A) => R) =>
  ({ names }: Sight, _db: Database, ...args: A): R =>
    view(names, ...args);

export const VIEWS = {
  arrivals: onSight(arrivals),
  reviewQueue: onSight(reviewQueue),
  batch: onSight(currentBatch),
  backlog: onSight(backlog),
  search,
  people: onNames(people),
  departments: onNames(departments),
  reading: (_sight: Sight, _db: Database, bytes: Uint8Array) => readingIn(bytes),
} satisfies Record<string, View>;

export type ViewName = keyof typeof VIEWS;
export type ViewArgs<N extends ViewName> = (typeof VIEWS)[N] extends (sight: Sight, db: Database, ...args: infer A) => unknown ? A : never;
export type ViewAnswer<N extends ViewName> = ReturnType<(typeof VIEWS)[N]>;
