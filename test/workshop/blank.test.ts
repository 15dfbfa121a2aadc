import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { isBlank } from '#workshop/blank.ts';
import { type Drawing, lines, wrapped } from '../lab/letter-press.ts';

const DPI = 100;
const [WIDTH_MM, HEIGHT_MM] = [210, 297];

/** An A4 side as a scanner sees it, soft and with its paper's grain. */
async function blank(drawing: Drawing, paper = '#f5f5f5'): Promise<boolean> {
  const [width, height] = [WIDTH_MM, HEIGHT_MM].map((mm) => Math.round((mm / 25.4) * DPI)) as [number, number];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}"><rect width="100%" height="100%" fill="${paper}"/>${drawing}</svg>`;
  const gray = await sharp(Buffer.from(svg)).greyscale().blur(0.5).raw().toBuffer();
  for (let i = 0, n = 1; i < gray.length; i++, n = (n * 16807) % 2147483647) gray[i] = Math.max(0, Math.min(255, gray[i]! + (n % 9) - 4));
  return isBlank({ widthPx: width, heightPx: height, gray }, DPI, [0, 0, width, height]);
}

const shade = (fill: string, drawing: Drawing): Drawing => `<g fill="${fill}" stroke="${fill}" stroke-width="0">${drawing}</g>`;
const stroke = (path: string, width: number, colour: string): Drawing =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
const LETTER = lines(
  25,
  90,
  wrapped('Nous vous prions de bien vouloir nous retourner le formulaire ci-joint, rempli et signé. '.repeat(9), 80),
);
const mirrored = (drawing: Drawing): Drawing => `<g transform="translate(${WIDTH_MM} 0) scale(-1 1)">${drawing}</g>`;

test('a letter that shines through from the other side leaves a side blank, on white and on tinted paper', async () => {
  assert.ok(await blank(shade('#dedede', mirrored(LETTER))));
  assert.ok(await blank(shade('#b4b4b4', mirrored(LETTER)), '#cbcbcb'));
  assert.ok(await blank(shade('#c4c4c4', mirrored(LETTER))), 'as dark as pencil');
});

test('the folds of a letter, one with its shadow, leave a side blank', async () => {
  const folds = [99, 198].map(
    (y) => `<rect y="${y}" width="210" height="0.8" fill="#d2d2d2"/><rect y="${y + 0.8}" width="210" height="6" fill="#ededed"/>`,
  );
  assert.ok(await blank(folds.join('')));
});

test('two and four punched holes over a dark bed leave a side blank', async () => {
  const holes = (ys: number[]) => ys.map((y) => `<circle cx="12" cy="${y}" r="3" fill="#181818"/>`).join('');
  assert.ok(await blank(holes([108.5, 188.5])));
  assert.ok(await blank(holes([28.5, 108.5, 188.5, 268.5])));
});

test('two lines in light pencil are not blank', async () => {
  assert.equal(await blank(shade('#9a9a9a', lines(60, 120, ['reçu le 12 mars', 'transmis à Mme Roux'], { pt: 14, serif: true }))), false);
});

test('a lone signature is not blank', async () => {
  assert.equal(await blank(stroke('M120 230 c6 -18 9 -14 8 0 s8 -12 11 -6 s4 8 9 -2 s10 4 16 -3 s14 -2 18 -4', 0.5, '#303a6a')), false);
});

test('a stamp is not blank, also where its ink is pale', async () => {
  for (const colour of ['#43434f', '#9c9ca6']) {
    const frame = `<rect x="120" y="40" width="55" height="20" fill="none" stroke="${colour}" stroke-width="0.8"/>`;
    const words = shade(colour, lines(147, 52, ['REÇU LE 12 MARS 2026'], { pt: 11, bold: true, anchor: 'middle' }));
    assert.equal(await blank(`<g transform="rotate(-6 147 50)">${frame}${words}</g>`), false, colour);
  }
});

test('pencil and a stamp as pale as what shines through are not blank', async () => {
  const pale = '#c4c4c4';
  assert.equal(await blank(shade(pale, lines(60, 120, ['vu le 12 mars'], { pt: 13, serif: true }))), false, 'a note');
  const signature = 'M120 230 c6 -18 9 -14 8 0 s8 -12 11 -6 s4 8 9 -2 s10 4 16 -3 s14 -2 18 -4';
  assert.equal(await blank(stroke(signature, 0.5, '#b4b4b4')), false, 'a signature');
  const ring = `<circle cx="140" cy="200" r="16" fill="none" stroke="${pale}" stroke-width="0.6"/>`;
  assert.equal(await blank(ring + shade(pale, lines(140, 199, ['MAIRIE DE', 'CHARLIEU'], { pt: 8, anchor: 'middle' }))), false, 'a stamp');
});

test('a page number alone is not blank', async () => {
  assert.equal(await blank(shade('#303030', lines(105, 285, ['2/2'], { pt: 9, anchor: 'middle' }))), false);
});

test('gray paper that does not fill a white bed is as blank as white paper, and what is written on it is seen', async () => {
  const paper = '<rect x="8" y="6" width="190" height="280" fill="#c8c8c8"/>';
  assert.ok(await blank(paper, '#fafafa'));
  assert.equal(await blank(`${paper}${shade('#303030', lines(40, 60, ['2/2'], { pt: 9 }))}`, '#fafafa'), false);
});
