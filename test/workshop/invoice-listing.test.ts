import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { parseXml } from '#base/xml.ts';
import { invoiceListing, LISTING } from '#workshop/invoice-listing.ts';
import { invoiceXmlOf } from '#workshop/invoice-xml.ts';
import splitDocument from '#workshop/tasks/split-document.ts';

const item = (
  i: number,
  name: string,
) => `<cac:InvoiceLine><cbc:ID>${i}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">3.0000</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">30.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>${name}</cbc:Name></cac:Item><cac:Price><cbc:PriceAmount>10.0000</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`;
const party = (
  role: string,
  name: string,
  contact: string,
) => `<cac:${role}><cac:Party><cac:PostalAddress><cbc:StreetName>4 rue Basse</cbc:StreetName>
<cbc:CityName>Łódź</cbc:CityName><cbc:PostalZone>90001</cbc:PostalZone></cac:PostalAddress><cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>${contact}</cbc:Name></cac:Contact></cac:Party></cac:${role}>`;
const ubl = (lines: string) =>
  Buffer.from(`<?xml version="1.0"?><ubl:Invoice xmlns:ubl="u" xmlns:cac="a" xmlns:cbc="b"><cbc:ID>R-77</cbc:ID><cbc:IssueDate>2026-03-05</cbc:IssueDate>
<cbc:Note>Merci &lt;b&gt; &amp; à bientôt</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
${party('AccountingSupplierParty', 'Forges &amp; Fils', 'Ventes')}${party('AccountingCustomerParty', 'Société Ardoise', 'Mme Bertholet')}
<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount>36.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>${lines}</ubl:Invoice>`);
const linesOf = (page: { words: readonly { text: string; line: number }[] }) =>
  [...Map.groupBy(page.words, ({ line }) => line).values()].map((words) => words.map(({ text }) => text).join(' '));

test('an invoice that is nothing but data has a page that says whom it is from and for, its number, day, lines and sums', () => {
  const pages = invoiceListing(invoiceXmlOf(ubl(item(1, 'Clous'))));
  assert.equal(pages.length, 1);
  const lines = linesOf(pages[0]!);
  assert.deepEqual(lines.slice(0, 4), ['Forges & Fils', 'Ventes', '4 rue Basse', '90001 Łódź']);
  for (const line of [
    'Société Ardoise',
    'Mme Bertholet',
    'Facture / Invoice n° R-77',
    'Date : 2026-03-05',
    'Clous',
    '3',
    '10',
    '30.00',
    '36.00 EUR',
    'Merci <b> & à bientôt',
  ])
    assert.ok(lines.includes(line), `${line} in ${lines.join(' | ')}`);
  const known = pages[0]!.svg.replaceAll(/<path transform="translate\([-\d. ]+\)" d="[-MLQCZ\d., ]*"\/>/g, '');
  assert.equal(known, '', 'the drawing is outlines and nothing else');
});

test('each word lies on its ink, inside the page', async () => {
  const { pages } = await splitDocument.run({ bytes: ubl(item(1, 'Clous')) }, undefined as never);
  const { bytes, textWords, widthPx } = pages[0]!;
  const gray = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
  for (const { text, box } of textWords!) {
    const [x0, y0, x1, y1] = box;
    assert.ok(x0 >= 0 && y0 >= 0 && x1 <= LISTING.widthPx && y1 <= LISTING.heightPx, text);
    let ink = 0;
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) if (gray[y * widthPx + x]! < 128) ink += 1;
    assert.ok(ink > 0, `${text} is drawn at ${box}`);
    const beneath = textWords!.find(
      ({ box: other }) => other !== box && x0 < other[2] && other[0] < x1 && y0 < other[3] - 8 && other[1] < y1 - 8,
    );
    assert.equal(beneath, undefined, `${text} lies on another word`);
  }
});

test('a list too long is cut at twenty pages and says how much is left; its end stands', () => {
  const many = Array.from({ length: 1500 }, (_, i) => item(i, `Pièce ${i} ${'très longue '.repeat(9)}`)).join('');
  const pages = invoiceListing(parseXml(ubl(many), 8 * 1024 * 1024)!);
  assert.equal(pages.length, 20);
  const last = linesOf(pages.at(-1)!);
  assert.ok(last.some((line) => /^… \d+ lignes de plus/.test(line)));
  assert.ok(last.includes('36.00 EUR'));
});

test('an XML that is no invoice, or none that is well formed, is refused with what to send instead', async () => {
  const run = async (text: string) => splitDocument.run({ bytes: Buffer.from(text) }, undefined as never);
  for (const text of [
    '<?xml version="1.0"?><svg/>',
    '<Invoice><ID>1</Invoice>',
    '<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice>&a;</Invoice>',
  ])
    await assert.rejects(run(text), { code: 'FORMAT_NOT_READ' }, text);
  await assert.rejects(run('<html><body>'), { code: 'FORMAT_UNKNOWN' });
  await assert.rejects(run(`<?xml version="1.0"?><Invoice>${' '.repeat(3 * 1024 * 1024)}</Invoice>`), { code: 'IMAGE_TOO_LARGE' });
});
