import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGrace } from '#pipeline/grace.ts';
import { openRoom } from '#test/register/state-folder.ts';
import { DECIDED, handsOn } from '#test/views/mailroom.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a clock that is set forward does not shorten the time in which a filing can be taken back', async (t) => {
  const { store, clock } = await openRoom(t);
  const hands = handsOn(store);
  let steppedMs = 0;
  const grace = openGrace({ store, clock: { ...clock, wallMs: () => clock.wallMs() + steppedMs } });
  const scanned = await hands.scanned(DECIDED);
  const filing = { id: hands.plan(scanned, 120_000), grace_ms: 120_000 };
  await turn();
  clock.advance(50_000);
  steppedMs = 10 * 365 * 86_400_000;
  assert.equal(grace.leftMs(filing), 70_000);
  clock.advance(500_000);
  assert.equal(grace.leftMs(filing), 0);
});

test('a filing that another run planned has its whole grace period again', async (t) => {
  const room = await openRoom(t);
  const hands = handsOn(room.store);
  const filing = { id: hands.plan(await hands.scanned(DECIDED), 120_000), grace_ms: 120_000 };
  const store = await room.reopen();
  room.clock.advance(90_000);
  assert.equal(openGrace({ store, clock: room.clock }).leftMs(filing), 120_000);
});
