import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { readHead } from '#workshop/read-page.ts';
import { partReader } from '#workshop/read-part.ts';
import type { Recogniser } from '#workshop/recogniser.ts';
import { type Drawing, lines } from '../lab/letter-press.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());

const DPI = 200;
const ADDRESS = ['MANUFACTURE VALMOREL', 'Service Achats', '1180 ROUTE DE SAINTE-FOY', '69592 L ARBRESLE CEDEX'];

interface Envelope {
  paper: string;
  /** Of the content, clockwise. */
  askewDeg?: number;
  /** Lies under the address. */
  drawing: Drawing;
}

/** A C5 envelope, gray as a scanner delivers it. */
async function envelope({ paper, askewDeg = 0, drawing }: Envelope): Promise<Buffer> {
  const [width, height] = [229, 162].map((mm) => Math.round((mm / 25.4) * DPI));
  const turned = `<g transform="rotate(${askewDeg} 114 81)">${drawing}${lines(112, 100, ADDRESS, { pt: 11 })}</g>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 229 162"><rect width="100%" height="100%" fill="${paper}"/>${turned}</svg>`;
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

/** A postage stamp, and the waves of a postmark that run beside it and over it. */
const stampAndWaves: Drawing = [
  '<rect x="195" y="8" width="24" height="28" fill="#c9b8a8" stroke="#777" stroke-width="0.3" stroke-dasharray="1 0.6"/>',
  '<path d="M199 32 l6 -14 l5 8 l4 -5 l3 11 z" fill="#6b5c4c"/><circle cx="212" cy="14" r="3" fill="#8d4a3a"/>',
  ...[0, 3.6, 7.2, 10.8, 14.4].map(
    (y) => `<path d="M140 ${14 + y} ${'q1.5 -2.6 3 0 t3 0 '.repeat(13)}" fill="none" stroke="#333" stroke-width="0.6"/>`,
  ),
].join('');

/** The rings and straight bars of a cancelling machine, without a legible date. */
const cancellingBars: Drawing = [
  ...[13, 8].map((r) => `<circle cx="135" cy="24" r="${r}" fill="none" stroke="#333" stroke-width="0.5"/>`),
  ...[0, 3, 6, 9, 12, 15].map((y) => `<rect x="152" y="${15 + y}" width="58" height="0.8" fill="#333"/>`),
].join('');

/** A pane over the letter within, brighter than the envelope and with a shadow along its upper rim. */
const pane: Drawing =
  '<rect x="104" y="88" width="100" height="35" rx="3" fill="#f7f7f7" stroke="#8a6d45" stroke-width="0.5"/><rect x="106" y="88" width="96" height="1.2" fill="#cfcfcf"/>';

const RING = ['LYON PART-DIEU', '', '12-03-26', 'RHONE'];
const MARK = ['RÉPUBLIQUE', 'FRANÇAISE', '', '001,27', '', 'LA POSTE'];
/** The mark of a franking machine: a ring with place and date, a frame with the postage, beneath it number and office of the machine. */
const franking: Drawing = [
  '<circle cx="174" cy="20" r="12" fill="none" stroke="#444" stroke-width="0.5"/>',
  lines(174, 15, RING, { pt: 6, anchor: 'middle' }),
  '<rect x="190" y="8" width="28" height="24" fill="none" stroke="#444" stroke-width="0.6"/>',
  lines(204, 13, MARK, { pt: 7, anchor: 'middle' }),
  lines(150, 38, ['HP 401 733', '69003 LYON'], { pt: 7 }),
].join('');

async function read(pageKey: string, drawn: Envelope): Promise<{ lines: string[]; skewDeg: number }> {
  const bytes = await envelope(drawn);
  const look = await workshop.run('look', { pageKey, bytes });
  assert.equal(look.orientation, 0);
  const { text } = await workshop.run('full-read', { pageKey, bytes, look });
  return { lines: text.split('\n').filter((line) => line !== ''), skewDeg: look.skewDeg };
}

for (const [what, paper, drawing] of [
  ['orange sorting bars', '#f4f4f4', bars(115, 150, '#f58a3c')],
  ['pink fluorescent bars on a brown envelope', '#b98d5a', bars(60, 152, '#e0457a')],
  ['a four-state code', '#f4f4f4', fourState(115, 150)],
  ['a stamp and the waves of a postmark', '#f0eee8', stampAndWaves],
  ['the bars of a cancelling machine', '#f4f4f4', cancellingBars],
] as const) {
  test(`the address beside ${what} is all that is read`, async () => {
    assert.deepEqual((await read(what, { paper, drawing })).lines, ADDRESS);
  });
}

for (const [what, paper, askewDeg, drawing] of [
  ['a white window in a brown envelope', '#b99564', 1.9, pane],
  ['a mark of a franking machine', '#f4f2ee', -1.4, franking],
  ['waves over a stamp', '#f0eee8', 1.3, stampAndWaves],
] as const) {
  test(`an envelope with ${what} is set straight by its few lines of print`, async () => {
    const found = await read(what, { paper, askewDeg, drawing });
    assert.ok(Math.abs(found.skewDeg + askewDeg) < 0.1, `askew by ${-askewDeg}, found ${found.skewDeg}`);
    assert.deepEqual(
      ADDRESS.filter((line) => !found.lines.includes(line)),
      [],
    );
  });
}

test('sorting bars that were read as strokes are no line, a line with strokes in it is one', async () => {
  const read = async (line: string): Promise<string> => {
    const words = line.split(' ').map((text, i) => ({
      ...{ text, box: [20 + i * 40, 20, 50 + i * 40, 44] as [number, number, number, number], confidence: 0.9, line: 0, block: 0 },
      symbols: [],
    }));
    const recogniser = { read: async () => words } as unknown as Recogniser;
    return (
      await readHead(recogniser, partReader(recogniser), { widthPx: 800, heightPx: 100, gray: new Uint8Array(80_000).fill(250) }, DPI)
    ).text;
  };
  for (const bars of ['| I | Il Il', 'II | | Il ll | | Il |', '| [UT] | | IT]']) assert.equal(await read(bars), '', bars);
  for (const line of ['1 | 1', 'Il y a 2 I', 'IV A II B', '12 | 3 | 4']) assert.equal(await read(line), line);
});
