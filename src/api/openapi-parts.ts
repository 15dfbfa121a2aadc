/** The contract's shapes by name, for a document that says each of them once. */
import type { TSchema } from 'typebox';
import * as acts from '#contract/acts.ts';
import * as arrivals from '#contract/arrivals.ts';
import * as batch from '#contract/batch.ts';
import * as common from '#contract/common.ts';
import * as devices from '#contract/devices.ts';
import * as failure from '#contract/failure.ts';
import * as feed from '#contract/feed.ts';
import * as item from '#contract/item.ts';
import * as people from '#contract/people.ts';
import * as review from '#contract/review.ts';
import * as search from '#contract/search.ts';
import * as separators from '#contract/separators.ts';
import * as session from '#contract/session.ts';

const ROOMS: Record<string, unknown>[] = [
  acts,
  arrivals,
  batch,
  common,
  devices,
  failure,
  feed,
  item,
  people,
  review,
  search,
  separators,
  session,
];

const isShape = (value: unknown): value is TSchema =>
  typeof value === 'object' &&
  value !== null &&
  ('anyOf' in value || (value as { type?: unknown }).type === 'object' || 'prefixItems' in value);

/** Every exported object or union; names begin with a capital, tables do not. */
export const PARTS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  ROOMS.flatMap((room) =>
    Object.entries(room).filter((entry): entry is [string, TSchema] => /^[A-Z][a-z]/.test(entry[0]) && isShape(entry[1])),
  ),
);
