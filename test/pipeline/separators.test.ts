/** A separator sheet from the clerk's order to the items behind it: printed, scanned, looked at by the real workshop, divided. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import bwip from 'bwip-js/node';
import sharp from 'sharp';
import { isFailure } from '#base/errors.ts';
import { type BatchId, mintId, type PageId, pageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { Separation } from '#base/words.ts';
import { event } from '#domain/events.ts';
import { patchSheetImage } from '#lab/patch-sheet.ts';
import type { Room } from '#pipeline/room.ts';
import { printedSeparator, type SeparatorOrder } from '#pipeline/separator-sheet.ts';
import divideStage from '#pipeline/stages/divide.ts';
import prepareStage from '#pipeline/stages/prepare.ts';
import { verify } from '#register/verify.ts';
import { DIRECTORY, openMailroom } from '#test/views/mailroom.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { drawSeparator } from '#workshop/separator-drawing.ts';

const PLAIN: SeparatorOrder = { mode: 'next', departmentId: null, urgent: false, registered: false, today: false };
const dpi = 150;

async function openBench(t: TestContext) {
  const { store, clock, folder } = await openMailroom(t);
  const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock });
  t.after(() => workshop.close());
  const barcode = { mask: 'HOUSE-##', format: null, page: 'separator' } as const;
  const room = {
    ...{ store, workshop, directory: DIRECTORY, log: silentLog },
    clock: { ...clock, wallMs: () => Date.UTC(2026, 10, 27, 12), quality: () => 'ntp' },
    separators: { key: Buffer.alloc(32, 3), plain: false, barcode },
    station: { prefix: 'VM', name: 'Charlieu', language: 'fr' },
  } as unknown as Room;
  const run = async (stage: typeof prepareStage, subject: string, within = room) => {
    const { commit } = await stage(within).run({ subject } as never, new AbortController().signal);
    store.write(commit!);
  };
  return {
    room,
    store,
    folder,
    async scan(separation: Separation, sheets: readonly Uint8Array[], within = room): Promise<BatchId> {
      const batchId = mintId('batch');
      const facts = { scanner: null, source: 'adf', resolutionDpi: dpi, separation, by: 'operator:clerk' } as const;
      store.write((tx) => tx.append([event('batch.opened@1', null, { batchId, ...facts })]));
      const ids: PageId[] = [];
      for (const [i, bytes] of sheets.entries()) {
        const id = pageId(batchId, i + 1, 'front', 1);
        const blob = await store.blobs.put(bytes, { retention: 'mail' });
        const scanned = {
          batchId,
          sheet: i + 1,
          side: 'front',
          attempt: 1,
          format: 'jpeg',
          sizeBytes: bytes.byteLength,
          resolutionDpi: dpi,
        } as const;
        store.write((tx) => tx.append([event('page.scanned@1', null, { pageId: id, blob, ...scanned })]));
        ids.push(id);
      }
      for (const id of ids) await run(prepareStage, id, within);
      const ended = { batchId, sheets: sheets.length, sides: sheets.length, condition: null, atSheet: null };
      store.write((tx) => tx.append([event('batch.closed@1', null, ended)]));
      await run(divideStage, batchId);
      return batchId;
    },
    items: (batchId: BatchId) =>
      store.read.all('document', { batch_id: batchId }, 'sheet').map((document) => {
        const { kind, department_id, urgent, day } = store.read.get('item', { id: document.item_id })!;
        return [document.sheet, kind, department_id, urgent, day];
      }),
    notes: (batchId: BatchId) => store.read.all('page', { batch_id: batchId }, 'sheet').map(({ notes }) => JSON.parse(notes)),
  };
}

/** Off the printer, through the scanner. */
async function scanned(pdf: Uint8Array): Promise<Buffer> {
  const pdfium = await PDFiumLibrary.init();
  const document = await pdfium.loadDocument(pdf);
  const { data, width, height } = await document.getPage(0).render({ scale: dpi / 72 });
  document.destroy();
  pdfium.destroy();
  return sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: 'white' })
    .rotate(178.5, { background: 'white' })
    .jpeg({ quality: 80 })
    .withMetadata({ density: dpi })
    .toBuffer();
}

const letter = (): Promise<Buffer> =>
  sharp({ create: { width: 1240, height: 1754, channels: 3, background: 'white' } })
    .composite([
      { input: { text: { text: 'Madame, Monsieur, veuillez trouver ci-joint notre facture.', width: 900, dpi } }, top: 300, left: 150 },
    ])
    .jpeg()
    .withMetadata({ density: dpi })
    .toBuffer();

test('what a clerk had printed on a separator sheet is what the letters behind it are, however the sheet was fed', async (t) => {
  const { room, store, folder, scan, items, notes } = await openBench(t);
  const order = { ...PLAIN, departmentId: 'accounts', urgent: true, registered: true, today: true };
  const batchId = await scan('sheet', [await letter(), await scanned(await printedSeparator(room, order)), await letter()]);
  assert.deepEqual(items(batchId), [
    [1, 'letter', null, 0, null],
    [3, 'registered', 'accounts', 1, '2026-11-27'],
  ]);
  assert.deepEqual(notes(batchId), [[], [], []]);
  assert.deepEqual(verify(folder), store.head(), 'the register can be built again from its events');
});

test('a sheet of yesterday steers as before but for its day; one of another box is a page, and both are told', async (t) => {
  const { room, scan, items, notes } = await openBench(t);
  const sheet = await scanned(await printedSeparator(room, { ...PLAIN, departmentId: 'staff', today: true }));
  const tomorrow = { ...room, clock: { ...room.clock, wallMs: () => Date.UTC(2026, 10, 28, 12) } };
  const old = await scan('sheet', [sheet, await letter()], tomorrow);
  assert.deepEqual([items(old), notes(old)], [[[2, 'letter', 'staff', 0, null]], [['other-day'], []]]);
  const other = { ...room, separators: { ...room.separators, key: Buffer.alloc(32, 4) } };
  const strange = await scan('sheet', [sheet, await letter()], other);
  assert.deepEqual(
    [items(strange), notes(strange)],
    [
      [
        [1, 'letter', null, 0, null],
        [2, 'letter', null, 0, null],
      ],
      [['other-box'], []],
    ],
  );
});

test('a letter with a stranger’s separator code in it stays whole, under its department, and the clerk is told', async (t) => {
  const { room, scan, items, notes } = await openBench(t);
  const code = await bwip.toBuffer({ bcid: 'qrcode', text: 'VMSEP1:SHEET', scale: 6 });
  const strange = await sharp(await letter())
    .composite([{ input: code, top: 900, left: 300 }])
    .jpeg()
    .withMetadata({ density: dpi })
    .toBuffer();
  const accounts = await scanned(await printedSeparator(room, { ...PLAIN, mode: 'item', departmentId: 'accounts' }));
  const pile = [accounts, await letter(), strange, await letter()];
  const batchId = await scan('sheet', pile);
  assert.deepEqual(items(batchId), [[2, 'letter', 'accounts', 0, null]]);
  assert.deepEqual(notes(batchId), [[], [], ['unsealed'], []]);
  const allowed = { ...room, separators: { ...room.separators, plain: true } } as Room;
  assert.equal(items(await scan('sheet', pile, allowed)).length, 2);
});

test('patch sheets divide a batch that is divided by them; in another they are pages', async (t) => {
  const { scan, items } = await openBench(t);
  const ours = await scanned(await drawSeparator({ mark: 'patch-t', title: 'PATCH-T', lines: [], createdMs: 0 }));
  const patch = await patchSheetImage({ code: 'T', topMm: 20, leftMm: 60, lengthMm: 64, scale: 1 }, dpi);
  const pile = [await letter(), await letter(), ours, patch, await letter()];
  const sheets = (batchId: BatchId) => items(batchId).map(([sheet]) => sheet);
  assert.deepEqual(sheets(await scan('patch', pile)), [1, 5]);
  assert.deepEqual(sheets(await scan('item', pile)), [1]);
});

test('a sheet with a barcode of the house divides a batch that is divided by them; a code of another kind does not', async (t) => {
  const { room, scan, items } = await openBench(t);
  const barcode = async (bcid: string) => {
    const code = await bwip.toBuffer({ bcid, text: 'HOUSE-17', scale: 3 });
    const sheet = sharp({ create: { width: 1240, height: 1754, channels: 3, background: 'white' } }).composite([
      { input: code, top: 700, left: 300 },
    ]);
    return sheet.jpeg().withMetadata({ density: dpi }).toBuffer();
  };
  const pile = [await letter(), await barcode('code39'), await letter(), await barcode('code128'), await letter()];
  const within = {
    ...room,
    separators: { ...room.separators, barcode: { mask: 'HOUSE-##', format: 'Code39', page: 'separator' } },
  } as Room;
  assert.deepEqual(
    items(await scan('barcode', pile, within)).map(([sheet]) => sheet),
    [1, 3],
  );
});

test('no sheet is printed for a department that is not there', async (t) => {
  const { room } = await openBench(t);
  assert.throws(
    () => printedSeparator(room, { ...PLAIN, departmentId: 'gone' }),
    (error) => isFailure(error, 'ACT_REFUSED'),
  );
});
