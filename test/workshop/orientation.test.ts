import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { findOrientation } from '#workshop/orientation.ts';
import { type Raster, turn } from '#workshop/raster.ts';
import { openRecogniser } from '#workshop/recogniser.ts';
import { lines } from '../lab/letter-press.ts';

const DPI = 130;
const recogniser = await openRecogniser();

/** A code as a worn thermal head prints it: bars as straight as can be, their ends uneven. */
const bars = (top: number): string =>
  Array.from({ length: 62 }, (_, i) => {
    const uneven = (i * 7) % 13;
    return `<rect x="${6 + i}" y="${top + uneven / 6}" width="${i % 3 === 0 ? 0.6 : 0.3}" height="${11 - uneven / 4}"/>`;
  }).join('');

/** A till receipt, 75 mm wide: short lines of few words between codes whose bars are longer than any letter. */
async function receipt(ink = '#000'): Promise<Raster> {
  const [widthMm, heightMm] = [75, 150];
  const small = { pt: 8, leading: 1.5 };
  const drawing = [
    lines(37, 14, ['LIBRAIRIE DU MARCHE', '12 RUE DES HALLES', '69002 LYON'], { ...small, anchor: 'middle' }),
    bars(30),
    lines(8, 60, ['Ticket : TD01167104', 'Date : 25/12/2018', 'Caisse : MANIS'], small),
    lines(8, 82, ['Total'], small),
    lines(66, 82, ['9,00'], { ...small, anchor: 'end' }),
    bars(100),
  ].join('');
  return drawn(widthMm, heightMm, drawing, ink);
}

async function drawn(widthMm: number, heightMm: number, drawing: string, ink = '#000'): Promise<Raster> {
  const [width, height] = [widthMm, heightMm].map((mm) => Math.round((mm / 25.4) * DPI));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${widthMm} ${heightMm}"><rect width="100%" height="100%" fill="#fff"/><g fill="${ink}">${drawing}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, gray: data };
}

test('the bars of a code do not turn a receipt on its side', async () => {
  const upright = await receipt();
  for (const orientation of [0, 90, 180, 270] as const) {
    const found = await findOrientation(turn(upright, orientation), DPI, recogniser);
    assert.equal(found.orientation, orientation);
    assert.ok(found.confidence > 0.5 && Math.abs(found.skewDeg) < 0.2, `${found.confidence}, askew by ${found.skewDeg}`);
  }
});

test('a receipt whose print has paled to a fifth is turned upright all the same', async () => {
  const upright = await receipt('#cdcdcd');
  for (const orientation of [90, 180] as const) {
    const found = await findOrientation(turn(upright, orientation), DPI, recogniser);
    assert.equal(found.orientation, orientation);
  }
});

/** Part of a letter's body, 150 by 90 mm. */
const paragraph = (): Promise<Raster> =>
  drawn(
    150,
    90,
    lines(10, 15, Array(12).fill('Veuillez trouver ci-joint le relevé de vos consommations du mois'), { pt: 11, leading: 1.4 }),
  );

test('how a page lies is guessed before it is read: the right way up, as straight as it turns out', async () => {
  const upright = await paragraph();
  const guesses: { orientation: number; skewDeg: number }[] = [];
  let asked = 0;
  const reader: Pick<typeof recogniser, 'read'> = {
    read(...strip) {
      assert.equal(guesses.length, asked++ === 0 ? 0 : 1, 'guessed while the first strip is being read');
      return recogniser.read(...strip);
    },
  };
  const found = await findOrientation(upright, DPI, reader, ({ orientation, skewDeg }) => void guesses.push({ orientation, skewDeg }));
  assert.deepEqual(guesses, [{ orientation: found.orientation, skewDeg: found.skewDeg }]);
  const turned = await findOrientation(turn(upright, 180), DPI, recogniser, ({ orientation }) => assert.equal(orientation, 0));
  assert.equal(turned.orientation, 180);
});
