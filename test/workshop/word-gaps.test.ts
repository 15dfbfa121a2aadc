import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPdf, type PdfChar } from '#workshop/pdfium.ts';
import type { Raster } from '#workshop/raster.ts';
import type { ReadWord } from '#workshop/recogniser.ts';
import { partWords } from '#workshop/word-gaps.ts';
import { drawnPdf } from './drawn-pdf.ts';

/** `~` is a space on paper that the recogniser has overlooked; `|` is none on paper, yet the recogniser has begun a word. */
const LINES = [
  'Prix unitaire 12,50~€ et TVA 20~% soit 1~250,00 € en tout',
  'Nos bureaux sont ouverts du lundi au samedi de 8~h~30 à 12~h et de 14~h à 17~h',
  'T.~02~61 91~71 92 ou SIRET 111 213~141 00015, référence V/Réf. 2026-04-07, colis n°~11~871 171',
  'Désignation Qté P.U.~HT Total HT',
  'LS1~4DY HU9~5PR',
  'Ouvert de~8~h~30 à 12~h~et de 14~h à 17~h',
  'Écrire à jeanne.roux|@|courriel|.example ou à service@postes|.example avant le 18/01|/2026, merci',
  "L'illisible fil d'Ariane: l'Alma, l'Étoile, mille WWW et Mme Iililil Illimitée; (voir Plan II.)",
];
const FACES = ['Helvetica', 'Helvetica-Bold', 'Times-Roman', 'Courier'];
const SETTINGS = [{}, { horizontalScaling: 72 }, { characterSpacing: 1.2 }];

interface Drawn {
  raster: Raster;
  chars: PdfChar[];
}

/** The lines in one face, as a scanner at 200 dpi sees them, and where each character's ink is. */
async function draw(font: string, settings: object): Promise<Drawn> {
  const bytes = await drawnPdf(
    (document) => {
      document.font(font).fontSize(10);
      for (const line of LINES) document.text(line.replaceAll('~', ' ').replaceAll('|', ''), { ...settings, lineGap: 8 });
    },
    { size: [842, 595], margin: 40 },
  );
  const pdf = await openPdf(bytes);
  const page = pdf.page(0);
  const [widthPx, heightPx] = [2339, 1653];
  const gray = page.render(widthPx, heightPx, (bgrx) => Uint8Array.from({ length: widthPx * heightPx }, (_, i) => bgrx[4 * i + 1]!));
  const chars = page.chars(widthPx, heightPx, 10_000).filter(({ char }) => char.trim() !== '');
  page.close();
  pdf.close();
  return { raster: { widthPx, heightPx, gray }, chars };
}

/** What a recogniser that reads every letter and overlooks spaces would make of it. */
function misread(chars: readonly PdfChar[], join: RegExp): ReadWord[] {
  let at = 0;
  return LINES.flatMap((printed, line) =>
    printed.split(join).map((token): ReadWord => {
      const symbols = [...token.replace(/[~|]/g, '')].map((text) => {
        const { char, box } = chars[at++]!;
        assert.equal(char, text);
        return { text, box, confidence: 0.9 };
      });
      return { text: symbols.map((s) => s.text).join(''), box: [0, 0, 1, 1], confidence: 0.9, line, block: 0, symbols };
    }),
  );
}

for (const font of FACES) {
  test(`words run together are parted, and whole ones left whole, in ${font}`, async () => {
    for (const settings of SETTINGS) {
      const { raster, chars } = await draw(font, settings);
      const words = partWords(misread(chars, /[ |]/), raster);
      for (const [i, line] of LINES.entries()) {
        const found = words.filter((word) => word.line === i).map((word) => word.text);
        assert.deepEqual(found, line.replaceAll('|', '').split(/[ ~]/), `${JSON.stringify(settings)}: ${found.join(' ')}`);
      }
    }
  });
}

test('in italics, where letters lean over the space, whole words stay whole', async () => {
  const { raster, chars } = await draw('Times-Italic', {});
  const words = partWords(misread(chars, /[ |]/), raster).map((word) => word.text);
  const printed = LINES.flatMap((line) => line.replaceAll('|', '').split(' '));
  const parts = new Set(printed.flatMap((token) => [token.replaceAll('~', ''), ...token.split('~')]));
  assert.deepEqual(
    words.filter((word) => !parts.has(word)),
    [],
  );
});

test('a word read as little more than a smudge is not parted', async () => {
  const { raster, chars } = await draw('Helvetica', {});
  const words = misread(chars, /[ |]/);
  const unsure = words.map((word) => ({ ...word, confidence: 0.3 }));
  assert.equal(partWords(unsure, raster).find((word) => word.text.startsWith('8'))?.text, '8h30');
});

test('the box of a part is that of its letters', async () => {
  const { raster, chars } = await draw('Helvetica', {});
  const [hours] = partWords(misread(chars, /[ |]/), raster).filter((word) => word.text === '30');
  assert.deepEqual(hours?.box[0], hours?.symbols[0]?.box[0]);
  assert.deepEqual(hours?.box[2], hours?.symbols[1]?.box[2]);
});

test('of letters a wide gap is a space where no other two of the line stand apart', async () => {
  const { raster, chars } = await draw('Helvetica', {});
  const close = misread(chars, /[ |]/).filter((word) => word.line === 1);
  const at = close.findIndex(({ text }) => text === 'du');
  const [du, lundi] = [close[at]!, close[at + 1]!];
  const together = { ...du, text: du.text + lundi.text, symbols: [...du.symbols, ...lundi.symbols] };
  const found = partWords([...close.slice(0, at), together, ...close.slice(at + 2)], raster);
  assert.deepEqual(found.map(({ text }) => text).slice(0, 8), 'Nos bureaux sont ouverts du lundi au samedi'.split(' '));
});
