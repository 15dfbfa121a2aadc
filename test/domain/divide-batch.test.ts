import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageId } from '#base/ids.ts';
import { type BatchPage, divideBatch } from '#domain/divide-batch.ts';
import { labelNumber } from '#domain/label-number.ts';

const page = (sheet: number, more: Partial<BatchPage> = {}): BatchPage => ({
  id: `${sheet}${more.side === 'back' ? 'b' : 'f'}${more.attempt ?? 1}` as PageId,
  sheet,
  side: 'front',
  attempt: 1,
  role: 'content',
  separator: null,
  ownNumber: null,
  documentId: null,
  ...more,
});
const simplex = { separation: 'sheet', duplex: false, complete: true } as const;
const shape = (documents: ReturnType<typeof divideBatch>) => documents.map((d) => `${d.group}:${d.pages.join('+')}`);

test('makes each sheet an item of its own where nothing says otherwise', () => {
  assert.deepEqual(shape(divideBatch([page(1), page(2), page(3)], simplex)), ['1:1f1', '2:2f1', '3:3f1']);
});

test('waits behind a sheet that is not looked at yet, so that nothing lands on the wrong item', () => {
  assert.deepEqual(shape(divideBatch([page(1), page(2, { role: null }), page(3)], simplex)), ['1:1f1']);
  assert.deepEqual(shape(divideBatch([page(1), page(3)], { ...simplex, complete: false })), ['1:1f1']);
});

test('waits for the back of a sheet while the batch goes on, and divides a lone front once it is complete', () => {
  const back = page(1, { side: 'back' });
  const duplex = { ...simplex, duplex: true };
  assert.deepEqual(shape(divideBatch([page(1), back, page(2)], { ...duplex, complete: false })), ['1:1f1+1b1']);
  assert.deepEqual(shape(divideBatch([page(1), back, page(2)], duplex)), ['1:1f1+1b1', '2:2f1']);
  assert.deepEqual(shape(divideBatch([page(1), back, page(2)], { ...duplex, separation: 'item' })), ['0:1f1+1b1+2f1']);
});

test('divides what lies behind a sheet that never came, and joins nothing across it', () => {
  assert.deepEqual(shape(divideBatch([page(1), page(3), page(4)], { ...simplex, separation: 'item' })), ['0:1f1', '1:3f1+4f1']);
  const waiting = [page(1), page(3), page(4, { role: null })];
  assert.deepEqual(shape(divideBatch(waiting, { ...simplex, separation: 'item' })), ['0:1f1']);
});

test('gives only what is new when it runs again', () => {
  assert.deepEqual(shape(divideBatch([page(1, { documentId: 'd1' }), page(2)], simplex)), ['2:2f1']);
});

test('makes one item with two documents of what follows an envelope separator', () => {
  const sheets = [
    page(1),
    page(2, { role: 'separator', separator: 'envelope' }),
    page(3),
    page(4),
    page(5, { role: 'separator', separator: 'sheet' }),
    page(6),
  ];
  const documents = divideBatch(sheets, simplex);
  assert.deepEqual(shape(documents), ['1:1f1', '2:3f1', '2:4f1', '4:6f1']);
});

test('goes on with the item of an envelope whose first document was placed before', () => {
  const sheets = [page(1, { role: 'separator', separator: 'envelope' }), page(2, { documentId: 'd1' }), page(3)];
  assert.deepEqual(
    divideBatch(sheets, simplex).map((d) => d.sameItemAs),
    ['d1'],
  );
});

test('gathers the sheets of one document up to the next separator, and gives it once it has ended', () => {
  const sheets = [page(1, { role: 'separator', separator: 'item' }), page(2), page(3)];
  assert.deepEqual(shape(divideBatch(sheets, { ...simplex, complete: false })), []);
  assert.deepEqual(shape(divideBatch(sheets, simplex)), ['1:2f1+3f1']);
  assert.deepEqual(shape(divideBatch([...sheets, page(4, { role: 'separator', separator: 'item' })], { ...simplex, complete: false })), [
    '1:2f1+3f1',
  ]);
});

test('waits for the last sheets of an ended batch before it ends the open document', () => {
  const sheets = [page(1, { role: 'separator', separator: 'item' }), page(2), page(3, { role: null })];
  assert.deepEqual(shape(divideBatch(sheets, simplex)), []);
});

test('keeps a blank back with its document, out of its pages', () => {
  const back = page(1, { side: 'back', role: 'blank' });
  const [document] = divideBatch([page(1), back], { ...simplex, duplex: true });
  assert.deepEqual([document?.pages, document?.blankPages], [['1f1'], ['1b1']]);
});

test('tolerates doubled separators and their blank backs', () => {
  const sheets = [page(1, { role: 'separator', separator: 'item' }), page(2, { role: 'separator', separator: 'item' }), page(3)];
  assert.deepEqual(shape(divideBatch(sheets, simplex)), ['2:3f1']);
});

test('hands a labelled sheet to the item of that label', () => {
  const number = labelNumber({ prefix: 'VM', year: 2026, sequence: 123 });
  const documents = divideBatch([page(1), page(2, { ownNumber: number }), page(3)], simplex);
  assert.deepEqual(
    documents.map((d) => d.number),
    [null, number, null],
  );
});

test('takes the newest attempt of a sheet that was put back', () => {
  assert.deepEqual(shape(divideBatch([page(1), page(1, { attempt: 2 })], simplex)), ['1:1f2']);
});

test('keeps two identical sheets as two', () => {
  assert.equal(divideBatch([page(1), page(2)], simplex).length, 2);
});
