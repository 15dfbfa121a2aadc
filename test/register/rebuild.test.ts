import assert from 'node:assert/strict';
import { test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { manualClock } from '#base/clock.ts';
import { changesOf, EVENT_TYPES } from '#domain/apply-event.ts';
import { event } from '#domain/events.ts';
import { eventOf } from '#register/leaf.ts';
import { openLedger } from '#register/ledger.ts';
import { openProjection } from '#register/project.ts';
import { differenceOf, forgedText, freshProjection, leaves, rebuild } from '#register/rebuild.ts';
import { verify } from '#register/verify.ts';
import { migrate } from '#store/migrate.ts';
import { seedsFrom } from '#test/campaign/seeds.ts';
import { fixedHistory, historyOf, steps } from './history.ts';
import { openRoom } from './state-folder.ts';

test('a history has every event in it that there is', () => {
  const happened = new Set(fixedHistory(2_000, 1).flatMap((group) => group.map(({ type }) => type)));
  assert.deepEqual(
    EVENT_TYPES.filter((type) => !happened.has(type)),
    [],
  );
});

test('a rebuild from the ledger equals the projection written as the events came, for any history', () => {
  fc.assert(
    fc.property(steps(120), (choices) => {
      const db = new BetterSqlite(':memory:');
      const fresh = freshProjection();
      try {
        migrate(db);
        const ledger = openLedger(db, manualClock());
        const project = openProjection(db);
        const events = [[event('epoch.opened@1', null, { reason: 'first' })], ...historyOf(choices)];
        for (const group of events) for (const change of ledger.append(group, { registerId: 'r' }).flatMap(changesOf)) project(change);
        for (const leaf of leaves(db)) fresh.apply(eventOf(leaf.header, leaf.body));
        assert.equal(differenceOf(db, fresh.db), null);
        assert.equal(forgedText(db, fresh), null);
      } finally {
        db.close();
        fresh.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('any history of a real state folder verifies', async (t) => {
  for (const seed of seedsFrom(7)) {
    const room = await openRoom(t);
    for (const group of fixedHistory(400, seed)) await room.store.together((tx) => tx.append(group));
    const head = room.store.head();
    assert.equal(head.position, 401);
    assert.deepEqual(verify(room.folder), head, `seed ${seed}`);
    room.store.close();
  }
});

test('puts a projection in order that somebody has changed, and says which tables', async (t) => {
  const room = await openRoom(t);
  room.store.write((tx) => fixedHistory(200, 3).forEach((group) => void tx.append(group)));
  assert.throws(() => rebuild(room.folder), { code: 'STATE_LOCKED' });
  room.store.close();

  const db = new BetterSqlite(room.store.databaseFile);
  db.exec(`UPDATE item SET shelf = 'nowhere'; DELETE FROM page WHERE rowid = (SELECT max(rowid) FROM page)`);
  db.close();
  assert.throws(() => verify(room.folder), { code: 'REGISTER_BROKEN' });
  assert.deepEqual(rebuild(room.folder).mended, ['item', 'page']);
  assert.deepEqual(rebuild(room.folder).mended, []);
  verify(room.folder);
  await room.reopen();
});
