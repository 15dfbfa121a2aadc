import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { isPlausibleText } from '#workshop/plausible-text.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { drawnPdf } from './drawn-pdf.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());
const split = async (bytes: Uint8Array) => (await workshop.run('split-document', { bytes })).pages;
const firstWord = async (bytes: Uint8Array) => (await split(bytes)).map((page) => page.textWords?.[0]?.text);

const FONT = readFileSync(new URL('../../node_modules/bwip-js/fonts/Inconsolata.otf', import.meta.url));
const LETTER = `Facture numéro 4711 du service des achats. Nous vous prions de bien vouloir régler la somme de 1 234,56 € avant le 3 mars 2026, par virement
sur notre compte bancaire. Passé ce délai, des pénalités de retard seront appliquées conformément à nos conditions générales de vente.`;

const scanOf = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#f4f4f0' } })
    .jpeg()
    .toBuffer();
/** Text as another recogniser leaves it: drawn, but not to be seen (ISO 32000-1 §9.3.6). */
const drawInvisibly = (document: PDFKit.PDFDocument, text: string) => {
  (document as PDFKit.PDFDocument & { addContent(operators: string): void }).addContent('3 Tr');
  document.text(text, 72, 100);
};

/** A page in a font whose glyphs are small drawings, numbered as they come, with nothing to say which letter each is (§9.6.5). */
function drawnGlyphs(text: string): Buffer {
  const letters = [...new Set(text.replace(/\s/g, ''))];
  const names = letters.map((_, i) => `/g${i}`);
  const codes = [...text].map((c) => (letters.includes(c) ? letters.indexOf(c) + 33 : 32).toString(16)).join('');
  const stream = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    stream(`BT /F 3 Tf 20 700 Td <${codes}> Tj ET`),
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 800] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 33 /LastChar ${32 + letters.length}
      /Widths [${letters.map(() => 600).join(' ')}] /Encoding << /Differences [33 ${names.join(' ')}] >>
      /CharProcs << ${names.map((name) => `${name} 6 0 R`).join(' ')} >> /Resources << >> >>`,
    stream('600 0 0 0 500 700 d1 50 0 400 600 re f'),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\n`;
  return Buffer.from(`${file}startxref\n${table}\n%%EOF`, 'latin1');
}

test('each page of a mixed PDF is taken as it is: words where there are any, an image to be read where not', async () => {
  const scan = await scanOf(1240, 1754);
  const bytes = await drawnPdf((d) => {
    d.text(LETTER);
    d.addPage().image(scan, 0, 0, { width: 595, height: 842 });
    d.addPage().image(scan, 0, 0, { width: 595, height: 842 });
    drawInvisibly(d, LETTER);
    d.addPage().text(LETTER);
  });
  assert.deepEqual(await firstWord(bytes), ['Facture', undefined, undefined, 'Facture']);
});

test('the invisible words of another recogniser are not taken over, however little of the page its image covers', async () => {
  const scan = await scanOf(600, 400);
  const bytes = await drawnPdf((d) => {
    d.image(scan, 72, 90, { width: 300 });
    drawInvisibly(d, LETTER);
  });
  assert.deepEqual(await firstWord(bytes), [undefined]);
});

test('words that nobody can see on the page are none: beyond its edges, white on white, transparent, under a picture', async () => {
  const scan = await scanOf(600, 400);
  const hidden = (d: PDFKit.PDFDocument) => {
    d.text('dehors', -400, 300, { lineBreak: false }).text('dessous', 100, 2000, { lineBreak: false });
    d.fillColor('white').text('blanc', 72, 300, { lineBreak: false });
    d.fillColor('black').text('couvert', 100, 520, { lineBreak: false }).image(scan, 72, 500, { width: 200 });
    d.opacity(0).text('transparent', 72, 400, { lineBreak: false }).opacity(1);
  };
  const wordsOf = async (bytes: Uint8Array) => (await split(bytes))[0]!.textWords?.map((word) => word.text);
  const plain = await wordsOf(await drawnPdf((d) => d.text(LETTER, 72, 72).fillColor('#cccccc').text('pâle')));
  assert.equal(plain?.at(-1), 'pâle');
  const both = await drawnPdf((d) => {
    d.text(LETTER, 72, 72);
    hidden(d);
    d.text('visible', 72, 700);
  });
  assert.deepEqual(await wordsOf(both), [...plain!.slice(0, -1), 'visible']);
  const overlaid = await drawnPdf((d) => d.text('Bonjour Madame', 72, 72).fillColor('white').text(LETTER));
  assert.equal(await wordsOf(overlaid), undefined);
});

test('a font that does not say which letters its glyphs are is read by eye', async () => {
  assert.deepEqual(await firstWord(drawnGlyphs(LETTER)), [undefined]);
  const whole = await drawnPdf((d) => d.font(FONT).fontSize(14).text(LETTER), { compress: false });
  assert.deepEqual(await firstWord(whole), ['Facture']);
  // Same length, so that the cross-reference table still holds.
  const mute = Buffer.from(whole.toString('latin1').replaceAll('/ToUnicode', '/Forgotten'), 'latin1');
  const [page] = await split(mute);
  assert.equal(page?.textWords, undefined);
  const look = await workshop.run('look', { pageKey: 'mute', bytes: page!.bytes });
  const { text } = await workshop.run('full-read', { pageKey: 'mute', bytes: page!.bytes, look });
  assert.match(text, /Facture num.ro 4711 du service des achats/);
});

test('letters that stand for other letters are told from writing, in four languages', async () => {
  const samples = [
    LETTER,
    'Dear Sir or Madam, please find attached our invoice for the goods delivered last month. We kindly ask you to transfer the amount due to our account within thirty days of receipt. Should you have any question, our department will gladly help.',
    'Sehr geehrte Damen und Herren, anbei erhalten Sie unsere Rechnung über die gelieferten Waren. Bitte überweisen Sie den fälligen Betrag innerhalb von dreißig Tagen auf unser Konto. Für Rückfragen steht Ihnen unsere Buchhaltung gern zur Verfügung.',
    'Gentili Signori, in allegato trovate la nostra fattura relativa alla merce consegnata il mese scorso. Vi preghiamo di versare quanto dovuto sul nostro conto entro trenta giorni. Per ogni domanda il nostro ufficio resta a vostra disposizione.',
  ];
  for (const text of samples) {
    assert.ok(isPlausibleText(text), text);
    const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
    const turned = plain.replace(/[a-z]/gi, (c) => String.fromCharCode(((c.toLowerCase().charCodeAt(0) - 97 + 11) % 26) + 97));
    assert.ok(!isPlausibleText(turned), turned);
    const seen = [...new Set(plain.replace(/\s/g, ''))];
    const counted = [...plain].map((c) => (/\s/.test(c) ? c : String.fromCharCode(33 + seen.indexOf(c)))).join('');
    assert.ok(!isPlausibleText(counted), counted);
  }
  assert.deepEqual(
    await firstWord(await drawnPdf((d) => d.text(LETTER.replace(/[a-z]/g, (c) => 'qzjxkwvbfhpgydntmclsroiuea'[c.charCodeAt(0) - 97]!)))),
    [undefined],
  );
});

test('tables, numbers and other scripts are believed', () => {
  for (const text of [
    '',
    '2026-03-03 1 234,56 € 20,00 % 3.1.4',
    'Pos. Art. Menge EP GP USt 19,0 % 5 Stk. 2,00',
    'Παρακαλούμε να βρείτε συνημμένο το τιμολόγιο μας '.repeat(8),
  ])
    assert.ok(isPlausibleText(text), text);
});

test('what is locked against printing only is opened, what asks for a password is refused, in every cipher', async () => {
  for (const pdfVersion of ['1.3', '1.4', '1.6', '1.7ext3'] as const) {
    assert.deepEqual(
      await firstWord(await drawnPdf((d) => d.text(LETTER), { ownerPassword: 'boss', pdfVersion })),
      ['Facture'],
      pdfVersion,
    );
    const closed = await drawnPdf((d) => d.text(LETTER), { userPassword: 'open sesame', ownerPassword: 'boss', pdfVersion });
    await assert.rejects(split(closed), (e) => isFailure(e, 'PDF_ENCRYPTED'), pdfVersion);
  }
});
