import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseXml, type Xml } from '#base/xml.ts';
import { readInvoiceData } from '#understanding/invoice-data.ts';
import type { ReadPage } from '#understanding/page-words.ts';
import { understand } from '#understanding/understand.ts';
import { directory, HOUSE, model, printLetter, read } from './printed-page.ts';

const xml = (text: string): Xml => {
  const parsed = parseXml(Buffer.from(text));
  assert.ok(parsed, 'well-formed');
  return parsed;
};
const amount = (name: string, value: string) => `<ram:${name}>${value}</ram:${name}>`;

/** As Factur-X 1.0 (EN 16931 profile) has it. */
const CII = xml(`<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:ram" xmlns:udt="urn:udt">
 <rsm:ExchangedDocument><ram:ID>F-2026-118</ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260305</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>04011000-12345-34</ram:BuyerReference>
   <ram:SellerTradeParty><ram:ID>990</ram:ID><ram:Name>Forges &amp; Fils</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">73282932000074</ram:ID></ram:SpecifiedLegalOrganization>
    <ram:DefinedTradeContact><ram:TelephoneUniversalCommunication><ram:CompleteNumber>+33 4 76 11 22 33</ram:CompleteNumber></ram:TelephoneUniversalCommunication>
     <ram:EmailURIUniversalCommunication><ram:URIID>Ventes@forges.example</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR44732829320</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>BC-77</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery><ram:DespatchAdviceReferencedDocument><ram:IssuerAssignedID>BL-9</ram:IssuerAssignedID></ram:DespatchAdviceReferencedDocument></ram:ApplicableHeaderTradeDelivery>
  <ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>RF18539007547034</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>FR14 2004 1010 0505 0001 3M02 606</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20260404</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>${amount('LineTotalAmount', '500.00')}${amount('TaxBasisTotalAmount', '500.0000')}
    <ram:TaxTotalAmount currencyID="EUR">100.00</ram:TaxTotalAmount>${amount('GrandTotalAmount', '600.00')}${amount('TotalPrepaidAmount', '200.00')}${amount('DuePayableAmount', '400.00')}
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>`);

test('reads what a Factur-X invoice says of itself', () => {
  assert.deepEqual(readInvoiceData(CII), {
    date: '2026-03-05',
    dueDate: '2026-04-04',
    references: [
      { kind: 'invoice_number', value: 'F-2026-118' },
      { kind: 'order_number', value: 'BC-77' },
      { kind: 'delivery_number', value: 'BL-9' },
      { kind: 'your_reference', value: '04011000-12345-34' },
      { kind: 'creditor_reference', value: 'RF18539007547034' },
      { kind: 'siret', value: '73282932000074' },
      { kind: 'vat_number', value: 'FR44732829320' },
      { kind: 'iban', value: 'FR1420041010050500013M02606' },
    ],
    amounts: [
      { kind: 'net', value: 500, currency: 'EUR' },
      { kind: 'vat', value: 100, currency: 'EUR' },
      { kind: 'total', value: 600, currency: 'EUR' },
      { kind: 'due', value: 400, currency: 'EUR' },
    ],
    sender: {
      name: 'Forges & Fils',
      ids: {
        siret: '73282932000074',
        vat: 'FR44732829320',
        iban: 'FR1420041010050500013M02606',
        email: 'ventes@forges.example',
        phone: '+33 4 76 11 22 33',
      },
    },
  });
});

test('reads an XRechnung in UBL, and the older names of ZUGFeRD 1', () => {
  const ubl = readInvoiceData(
    xml(`<ubl:Invoice xmlns:ubl="u" xmlns:cbc="b" xmlns:cac="a"><cbc:ID>R-7</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate><cbc:DueDate>2026-03-01</cbc:DueDate>
    <cbc:DocumentCurrencyCode>CHF</cbc:DocumentCurrencyCode><cbc:BuyerReference>L-11</cbc:BuyerReference><cac:OrderReference><cbc:ID>4500</cbc:ID></cac:OrderReference>
    <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Kurz</cbc:Name></cac:PartyName><cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Kurz Handels GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
    <cac:TaxTotal><cbc:TaxAmount currencyID="CHF">8.10</cbc:TaxAmount></cac:TaxTotal>
    <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>100</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>108.10</cbc:TaxInclusiveAmount><cbc:PayableAmount>108.10</cbc:PayableAmount></cac:LegalMonetaryTotal></ubl:Invoice>`),
  )!;
  assert.deepEqual(
    [ubl.date, ubl.dueDate, ubl.sender],
    ['2026-02-01', '2026-03-01', { name: 'Kurz Handels GmbH', ids: { vat: 'DE123456789' } }],
  );
  assert.deepEqual(
    ubl.amounts.map((a) => [a.kind, a.value, a.currency]),
    [
      ['net', 100, 'CHF'],
      ['vat', 8.1, 'CHF'],
      ['total', 108.1, 'CHF'],
    ],
  );
  assert.deepEqual(
    ubl.references.map((r) => r.value),
    ['R-7', '4500', 'L-11', 'DE123456789'],
  );
  const one = readInvoiceData(
    xml(`<CrossIndustryDocument><HeaderExchangedDocument><ID>1</ID><IssueDateTime><DateTimeString>20140101</DateTimeString></IssueDateTime></HeaderExchangedDocument>
    <SpecifiedSupplyChainTradeTransaction><ApplicableSupplyChainTradeAgreement><SellerTradeParty><Name>Alt AG</Name></SellerTradeParty></ApplicableSupplyChainTradeAgreement>
    <ApplicableSupplyChainTradeSettlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><SpecifiedTradeSettlementMonetarySummation><GrandTotalAmount>12.00</GrandTotalAmount></SpecifiedTradeSettlementMonetarySummation></ApplicableSupplyChainTradeSettlement></SpecifiedSupplyChainTradeTransaction></CrossIndustryDocument>`),
  )!;
  assert.deepEqual([one.date, one.sender.name, one.amounts[0]?.value], ['2014-01-01', 'Alt AG', 12]);
});

test('leaves out what does not parse, and is no invoice that says nothing', () => {
  assert.equal(readInvoiceData(xml('<note><ID>7</ID></note>')), null);
  assert.equal(readInvoiceData(xml('<Invoice><Note>hello</Note></Invoice>')), null);
  const odd = readInvoiceData(
    xml(`<Invoice><ID>${'9'.repeat(500)}</ID><IssueDate>2026-02-31</IssueDate><DocumentCurrencyCode>euro</DocumentCurrencyCode>
    <LegalMonetaryTotal><TaxInclusiveAmount>1e9</TaxInclusiveAmount><PayableAmount>12,00</PayableAmount></LegalMonetaryTotal></Invoice>`),
  )!;
  assert.deepEqual([odd.date, odd.amounts, odd.references[0]?.value.length], [null, [], 200]);
  const cut = readInvoiceData(
    xml(`<Invoice><ID>${'9'.repeat(199)}😀</ID><IssueDate>0020-03-05</IssueDate>
    <LegalMonetaryTotal><TaxInclusiveAmount>-0.00</TaxInclusiveAmount></LegalMonetaryTotal></Invoice>`),
  )!;
  assert.deepEqual([cut.date, cut.amounts[0]?.value, cut.references[0]?.value], [null, 0, '9'.repeat(199)]);
});

test('no tree whatever makes it throw', () => {
  const names = fc.constantFrom(
    'CrossIndustryInvoice',
    'Invoice',
    'ID',
    'ExchangedDocument',
    'SupplyChainTradeTransaction',
    '__proto__',
    'PaymentMeans',
  );
  const { tree } = fc.letrec<{ tree: Xml }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.dictionary(names, fc.oneof(tie('tree'), fc.array(tie('tree'), { maxLength: 3 }))) as fc.Arbitrary<Xml>,
    ),
  }));
  fc.assert(fc.property(tree, (t) => readInvoiceData(t) === null || Array.isArray(readInvoiceData(t)!.references)));
});

/** The tree with something else in the place of its `at`th node. */
function spoilt(tree: Xml, at: number, by: Xml | Xml[]): Xml {
  let left = at;
  const walk = (node: Xml | Xml[]): Xml | Xml[] => {
    if (left-- === 0) return by;
    if (Array.isArray(node)) return node.map(walk) as Xml[];
    return typeof node === 'string' ? node : Object.fromEntries(Object.entries(node).map(([name, child]) => [name, walk(child)]));
  };
  const spoiled = walk(tree);
  return Array.isArray(spoiled) ? '' : spoiled;
}

test('with anything at all in one place of an invoice, what is read is of the right form and stands in it', () => {
  const strange = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('0020-03-05', '99991231', '20261301', '2026-02-30T00:00', '-0', '999999999999.999999', `${'x'.repeat(199)}😀`, ' \n '),
    fc.array(fc.constantFrom<Xml>('1', '20260101', { ID: '7' }), { maxLength: 3 }),
    fc.constant<Xml>({ '#text': '20260101' }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(60), strange), { minLength: 1, maxLength: 3 }), (places) => {
      const tree = places.reduce((sofar, [at, by]) => spoilt(sofar, at, by), CII);
      const data = readInvoiceData(tree);
      if (data === null) return;
      const said = JSON.stringify(tree).replaceAll('-', '');
      for (const day of [data.date, data.dueDate]) {
        if (day === null) continue;
        assert.match(day, /^\d{4}-\d\d-\d\d$/);
        assert.ok(said.includes(day.replaceAll('-', '')), day);
      }
      for (const { value, currency } of data.amounts) {
        assert.ok(Number.isFinite(value) && !Object.is(value, -0));
        assert.match(currency, /^[A-Z]{3}$/);
      }
      for (const { value } of data.references) assert.ok(value !== '' && value.length <= 200 && value.isWellFormed());
    }),
  );
});

const printed = printLetter({
  address: [...HOUSE],
  head: ['Date : 6 mars 2026', 'N° F-2026-113'],
  body: ['FACTURE', 'Total HT  500,00 €', 'TVA 20 %  100,00 €', 'Total TTC  600,80 €', 'À payer avant le 4 avril 2026'],
});
const withData = (page: ReadPage, invoice: Xml) =>
  understand({ pages: [page], invoice, directory, model: model(), depth: 'full', ownPrefix: 'VM' });

test("an invoice's own data stands in place of what was read, and says where it is printed as well", () => {
  const u = withData(printed, CII);
  assert.deepEqual([u.date, u.dueDate, u.sender.name, u.class.id], ['2026-03-05', '2026-04-04', 'Forges & Fils', 'invoice']);
  assert.deepEqual(
    u.amounts.map((a) => a.value),
    [500, 100, 600, 400],
  );
  assert.equal(u.references[0]?.value, 'F-2026-118');
  const of = (field: string) => u.evidence.filter((e) => e.field === field);
  const [due] = of('dueDate');
  assert.deepEqual([due?.rule, due?.boxes.length, due?.confidence], ['invoice_data', 1, 0.99]);
  const [total] = of('amounts.total');
  assert.deepEqual([total?.value, total?.boxes.length, total?.confidence], ['600.00 EUR', 0, 0.9]);
  for (const field of ['date', 'sender', 'amounts.total']) assert.equal(of(field).length, 1, field);
  assert.ok(u.evidence.every((e) => e.value !== '600.80 EUR'));
});

test('closed mail stays closed, whatever it carries', () => {
  const u = withData(printLetter({ address: [...HOUSE], mark: 'PERSONNEL ET CONFIDENTIEL' }), CII);
  assert.notEqual(u.secrecy, null);
  assert.deepEqual([u.amounts, u.references, u.dueDate], [[], [], null]);
});

const SPC = [
  ...[
    'SPC',
    '0200',
    '1',
    'CH4431999123000889012',
    'S',
    'Ritter Druck AG',
    'Marktgasse',
    '28',
    '9400',
    'Rorschach',
    'CH',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
  ],
  ...['1949.75', 'CHF', 'S', 'Orvanne SA', 'Quai', '24', '77250', 'Moret', 'FR', 'QRR', '210000000003139471430009017', 'Auftrag', 'EPD'],
  '//S1/10/10201409/11/260512/20/1400\\/53/30/106017086/32/8.1/40/2:10;0:30',
];
const BCD = ['BCD', '002', '1', 'SCT', '', 'Rotes Kreuz', 'DE30507500940000048567', 'EUR12.3', '', 'RF18539007547034', '', ''];
const coded = (lines: string[], letter: Parameters<typeof printLetter>[0] = {}) =>
  read(
    printLetter({
      address: [...HOUSE],
      sender: [],
      ...letter,
      codes: [{ format: 'QRCode', text: lines.join('\r\n'), box: [100, 1900, 300, 2100] }],
    }),
  );

test('reads a Swiss QR bill: payee, sum, reference, and the billing information with its term', () => {
  const u = coded(SPC);
  assert.deepEqual([u.sender.name, u.date, u.dueDate], ['Ritter Druck AG', '2026-05-12', '2026-06-11']);
  assert.deepEqual(u.amounts, [{ value: 1949.75, currency: 'CHF', kind: 'due' }]);
  assert.deepEqual(
    u.references.map((r) => [r.kind, r.value]),
    [
      ['invoice_number', '10201409'],
      ['your_reference', '1400/53'],
      ['payment_reference', '210000000003139471430009017'],
      ['iban', 'CH4431999123000889012'],
    ],
  );
  assert.deepEqual(u.sender.ids, { iban: 'CH4431999123000889012', vat: 'CHE106017086' });
  assert.ok(u.evidence.some((e) => e.rule === 'payment_code' && e.field === 'amounts.due' && e.boxes.length === 1));
});

test('the sum of the code that is printed as well is one sum, not two', () => {
  const u = coded(SPC, { sender: ['Empfangsschein'], body: ['Währung Betrag', 'CHF 1 949.75'] });
  assert.deepEqual([u.sender.name, u.amounts], ['Ritter Druck AG', [{ value: 1949.75, currency: 'CHF', kind: 'due' }]]);
});

test('reads a SEPA payment code, and leaves the letterhead its say', () => {
  const u = coded(BCD, { sender: ['Ortsverein Sued', 'Marktplatz 4', '79098 FREIBURG'] });
  assert.equal(u.sender.name, 'Ortsverein Sued');
  assert.deepEqual(u.amounts, [{ value: 12.3, currency: 'EUR', kind: 'due' }]);
  assert.deepEqual(
    u.references.map((r) => r.kind),
    ['creditor_reference', 'iban'],
  );
});

test('a payment code that is cut, misread or without its sum says no more than it can', () => {
  const ibanWrong = BCD.with(6, 'DE31507500940000048567');
  for (const lines of [SPC.slice(0, 25), SPC.with(3, 'CH4431999123000889013'), SPC.with(1, '0100'), ibanWrong, BCD.with(3, 'XXX'), ['BCD']])
    assert.deepEqual(coded(lines).references, [], lines.join('|').slice(0, 60));
  assert.deepEqual(coded(SPC.with(18, '')).amounts, []);
  assert.ok(!coded(SPC.with(28, '210000000003139471430009018')).references.some((r) => r.kind === 'payment_reference'));
});
