import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { mintId } from '#base/ids.ts';
import type { BatchEndWire, HeldBatch, ScanOrder } from '#bridge/protocol/messages.ts';
import { openHeldBatches } from '#bridge/spool/held-batches.ts';

const order: ScanOrder = {
  ...{ deviceId: 'scanner-1', batchId: mintId('batch'), source: 'adf', profile: 'routing', resolutionDpi: 200 },
  ...{ firstSheet: 1, attempt: 1 },
};
type Ended = { order: ScanOrder; end: BatchEndWire };
const ended = (run: ScanOrder, condition: BatchEndWire['condition'], atSheet: number | null): Ended => {
  const { batchId, firstSheet, attempt } = run;
  return { order: run, end: { batchId, firstSheet, attempt, sheets: 0, sides: 0, condition, atSheet } };
};
const at = (held: HeldBatch | null) => held && [held.order.firstSheet, held.order.attempt, held.cancelled];

async function openHeld(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'held-'));
  t.after(() => rm(folder, { recursive: true }));
  const runs: Ended[] = [];
  return { folder, runs, open: () => openHeldBatches(folder, { endedRuns: () => runs }) };
}

test('what the daemon said last holds, also after a restart, and a broken line is passed over', async (t) => {
  const { folder, open } = await openHeld(t);
  const held = await open();
  assert.equal(held.of('scanner-1'), null);
  await held.told('scanner-1', { order: { ...order, firstSheet: 7, attempt: 2 }, cancelled: false });
  await appendFile(join(folder, 'held.jsonl'), '["scanner-2",{"held":');
  const later = await open();
  assert.deepEqual(at(later.of('scanner-1')), [7, 2, false]);
  assert.equal(later.of('scanner-2'), null);
  await later.told('scanner-1', null);
  assert.equal((await open()).of('scanner-1'), null);
});

test('what an older bridge was told holds for a newer one, before the daemon has said it again', async (t) => {
  const { folder, open } = await openHeld(t);
  const { profile: _, ...rest } = order;
  const held = { order: { ...rest, mode: 'colour', lossless: true, firstSheet: 7, attempt: 2 }, cancelled: true };
  await appendFile(join(folder, 'held.jsonl'), JSON.stringify(['scanner-1', { held, emptied: null }]));
  assert.deepEqual((await open()).of('scanner-1'), {
    order: { ...order, profile: 'evidence', firstSheet: 7, attempt: 2 },
    cancelled: true,
  });
});

test('the end of a run that the daemon has not acknowledged is newer than its word', async (t) => {
  const { runs, open } = await openHeld(t);
  const held = await open();
  runs.push(ended(order, 'media-jam', 7));
  assert.deepEqual(at(held.of('scanner-1')), [7, 2, false]);
  await held.told('scanner-1', { order: { ...order, firstSheet: 5, attempt: 2 }, cancelled: false });
  runs.length = 0;
  assert.deepEqual(at(held.of('scanner-1')), [5, 2, false], 'the clerk has taken two sheets back');
  runs.push(ended({ ...order, firstSheet: 5, attempt: 2 }, null, null));
  assert.equal(held.of('scanner-1'), null, 'it went on, and through');
});

test('a sheet that is scanned again alone moves nothing, and its attempt is not given twice', async (t) => {
  const { runs, open } = await openHeld(t);
  const held = await open();
  await held.told('scanner-1', { order: { ...order, firstSheet: 7, attempt: 2 }, cancelled: false });
  for (const end of [
    ended({ ...order, firstSheet: 3, attempt: 2, sheets: 1 }, null, null),
    ended({ ...order, firstSheet: 3, attempt: 2, sheets: 1 }, 'media-jam', 3),
  ]) {
    runs.splice(0, 1, end);
    assert.deepEqual(at(held.of('scanner-1')), [7, 3, false]);
  }
});

test('what a cancelled batch has left is held until the feeder was seen empty once, restarts or not', async (t) => {
  const { runs, open } = await openHeld(t);
  runs.push(ended(order, null, 4));
  assert.deepEqual(at((await open()).of('scanner-1')), [4, 2, true]);
  const word = { order: { ...order, firstSheet: 4, attempt: 2 }, cancelled: true };
  await (await open()).told('scanner-1', word);
  runs.length = 0;
  const held = await open();
  assert.deepEqual(at(held.of('scanner-1')), [4, 2, true]);
  await held.emptied('scanner-1');
  const later = await open();
  await later.told('scanner-1', word);
  assert.equal(later.of('scanner-1'), null, 'the daemon says so with each connection, and it is over all the same');
});
