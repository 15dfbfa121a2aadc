import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { readHead } from '#workshop/read-page.ts';
import { partReader } from '#workshop/read-part.ts';
import { openRecogniser } from '#workshop/recogniser.ts';
import { type Drawing, lines } from '../lab/letter-press.ts';

const DPI = 200;
const [WIDTH_MM, HEIGHT_MM] = [220, 110];
const ADDRESS = ['MANUFACTURE VALMOREL', 'Service Achats', '1180 ROUTE DE SAINTE-FOY', '69592 L ARBRESLE CEDEX'];

const recogniser = await openRecogniser();

/** The lines of a long envelope that stands straight. */
async function read(drawing: Drawing): Promise<string[]> {
  const [width, height] = [WIDTH_MM, HEIGHT_MM].map((mm) => Math.round((mm / 25.4) * DPI));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}"><rect width="100%" height="100%" fill="#fff"/>${drawing}${lines(112, 60, ADDRESS, { pt: 11 })}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().blur(0.5).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const page = { widthPx: info.width, heightPx: info.height, gray: new Uint8Array(data) };
  return (await readHead(recogniser, partReader(recogniser), page, DPI)).text.split(/\n+/);
}

const stamp = (deg: number, colour: string): Drawing =>
  `<g transform="rotate(${deg} 50 60)" fill="${colour}"><rect x="14" y="53" width="72" height="11" rx="1.5" fill="none" stroke="${colour}" stroke-width="0.8"/>${lines(50, 60.5, ['CONFIDENTIEL'], { pt: 20, bold: true, anchor: 'middle' })}</g>`;
/** A name written by hand that rises. */
const signature: Drawing =
  '<path d="M20 70 q4 -16 7 -4 t6 -3 t5 2 q6 -12 8 -3 t7 -4 t6 1 q9 -13 10 -5 t12 -6" fill="none" stroke="#223" stroke-width="0.6"/>';

for (const [what, deg, colour] of [
  ['red', -8, '#c3272b'],
  ['blue', 12, '#27408b'],
  ['pale', 5, '#a0a0a0'],
] as const) {
  test(`a ${what} stamp is read although it was set ${Math.abs(deg)}° askew`, async () => {
    assert.deepEqual(await read(stamp(deg, colour)), [...ADDRESS, 'CONFIDENTIEL']);
  });
}

test('a stamp that stands straight is not looked at twice, and nothing is made of a signature', async () => {
  const asked: unknown[] = [];
  const { read: readOnce } = recogniser;
  recogniser.read = (raster, dpi, options) => {
    asked.push(options?.segmentation);
    return readOnce(raster, dpi, options);
  };
  assert.ok((await read(stamp(0, '#c3272b'))).includes('CONFIDENTIEL'));
  recogniser.read = readOnce;
  assert.ok(!asked.includes('block'), asked.join());
  assert.deepEqual(await read(signature), ADDRESS);
});
