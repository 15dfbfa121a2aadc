import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { findReversedPrint } from '#workshop/reversed-print.ts';
import { code, type Drawing, lines, type Type } from '../lab/letter-press.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());

const DPI = 200;
const [WIDTH_MM, HEIGHT_MM] = [210, 110];

/** A long envelope, gray as a scanner delivers it. */
async function drawn(drawing: Drawing, paper = '#f4f2ee'): Promise<Buffer> {
  const [width, height] = [WIDTH_MM, HEIGHT_MM].map((mm) => Math.round((mm / 25.4) * DPI));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}"><rect width="100%" height="100%" fill="${paper}"/>${drawing}</svg>`;
  return sharp(Buffer.from(svg)).greyscale().blur(0.5).withDensity(DPI).png().toBuffer();
}

const light = (x: number, y: number, texts: string[], type?: Type): Drawing => `<g fill="#fff">${lines(x, y, texts, type)}</g>`;
const ground = (x: number, y: number, width: number, height: number, colour: string): Drawing =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`;
const ADDRESS = lines(110, 70, ['MANUFACTURE VALMOREL', 'Service Achats', '1180 ROUTE DE SAINTE-FOY'], { pt: 11 });

const banner = ground(0, 8, 210, 13, '#1f4e79') + light(12, 17, ['Papeteries Belmont'], { pt: 20, bold: true });
const sticker = ground(15, 40, 70, 9, '#b5121b') + light(18, 46.2, ['PERSONNEL ET CONFIDENTIEL'], { pt: 11, bold: true });
const headOfTable = ground(15, 60, 80, 6, '#333') + light(18, 64.2, ['Désignation    Quantité    Prix'], { pt: 9 });

for (const [what, drawing, expected] of [
  ['the banner of a letterhead', banner, 'Papeteries Belmont'],
  ['a red sticker', sticker, 'PERSONNEL ET CONFIDENTIEL'],
  ['the head of a table', headOfTable, 'Désignation Quantité Prix'],
] as const) {
  test(`white letters on ${what} are read with the page`, async () => {
    const bytes = await drawn(drawing + ADDRESS);
    const look = await workshop.run('look', { pageKey: what, bytes });
    const { text } = await workshop.run('routing-read', { pageKey: what, bytes, look });
    assert.ok(text.split('\n').includes(expected), text);
    assert.match(text, /MANUFACTURE VALMOREL/);
  });
}

async function groundsOf(drawing: Drawing, paper?: string): Promise<number> {
  const { data, info } = await sharp(await drawn(drawing, paper))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return findReversedPrint({ widthPx: info.width, heightPx: info.height, gray: new Uint8Array(data) }, DPI).length;
}

test('a sticker is light print on dark ground however it was stuck on', async () => {
  for (const turn of [-12, -5, 0, 7, 12])
    assert.equal(await groundsOf(`<g transform="rotate(${turn} 50 44)">${sticker}</g>`), 1, `${turn}°`);
});

test('dark print stays as it is: headlines, a code, a window, a frame, a picture', async () => {
  const picture = Array.from({ length: 400 }, (_, i) =>
    ground(20 + (i % 20) * 2, 20 + Math.floor(i / 20) * 2, 2, 2, `hsl(0 0% ${(i * 37) % 70}%)`),
  );
  for (const [what, drawing, paper] of [
    ['a headline', lines(10, 40, ['SOLDES OBERON'], { pt: 60, bold: true })],
    ['a code', code('qrcode', 'https://valmorel.example/?a=1234567890&b=1234567890', 20, 20, 30, 30)],
    ['a window in a brown envelope', ground(100, 50, 100, 35, '#fff') + ADDRESS, '#8a6a45'],
    [
      'a frame',
      `<rect x="20" y="20" width="80" height="12" fill="none" stroke="#000" stroke-width="1.5"/>${lines(25, 28, ['PERSONNEL'], { pt: 16 })}`,
    ],
    ['a picture', picture.join('')],
  ] as const) {
    assert.equal(await groundsOf(drawing, paper), 0, what);
  }
});
