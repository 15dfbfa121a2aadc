import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moneyIn, parseMoney, usualCurrency } from '#understanding/money.ts';
import { HOUSE, printLetter, printPage, read } from './printed-page.ts';

for (const [text, value] of [
  ['1.234,56', 1234.56],
  ['1,234.56', 1234.56],
  ['1 234,56', 1234.56],
  ["2'440.45", 2440.45],
  ['4846,61', 4846.61],
  ['99', 99],
  ['1 905, 40', 1905.4],
  ['1 90540', 1905.4],
] as const) {
  test(`reads ${text} as ${value}`, () => assert.equal(parseMoney(text), value));
}

test('finds money with its currency before or behind, with signs, and columns kept apart', () => {
  const cases: [string, (number | string | null)[][]][] = [
    ['TVA 20 % 164,35 €', [[164.35, 'EUR']]],
    ['TVA 20% 164,35€', [[164.35, 'EUR']]],
    ['6  136,96  821,76', [[136.96, null], [821.76, null]]],
    ['CHF 1\'234.50 / £12.00', [[1234.5, 'CHF'], [12, 'GBP']]],
    ['-218,48 € −14,99 € 3,00- EUR', [[-218.48, 'EUR'], [-14.99, 'EUR'], [-3, 'EUR']]],
    ['€ -9,32 -€ 9,32', [[-9.32, 'EUR'], [-9.32, 'EUR']]],
    ['10 EUR - 20 EUR', [[10, 'EUR'], [20, 'EUR']]],
    ['Rs. 319.00, USD 4.11, 120 SEK', [[319, 'INR'], [4.11, 'USD'], [120, 'SEK']]],
    ['Fr. 6’457.76', [[6457.76, 'CHF']]],
  ]; // biome-ignore format: a table reads better packed
  for (const [text, found] of cases)
    assert.deepEqual(
      moneyIn(text).map((m) => [m.value, m.currency]),
      found,
      text,
    );
});

test('takes no telephone number, date, rate or part of a longer figure for money', () => {
  for (const text of [
    '1.02 6191 4879',
    'Moneau 1.02 61 91 48 79',
    '02 61.91 89 21',
    'le 12.05.2026',
    '5,50 %',
    '12,345678',
    '2026-12,50',
    'um 9.30 Uhr',
    'from 8.30 am',
  ])
    assert.deepEqual(moneyIn(text), [], text);
});

test('where no currency is printed it is that of the accounts on the page', () => {
  for (const [currency, ...rows] of [
    ['EUR', 'Total 100,00', 'IBAN FR14 2004 1010 0505 0001 3M02 606'],
    ['CHF', 'Total 100.00', 'IBAN CH56 0483 5012 3456 7800 9'],
    ['CHF', 'Total 100.00', 'CHE-123.456.789 MWST'],
    ['GBP', 'Total 100.00', 'VAT Reg. No. GB 123 4567 89'],
    ['EUR', 'Total 100.00 €', 'IBAN CH56 0483 5012 3456 7800 9'],
  ] as const)
    assert.equal(usualCurrency(rows), currency, rows.join(' '));
});

const sums = (body: string[]): (string | number)[][] =>
  read(printLetter({ address: [...HOUSE], body })).amounts.map((a) => [a.kind, a.value, a.currency]);

test('labels are read in four languages, with their spaces lost, in either writing of a rate', () => {
  for (const [net, vat, total] of [
    ['Total HT', 'TVA 20 %', 'Net à payer'],
    ['TotalHT', 'T.V.A. 20%', 'NETÀPAYER'],
    ['Subtotal', 'VAT 20%', 'Grand total'],
    ['Nettobetrag', 'zzgl. 20 % MwSt.', 'Gesamtbetrag'],
    ['Imponibile', 'IVA 20%', 'Totale fattura'],
  ])
    assert.deepEqual(
      sums(['FACTURE / INVOICE / RECHNUNG n° F-77123', `${net}  821,76 €`, `${vat}  164,35 €`, `${total}  986,11 €`]),
      [
        ['net', 821.76, 'EUR'],
        ['vat', 164.35, 'EUR'],
        ['total', 986.11, 'EUR'],
      ],
      net,
    );
});

test('a figure whose label was not read is the one that makes the others add up', () => {
  assert.deepEqual(sums(['FACTURE n° F-77123', 'Montant HT  8.772,11 €', 'EVA.  1.754,42 €', 'Montant TTC  10.526,53 €']), [
    ['net', 8772.11, 'EUR'],
    ['vat', 1754.42, 'EUR'],
    ['total', 10526.53, 'EUR'],
  ]);
});

test('of several figures under the same word those that add up are meant', () => {
  const rows = [
    'FACTURE n° F-77123',
    'TVA 20 %  sur  100,00 €  20,00 €',
    'TVA 10 %  sur  50,00 €  5,00 €',
    'Total HT  150,00 €',
    'Total TVA  25,00 €',
    'Total TTC  175,00 €',
  ];
  assert.deepEqual(
    sums(rows).filter(([kind]) => kind !== 'other'),
    [
      ['net', 150, 'EUR'],
      ['vat', 25, 'EUR'],
      ['total', 175, 'EUR'],
    ],
  );
});

test('what is left to pay after an instalment is due, beside the total', () => {
  const rows = [
    'FACTURE n° F-77123',
    'Total HT  500,00 €',
    'TVA 20 %  100,00 €',
    'Total TTC  600,00 €',
    'Acompte versé  -200,00 €',
    'Reste à payer  400,00 €',
  ];
  const found = sums(rows);
  assert.deepEqual(
    found.filter(([kind]) => kind === 'total' || kind === 'due').map(([kind, value]) => [kind, value]),
    [
      ['total', 600],
      ['due', 400],
    ],
  );
});

test('a sum said twice is one, and what an advertisement offers is nobody’s', () => {
  assert.deepEqual(
    sums(['FACTURE n° F-77123', 'Total TTC  250,00 €', 'Le montant de 250,00 € sera prélevé sur votre compte.']).map(([kind]) => kind),
    ['total'],
  );
  assert.deepEqual(
    sums([
      'Découvrez notre nouveau catalogue !',
      'Profitez de nos offres de printemps : livraison gratuite dès 99 € d’achat, cadeau de bienvenue.',
    ]),
    [],
  );
});

test('the capital of a firm is no sum of its letter', () => {
  assert.deepEqual(
    sums(['Objet : votre demande', 'SARL au capital de 120 000,00 €', 'GmbH, Stammkapital: 25.000 EUR', 'Cap. Soc. € 81.000 i.v.']),
    [],
  );
});

test('no net is more than the total, and no tax a third of it', () => {
  assert.deepEqual(
    sums(['FACTURE n° F-77123', 'Total HT  940,00 €', 'TVA  400,00 €', 'Total TTC  400,00 €']).filter(([kind]) => kind !== 'other'),
    [['total', 400, 'EUR']],
  );
});

test('only an invoice has a total that nothing adds up to', () => {
  assert.ok(sums(['FACTURE n° F-77123', 'Prestation de conseil', 'Total  400,00 €']).some(([kind]) => kind === 'total'));
  const letter = [
    'Objet : votre candidature',
    'Madame, Monsieur,',
    'Je vous adresse ma candidature au poste de comptable dans votre entreprise.',
    'Total des primes  400,00 €',
  ];
  assert.ok(!sums(letter).some(([kind]) => kind === 'total'));
});

/** Cells of a table, each at its own left edge. */
const table = (yPx: number, cells: string[], xPx: number[]) => cells.map((text, i) => ({ text, xPx: xPx[i]!, yPx }));
const tabled = (...rows: [string[], number[]][]) =>
  read(
    printPage(1654, 2339, [
      { text: 'Rechnung Nr. RE-77123', xPx: 130, yPx: 900, heightPx: 40 },
      ...rows.flatMap(([cells, xPx], i) => table(1200 + 50 * i, cells, xPx)),
      { text: 'Zahlbar innerhalb von 30 Tagen ohne Abzug.', xPx: 130, yPx: 1700 },
    ]),
  ).amounts.map((a) => [a.kind, a.value]);

test('sums printed under their words are those, in whatever way both are set', () => {
  const heads = ['Gesamt netto', 'MwSt. 19 %', 'Gesamt brutto'];
  const figures = ['821,00 €', '155,99 €', '976,99 €'];
  const expected = [
    ['net', 821],
    ['vat', 155.99],
    ['total', 976.99],
  ];
  assert.deepEqual(tabled([heads, [130, 630, 1130]], [figures, [130, 630, 1130]]), expected);
  assert.deepEqual(tabled([heads, [130, 630, 1130]], [figures, [430, 930, 1430]]), expected, 'words to the left, figures to the right');
  const [first, second] = [
    ['Gesamt', 'zzgl. 19 %', 'Gesamt'],
    ['netto', 'MwSt.', 'brutto'],
  ];
  assert.deepEqual(
    tabled([first, [130, 630, 1130]], [second, [130, 630, 1130]], [figures, [130, 630, 1130]]),
    expected,
    'words over two lines',
  );
});

test('what stands under the heading of a list of goods is no sum', () => {
  assert.deepEqual(
    tabled(
      [
        ['Bezeichnung', 'Netto', 'MwSt.', 'Brutto'],
        [130, 630, 930, 1230],
      ],
      [
        ['Luftfilter', '100,00', '19,00', '119,00'],
        [130, 630, 930, 1230],
      ],
      [
        ['Dichtung', '200,00', '38,00', '238,00'],
        [130, 630, 930, 1230],
      ],
      [
        ['Gesamtbetrag', '357,00 €'],
        [930, 1230],
      ],
    ).filter(([kind]) => kind === 'total'),
    [['total', 357]],
  );
});

test('several rates without a sum of them are each a tax, and what each is taken from is none', () => {
  const rows = [
    'FACTURE n° F-77123',
    'Total HT  300,00 €',
    'TVA 5,5 % sur 100,00  5,50 €',
    'TVA 20 % sur 200,00  40,00 €',
    'Total TTC  345,50 €',
  ];
  assert.deepEqual(
    sums(rows).filter(([kind]) => kind !== 'other'),
    [
      ['net', 300, 'EUR'],
      ['vat', 5.5, 'EUR'],
      ['vat', 40, 'EUR'],
      ['total', 345.5, 'EUR'],
    ],
  );
  assert.deepEqual(
    sums([...rows, 'Acompte versé  -100,00 €', 'Solde à payer  245,50 €']).filter(([kind]) => kind === 'total' || kind === 'due'),
    [
      ['total', 345.5, 'EUR'],
      ['due', 245.5, 'EUR'],
    ],
  );
});

test('a word says nothing of a sum in the next sentence', () => {
  assert.deepEqual(
    sums(['Re: Policy renewal', 'Dear Sirs,', 'Your policy is due for renewal on 24 April 2026. The premium will be £5,122.48 then.']).map(
      ([kind]) => kind,
    ),
    ['other'],
  );
});

test('a paragraph sign read as a dollar is no money', () => {
  for (const line of ['Ware bleibt Eigentum ($ 449 BGB).', 'der Einspruch gegeben ($ 347 AO)', 'nach $ 5 UStG'])
    assert.deepEqual(moneyIn(line), [], line);
  assert.deepEqual(
    moneyIn('$ 449 due').map((m) => [m.value, m.currency]),
    [[449, 'USD']],
  );
});

const owed = (head: string[], body: string[]): [number, string][] =>
  read(printLetter({ address: [], head, body })).amounts.map(({ value, kind }) => [value, kind]);

test('what a reminder asks with its fee is owed, what was owed without it is not', () => {
  assert.deepEqual(
    owed(
      ['2. Mahnung', 'Kundennummer 10442'],
      [
        'Sehr geehrte Damen und Herren,',
        'leider konnten wir zu unserer Rechnung bislang keinen Zahlungseingang feststellen.',
        'Offene Forderung  7.447,28 EUR',
        'Mahngebühr  5,00 EUR',
        'Bitte überweisen Sie  7.452,28 EUR',
      ],
    ),
    [
      [7447.28, 'other'],
      [5, 'other'],
      [7452.28, 'due'],
    ],
  );
});

test('of an assessment what is left to pay is owed and not what was assessed', () => {
  assert.deepEqual(
    owed(
      ['Bescheid für 2024 über Gewerbesteuer', 'Steuernummer : 12/274/36578', 'Finanzamt Steuerbescheid'],
      [
        'Festgesetzte Steuer  9.120,00 €',
        'Bereits gezahlt  6.000,00 €',
        'Noch zu zahlen  3.120,00 €',
        'Gegen diesen Bescheid ist der Einspruch gegeben.',
      ],
    ).filter(([, kind]) => kind === 'due'),
    [[3120, 'due']],
  );
});

test('what a court is asked for is owed, its costs beside are not', () => {
  assert.deepEqual(
    owed(
      ['ASSIGNATION EN RÉFÉRÉ', 'Commissaire de justice'],
      [
        "J'ai donné assignation d'avoir à comparaître devant le président du tribunal de commerce de Strasbourg aux fins d'entendre",
        'condamner la requise au paiement, par provision, de 37 039,38 €, outre 2 500,00 € sur le fondement de l’article 700.',
      ],
    ),
    [
      [37039.38, 'due'],
      [2500, 'other'],
    ],
  );
});

test('the net of a payslip is paid to the colleague and owed by nobody', () => {
  assert.deepEqual(
    owed(
      ['BULLETIN DE SALAIRE', 'Matricule : 51822  Convention collective'],
      ['Salaire de base  2 490,42 €', 'Net à payer avant impôt  1 988,73 €'],
    ).filter(([, kind]) => kind !== 'other'),
    [],
  );
});

test('"toutes taxes comprises" names the total, not a tax', () => {
  const u = read(
    printLetter({
      address: [],
      head: ['FACTURE n° 2025/87931'],
      body: [
        '37 674,90  20 %  7 534,98',
        'Total toutes taxes comprises : 45 209,88 €',
        'Acompte encaissé 13 562,96 €  Reste dû 31 646,92 €',
      ],
    }),
  );
  const kinds = new Map(u.amounts.map((a) => [a.value, a.kind]));
  assert.deepEqual(
    [37674.9, 7534.98, 45209.88, 31646.92].map((v) => kinds.get(v)),
    ['net', 'vat', 'total', 'due'],
  );
});

test('without a sign of money, an American place says dollars', () => {
  assert.equal(usualCurrency(['2210 Fruitvale Blvd', 'Yakima, WA 98902', 'Total 12.50']), 'USD');
});

test('"Sub total" names the net, also where the tax under it was not read', () => {
  const u = read(
    printLetter({ address: [], head: ['INVOICE no. R-262-6922'], body: ['Sub total  $2,885.75', 'INVOICE TOTAL  $3,094.97'] }),
  );
  assert.deepEqual(
    u.amounts.map(({ value, kind }) => [value, kind]),
    [
      [2885.75, 'net'],
      [3094.97, 'total'],
    ],
  );
});

test('a sum whose currency ends the row above is money, and no figure behind a whole sum is', () => {
  assert.deepEqual(
    moneyIn('4.405,87 e può essere pagato entro 30 giorni', '', "L'importo dovuto ammonta a Euro").map((m) => [m.value, m.currency]),
    [[4405.87, 'EUR']],
  );
  assert.deepEqual(moneyIn('30 giorni dal ricevimento', '', 'pari a 12,50 Euro'), []);
});

test('"Total inc. VAT" is the total and no tax', () => {
  const u = read(printLetter({ address: [], head: ['INVOICE no. R-262-6922'], body: ['VAT  £1,785.37', 'Total inc. VAT  £10,712.21'] }));
  assert.equal(u.amounts.find((a) => a.value === 10712.21)?.kind, 'total');
});
