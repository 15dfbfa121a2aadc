import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from '#understanding/page-lines.ts';
import { understand } from '#understanding/understand.ts';
import { directory, HOUSE, model, printEnvelope, printLetter, printPage, read } from './printed-page.ts';

const invoice = printLetter({
  address: [...HOUSE],
  head: ['Code client : 468604  Votre commande : CDE-5431', 'Date : 24 octobre 2025'],
  body: [
    'FACTURE n° 2693193',
    'Désignation  Qté  P.U. HT  Total HT',
    'Palette perdue  6  136,96  821,76',
    'Montant HT 821,76 €',
    'TVA 20 % 164,35 €',
    'Total TTC 986,11 €',
    'Indemnité forfaitaire de 40 € en cas de retard.',
    'IBAN FR14 2004 1010 0505 0001 3M02 606',
  ],
  footer: 'Ateliers Novelle - SIRET 732 829 320 00074 - TVA FR44732829320',
});

test('tells net, tax and total apart, and leaves the prices of single lines and the lump sum of the law to the text', () => {
  assert.deepEqual(
    read(invoice).amounts.map((a) => [a.kind, a.value]),
    [
      ['net', 821.76],
      ['vat', 164.35],
      ['total', 986.11],
    ],
  );
});

test('finds references by the words before them and identifiers by their check digits', () => {
  const { references, sender } = read(invoice);
  const byKind = Object.fromEntries(references.map((r) => [r.kind, r.value]));
  assert.deepEqual(byKind, {
    customer_number: '468604',
    order_number: 'CDE-5431',
    invoice_number: '2693193',
    iban: 'FR1420041010050500013M02606',
    siret: '73282932000074',
    vat_number: 'FR44732829320',
  });
  assert.deepEqual(sender.ids, {
    email: 'contact@novelle.example',
    phone: '04 76 11 22 33',
    iban: 'FR1420041010050500013M02606',
    siret: '73282932000074',
    vat: 'FR44732829320',
  });
});

test('gives every field the place it was read from', () => {
  const { evidence } = read(invoice);
  for (const e of evidence) {
    assert.ok(e.boxes.length > 0 && e.confidence > 0 && e.confidence <= 1, e.field);
  }
  assert.ok(evidence.some((e) => e.field === 'date'));
  assert.ok(evidence.some((e) => e.field === 'amounts.total'));
});

test('names no SIRET whose check digit fails', () => {
  const u = read(printLetter({ address: [...HOUSE], footer: 'Ateliers Novelle - SIRET 732 829 320 00075' }));
  assert.equal(
    u.references.find((r) => r.kind === 'siret'),
    undefined,
  );
});

test('reads the sum owed of a reminder as due and leaves fees aside', () => {
  const u = read(
    printLetter({
      address: [...HOUSE],
      body: [
        'Objet : deuxième relance, facture FA-2026-0042 impayée',
        'Madame, Monsieur,',
        "Sauf erreur, le règlement de notre facture FA-2026-0042, d'un montant de 1 250,00 €, ne nous est pas parvenu.",
        'Une indemnité forfaitaire de 40,00 € pourra vous être réclamée.',
      ],
    }),
  );
  assert.equal(u.class.id, 'reminder');
  assert.deepEqual(
    u.amounts.filter((a) => a.kind === 'due'),
    [{ value: 1250, currency: 'EUR', kind: 'due' }],
  );
  assert.equal(u.subject, 'deuxième relance, facture FA-2026-0042 impayée');
});

test('joins groups of digits that belong together', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Numéro fiscal : 407 320 777 899. Pour toute réclamation'] }));
  assert.equal(u.references.find((r) => r.kind === 'tax_number')?.value, '407 320 777 899');
});

test('reads a printed tracking number with its groups, and says whether the check digit holds', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Lettre recommandée avec AR n° RB 123 456 785 GB'] }));
  assert.deepEqual(u.tracking, [{ number: 'RB123456785GB', carrier: 'upu', valid: true }]);
  assert.equal(u.registered, true);
});
test('keeps a registered letter number whose rule is unproven, with a warning', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Recommandé 2C 300 371 27691'] }));
  assert.deepEqual(u.tracking, [{ number: '2C30037127691', carrier: 'laposte', valid: false }]);
});
test('does not take digits alone for a tracking number', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Commande : 3318810025'] }));
  assert.deepEqual(u.tracking, []);
});
test('takes digits alone beside the word for it or the name of the carrier, however they are grouped', () => {
  for (const [line, number, carrier] of [
    ['DPD Paketscheinnummer 0215 095 170 1541 B', '02150951701541B', 'dpd'],
    ['FedEx Sendungsnummer: 6356 5382 1240', '635653821240', 'fedex'],
    ['DHL Express, lettera di vettura n. 90 4417 8382', '9044178382', 'dhl-express'],
    ['Identcode 38.160 303.323 2', '381603033232', 'deutsche-post'],
    ['Palette SSCC 333313984750220706', '333313984750220706', 'sscc'],
  ] as const) {
    const u = read(printLetter({ address: [...HOUSE], head: [line] }));
    assert.deepEqual([u.tracking, u.references], [[{ number, carrier, valid: true }], []], line);
  }
  const franked = read(printLetter({ codes: [{ format: 'DataMatrix', text: '333313984750220706', box: [10, 10, 60, 60] }] }));
  assert.deepEqual(franked.tracking, [], 'eighteen digits in a code are no container by that alone');
});
test('takes digits alone with a bar code', () => {
  const u = read(printLetter({ address: [...HOUSE], codes: [{ format: 'Code128', text: '3318810025', box: [10, 10, 200, 60] }] }));
  assert.deepEqual(u.tracking, [{ number: '3318810025', carrier: 'dhl-express', valid: true }]);
});

test('reads our own label from its code, from print, and never with a wrong check character', () => {
  const label = (text: string, coded: boolean) =>
    read(
      printLetter({
        address: [...HOUSE],
        ...(coded ? { codes: [{ format: 'Code128', text, box: [10, 10, 200, 60] }] } : { footer: text }),
      }),
    ).ownNumber;
  assert.equal(label('VM-2026-000123-M', true), 'VM-2026-000123-M');
  assert.equal(label('VM-2026-000123-M', false), 'VM-2026-000123-M');
  assert.equal(label('VM-2026-000123-N', true), null);
  assert.equal(label('XY-2026-000123-M', true), null);
});

test('reads no fields in a routing read', () => {
  const u = read(invoice, 'routing');
  assert.deepEqual([u.references, u.amounts, u.subject], [[], [], null]);
  assert.equal(u.date, '2025-10-24');
});

test('puts back a comma that was not read where net, tax and total then add up', () => {
  const u = read(
    printLetter({
      address: [...HOUSE],
      body: ['FACTURE n° F-77123', 'Désignation  Qté  P.U. HT', 'Montant HT 190540 €', 'TVA 241,29 €', 'Total TTC 2 146,69 €'],
    }),
  );
  assert.deepEqual(
    u.amounts.filter((a) => a.kind !== 'other').map((a) => [a.kind, a.value]),
    [
      ['net', 1905.4],
      ['vat', 241.29],
      ['total', 2146.69],
    ],
  );
});

test('takes the sender from the footer where the letterhead was not read', () => {
  const u = read(printLetter({ sender: [], address: [...HOUSE], footer: 'Ateliers Novelle - SIRET 732 829 320 00074' }));
  assert.equal(u.sender.name, 'Ateliers Novelle');
});

test('finds the sum on the last of many pages', () => {
  const letter = printLetter({ address: [...HOUSE] });
  const pages = [...Array.from({ length: 60 }, () => letter), invoice];
  const { amounts } = understand({ pages, directory, model: model(), depth: 'full', ownPrefix: 'VM' });
  assert.ok(amounts.some((a) => a.kind === 'total' && a.value === 986.11));
});
test('cuts a line no printer could print, and lists no more numbers than an office files by', () => {
  const words = Array.from({ length: 2000 }, (_, i) => `n° A-${10_000 + i}`);
  const long = printPage(1654, 2339, [{ text: words.join(' '), xPx: 10, yPx: 900 }]);
  assert.ok(layOut(long, 0).lines.every((l) => l.words.length <= 60));
  assert.ok(read(long).references.length <= 200);
});

test('tells the language of a letter, and of the few words of an envelope', () => {
  for (const [language, body] of [
    ['fr', 'Nous vous prions de bien vouloir trouver ci-joint les documents demandés.'],
    ['en', 'Please find enclosed the documents that you have asked us for.'],
    ['de', 'Anbei erhalten Sie die Unterlagen, um die Sie uns gebeten haben, und wir bitten um Ihre Antwort.'],
    ['it', 'Vi inviamo in allegato la documentazione che ci è stata richiesta con la vostra lettera.'],
  ] as const)
    assert.equal(read(printLetter({ address: [...HOUSE], body: [body, body] })).language, language, body);
  const invoice = [
    'Fattura n. 118',
    'Descrizione  Prezzo  Importo',
    'Verifica periodica  80,00  80,00',
    'Imponibile  80,00',
    'Totale  97,60',
  ];
  assert.equal(
    read(printLetter({ sender: ['Officine Ferrigno'], address: [...HOUSE, '14 ALLEE DE LA GARE'], body: invoice })).language,
    'it',
  );
  const face = { sender: ['Werkzeughandel Rheinbach GmbH', 'Gartenweg 9', '53359 RHEINBACH'], franking: ['DIALOGPOST', '18.06.25'] };
  assert.equal(read(printEnvelope({ ...face, address: [...HOUSE, 'FRANKREICH'] })).language, 'de');
});

test('the label of a parcel may stand in the cell before its number, broken in two', () => {
  const page = printPage(1654, 2339, [
    { text: 'Tracking', xPx: 900, yPx: 300 },
    { text: '07993842085 1170', xPx: 1250, yPx: 300 },
    { text: '07993842085 1170', xPx: 130, yPx: 900 },
  ]);
  assert.deepEqual(
    read(page).tracking.map((t) => [t.number, t.carrier]),
    [['079938420851170', 'dpd']],
  );
});
test('so many digits without a label beside them are no parcel', () => {
  assert.deepEqual(read(printPage(1654, 2339, [{ text: '07993842085 1170', xPx: 130, yPx: 900 }])).tracking, []);
});
