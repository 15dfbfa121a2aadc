import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DepartmentId, type DeviceId, type DocumentId, mintId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { UNDECIDED } from '#pipeline/deciding.ts';
import type { DeviceStatus } from '#ports/devices.ts';
import { openRoom } from '#test/register/state-folder.ts';
import type { Room } from '../../src/pipeline/room.ts';
import label from '../../src/pipeline/stages/label.ts';

test('a label is drawn for the size its printer has told, and waits for a printer that has told none yet', async () => {
  const { drawn, tell, run } = house();
  await assert.rejects(run(), { code: 'DEVICE_ABSENT', retry: 'away' });
  // The bridge tells of one device after the other.
  tell([{ ...OPENING, id: 'others' as DeviceId }]);
  await assert.rejects(run(), { code: 'DEVICE_ABSENT', retry: 'away' });
  tell([OPENING]);
  await assert.rejects(run(), { code: 'DEVICE_ABSENT' });
  assert.equal(drawn.length, 0);
  tell([{ ...OPENING, state: 'ready', detail: { widthDots: 696, lengthDots: 348, resolutionDpi: 300 } }]);
  await run();
  assert.deepEqual(
    drawn.map(({ widthDots, heightDots, resolutionDpi }) => [widthDots, heightDots, resolutionDpi]),
    [[696, 348, 300]],
  );
});

test('a label for a printer that is configured no longer stops for a person, who is told', async () => {
  const { run } = house(NOTHING, 'it_1', []);
  await assert.rejects(run(), { code: 'DEVICE_UNKNOWN', retry: 'operator' });
});

test('of an item with several documents the label says where the newest goes whose sheets stand', async (t) => {
  const { store } = await openRoom(t);
  const itemId = mintId('item');
  const batchId = mintId('batch');
  const decided = { ...UNDECIDED, outcome: 'review', reason: 'low_confidence', reading: null, model: 'm1' } as const;
  store.write((tx) => {
    const number = tx.allotNumber();
    const facts = { number, direction: 'in', kind: 'letter', parentId: null, departmentId: null, personId: null } as const;
    tx.append([event('item.registered@1', itemId, { ...facts, source: 'scan', by: 'box' })]);
    tx.append([
      event('batch.opened@1', null, { batchId, scanner: null, source: 'adf', resolutionDpi: 200, separation: 'envelope', by: 'box' }),
    ]);
    // Their ids say nothing of their order.
    for (const [i, id] of ['dc_z', 'dc_a', 'dc_m'].entries()) {
      const documentId = id as DocumentId;
      tx.append([event('document.divided@1', itemId, { documentId, batchId, seq: i + 1, pages: [], blankPages: [], sheet: i + 1 })]);
      tx.append([event('document.decided@1', itemId, { ...decided, documentId, departmentId: `d${i + 1}` as DepartmentId })]);
    }
    tx.append([event('sheets.removed@1', null, { batchId, pages: [], documents: ['dc_m' as DocumentId], atSheet: 3, by: 'operator:1' })]);
  });
  const { drawn, tell, run } = house(store, itemId);
  tell([{ ...OPENING, state: 'ready', detail: { widthDots: 696, lengthDots: 348, resolutionDpi: 300 } }]);
  await run();
  assert.deepEqual(
    drawn.map(({ department }) => department),
    ['Department d2'],
  );
});

const OPENING = { id: 'labels', kind: 'label-printer', name: 'Labels', state: 'opening', conditions: [] } as unknown as DeviceStatus;

const NOTHING = { read: { get: () => ({ id: 'it_1', kind: 'letter', registered_ms: 0 }), all: () => [] } };

function house(store: unknown = NOTHING, itemId = 'it_1', configured = ['labels']) {
  const drawn: { widthDots: number; heightDots: number; resolutionDpi: number; department?: string }[] = [];
  let told: DeviceStatus[] = [];
  const room = {
    configured: new Set(configured),
    devices: { status: () => told, printLabel: async () => 'printed' },
    workshop: {
      async run(_: string, what: (typeof drawn)[number]) {
        drawn.push(what);
      },
    },
    store,
    directory: { departments: ['d1', 'd2', 'd3'].map((id) => ({ id, name: `Department ${id}` })) },
    classes: [],
    station: { language: 'en', name: 'Laboratory' },
  } as unknown as Room;
  const job = { payload: { itemId, number: 'VM-2026-000001-5', copy: 1, printer: 'labels' } };
  const run = () => label(room).run(job as never, undefined as never);
  const tell = (devices: DeviceStatus[]): void => {
    told = devices;
  };
  return { drawn, run, tell };
}
