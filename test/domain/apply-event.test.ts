import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepartmentId, ItemId } from '#base/ids.ts';
import { changesOf } from '#domain/apply-event.ts';
import { event, type NewEvent, type StoredEvent } from '#domain/events.ts';
import { labelNumber } from '#domain/label-number.ts';

const item = 'it_1' as ItemId;
const at = (position: number, of: NewEvent): StoredEvent =>
  ({ ...of, position, epoch: 1, wallMs: 1000, timeQuality: 'ntp', bootId: 'boot' }) as StoredEvent;
const handedOver = event('item.handed-over@1', item, { departmentId: 'dp' as DepartmentId, personId: null, shelf: 'B 2', by: 'box' });

test('every event about an item says that the item has moved on', () => {
  assert.deepEqual(changesOf(at(9, handedOver)).at(-1), { table: 'item', op: 'set', key: { id: item }, to: { last_position: 9 } });
});

test('a registered item begins at its own position and belongs to nobody it was not given to', () => {
  const number = labelNumber({ prefix: 'VM', year: 2026, sequence: 1 });
  const registered = event('item.registered@1', item, {
    number,
    direction: 'in',
    kind: 'parcel',
    parentId: null,
    departmentId: null,
    personId: null,
    source: 'desk',
    by: 'box',
  });
  const [change, ...more] = changesOf(at(5, registered));
  assert.deepEqual(more, []);
  assert.ok(change?.op === 'insert' && change.table === 'item');
  assert.equal(change.row.last_position, 5);
  assert.equal(change.row.registered_position, 5);
});

test('what concerns no item touches none', () => {
  for (const concerningNone of [event('epoch.opened@1', null, { reason: 'first' })]) assert.deepEqual(changesOf(at(1, concerningNone)), []);
});

test('reads nothing but the event: twice the same, and the event is as it was', () => {
  const stored = at(3, handedOver);
  const before = structuredClone(stored);
  assert.deepEqual(changesOf(stored), changesOf(stored));
  assert.deepEqual(stored, before);
});
