import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifiersIn } from '#understanding/identifiers.ts';
import { phoneIn } from '#understanding/sender.ts';
import { HOUSE, printLetter, printPage, read } from './printed-page.ts';

const references = (head: string[], footer?: string): string[][] =>
  read(printLetter({ address: [...HOUSE], head, ...(footer ? { footer } : {}) })).references.map((r) => [r.kind, r.value]);

test('knows a number by the word before it, in four languages and however "number" is written', () => {
  for (const [line, kind, value] of [
    ['Facture N° F26/791', 'invoice_number', 'F26/791'],
    ['Numéro de facture : 2024-0815', 'invoice_number', '2024-0815'],
    ['Invoice #: INV-20417', 'invoice_number', 'INV-20417'],
    ['Rechnungsnummer 30064443', 'invoice_number', '30064443'],
    ['Schlussrechnung Nr. SR-5521', 'invoice_number', 'SR-5521'],
    ['Rechnung des Versicherers (575) Nr. 00.123.456.7-2018-1', 'invoice_number', '00.123.456.7-2018-1'],
    ['Fattura n. 118/2026', 'invoice_number', '118/2026'],
    ['N° client : C43770', 'customer_number', 'C43770'],
    ['Kundennr. 47774', 'customer_number', '47774'],
    ['Votre cde : BC39933', 'order_number', 'BC39933'],
    ['P.O. No. 4500022513', 'order_number', '4500022513'],
    ['Lieferschein-Nr. L-88120', 'delivery_number', 'L-88120'],
    ['Vertragsnummer: V-2024-117', 'contract_number', 'V-2024-117'],
    ['Sinistre n° 26/004512', 'policy_number', '26/004512'],
    ['Aktenzeichen: 12 O 345/26', 'case_number', '12 O 345/26'],
    ['My staff number is JB/ND/5277.', 'staff_number', 'JB/ND/5277'],
    ['V/Réf. : A38.455', 'your_reference', 'A38.455'],
    ['V/RÉéf. : A38.455', 'your_reference', 'A38.455'],
    ['Notreréférence : MC/RT/871', 'reference', 'MC/RT/871'],
    ['Unser Zeichen: KL-9981', 'reference', 'KL-9981'],
    ['Numéro de client : NVYG73', 'customer_number', 'NVYG73'],
    ['Cod. Cli.: 836.117', 'customer_number', '836.117'],
    ['Cust. No.: 42239152', 'customer_number', '42239152'],
    ['Debitor-Nr. 10442', 'customer_number', '10442'],
    ['Customer PO 2025-9434', 'order_number', '2025-9434'],
    ['Réf. commande : AB/25/12824', 'order_number', 'AB/25/12824'],
    ['Conferma d’ordine n. 7731', 'order_number', '7731'],
    ['Rg.-Nr. 1785/26', 'invoice_number', '1785/26'],
    ['RG n° 26/01785', 'case_number', '26/01785'],
    ['Nota di accredito n. 202633146', 'invoice_number', '202633146'],
    ['N° de BL : 6937574383', 'delivery_number', '6937574383'],
    ['LS-Nr. 202599554', 'delivery_number', '202599554'],
    ['Réf. expédition 6511389212', 'delivery_number', '6511389212'],
    ['N. contratto: MNT25-00244', 'contract_number', 'MNT25-00244'],
    ['Lease ref.: 76254624', 'contract_number', '76254624'],
    ['Leasingvertrag Nr. 4063666', 'contract_number', '4063666'],
    ['N° d’affaire M-2025-5385', 'case_number', 'M-2025-5385'],
    ['Gesch.-Z.: 3 K 350/26', 'case_number', '3 K 350/26'],
    ['je souhaite prolonger mon congé (matricule salarié 42341)', 'staff_number', '42341'],
    ['Ihr Az. 649-166-17', 'your_reference', '649-166-17'],
    ['Réf. à votre service A47.772', 'your_reference', 'A47.772'],
    ['Yr ref VXH.8900.25', 'your_reference', 'VXH.8900.25'],
    ['V/Rif. 2025-57034', 'your_reference', '2025-57034'],
    ['Références à rappeler 2026-68737', 'reference', '2026-68737'],
    ['Referenznummer: 25/2961', 'reference', '25/2961'],
    ['Ihre Referenz ................ UR/GX/133', 'your_reference', 'UR/GX/133'],
  ] as const)
    assert.ok(
      references([line]).some(([k, v]) => k === kind && v === value),
      `${line}: ${JSON.stringify(references([line]))}`,
    );
});

test('reads a band of headings with the values under them, and no list of goods that way', () => {
  const columns = (yPx: number, ...cells: string[]) => cells.map((text, i) => ({ text, xPx: 130 + i * 340, yPx }));
  const page = printPage(1654, 2339, [
    ...columns(700, 'Klant', 'Order', 'Factuur', 'Vervaldatum'),
    ...columns(740, 'SC0303006', 'SC000444', 'VF1005193', '22-9-2026'),
    ...columns(900, 'Référence', 'Désignation', 'Qté'),
    ...columns(940, 'KR4500', 'Palette', '6'),
  ]);
  assert.deepEqual(
    read(page).references.map((r) => [r.kind, r.value]),
    [
      ['customer_number', 'SC0303006'],
      ['order_number', 'SC000444'],
      ['invoice_number', 'VF1005193'],
    ],
  );
});

test('a heading over two lines is one, and the last of a row does not name the first number below', () => {
  const columns = (yPx: number, ...cells: string[]) => cells.map((text, i) => ({ text, xPx: 130 + i * 340, yPx }));
  const page = printPage(1654, 2339, [
    ...columns(700, 'Numero', 'Data', 'Vostro'),
    ...columns(730, 'contratto', 'emissione', 'riferimento'),
    ...columns(775, '2025/7994', '23/12/25', 'DS349772'),
  ]);
  const u = read(page);
  assert.deepEqual(
    [u.date, u.references.map((r) => [r.kind, r.value])],
    [
      '2025-12-23',
      [
        ['contract_number', '2025/7994'],
        ['your_reference', 'DS349772'],
      ],
    ],
  );
});

test('labels and values that take turns in the margin are pairs, whatever stands beside them', () => {
  const margin = ['Our file', '8763.338.7', 'Order ID', 'BC26-30023', 'Account code', 'VJNP14'];
  const page = printPage(1654, 2339, [
    ...margin.map((text, i) => ({ text, xPx: 130, yPx: 700 + 36 * i })),
    ...['Description', 'Boiler repair', 'Ball bearing'].map((text, i) => ({ text, xPx: 600, yPx: 772 + 36 * i })),
    ...['Qty', '2', '3'].map((text, i) => ({ text, xPx: 1200, yPx: 772 + 36 * i })),
  ]);
  assert.deepEqual(
    read(page).references.map((r) => [r.kind, r.value]),
    [
      ['case_number', '8763.338.7'],
      ['customer_number', 'VJNP14'],
      ['order_number', 'BC26-30023'],
    ],
  );
});

test('a number whose label ends the row above is of that kind', () => {
  assert.deepEqual(references(['We still await your payment of our outstanding invoice', 'number 9698/25 in full.']), [
    ['invoice_number', '9698/25'],
  ]);
});

test('the number of a document is that of its kind', () => {
  const read26 = (...head: string[]) => references(head).map(([kind]) => kind);
  assert.deepEqual(read26('FACTURE', 'Pièce n° 202510346', 'Total HT  100,00 €', 'TVA 20 %  20,00 €', 'Total TTC  120,00 €'), [
    'invoice_number',
  ]);
  assert.deepEqual(read26('AVIS DE TAXE FONCIÈRE 2026', 'Votre impôt local est à payer avant le 15 octobre.', 'Pièce n° 202510346'), [
    'reference',
  ]);
});

test('a postal code behind the letters of its country is no number of the letter', () => {
  assert.deepEqual(references(['CH-4460 Gelterkinden', 'FR-38500 Voiron', 'Référence : CH-4460']), [['reference', 'CH-4460']]);
});

test('a part of a tracking number is no number of the letter', () => {
  assert.deepEqual(references(['Recommandé n° RB 123 456 785 GB']), []);
});

test("the writer's place in a company register and its telephone are no numbers of the letter", () => {
  for (const footer of [
    'Northfield Bank - Registered no. 75943045',
    'Muster GmbH - Amtsgericht Hanau HRB 13302 - Tel. 06051 916440',
    'Blue Co - Company number 08123456 - KvK Rotterdam 24330087',
  ])
    assert.deepEqual(references([], footer), [], footer);
});

test('the number of a law is no reference, nor its date the date of the letter', () => {
  for (const law of [
    'Conformément à la loi n° 78-17 du 6 janvier 1978 modifiée',
    'Décret n° 2018-347 du 9 mai 2018',
    'nach der Verordnung (EU) Nr. 910/2014 vom 23.07.2014',
    'ai sensi del D.Lgs. n. 196/2003 del 30 giugno 2003',
  ]) {
    const u = read(printLetter({ address: [...HOUSE], head: [law] }));
    assert.deepEqual([u.references, u.date], [[], null], law);
  }
});

test('letters and spaces that a recogniser put into a number are put right', () => {
  assert.deepEqual(references(['Code client : Cs7739', 'Dossier DOS- 883226', 'Your order POs485']), [
    ['customer_number', 'C57739'],
    ['case_number', 'DOS-883226'],
    ['order_number', 'PO5485'],
  ]);
  for (const printed of ['SIRET 732 829 320 0oo74', 'SIRET : 73282932O00074', 'Siret 7328293200007a'])
    assert.equal(identifiersIn(printed)[0]?.value, printed.endsWith('a') ? undefined : '73282932000074', printed);
});

test('an IBAN that goes on in the next row is whole', () => {
  assert.deepEqual(references(['Merci de virer avant le 12 mai. IBAN : FR14 2004', '1010 0505 0001 3M02 606']), [
    ['iban', 'FR1420041010050500013M02606'],
  ]);
});

test('an IBAN misread in a letter of its bank keeps the letters its country has, and takes no VAT number for its beginning', () => {
  assert.deepEqual(
    ['IBAN ITO3 D956 6172 1136 4641 4395 111', 'TVA FR12662904499 IBAN FR14 2004 1010 0505 0001 3M02 606'].map((line) =>
      identifiersIn(line).map((i) => i.value),
    ),
    [['IT03D9566172113646414395111'], ['FR1420041010050500013M02606', 'FR12662904499']],
  );
  for (const printed of ['IBAN : DE 14 7350 6298 8205 9759 92', 'IBAN DE14-7350-6298-8205-9759-92', 'IBAN: DE1 473506 2988 20597 5992'])
    assert.deepEqual(identifiersIn(printed), [{ kind: 'iban', value: 'DE14735062988205975992', proved: true, yours: false }], printed);
  assert.equal(identifiersIn('P.IVA IT4109384335I')[0]?.value, 'IT41093843351');
});

test('identifies the writer by VAT numbers of its country, and not by the one it prints as the reader’s', () => {
  for (const [line, vat] of [
    ['UStId DE 232 446 240 SWIFT HELADEF', 'DE232446240'],
    ['N° TVA intra communautaire: FR 447 328 293 20', 'FR44732829320'],
    ['BTW NL810433941B01', 'NL810433941B01'],
    ['P.IVA 12345670017', '12345670017'],
    ['CHE-123.456.789 MWST', 'CHE123456789'],
  ] as const)
    assert.deepEqual(
      identifiersIn(line).map((i) => i.value),
      [vat],
      line,
    );
  const u = read(printLetter({ address: [...HOUSE], head: ['N° TVA client FR44732829320'] }));
  assert.equal(u.sender.ids.vat, undefined);
  assert.deepEqual(u.references, [{ kind: 'vat_number', value: 'FR44732829320' }]);
});

test('a number printed under a bar code that was misread is not given beside the right one', () => {
  const u = read(
    printLetter({
      address: [...HOUSE],
      head: ['Item no. RX123456785GB'],
      codes: [{ format: 'Code128', text: 'RB123456785GB', box: [10, 10, 200, 60] }],
    }),
  );
  assert.deepEqual([u.references, u.tracking.map((t) => t.number)], [[], ['RB123456785GB']]);
});

test('a telephone number is whole or none', () => {
  for (const [printed, phone] of [
    ['tel.04 76 0077 21 5', '04 76 0077 21'],
    ['t.08 53 01 6 95', null],
    ['tel : +33 4 50 44 68 99', '+33 4 50 44 68 99'],
    ['telefon 030/123456-0', '030/123456-0'],
    ['phone: (0161) 496 0842', '(0161) 496 0842'],
    ['t. o1 99 00 84 68', '01 99 00 84 68'],
    ['tel. |+39 074 000 7303 - info', '+39 074 000 7303'],
    ['selarl talard 1.046571 63 12', '046571 63 12'],
    ['article 1. 02 61', null],
    ['total 4 500', null],
  ] as const)
    assert.equal(phoneIn(printed), phone, printed);
});

test('a word that is nobody’s number in a sentence is a label where it has a cell for itself', () => {
  for (const [line, kind, value] of [
    ['Compte AVYX44', 'account', 'AVYX44'],
    ['Client  C033662', 'customer_number', 'C033662'],
    ['Commande : C DE-6980', 'order_number', 'CDE-6980'],
    ['Pratica | Y168625', 'case_number', 'Y168625'],
    ['Lieferschein-Nr. | EXP51708', 'delivery_number', 'EXP51708'],
    ['Cod. cliente | K-57190', 'customer_number', 'K-57190'],
    ['Votre identifiant : 549 025', 'customer_number', '549 025'],
    ['Numéro de rôle : 22835', 'reference', '22835'],
    ['Codice atto 66563239124', 'reference', '66563239124'],
    ['Affaire suivie sous : 26/85123', 'reference', '26/85123'],
    ['{Acct  K-75386', 'account', 'K-75386'],
  ] as const)
    assert.deepEqual(references([line]), [[kind, value]], line);
  assert.deepEqual(references(['Kundennummer : THTB93 - Beleg : R-261-5561']), [
    ['customer_number', 'THTB93'],
    ['invoice_number', 'R-261-5561'],
  ]);
  for (const line of [
    'Le compte de 2024 est clos.',
    'Code APE : 1105Z',
    'Poste : 4512',
    'Base nette : 38710',
    'Weight: 12500 kg',
    'Notice of assessment 2025/26',
    'Exercice : 2025',
    'Kronkorken | 4500',
  ])
    assert.deepEqual(references([line]), [], line);
});

test('a heading that is only half a label names what stands alone under it, also in groups or without many digits', () => {
  const columns = (yPx: number, ...cells: string[]) => cells.map((text, i) => ({ text, xPx: 130 + i * 340, yPx }));
  const page = printPage(1654, 2339, [
    ...columns(700, 'Kundennummer', 'Beleg', '“Votre code', 'Facture n° ‘'),
    ...columns(740, '017 705', '2518.7330', 'YGAK82', 'FV25-1140'),
  ]);
  assert.deepEqual(
    read(page).references.map((r) => [r.kind, r.value]),
    [
      ['customer_number', '017 705'],
      ['invoice_number', '2518.7330'],
      ['customer_number', 'YGAK82'],
      ['invoice_number', 'FV25-1140'],
    ],
  );
});

test('every paper that a reminder lists under its heading is a reference, what an invoice lists is goods', () => {
  const columns = (yPx: number, ...cells: string[]) => cells.map((text, i) => ({ text, xPx: 130 + i * 340, yPx }));
  const table = [
    ...columns(1100, 'Facture', 'Date', 'Échéance', 'Débit'),
    ...columns(1140, 'V36030', '24/01/2026', '23/02/2026', '478,66'),
    ...columns(1180, 'V36087', '03/02/2026', '05/03/2026', '722,31'),
  ];
  const reminder = printPage(1654, 2339, [
    { text: 'Relance : factures échues et impayées, mise en demeure', xPx: 130, yPx: 1000 },
    ...table,
    { text: 'Merci de régler sans délai votre solde débiteur de 1200,97 EUR.', xPx: 130, yPx: 1300 },
  ]);
  assert.deepEqual(
    read(reminder).references.map((r) => r.value),
    ['V36030', 'V36087'],
  );
  const invoice = printPage(1654, 2339, [
    ...['Rechnung', 'Art.-Nr.', 'W5689', 'W5690'].map((text, i) => ({ text, xPx: 130, yPx: 700 + 36 * i })),
    ...['Bezeichnung', 'Luftfilter', 'Dichtung'].map((text, i) => ({ text, xPx: 500, yPx: 736 + 36 * i })),
    ...['Menge', '11', '12'].map((text, i) => ({ text, xPx: 1000, yPx: 736 + 36 * i })),
  ]);
  assert.deepEqual(read(invoice).references, []);
});

test('the postal code of the address beside is not the number of the invoice', () => {
  assert.deepEqual(references(['Facture n°  77250 MORET CEDEX', '8279-25']), [['invoice_number', '8279-25']]);
});

test('a sentence that ends with the word for a paper announces nothing below it', () => {
  assert.deepEqual(
    references(['Ce document ne tient pas lieu de facture.', 'CHE-720.272.530 TVA']).map(([kind]) => kind),
    ['vat_number'],
  );
});

test('an IBAN broken within a narrow column is read on under itself', () => {
  const page = printPage(1654, 2339, [
    { text: 'FR76 3000 6000 0112', xPx: 1000, yPx: 700 },
    { text: '18 rue de la Gare', xPx: 130, yPx: 730 },
    { text: '3456 7890 189', xPx: 1000, yPx: 736 },
  ]);
  assert.deepEqual(
    read(page).references.map((r) => r.value),
    ['FR7630006000011234567890189'],
  );
});

test('a VAT number is known by its stops misread as commas, and an Italian one by its I misread as 1', () => {
  for (const [line, vat] of [
    ['CHE-558.841,656 TVA', 'CHE558841656'],
    ['TVA BE 0734.558:729', 'BE0734558729'],
    ['P. IVA 1T12345670017', 'IT12345670017'],
  ] as const)
    assert.deepEqual(
      identifiersIn(line).map((i) => i.value),
      [vat],
      line,
    );
});
