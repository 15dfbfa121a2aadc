import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectLanguage } from '#workshop/language.ts';
import type { Box, PageLook, Word } from '#workshop/page-look.ts';
import { wordsOfChars } from '#workshop/pdf-text.ts';
import { openPdf, type PdfChar } from '#workshop/pdfium.ts';
import { asText, readHead } from '#workshop/read-page.ts';
import { partReader } from '#workshop/read-part.ts';
import { parseHocr, type ReadWord, type Recogniser } from '#workshop/recogniser.ts';
import { takeTextLayer } from '#workshop/text-layer.ts';
import { drawnPdf } from './drawn-pdf.ts';

const words = (text: string): Word[] => text.split(' ').map((w) => ({ text: w, box: [0, 0, 1, 1], confidence: 1, line: 0, block: 0 }));
/** Ten pixels of line a letter, twenty high; the ink of a dot or a hyphen is small. */
const chars = (text: string, x = 100, y = 100, pitch = 10): PdfChar[] =>
  [...text].map((char, i): PdfChar => {
    const at = x + i * pitch;
    const box: Box =
      char === '.' ? [at + 4, y + 13, at + 6, y + 15] : char === '-' ? [at + 2, y + 8, at + 8, y + 9] : [at, y, at + 9, y + 14];
    return { char, box, cell: [at, y - 3, at + 10, y + 17], turn: 0, invisible: false };
  });
const seen = (all: readonly PdfChar[]) =>
  wordsOfChars([...all, ...chars('Un texte assez long pour une page', 100, 900)], 0)?.map((w) => w.text);
const REST = ['Un', 'texte', 'assez', 'long', 'pour', 'une', 'page'];

test("Tesseract's hOCR becomes words that know their line, their block and their letters", () => {
  const hocr = `<div class='ocr_page' id='page_1' title='image ""; bbox 0 0 800 600; ppageno 0'>
   <div class='ocr_carea' id='block_1_1' title="bbox 10 10 310 70">
    <p class='ocr_par' id='par_1_1' lang='fra' title="bbox 10 10 310 70">
     <span class='ocr_line' id='line_1_1' title="bbox 10 10 310 30; baseline 0 -4; x_size 20">
      <span class='ocrx_word' id='word_1_1' title='bbox 10 10 50 30; x_wconf 96'>
       <span class='ocrx_cinfo' title='x_bboxes 10 10 20 30; x_conf 99.5'>N</span>
       <span class='ocrx_cinfo' title='x_bboxes 22 10 50 30; x_conf 98'>&amp;</span>
      </span>
      <span class='ocrx_word' id='word_1_2' title='bbox 60 10 70 30; x_wconf 0'> </span>
     </span>
     <span class='ocr_header' id='line_1_2' title="bbox 10 40 310 60; baseline 0 -4; x_size 20">
      <span class='ocrx_word' id='word_1_3' title='bbox 10 40 60 60; x_wconf 40'>
       <span class='ocrx_cinfo' title='x_bboxes 10 40 60 60; x_conf 40'>M</span>
      </span>
     </span>
    </p>
   </div>
  </div>`;
  const [first, second, ...rest] = parseHocr(hocr);
  assert.deepEqual(
    { ...first, symbols: undefined },
    { text: 'N&', box: [10, 10, 50, 30], confidence: 0.96, line: 0, block: 0, symbols: undefined },
  );
  assert.deepEqual(first?.symbols[0], { text: 'N', box: [10, 10, 20, 30], confidence: 0.995 });
  assert.deepEqual([second?.text, second?.line, second?.block, second?.confidence], ['M', 1, 0, 0.4]);
  assert.deepEqual([rest, parseHocr('')], [[], []]);
});

test('a word whose letters are all certain is not doubted for the space beside it', () => {
  const word = (confidence: number, letters: number[]) =>
    `<span class='ocr_line' title="bbox 0 0 9 9"><span class='ocrx_word' title='bbox 0 0 9 9; x_wconf ${confidence}'>` +
    letters.map((c) => `<span class='ocrx_cinfo' title='x_bboxes 0 0 9 9; x_conf ${c}'>7</span>`).join('');
  assert.deepEqual(
    [word(0, [99, 98]), word(0, [99, 90]), word(92, [99, 98])].map((hocr) => parseHocr(hocr)[0]?.confidence),
    [0.75, 0, 0.92],
  );
});

test('text has a line per line and a gap between blocks', () => {
  const [a, b, c] = words('un deux trois');
  assert.equal(asText([a!, { ...b!, line: 1 }, { ...c!, line: 2, block: 1 }]), 'un\ndeux\n\ntrois');
});

/** A page of these lines, words given with their confidence and height. */
const readBack = async (lines: [text: string, confidence?: number, heightPx?: number][][]) => {
  const words = lines.flatMap((line, i) =>
    line.map(([text, confidence = 0.95, heightPx = 20], j): ReadWord => {
      const box: Box = [100 * j, 40 * i, 100 * j + 90, 40 * i + heightPx];
      return { text, box, confidence, line: i, block: 0, symbols: [] };
    }),
  );
  const recogniser: Recogniser = {
    read: async (_raster, _dpi, options) => (options?.segmentation === 'line' ? [] : words),
    warm: async () => {},
  };
  const page = { widthPx: 1000, heightPx: 1000, gray: new Uint8Array(1_000_000).fill(255) };
  return (await readHead(recogniser, partReader(recogniser), page, 200)).text;
};
const plain = (text: string): [string][] => text.split(' ').map((w) => [w]);

test('in an English sentence a lone stroke is an I, a rule beside print and a stroke in French are none', async () => {
  const english = plain('Please find enclosed the invoice for your order of this month with our thanks');
  assert.match(await readBack([english, [['|'], ['read'], ['it']], [['|', 0.9, 60], ['Total'], ['12']]]), /\nI read it\n\| Total 12/);
  const french = plain('Nous vous prions de trouver ci-joint la facture et le bon de livraison');
  assert.match(await readBack([french, [['|'], ['lu'], ['et']]]), /\n\| lu et/);
});

test('an English a is read without the accent it never has, a French one keeps its own', async () => {
  const english = plain('Please find enclosed the invoice for your order of this month with our thanks');
  const text = await readBack([english, plain('there is à copy of the'), plain('nous vous avons écrit à Lyon')]);
  assert.equal(text.split('\n').slice(1).join('|'), 'there is a copy of the|nous vous avons écrit à Lyon');
});

test('a few letters of no confidence are a signature or dust, a figure among words is text', async () => {
  const text = await readBack([
    plain('Veuillez agréer nos salutations distinguées de la part de'),
    [['vwn', 0.3]],
    [['Lot'], ['7', 0.4]],
    [['FILS'], ['2', 0.23]],
    [['7', 0.8]],
  ]);
  assert.equal(text.split('\n').slice(1).join('|'), 'Lot 7|FILS|7');
});

test('the language is named when small words agree, and left open otherwise', () => {
  assert.equal(detectLanguage(words('Nous vous prions de trouver ci-joint la facture et le bon de livraison')), 'fr');
  assert.equal(detectLanguage(words('Please find enclosed the invoice for your order of this month with our thanks')), 'en');
  assert.equal(detectLanguage(words('Bitte überweisen Sie den Betrag auf das Konto und nennen Sie die Rechnung')), 'de');
  assert.equal(detectLanguage(words('Gentile cliente il pagamento della fattura non è ancora arrivato per questo mese con')), 'it');
  assert.equal(detectLanguage(words('SARL DURAND 42190 CHARLIEU')), null);
});

test('characters of a PDF become words at spaces, gaps and line ends', () => {
  const found = wordsOfChars(
    [...chars('Facture numéro'), ...chars('2025', 300), ...chars('Montant', 100, 130), ...chars('Sous-total', 100, 230)],
    0.2,
  );
  assert.deepEqual(
    found?.map(({ text, line, block }) => [text, line, block]),
    [
      ['Facture', 0, 0],
      ['numéro', 0, 0],
      ['2025', 0, 0],
      ['Montant', 1, 0],
      ['Sous-total', 2, 1],
    ],
  );
  assert.deepEqual(found?.[0]?.box, [100, 100, 169, 114]);
});

test('a ligature belongs to its word, though each of its letters has the place of one', () => {
  const [o, ...ffi] = chars('offi');
  const ligature = ffi.map((c, i): PdfChar => ({ ...c, cell: [110, 97, 118, 117], box: [110 + 8 * i, 100, 118 + 8 * i, 114] }));
  assert.deepEqual(seen([o!, ...ligature, ...chars('ce', 135)]), ['office', ...REST]);
});

test('words of a text layer end where the pen leaps, not at dots and hyphens', () => {
  assert.deepEqual(seen(chars('1.163,20')), ['1.163,20', ...REST]);
  assert.deepEqual(seen(chars('E-Mail')), ['E-Mail', ...REST]);
  assert.deepEqual(seen([...chars('Mont'), ...chars('ant', 140.4)]), ['Montant', ...REST], 'kerned');
  assert.deepEqual(seen([...chars('Montant'), ...chars('net', 173)]), ['Montant', 'net', ...REST], 'a space of a sixth of an em');
});

test('letters set apart are one word, figures in the columns of a table are not', () => {
  assert.deepEqual(seen([...chars('FACTURE', 100, 100, 14), ...chars('12', 210, 100, 14)]), ['FACTURE', '12', ...REST]);
  assert.deepEqual(seen(['1', '2', '3', '4'].flatMap((char, i) => chars(char, 100 + i * 60))), ['1', '2', '3', '4', ...REST]);
});

test('writing turned on the page is read along its own lines', () => {
  const turned = (turn: 90 | 270) =>
    chars('SIRET 12').map(({ char }, i): PdfChar => {
      const y = turn === 90 ? 100 + i * 10 : 200 - i * 10;
      return { char, box: [40, y, 54, y + 9], cell: [37, y, 57, y + 10], turn, invisible: false };
    });
  assert.deepEqual(seen(turned(90)), ['SIRET', '12', ...REST]);
  assert.deepEqual(seen(turned(270)), ['SIRET', '12', ...REST]);
});

test('a printed PDF gives its words in every face, spaced, narrowed or turned', async () => {
  const lines = ['Net à payer : 1.163,20 €', 'E-Mail jeanne.roux@courriel.example', '7 % TVA, échéance 05.03.2018'];
  const draw = (document: PDFKit.PDFDocument) => {
    for (const font of ['Helvetica', 'Times-Roman', 'Courier']) {
      for (const options of [{}, { characterSpacing: 1.5 }, { horizontalScaling: 70 }, { wordSpacing: -0.8 }])
        for (const line of lines) document.font(font).fontSize(10).text(line, options);
    }
    document
      .rotate(90, { origin: [40, 40] })
      .font('Helvetica')
      .text(lines[1]!, 60, 20);
  };
  const pdf = await openPdf(await drawnPdf(draw, { margin: 40 }));
  const page = pdf.page(0);
  const found = wordsOfChars(page.chars(1654, 2339, 10_000), 0);
  page.close();
  pdf.close();
  const expected = [...Array.from({ length: 12 }, () => lines).flat(), lines[1]!].flatMap((line) => line.split(' '));
  assert.deepEqual(
    found?.map((word) => word.text),
    expected,
  );
});

test('a text layer of a scan, a coded font and a lone page number are read by eye instead', () => {
  const text = 'Un texte assez long pour être celui de la page';
  assert.equal(
    wordsOfChars(
      chars(text).map((c) => ({ ...c, invisible: true })),
      0,
    ),
    undefined,
  );
  assert.equal(wordsOfChars(chars(text.replace(/e/g, '\uE012')), 0), undefined);
  assert.equal(wordsOfChars(chars('- 3 -'), 0), undefined);
  assert.equal(wordsOfChars(chars(text), 0.9), undefined);
  assert.ok(wordsOfChars(chars(text), 0.4));
});

test('words of a text layer are led into the upright frame', () => {
  // Stored page turned by 180 degrees, 1000 × 800.
  const look = { upright: { widthPx: 1000, heightPx: 800, dpi: 200, toStored: [-1, 0, 0, -1, 1000, 800] } } as unknown as PageLook;
  const { words: moved } = takeTextLayer([{ text: 'là', box: [100, 50, 200, 90], confidence: 1, line: 0, block: 0 }], look);
  assert.deepEqual(moved[0]?.box, [800, 710, 900, 750]);
});
