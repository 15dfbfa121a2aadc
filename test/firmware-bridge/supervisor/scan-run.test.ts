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

test('of a double feed noticed at its back the front is kept, told as a suspect and counted nowhere; of a jam nothing is', async (t) => {
  for (const condition of ['double-feed', 'media-jam'] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'run-'));
    t.after(() => rm(folder, { recursive: true }));
    const order: ScanOrder = {
      ...{ deviceId: 'scanner-1', batchId: mintId('batch'), source: 'adf-duplex', profile: 'routing' },
      ...{ resolutionDpi: 300, firstSheet: 4, attempt: 2 },
    };
    const session: ScannerSession = {
      status: async () => ({ conditions: [] }),
      abandon: async () => undefined,
      close: async () => undefined,
      async *scan() {
        for (let sides = 0; sides < 3; sides++) yield side(300);
        return condition;
      },
    };
    const wordOf = (one: Waiting) =>
      one.kind === 'page'
        ? `${one.page.sheet} ${one.page.side}${one.page.suspect ? ' suspect' : ''}`
        : one.kind === 'batch-end' && [one.end.sheets, one.end.sides, one.end.condition, one.end.atSheet];
    const spool = await openSpool(folder, 1_000);
    const told: Waiting[] = [];
    await runBatch(session, order, spool, (news) => told.push(news), new AbortController().signal, silentLog);
    const suspects = condition === 'double-feed' ? ['5 front suspect'] : [];
    const expected = ['4 front', '4 back', ...suspects, [1, 2, condition, 5]];
    assert.deepEqual(told.map(wordOf), expected);
    assert.deepEqual((await openSpool(folder, 1_000)).waiting().map(wordOf), expected, 'also after a restart');
    for (const one of spool.waiting()) if (one.kind === 'page') await spool.acknowledgePage(one.page.pageId);
    await spool.acknowledgeBatchEnd(order.batchId, order.attempt);
    assert.deepEqual(await readdir(folder), []);
  }
});
