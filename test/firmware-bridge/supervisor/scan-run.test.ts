import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { ScanOrder } from '#bridge/protocol/messages.ts';
import { openSpool, type Waiting } from '#bridge/spool/spool.ts';
import type { ScannedSide, ScannerSession } from '#bridge/supervisor/driver.ts';
import { runBatch } from '#bridge/supervisor/scan-run.ts';

const side = (resolutionDpi: number): ScannedSide => ({ format: 'jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), resolutionDpi });

test('a page whose word the daemon would refuse stops the batch and never lies in the spool', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  t.after(() => rm(folder, { recursive: true }));
  const batchId = mintId('batch');
  const order: ScanOrder = {
    ...{ deviceId: 'scanner-1', batchId, source: 'adf', profile: 'routing' },
    ...{ resolutionDpi: 300, firstSheet: 1, attempt: 1 },
  };
  const session: ScannerSession = {
    status: async () => ({ conditions: [] }),
    abandon: async () => undefined,
    close: async () => undefined,
    async *scan() {
      yield side(300);
      yield side(299.5);
      return null;
    },
  };
  const spool = await openSpool(folder, 1_000);
  const told: Waiting[] = [];
  await runBatch(session, order, spool, (news) => told.push(news), new AbortController().signal, silentLog);
  assert.deepEqual(
    told.map((one) =>
      one.kind !== 'batch-end'
        ? one.kind === 'page' && one.page.sheet
        : [one.end.sheets, one.end.atSheet, one.end.condition, one.end.failure?.code],
    ),
    [1, [1, 2, 'other', 'DEVICE_SPEECH']],
  );
  assert.equal((await readdir(folder)).filter((name) => name.endsWith('.jpg')).length, 1);
});
