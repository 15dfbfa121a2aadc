import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { type Drawing, lines } from '../lab/letter-press.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());

const DPI = 200;
const ADDRESS = ['MANUFACTURE VALMOREL', 'Service Achats', '1180 ROUTE DE SAINTE-FOY', '69592 L ARBRESLE CEDEX'];

/** A C5 envelope, gray as a scanner delivers it. */
async function envelope(paper: string, drawing: Drawing): Promise<Buffer> {
  const [width, height] = [229, 162].map((mm) => Math.round((mm / 25.4) * DPI));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 229 162"><rect width="100%" height="100%" fill="${paper}"/>${drawing}${lines(112, 100, ADDRESS, { pt: 11 })}</svg>`;
  return sharp(Buffer.from(svg)).greyscale().blur(0.5).withDensity(DPI).png().toBuffer();
}

/** Bars of a sorting machine: all of one height, some missing, along the lower edge. */
const bars = (x: number, y: number, colour: string): Drawing =>
  Array.from({ length: 60 }, (_, i) =>
    (i * 11) % 7 < 4 ? `<rect x="${x + i * 1.6}" y="${y}" width="0.5" height="4" fill="${colour}"/>` : '',
  ).join('');

/** A four-state code: bars that rise, fall, do both or neither. */
const fourState = (x: number, y: number): Drawing =>
  Array.from({ length: 66 }, (_, i) => {
    const [up, down] = [(i * 7) % 3 === 0 ? 1.7 : 0, (i * 5) % 4 < 2 ? 1.7 : 0];
    return `<rect x="${x + i * 1.15}" y="${y - up}" width="0.45" height="${1.4 + up + down}" fill="#222"/>`;
  }).join('');

async function read(pageKey: string, bytes: Buffer): Promise<string> {
  const look = await workshop.run('look', { pageKey, bytes });
  assert.equal(look.orientation, 0);
  return (await workshop.run('full-read', { pageKey, bytes, look })).text;
}

for (const [what, paper, drawing] of [
  ['orange sorting bars', '#f4f4f4', bars(115, 150, '#f58a3c')],
  ['pink fluorescent bars on a brown envelope', '#b98d5a', bars(60, 152, '#e0457a')],
  ['a four-state code', '#f4f4f4', fourState(115, 150)],
] as const) {
  test(`the address beside ${what} is all that is read`, async () => {
    const text = await read(what, await envelope(paper, drawing));
    assert.deepEqual(
      text.split('\n').filter((line) => line !== ''),
      ADDRESS,
    );
  });
}
