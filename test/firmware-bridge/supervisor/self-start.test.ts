import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Known } from '#bridge/supervisor/device-state.ts';
import { openSelfStart, type SelfStart } from '#bridge/supervisor/self-start.ts';

const ready = (more: Partial<Known> = {}): Known => ({ state: 'ready', conditions: [], feederLoaded: true, ...more });
const open = (start: 'paper' | 'button', options = {}): SelfStart => openSelfStart({ id: 'scanner-1', options: { start, ...options } })!;

test('a scanner that was not told to begins nothing by itself', () => {
  assert.equal(openSelfStart({ id: 'scanner-1', options: {} }), null);
});

test('paper in an idle feeder begins a batch, with what the configuration says', () => {
  const self = open('paper', { startSource: 'adf', startMode: 'colour', startDpi: 300 });
  assert.equal(self.seen(ready({ feederLoaded: false })), null);
  assert.equal(self.seen(ready({ state: 'busy' })), null);
  assert.equal(self.seen(ready({ state: 'faulted', conditions: ['cover-open'] })), null);
  const { batchId, ...order } = self.seen(ready())!;
  assert.match(batchId, /^bt_/);
  assert.deepEqual(order, {
    ...{ deviceId: 'scanner-1', source: 'adf', mode: 'colour', resolutionDpi: 300 },
    ...{ firstSheet: 1, attempt: 1 },
  });
});

test('paper put back after a stop belongs to the batch that stopped: it begins none', () => {
  const self = open('paper');
  const order = self.seen(ready())!;
  self.begun();
  self.ended(order, { condition: 'media-jam', atSheet: 3 });
  assert.equal(self.seen(ready()), null);
  assert.equal(self.seen(ready({ feederLoaded: false })), null, 'the jammed sheet was the last');
  assert.equal(self.seen(ready()), null, 'it is put back');
  self.begun();
  self.ended({ ...order, attempt: 2 }, { condition: null, atSheet: null });
  assert.notEqual(self.seen(ready()), null, 'the next stack is another batch');
});

test('what a cancelled batch left in the feeder is not fed until it has been taken out', () => {
  const self = open('paper');
  const order = self.seen(ready())!;
  self.ended(order, { condition: 'media-jam', atSheet: 3 });
  self.givenUp(order.batchId);
  assert.equal(self.seen(ready()), null);
  self.seen(ready({ feederLoaded: false }));
  assert.notEqual(self.seen(ready()), null);
});

test('a feeder that calls itself loaded and is empty begins one batch, not one a second', () => {
  const self = open('paper');
  self.ended(self.seen(ready())!, { condition: 'feeder-empty', atSheet: 1 });
  assert.equal(self.seen(ready()), null);
});

test('the button begins a batch, and goes on with the one that stopped, from its sheet', () => {
  const self = open('button');
  assert.equal(self.seen(ready()), null, 'nobody pressed it');
  const order = self.seen(ready({ button: 'scan' }))!;
  self.ended(order, { condition: 'double-feed', atSheet: 7 });
  assert.equal(self.seen(ready()), null);
  assert.deepEqual(self.seen(ready({ button: 'scan' })), { ...order, firstSheet: 7, attempt: 2 });
  self.ended(order, { condition: null, atSheet: 9 });
  assert.equal(self.seen(ready({ button: 'scan' }))!.firstSheet, 1, 'a cancelled batch is over');
});
