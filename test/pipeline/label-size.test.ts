import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import type { DeviceStatus } from '#ports/devices.ts';
import type { Room } from '../../src/pipeline/room.ts';
import label from '../../src/pipeline/stages/label.ts';

test('a label is drawn for the size its printer has told, and waits for a printer that has told none yet', async () => {
  const { drawn, tell, run } = house();
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
  const { tell, run } = house();
  tell([{ ...OPENING, id: 'others' as DeviceId }]);
  await assert.rejects(run(), { code: 'DEVICE_UNKNOWN', retry: 'operator' });
});

const OPENING = { id: 'labels', kind: 'label-printer', name: 'Labels', state: 'opening', conditions: [] } as unknown as DeviceStatus;

function house() {
  const drawn: { widthDots: number; heightDots: number; resolutionDpi: number }[] = [];
  let told: DeviceStatus[] = [];
  const room = {
    devices: { status: () => told, printLabel: async () => 'printed' },
    workshop: {
      async run(_: string, what: (typeof drawn)[number]) {
        drawn.push(what);
      },
    },
    store: { read: { get: () => ({ id: 'it_1', kind: 'letter', registered_ms: 0 }), all: () => [] } },
    directory: { departments: [] },
    station: { language: 'en', name: 'Laboratory' },
  } as unknown as Room;
  const job = { payload: { itemId: 'it_1', number: 'VM-2026-000001-5', copy: 1, printer: 'labels' } };
  const run = () => label(room).run(job as never, undefined as never);
  const tell = (devices: DeviceStatus[]): void => {
    told = devices;
  };
  return { drawn, run, tell };
}
