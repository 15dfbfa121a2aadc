import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLabelLedger } from '#bridge/spool/label-ledger.ts';

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('what was begun and never settled is known after a restart; what certainly did not print is free again', async (t) => {
  const folder = await folderFor(t);
  const ledger = await openLabelLedger(folder);
  await ledger.begin('a', 100);
  await ledger.settle({ jobKey: 'a', outcome: 'printed', sentBytes: 100, totalBytes: 100 });
  await ledger.begin('b', 200);
  await ledger.begin('c', 300);
  await ledger.settle({ jobKey: 'c', outcome: 'not-printed', sentBytes: 0, totalBytes: 300 });
  await ledger.close();
  // A power cut in the middle of a line.
  await appendFile(join(folder, 'labels.jsonl'), '{"jobKey":"d","outc');

  const again = await openLabelLedger(folder);
  assert.equal(again.outcome('a')?.outcome, 'printed');
  assert.deepEqual(again.outcome('b'), { jobKey: 'b', outcome: 'begun', sentBytes: 0, totalBytes: 200 });
  assert.equal(again.outcome('c'), null);
  assert.equal(again.outcome('d'), null);
  await again.close();
  assert.equal(
    (await readFile(join(folder, 'labels.jsonl'), 'utf8')).trim().split('\n').length,
    2,
    'the file holds what counts and no more',
  );
});
