import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldBatch, ScanOrder } from '#bridge/protocol/messages.ts';
import type { Known } from '#bridge/supervisor/device-state.ts';
import { openSelfStart } from '#bridge/supervisor/self-start.ts';

const ready = (more: Partial<Known> = {}): Known => ({ state: 'ready', conditions: [], feederLoaded: true, ...more });

function open(start: 'paper' | 'button', options = {}) {
  let held: HeldBatch | null = null;
  const batches = {
    of: () => held,
    emptied: async () => {
      if (held?.cancelled) held = null;
    },
  };
  const hold = (order: ScanOrder, cancelled = false) => {
    held = { order, cancelled };
  };
  return { ...openSelfStart({ id: 'scanner-1', options: { start, ...options } }, batches)!, hold };
}

test('a scanner that was not told to begins nothing by itself', () => {
  assert.equal(openSelfStart({ id: 'scanner-1', options: {} }, { of: () => null, emptied: async () => undefined }), null);
});

test('paper in an idle feeder begins a batch, with what the configuration says', () => {
  const self = open('paper', { startSource: 'adf', startProfile: 'evidence', startDpi: 200 });
  assert.equal(self.seen(ready({ feederLoaded: false })), null);
  assert.equal(self.seen(ready({ state: 'busy' })), null);
  assert.equal(self.seen(ready({ state: 'faulted', conditions: ['cover-open'] })), null);
  const { batchId, ...order } = self.seen(ready())!;
  assert.match(batchId, /^bt_/);
  assert.deepEqual(order, {
    ...{ deviceId: 'scanner-1', source: 'adf', profile: 'evidence', resolutionDpi: 300 },
    ...{ firstSheet: 1, attempt: 1 },
  });
});

test('paper put back after a stop belongs to the batch that stopped: it begins none', () => {
  const self = open('paper');
  self.hold({ ...self.seen(ready())!, firstSheet: 3, attempt: 2 });
  assert.equal(self.seen(ready()), null);
  assert.equal(self.seen(ready({ feederLoaded: false })), null, 'the jammed sheet was the last');
  assert.equal(self.seen(ready()), null, 'it is put back');
});

test('what a cancelled batch left in the feeder is not fed until it has been taken out', () => {
  const self = open('paper');
  self.hold(self.seen(ready())!, true);
  assert.equal(self.seen(ready()), null);
  self.seen(ready({ feederLoaded: false }));
  assert.notEqual(self.seen(ready()), null);
});

test('the button begins a batch, and goes on with the one that stopped, from its sheet', () => {
  const self = open('button');
  assert.equal(self.seen(ready()), null, 'nobody pressed it');
  const order = { ...self.seen(ready({ button: 'scan' }))!, firstSheet: 7, attempt: 2 };
  self.hold(order);
  assert.equal(self.seen(ready()), null);
  assert.deepEqual(self.seen(ready({ button: 'scan' })), order);
  self.hold(order, true);
  assert.equal(self.seen(ready({ button: 'scan' }))!.firstSheet, 1, 'a cancelled batch is over');
});
