import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { type DrawnPatch, drawnSheet, onPaper, PATCHES, patchSheetImage, type Wear } from '#lab/patch-sheet.ts';
import { evenNumber } from '#test/even-number.ts';
import { uprightFrame } from '#workshop/orientation.ts';
import { openPageShelf } from '#workshop/page-shelf.ts';
import { findPatchCode } from '#workshop/patch-code.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { type Raster, turn, warp } from '#workshop/raster.ts';

const TURNS = [0, 90, 180, 270] as const;
const patch: DrawnPatch = { code: 'T', topMm: 20, leftMm: 60, lengthMm: 64, scale: 1 };

/** As a scanner sees the sheet: askew within its frame, then fed one of four ways round. */
function fed(page: Raster, skewDeg: number, turned: (typeof TURNS)[number]): Raster {
  const frame = uprightFrame(page, 0, -skewDeg, 1);
  return turn(warp(page, frame.toSource, frame.widthPx, frame.heightPx), turned);
}

test('tells all six patch codes, whichever way round the sheet is fed', () => {
  for (const code of PATCHES) {
    const sheet = drawnSheet(100, [{ ...patch, code }]);
    for (const turned of TURNS) assert.equal(findPatchCode(fed(sheet, 0, turned), 100), code, `${code} turned by ${turned}`);
  }
});

test('finds a patch T however it was printed, worn and scanned', () => {
  const wear: fc.Arbitrary<Wear> = fc.record({
    paper: fc.integer({ min: 140, max: 255 }),
    // Ink at three quarters of the paper's brightness is as weak as an empty toner prints.
    inkShare: evenNumber(0, 0.75),
    // A seventh of what lies between ink and paper: grain of a fast scan.
    noise: evenNumber(0, 0.15),
    spread: evenNumber(-0.25, 0.25),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(100, 150, 200),
      evenNumber(-5, 5),
      fc.constantFrom(...TURNS),
      fc.record({
        topMm: fc.integer({ min: 12, max: 60 }),
        leftMm: fc.integer({ min: 10, max: 120 }),
        lengthMm: fc.integer({ min: 40, max: 75 }),
        scale: evenNumber(0.9, 1.05),
      }),
      wear,
      (dpi, skewDeg, turned, place, worn) => {
        const noise = worn.noise * worn.paper * (1 - worn.inkShare);
        const sheet = onPaper(drawnSheet(dpi, [{ code: 'T', ...place }], worn.spread), { ...worn, noise });
        assert.equal(findPatchCode(fed(sheet, skewDeg, turned), dpi), 'T');
      },
    ),
    { numRuns: 16 },
  );
});

test('takes no page for a patch code that is made of bars, bands and tables but not of these four', () => {
  const band = fc.record({
    topMm: evenNumber(5, 280),
    heightMm: evenNumber(0.3, 12),
    leftMm: fc.integer({ min: 5, max: 150 }),
    widthMm: fc.integer({ min: 2, max: 190 }),
  });
  fc.assert(
    fc.property(fc.array(band, { maxLength: 40 }), fc.constantFrom(...TURNS), (bands, turned) => {
      const page = drawnSheet(100, [], 0, bands);
      assert.equal(findPatchCode(turn(page, turned), 100), null);
    }),
    { numRuns: 60 },
  );
});

test('one bar more, one bar less, or text where paper should be, and it is none', () => {
  const mm = 25.4 * 0.08;
  const at = (unit: number, units: number) => ({ topMm: 20 + unit * mm, heightMm: units * mm, leftMm: 60, widthMm: 64 });
  const bars = [at(0, 1), at(2, 2.5), at(5.5, 1), at(7.5, 2.5)];
  assert.equal(findPatchCode(drawnSheet(100, [], 0, bars), 100), 'T');
  assert.equal(findPatchCode(drawnSheet(100, [], 0, [...bars, at(11, 1)]), 100), null);
  assert.equal(findPatchCode(drawnSheet(100, [], 0, bars.slice(1)), 100), null);
  assert.equal(findPatchCode(drawnSheet(100, [], 0, [...bars, at(-1.2, 0.5)]), 100), null);
  // The bars of a table's head are as thick, and not as long.
  assert.equal(
    findPatchCode(
      drawnSheet(
        100,
        [],
        0,
        bars.map((one) => ({ ...one, widthMm: 12 })),
      ),
      100,
    ),
    null,
  );
});

/** Opened where it is used: a child that starts must not wait for a test that draws. */
function openLooking(t: TestContext) {
  const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
  t.after(() => workshop.close());
  return async (pageKey: string, bytes: Uint8Array, patchCodes = true) =>
    (await workshop.run('look', { pageKey, bytes, patchCodes })).patch;
}

test('sees a patch T on the image of a scanner at 150, 300 and 600 dpi', async () => {
  const shelf = openPageShelf();
  for (const dpi of [150, 300, 600]) {
    const { raster, dpi: stated, scale } = await shelf.page(`${dpi}`, await patchSheetImage(patch, dpi));
    assert.equal(findPatchCode(raster, stated / scale), 'T', `${dpi} dpi`);
  }
});

test('a patch code is looked for where that is asked', async (t) => {
  const look = openLooking(t);
  const sheet = await patchSheetImage(patch, 150);
  assert.deepEqual([await look('asked', sheet), await look('not asked', sheet, false)], ['T', null]);
});

test('no letter of the laboratory is a patch sheet', async (t) => {
  const look = openLooking(t);
  for (const name of ['reminder.png', 'tax.jpg', 'own-label.jpg', 'separator-item.jpg'])
    assert.equal(await look(name, await readFile(new URL(`../lab/letters/${name}`, import.meta.url))), null, name);
});
