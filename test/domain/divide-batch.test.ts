import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DepartmentId, PageId } from '#base/ids.ts';
import { SEPARATIONS, SEPARATOR_MODES } from '#base/words.ts';
import { type BatchPage, divideBatch } from '#domain/divide-batch.ts';
import type { SeparatorOrders } from '#domain/events.ts';
import { labelNumber } from '#domain/label-number.ts';

const page = (sheet: number, more: Partial<BatchPage> = {}): BatchPage => ({
  id: `${sheet}${more.side === 'back' ? 'b' : 'f'}${more.attempt ?? 1}` as PageId,
  sheet,
  side: 'front',
  attempt: 1,
  role: 'content',
  separator: null,
  orders: null,
  ownNumber: null,
  documentId: null,
  ...more,
});
const simplex = { separation: 'sheet', sheetsPerItem: null, duplex: false, complete: true } as const;
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

const order = (more: Partial<SeparatorOrders> = {}): SeparatorOrders => ({
  ...{ departmentId: null, urgent: false, registered: false, day: null },
  ...more,
});
const forAccounts = order({ departmentId: 'accounts' as DepartmentId });
const divider = (sheet: number, more: Partial<BatchPage> = {}) => page(sheet, { role: 'separator', separator: 'next', ...more });

test('a patch sheet or a barcode sheet divides, however often it lies there, and leaves the rest as it was', () => {
  for (const separation of ['patch', 'barcode'] as const)
    assert.deepEqual(shape(divideBatch([page(1), page(2), divider(3), divider(4), page(5), page(6)], { ...simplex, separation })), [
      '0:1f1+2f1',
      '2:5f1+6f1',
    ]);
});

test('a mark on a first page begins an item and is kept as its first page', () => {
  const sheets = [page(1, { separator: 'first' }), page(2), page(3, { separator: 'first' }), page(4)];
  assert.deepEqual(shape(divideBatch(sheets, { ...simplex, separation: 'barcode' })), ['1:1f1+2f1', '2:3f1+4f1']);
});

test('a sheet with nothing on either side divides a batch that is divided by blank sheets, and no other', () => {
  const blank = (sheet: number) => [page(sheet, { role: 'blank' }), page(sheet, { role: 'blank', side: 'back' })];
  const half = (sheet: number) => [page(sheet), page(sheet, { role: 'blank', side: 'back' })];
  const sheets = [...half(1), ...half(2), ...blank(3), ...blank(4), ...half(5)];
  const duplex = { ...simplex, duplex: true } as const;
  assert.deepEqual(shape(divideBatch(sheets, { ...duplex, separation: 'blank' })), ['0:1f1+2f1', '2:5f1']);
  assert.deepEqual(shape(divideBatch(sheets, { ...duplex, separation: 'item' })), ['0:1f1+2f1+5f1']);
});

test('a blank front whose back never came is not taken for a blank sheet', () => {
  const sheets = [page(1), page(1, { role: 'blank', side: 'back' }), page(2, { role: 'blank' }), page(3)];
  assert.deepEqual(shape(divideBatch(sheets, { ...simplex, duplex: true, separation: 'blank' })), ['0:1f1+3f1']);
});

test('counts sheets, blank and lost ones too, and begins anew behind a separator and at a label', () => {
  const byTwo = { ...simplex, separation: 'count', sheetsPerItem: 2 } as const;
  const five = [1, 2, 3, 4, 5].map((sheet) => page(sheet));
  assert.deepEqual(shape(divideBatch(five, byTwo)), ['0:1f1+2f1', '1:3f1+4f1', '2:5f1']);
  assert.deepEqual(shape(divideBatch([page(1), page(2), page(3, { role: 'blank' }), page(4), page(5)], byTwo)), [
    '0:1f1+2f1',
    '1:4f1',
    '2:5f1',
  ]);
  assert.deepEqual(shape(divideBatch([page(1), page(2), page(4), page(5)], byTwo)), ['0:1f1+2f1', '1:4f1', '2:5f1']);
  assert.deepEqual(shape(divideBatch([page(1), divider(2), page(3), page(4), page(5)], byTwo)), ['0:1f1', '1:3f1+4f1', '2:5f1']);
  const number = labelNumber({ prefix: 'VM', year: 2026, sequence: 7 });
  assert.deepEqual(shape(divideBatch([page(1), page(2, { ownNumber: number }), page(3), page(4)], byTwo)), ['0:1f1', '1:2f1+3f1', '2:4f1']);
});

test('what a sheet of ours orders holds for all that follows, up to the next sheet of ours', () => {
  const sheets = [
    ...[page(1), divider(2, { orders: forAccounts }), page(3), divider(4), page(5)],
    ...[divider(6, { separator: 'item' }), page(7)],
  ];
  const documents = divideBatch(sheets, { ...simplex, separation: 'patch' });
  assert.deepEqual(
    documents.map(({ orders }) => orders?.departmentId ?? null),
    [null, 'accounts', 'accounts', null],
  );
});

test('two sheets of ours with nothing between them are one', () => {
  const sheets = [
    ...[divider(1, { orders: forAccounts }), page(2, { role: 'blank' }), divider(3, { separator: 'item' })],
    ...[divider(4, { orders: order({ urgent: true }) }), page(5), page(6)],
  ];
  const [document, ...more] = divideBatch(sheets, simplex);
  assert.deepEqual([document?.pages, document?.orders, more], [['5f1', '6f1'], { ...forAccounts, urgent: true }, []]);
});

test('a label on a separator waits for the first sheet behind it, whatever else divides in between', () => {
  const number = labelNumber({ prefix: 'VM', year: 2026, sequence: 9 });
  const labelled = divider(1, { ownNumber: number });
  const numbers = (more: readonly BatchPage[], rules: Partial<Parameters<typeof divideBatch>[1]>) =>
    divideBatch([labelled, ...more], { ...simplex, ...rules }).map((document) => document.number);
  const blank = page(2, { role: 'blank' });
  assert.deepEqual(numbers([blank, page(3), blank, page(4)], { separation: 'blank' }), [number]);
  assert.deepEqual(numbers([page(2, { separator: 'first' }), page(3, { separator: 'first' })], { separation: 'patch' }), [number, null]);
  assert.deepEqual(numbers([blank, page(3), page(4)], { separation: 'count', sheetsPerItem: 1 }), [number, null]);
  assert.deepEqual(numbers([page(2), page(3)], { separation: 'sheet' }), [number, null]);
});

test('a separator printed on both sides says what both sides say', () => {
  const [front, back] = [order({ urgent: true }), forAccounts];
  const sheets = [divider(1, { orders: front }), divider(1, { side: 'back', separator: 'envelope', orders: back }), page(2), page(3)];
  const documents = divideBatch(sheets, { ...simplex, separation: 'item' });
  assert.deepEqual(shape(documents), [`${documents[0]!.group}:2f1`, `${documents[0]!.group}:3f1`]);
  assert.deepEqual(documents[0]!.orders, { ...forAccounts, urgent: true });
});

test('a sheet that turned out to be mail is a document of the item before it, and joins nothing behind the sheets that were placed', () => {
  const sheets = [page(1, { documentId: 'd1' }), page(2), page(3, { documentId: 'd2' }), page(4)];
  const documents = divideBatch(sheets, { ...simplex, separation: 'item' });
  assert.deepEqual(
    documents.map(({ pages, sameItemAs }) => [pages, sameItemAs]),
    [
      [['2f1'], 'd1'],
      [['4f1'], 'd2'],
    ],
  );
});

test('however a batch is divided and however often, every written page lands in one document, in order, and none twice', () => {
  const side = fc.constantFrom<Partial<BatchPage>>({}, { role: 'blank' }, { separator: 'first' }, { role: 'separator', separator: 'next' });
  const marked = fc
    .constantFrom(...SEPARATOR_MODES)
    .map((mode): Partial<BatchPage> => ({ role: 'separator', separator: mode, orders: forAccounts }));
  const sheets = fc.array(fc.tuple(fc.oneof(side, marked), fc.constantFrom<Partial<BatchPage>>({}, { role: 'blank' })), { maxLength: 14 });
  fc.assert(
    fc.property(
      sheets,
      fc.constantFrom(...SEPARATIONS),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      (made, separation, sheetsPerItem, duplex) => {
        const pages = made.flatMap(([front, back], i) => [page(i + 1, front), ...(duplex ? [page(i + 1, { ...back, side: 'back' })] : [])]);
        const rules = { separation, sheetsPerItem, duplex };
        const atOnce = divideBatch(pages, { ...rules, complete: true });
        // As the feeder gives them: page by page, each division written down before the next.
        const placed = new Map<string, string>();
        const bitByBit: string[][] = [];
        for (let n = 1; n <= pages.length + 1; n++) {
          const seen = pages.slice(0, n).map((one) => ({ ...one, documentId: placed.get(one.id) ?? null }));
          for (const document of divideBatch(seen, { ...rules, complete: n > pages.length })) {
            for (const id of [...document.pages, ...document.blankPages]) placed.set(id, `d${bitByBit.length}`);
            bitByBit.push(document.pages);
          }
        }
        assert.deepEqual(
          bitByBit,
          atOnce.map((one) => one.pages),
        );
        const separators = new Set(pages.filter(({ role }) => role === 'separator').map(({ sheet }) => sheet));
        const written = pages.filter(({ role, sheet }) => role === 'content' && !separators.has(sheet)).map(({ id }) => id);
        assert.deepEqual(bitByBit.flat(), written);
      },
    ),
  );
});

test('a sheet that stands in a document is not placed again when another attempt of it comes', () => {
  const placed = page(2, { documentId: 'dc_1' });
  for (const pages of [
    [page(1, { documentId: 'dc_0' }), placed, page(2, { attempt: 2 })],
    [page(1, { documentId: 'dc_0' }), page(2, { attempt: 2 }), placed],
  ])
    assert.deepEqual(shape(divideBatch(pages, simplex)), []);
});
