import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { evenNumber } from '#test/even-number.ts';
import type { Affine, PageLook, Point, Quad, Word } from '#workshop/page-look.ts';
import { findPhotographedPage } from '#workshop/photographed-page.ts';
import { applyPlacement, compose, invertPlacement, ontoQuad } from '#workshop/placement.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { continuePaper, type Raster } from '#workshop/raster.ts';
import { photographed, type Shot } from '../lab/camera.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());

const sheet = (name: string) => readFile(new URL(`../lab/letters/${name}`, import.meta.url));
const near = ([ax, ay]: Point, [bx, by]: Point, px: number): boolean => Math.hypot(ax - bx, ay - by) < px;

const SMALL = { widthPx: 900, heightPx: 1200 };
const STANDING: Shot['corners'] = [
  [0.2, 0.12],
  [0.82, 0.09],
  [0.95, 0.92],
  [0.05, 0.9],
];
const FROM_THE_SIDE: Shot['corners'] = [
  [0.1, 0.1],
  [0.88, 0.2],
  [0.9, 0.85],
  [0.08, 0.94],
];
/** As a scanner sees a sheet that was fed askew: turned, but a rectangle. */
const FED_ASKEW: Shot['corners'] = [
  [0.155, 0.1],
  [0.855, 0.137],
  [0.805, 0.863],
  [0.105, 0.826],
];

async function picture(page: Buffer, shot: Shot): Promise<Raster> {
  const { data, info } = await sharp(await photographed(page, shot))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, gray: data };
}

test('a rectangle laid over a quad has its corners there, and the way back leads back', () => {
  const near0 = evenNumber(-40, 40);
  fc.assert(
    fc.property(fc.array(near0, { minLength: 8, maxLength: 8 }), evenNumber(0, 1), (off, share) => {
      const quad = [
        [off[0]! + 100, off[1]! + 100],
        [off[2]! + 400, off[3]! + 100],
        [off[4]! + 400, off[5]! + 500],
        [off[6]! + 100, off[7]! + 500],
      ] as Quad;
      const onto = ontoQuad(210, 297, quad);
      for (const [i, corner] of (
        [
          [0, 0],
          [210, 0],
          [210, 297],
          [0, 297],
        ] as Point[]
      ).entries()) {
        assert.ok(near(applyPlacement(onto, corner), quad[i]!, 1e-6));
      }
      const within: Point = [share * 210, (1 - share) * 297];
      assert.ok(near(applyPlacement(invertPlacement(onto), applyPlacement(onto, within)), within, 1e-6));
      const turned: Affine = [0, 2, -2, 0, 30, 40];
      assert.ok(near(applyPlacement(compose(onto, turned), within), applyPlacement(onto, applyPlacement(turned, within)), 1e-6));
      assert.ok(near(applyPlacement(compose(turned, onto), within), applyPlacement(turned, applyPlacement(onto, within)), 1e-6));
      assert.equal(compose(turned, turned).length, 6, 'what a scanner sees stays affine');
    }),
  );
});

test('the corners of a photographed page are found on plain, patterned and white tables, also where light falls off and in the shadow of a hand', async () => {
  const page = await sheet('reminder.png');
  for (const corners of [STANDING, FROM_THE_SIDE]) {
    for (const shot of [
      { table: 'dark' },
      { table: 'wood', light: [0.5, 1], shadow: [0.75, 0.7, 0.18] },
      { table: 'cloth', light: [1, 0.55] },
      { table: 'checked', paper: 0.95 },
      { table: 'white', paper: 0.82, shadow: [0.2, 0.6, 0.15] },
    ] as const) {
      const { table } = shot;
      const quad = findPhotographedPage(await picture(page, { ...SMALL, corners, ...shot }));
      assert.ok(quad, table);
      for (const [i, [x, y]] of corners.entries()) {
        const expected: Point = [x * SMALL.widthPx, y * SMALL.heightPx];
        assert.ok(near(quad[i]!, expected, 0.006 * SMALL.heightPx), `${table}, corner ${i}: ${quad[i]} instead of ${expected}`);
      }
    }
  }
});

test('what a scanner saw is no photograph: a sheet fed askew, a page without a rim, a window in a brown envelope', async () => {
  const page = await sheet('reminder.png');
  assert.equal(findPhotographedPage(await picture(page, { ...SMALL, corners: FED_ASKEW, table: 'dark' })), null);
  const whole: Shot['corners'] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  assert.equal(findPhotographedPage(await picture(page, { ...SMALL, corners: whole, table: 'dark' })), null);
  const window: Shot['corners'] = [
    [0.35, 0.4],
    [0.8, 0.39],
    [0.81, 0.7],
    [0.34, 0.71],
  ];
  assert.equal(findPhotographedPage(await picture(page, { ...SMALL, corners: window, table: 'cloth' })), null);
});

test('a page of which a corner is out of sight is left as it is', async () => {
  const corners: Shot['corners'] = [
    [0.2, 0.12],
    [0.82, 0.09],
    [1.15, 0.95],
    [0.05, 0.9],
  ];
  assert.equal(findPhotographedPage(await picture(await sheet('reminder.png'), { ...SMALL, corners, table: 'wood' })), null);
});

test('around the corners of a page its paper goes on', () => {
  const raster = { widthPx: 40, heightPx: 30, gray: new Uint8Array(1200).fill(20) };
  for (let y = 5; y < 25; y++) raster.gray.fill(200 + y, y * 40 + 8, y * 40 + 32);
  continuePaper(raster, [
    [8, 5],
    [32, 5],
    [32, 25],
    [8, 25],
  ]);
  assert.ok(raster.gray.every((g) => g >= 205));
  assert.deepEqual([raster.gray[0], raster.gray[39], raster.gray[12 * 40], raster.gray[29 * 40 + 20]], [205, 205, 212, 224]);
});

test('a photographed letter is read like the scanned one, and its words lie where the camera saw them', async () => {
  const page = await sheet('reminder.png');
  const read = async (pageKey: string, bytes: Buffer): Promise<{ look: PageLook; words: Word[] }> => {
    const look = await workshop.run('look', { pageKey, bytes });
    return { look, words: (await workshop.run('routing-read', { pageKey, bytes, look })).words };
  };
  const scan = await read('scan', page);
  const [widthPx, heightPx] = [1800, 2400];
  const photo = await read('photo', await photographed(page, { widthPx, heightPx, corners: STANDING, table: 'wood', light: [0.5, 1] }));
  const camera = ontoQuad(scan.look.widthPx, scan.look.heightPx, STANDING.map(([x, y]): Point => [x * widthPx, y * heightPx]) as Quad);
  const middle = ({ box: [x0, y0, x1, y1] }: Word): Point => [(x0 + x1) / 2, (y0 + y1) / 2];
  const seen = photo.words.map((word) => ({ text: word.text, at: applyPlacement(photo.look.upright.toStored, middle(word)) }));
  const found = scan.words.filter((word) => {
    const expected = applyPlacement(camera, applyPlacement(scan.look.upright.toStored, middle(word)));
    const i = seen.findIndex(({ text, at }) => text === word.text && near(at, expected, 0.006 * heightPx));
    if (i >= 0) seen.splice(i, 1);
    return i >= 0;
  });
  assert.ok(found.length >= 0.95 * scan.words.length, `${found.length} of ${scan.words.length} words`);
  assert.ok(photo.words.length <= 1.05 * scan.words.length, `${photo.words.length} words, of which ${scan.words.length} are printed`);
});
