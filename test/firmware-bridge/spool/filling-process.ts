/** A process of its own for the full-disk test: fills the small file system it was given, and tells what it saw as JSON. */
import { closeSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isFailure } from '#base/errors.ts';
import { mintId, pageId } from '#base/ids.ts';
import type { PageWire, ScanOrder } from '#bridge/protocol/messages.ts';
import { openLabelLedger } from '#bridge/spool/label-ledger.ts';
import { openSpool, type Spool } from '#bridge/spool/spool.ts';

const disk = process.argv[2]!;
const folder = join(disk, 'spool');
const batchId = mintId('batch');
const order: ScanOrder = {
  ...{ deviceId: 'scanner-1', batchId, source: 'adf', profile: 'routing' },
  ...{ resolutionDpi: 300, firstSheet: 1, attempt: 1 },
};
const pageOf = (sheet: number, sizeBytes: number): PageWire => ({
  ...{ pageId: pageId(batchId, sheet, 'front', 1), batchId, sheet, side: 'front', attempt: 1 },
  ...{ format: 'jpeg', sizeBytes, resolutionDpi: 300 },
});
async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}
/** Puts pages of ever fewer bytes until not even the smallest finds room; every way of being refused half-way comes up. */
async function fill(spool: Spool, from: number): Promise<{ pages: number; refusals: Set<string> }> {
  const refusals = new Set<string>();
  let sheet = from;
  for (let sizeBytes = 200_000; sizeBytes > 1; ) {
    const page = pageOf(sheet, sizeBytes);
    const code = await codeOf(() => spool.put(page, Buffer.alloc(sizeBytes, sheet)));
    if (code === 'none') {
      spool.release(page);
      sheet++;
    } else {
      refusals.add(code);
      sizeBytes >>= 1;
    }
  }
  return { pages: sheet - from, refusals };
}
/** A page needs two blocks of the disk, the smaller files one: none is left to them either. */
function takeLastBlocks(): void {
  const sand = openSync(join(disk, 'sand'), 'w');
  try {
    for (;;) writeSync(sand, Buffer.alloc(4_096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(sand);
  }
}
const files = () => readdirSync(folder).filter((name) => name !== 'labels.jsonl');
const told = (spool: Spool) => spool.waiting().map((one) => (one.kind === 'page' ? one.page.pageId : 'end'));
/** Names of a page's image and word for each page that is told, and of the run: nothing else, nothing half. */
const tidy = (spool: Spool, runs: number) => files().length === told(spool).filter((name) => name !== 'end').length * 2 + runs;

const ballast = join(disk, 'ballast');
writeFileSync(ballast, Buffer.alloc(400_000));
let spool = await openSpool(folder, 1_000_000_000);
let ledger = await openLabelLedger(folder);
await ledger.begin('label:1', 100);
await spool.beginRun(order);
const first = await fill(spool, 1);
const tidyFull = tidy(spool, 1);
takeLastBlocks();
const runRefused = await codeOf(() => spool.beginRun({ ...order, batchId: mintId('batch') }));
const labelRefused = await codeOf(async () => {
  for (let n = 0; n < 10_000; n++) await ledger.begin(`label:refused:${n}`, 100);
});
await spool.endRun({ batchId, sheets: first.pages, sides: first.pages, condition: 'spool-full', atSheet: first.pages + 1 });
const tidyEnded = tidy(spool, 1);
const endTold = told(spool).at(-1) === 'end';
await ledger.close();

const before = told(spool);
spool = await openSpool(folder, 1_000_000_000);
ledger = await openLabelLedger(folder);
const sameAfterRestart = told(spool).join() === before.join() && tidy(spool, 1);
const keyRemembered = ledger.outcome('label:1')?.outcome === 'begun';

const acknowledged = told(spool).slice(0, 1);
for (const id of acknowledged) await spool.acknowledgePage(id);
const goesOnAfterAck = await codeOf(() => spool.put(pageOf(9_000, 1_000), Buffer.alloc(1_000)));
rmSync(ballast);
await ledger.begin('label:2', 100);
const second = await fill(spool, 10_000);
for (const id of told(spool).filter((name) => name !== 'end')) await spool.acknowledgePage(id);
await spool.drop(pageOf(9_000, 1_000));
await spool.acknowledgeBatchEnd(batchId, 1);
await ledger.close();
console.log(
  JSON.stringify({
    pageRefused: [...first.refusals].join(),
    runRefused,
    labelRefused,
    ...{ tidyFull, tidyEnded, endTold, sameAfterRestart, keyRemembered, goesOnAfterAck },
    goesOnWithRoom: first.pages > 3 && second.pages > 3,
    nothingLeft: files(),
  }),
);
