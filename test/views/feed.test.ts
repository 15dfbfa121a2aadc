import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FeedEvent } from '#contract/feed.ts';
import type { StoredEvent } from '#domain/events.ts';
import { historyOf, steps } from '#test/register/history.ts';
import { newsOf } from '#views/feed.ts';
import { fits } from './contract.ts';

const stored = (events: ReturnType<typeof historyOf>): StoredEvent[] =>
  events.flat().map((event, at) => ({ ...event, epoch: 1, position: at + 1, wallMs: 0, timeQuality: 'ntp', bootId: 'b' }));

test('whatever happens, each item that changed is named once, and only the last news bear the position reached', () => {
  fc.assert(
    fc.property(steps(60), (choices) => {
      const events = stored(historyOf(choices));
      const news = newsOf(events, { before: 0, after: events.length }).map((one) => fits(FeedEvent, one));
      const items = new Set(events.flatMap((one) => one.itemId ?? []));
      assert.deepEqual(new Set(news.find((one) => one.kind === 'item')?.ids ?? []), items);
      assert.ok(news.slice(0, -1).every((one) => one.position === 0));
      assert.ok(news.length === 0 || news.at(-1)!.position === events.length);
    }),
    { numRuns: 50 },
  );
});

test('more ids than a page looks through arrive as none: read everything again', () => {
  const events = stored(historyOf(Array.from({ length: 201 }, () => ({ act: 0, pick: 0, chance: 0.5 }))));
  assert.deepEqual(newsOf(events, { before: 0, after: 201 }), [{ kind: 'item', position: 201, ids: [] }]);
});
