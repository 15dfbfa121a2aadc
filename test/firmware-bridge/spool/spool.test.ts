import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { mintId, pageId } from '#base/ids.ts';
import type { PageWire, ScanOrder } from '#bridge/protocol/messages.ts';
import { openSpool, type Spool, type Waiting } from '#bridge/spool/spool.ts';

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

const orderOf = (batchId = mintId('batch'), more: Partial<ScanOrder> = {}): ScanOrder => ({
  ...{ deviceId: 'scanner-1', batchId, source: 'adf-duplex', profile: 'routing', resolutionDpi: 300, firstSheet: 1, attempt: 1 },
  ...more,
});

function pageOf(order: ScanOrder, sheet: number, side: 'front' | 'back', sizeBytes = 10): PageWire {
  const { attempt } = order;
  const batchId = order.batchId as ReturnType<typeof mintId<'batch'>>;
  return { pageId: pageId(batchId, sheet, side, attempt), batchId, sheet, side, attempt, format: 'jpeg', sizeBytes, resolutionDpi: 300 };
}

async function feed(spool: Spool, order: ScanOrder, pages: PageWire[]): Promise<void> {
  for (const page of pages) {
    await spool.put(page, Buffer.alloc(page.sizeBytes, page.sheet));
    spool.release(page);
  }
  assert.ok(order);
}

const wordOf = (one: Waiting): string =>
  one.kind === 'page' ? one.page.pageId.slice(23) : one.kind === 'batch-end' ? `end ${one.end.atSheet}` : 'begun';
const told = (spool: Spool) => spool.waiting().map(wordOf);

test('what is not acknowledged is told again after a restart, in its old order, ends included', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 1_000);
  await spool.beginRun(order);
  await feed(spool, order, [pageOf(order, 1, 'front'), pageOf(order, 1, 'back'), pageOf(order, 2, 'front'), pageOf(order, 2, 'back')]);
  await spool.endRun({ batchId: order.batchId, sheets: 2, sides: 4, condition: null, atSheet: null });
  await spool.acknowledgePage(pageOf(order, 1, 'back').pageId);
  const expected = ['.1.f.1', '.2.f.1', '.2.b.1', 'end null'];
  assert.deepEqual(told(spool), expected);
  assert.deepEqual(told(await openSpool(folder, 1_000)), expected);
});

test('after everything is acknowledged nothing is left in the folder', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 1_000);
  await spool.beginRun(order);
  await feed(spool, order, [pageOf(order, 1, 'front')]);
  await spool.endRun({ batchId: order.batchId, sheets: 1, sides: 1, condition: null, atSheet: null });
  await spool.acknowledgePage(pageOf(order, 1, 'front').pageId);
  await spool.acknowledgeBatchEnd(order.batchId);
  assert.deepEqual(await readdir(folder), []);
});

test('a run that the bridge died in ends after its last whole sheet, acknowledged pages counted', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf(mintId('batch'), { firstSheet: 4, attempt: 2 });
  const first = await openSpool(folder, 1_000);
  await first.beginRun(order);
  await first.noteHandle(order, '/eSCL/ScanJobs/7');
  await feed(first, order, [pageOf(order, 4, 'front'), pageOf(order, 4, 'back'), pageOf(order, 5, 'front'), pageOf(order, 5, 'back')]);
  await first.acknowledgePage(pageOf(order, 4, 'front').pageId);
  await first.put(pageOf(order, 6, 'front'), Buffer.alloc(10));
  const second = await openSpool(folder, 1_000);
  assert.deepEqual(told(second), ['.4.b.2', '.5.f.2', '.5.b.2', 'end 6']);
  assert.deepEqual(second.leftJobs, [{ deviceId: 'scanner-1', handle: '/eSCL/ScanJobs/7' }]);
  const end = second.waiting().at(-1);
  assert.deepEqual(end?.kind === 'batch-end' && [end.end.sheets, end.end.sides, end.end.failure?.code], [2, 4, 'BRIDGE_AWAY']);
  assert.deepEqual(told(await openSpool(folder, 1_000)), ['.4.b.2', '.5.f.2', '.5.b.2', 'end 6'], 'the end is told again as well');
});

test('leftovers of a write that was cut are removed; a page that lost bytes is set aside, never told', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 1_000);
  await feed(spool, order, [pageOf(order, 1, 'front'), pageOf(order, 1, 'back'), pageOf(order, 2, 'front')]);
  const file = (page: PageWire, ending: string) => join(folder, `${page.pageId}.${ending}`);
  await truncate(file(pageOf(order, 1, 'back'), 'jpg'), 4);
  await writeFile(file(pageOf(order, 2, 'front'), 'json'), '{"page":');
  await writeFile(join(folder, 'bt_x.jpg.part'), 'half');
  await writeFile(file(pageOf(order, 9, 'front'), 'jpg'), 'an image without its word');
  assert.deepEqual(told(await openSpool(folder, 1_000)), ['.1.f.1']);
  const names = (await readdir(folder)).map((name) => name.slice(23)).sort();
  assert.deepEqual(names, [
    '.1.b.1.jpg.damaged',
    '.1.b.1.json.damaged',
    '.1.f.1.jpg',
    '.1.f.1.json',
    '.2.f.1.jpg.damaged',
    '.2.f.1.json.damaged',
  ]);
});

test('the cap counts what waits, also after a restart, and acknowledging makes room', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 100);
  await feed(spool, order, [pageOf(order, 1, 'front', 60)]);
  assert.equal(spool.full(), false);
  await feed(spool, order, [pageOf(order, 1, 'back', 60)]);
  assert.equal(spool.full(), true);
  const again = await openSpool(folder, 100);
  assert.equal(again.full(), true);
  await again.acknowledgePage(pageOf(order, 1, 'front', 60).pageId);
  assert.equal(again.full(), false);
});

test('the same sheets cannot be scanned twice under one attempt; going on with another forgets no end that was not told', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 1_000);
  await spool.beginRun(order);
  await feed(spool, order, [pageOf(order, 1, 'front'), pageOf(order, 1, 'back')]);
  const first = { batchId: order.batchId, firstSheet: 1, attempt: 1, sheets: 1, sides: 2 };
  await spool.endRun({ ...first, condition: 'media-jam', atSheet: 2 });
  await assert.rejects(spool.beginRun(order), { code: 'DEVICE_REFUSED' });
  await spool.beginRun({ ...order, firstSheet: 2, attempt: 2 });
  assert.deepEqual(told(spool), ['.1.f.1', '.1.b.1', 'end 2']);
});

test('an acknowledgement that comes late takes the end of its own run, and leaves that of the next one', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf(mintId('batch'), { source: 'adf' });
  const spool = await openSpool(folder, 1_000);
  for (const [attempt, condition] of [[1, 'media-jam'] as const, [2, null] as const]) {
    const run = { ...order, firstSheet: attempt, attempt };
    await spool.beginRun(run, true);
    await feed(spool, run, [pageOf(run, attempt, 'front')]);
    const { batchId, firstSheet } = run;
    await spool.endRun({ ...{ batchId, firstSheet, attempt, sheets: 1, sides: 1, condition }, atSheet: condition ? 2 : null });
  }
  assert.deepEqual(told(await openSpool(folder, 1_000)), ['begun', 'begun', '.1.f.1', 'end 2', '.2.f.2', 'end null']);
  await spool.acknowledgePage(pageOf(order, 1, 'front').pageId);
  await spool.acknowledgeBatchEnd(order.batchId, 1);
  await spool.acknowledgeBatchEnd(order.batchId, 1);
  assert.deepEqual(told(await openSpool(folder, 1_000)), ['begun', '.2.f.2', 'end null']);
});

test('an order that an older bridge wrote down in colours is one for the profile it meant', async (t) => {
  for (const [more, profile] of [[{ mode: 'gray' }, 'routing'] as const, [{ mode: 'colour', lossless: true }, 'evidence'] as const]) {
    const folder = await folderFor(t);
    const { profile: _, ...order } = orderOf();
    const run = { order: { ...order, ...more }, handle: null, own: true };
    await writeFile(join(folder, `${order.batchId}.1.run.json`), JSON.stringify(run));
    const [begun] = (await openSpool(folder, 1_000)).waiting();
    assert.deepEqual(begun, { kind: 'batch-begun', order: { ...order, profile } });
  }
});

test('what an older bridge kept under the name of the batch is told and forgotten like the rest', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const end = { batchId: order.batchId, firstSheet: 1, attempt: 1, sheets: 0, sides: 0, condition: 'media-jam', atSheet: 1 };
  await writeFile(join(folder, `${order.batchId}.run.json`), JSON.stringify({ order, handle: null }));
  await writeFile(join(folder, `${order.batchId}.end.json`), JSON.stringify({ end, order: 1 }));
  const spool = await openSpool(folder, 1_000);
  assert.deepEqual(told(spool), ['end 1']);
  await spool.acknowledgeBatchEnd(order.batchId, 1);
  assert.deepEqual(await readdir(folder), []);
});

test('an image is in place with all its bytes before its word is', async (t) => {
  const folder = await folderFor(t);
  const order = orderOf();
  const spool = await openSpool(folder, 1_000);
  const page = pageOf(order, 1, 'front');
  await spool.put(page, Buffer.alloc(10, 7));
  assert.deepEqual(await readFile(join(folder, `${page.pageId}.jpg`)), Buffer.alloc(10, 7));
  assert.deepEqual(told(spool), [], 'a page that is not released is not told');
  await spool.drop(page);
  assert.deepEqual(await readdir(folder), []);
});
