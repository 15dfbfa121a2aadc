import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDates } from '#understanding/dates.ts';
import { printEnvelope, printLetter, printPage, read } from './printed-page.ts';

const cases: [string, string][] = [
  ['Lyon, le 3 mars 2026', '2026-03-03'],
  ['le 1er janvier 2026', '2026-01-01'],
  ['vendredi 24 OCTOBRE 2025', '2025-10-24'],
  ['le 31 déc. 2025', '2025-12-31'],
  ['26 févr. 2026', '2026-02-26'],
  ['2nd October 2025', '2025-10-02'],
  ['October 19, 2025', '2025-10-19'],
  ['28-Apr-2026', '2026-04-28'],
  ['den 06.10.2025', '2025-10-06'],
  ['5. März 2026', '2026-03-05'],
  ['26 dicembre 2025', '2025-12-26'],
  ['2026-04-13', '2026-04-13'],
  ['16.02.26', '2026-02-16'],
  ['18/01 /2026', '2026-01-18'],
  ['O1.1O.2O25', '2025-10-01'],
  ['le 3 mars 26', '2026-03-03'],
  ['3-Mar-26', '2026-03-03'],
  ['2026/03/03', '2026-03-03'],
  ['3 sett. 2026', '2026-09-03'],
  ['2 febbr. 2026', '2026-02-02'],
  ['le 3 juiIlet 2026', '2026-07-03'],
  ['12 Septernber 2026', '2026-09-12'],
  ['Le I1-10-2025', '2025-10-11'],
  ['August 3 , 2014', '2014-08-03'],
  ['10/20/2015', '2015-10-20'],
  ['19 maart 2014', '2014-03-19'],
  ['13=10-2025', '2025-10-13'],
  ['Le seize décembre deux mille vingt-cinq', '2025-12-16'],
  ['L’AN DEUX MILLE VINGT SIX ET LE DIX-SEPT FÉVRIER', '2026-02-17'],
  ["L'an deux mille vingt-six et le 3 mars", '2026-03-03'],
  ['le vingt et un mars deux mille trente', '2030-03-21'],
  ['addì ventuno marzo duemilaventisei', '2026-03-21'],
];
for (const [text, value] of cases) {
  test(`reads ${value} in "${text}"`, () =>
    assert.deepEqual(
      findDates(text).map((d) => d.value),
      [value],
    ));
}
for (const text of [
  'article 12.34.56',
  '31/02/2026',
  'Tél. 01.02.03.04.05',
  'SIRET 721 342 517 00043',
  '13.13.2025',
  '2026-000123',
  'le 3 mars 26 pages',
  '5 grands 2026',
  '2026/13/03',
  'il marzo 2026',
]) {
  test(`finds no date in "${text}"`, () => assert.deepEqual(findDates(text), []));
}

test('takes the date of the letter, not the due date or a date in the text', () => {
  const page = printLetter({
    head: ['N/Réf. : AB-12345', 'Grenoble, le 12 janvier 2026'],
    body: ['Madame, Monsieur,', 'Notre facture du 3 novembre 2025 est à régler au plus tard le 30 janvier 2026 par virement.'],
  });
  const u = read(page);
  assert.equal(u.date, '2026-01-12');
  assert.equal(u.dueDate, '2026-01-30');
});
test('takes the date of franking on an envelope', () =>
  assert.equal(read(printEnvelope({ address: ['X', '77250 MORET'] })).date, '2026-01-12'));

const dated = (head: string[], body: string[] = ['Madame, Monsieur,', 'Nous vous prions de trouver ci-joint les documents demandés.']) => {
  const { date, dueDate } = read(printLetter({ head, body }));
  return [date, dueDate];
};

test('a date under the name of another day is not the date of the document', () => {
  for (const [other, own] of [
    ['Order Date: 15-10-2025', 'Invoice Date: 20-10-2025'],
    ['Bestelldatum: 15.10.2025', 'Rechnungsdatum: 20.10.2025'],
    ['Date de livraison : 15/10/2025', 'Date de facture : 20/10/2025'],
    ['Data ordine: 15/10/2025', 'Data fattura: 20/10/2025'],
    ['Orderdatum: 15 oktober 2025', 'Factuurdatum: 20 oktober 2025'],
    ['Né le 15 octobre 1990', 'Facture n° 4711 du 20 octobre 2025'],
    ['Bestelldatum: Mittwoch, 15. Oktober 2025', 'Ausstellungsdatum: Montag, 20. Oktober 2025'],
    ['Rechnung vom: 20.10.25, Bestelldatum: 15.10.25', 'Seite: 1/1'],
    ['Consegna del: 15/10/2025', 'Documento n. 202549454 del 20/10/2025'],
    ['Livrée le 15.10.2025', 'Rechnungsdatum ................ 20.10.2025'],
    ['This credits invoice 8719922416 dated 15 October 2025.', '20 October 2025'],
    ['Acompte reçu le 15.10.2025', 'Numéro de facture RE26-03873 du 20-10-2025'],
    ['Pay by October 15, 2025', 'Issued October 20, 2025'],
  ] as const)
    assert.equal(dated([other, own])[0], '2025-10-20', own);
});

test('a date under its heading has that name', () => {
  const cells = (yPx: number, ...texts: string[]) => texts.map((text, i) => ({ text, xPx: 130 + i * 400, yPx }));
  const u = read(printPage(1654, 2339, [...cells(700, 'Vervaldatum', 'Factuurdatum'), ...cells(740, '22-9-2026', '8-9-2026')]));
  assert.deepEqual([u.date, u.dueDate], ['2026-09-08', '2026-09-22']);
});

test('a date under the first of two headings is not the one under the second', () => {
  const cells = (yPx: number, ...texts: string[]) => texts.map((text, i) => ({ text, xPx: 130 + i * 300, yPx }));
  const heads = cells(700, 'N° de facture', 'Date de facturation', 'À régler avant le');
  const u = read(
    printPage(1654, 2339, [...heads, { text: 'F-23319    14-05-2026', xPx: 130, yPx: 740 }, { text: '13-06-2026', xPx: 730, yPx: 740 }]),
  );
  assert.equal(u.date, '2026-05-14');
});

test('the first of a month is a day where its figure was read as a letter', () => {
  assert.deepEqual(dated(['Commandé le 27 février 2026', 'Émise le ler mars 2026'])[0], '2026-03-01');
  assert.equal(dated(['Commandé le 27 février 2026'])[0], null, 'a day with a name of its own is never the letter’s');
});

test('a date broken over two lines is one', () => {
  const u = read(
    printPage(1654, 2339, [
      { text: 'Rechnung vom', xPx: 130, yPx: 300 },
      { text: '7. August', xPx: 130, yPx: 336 },
      { text: '2025', xPx: 130, yPx: 372 },
    ]),
  );
  assert.equal(u.date, '2025-08-07');
});

test('a deadline of the law is due as well as a payment; what was due before the letter is not', () => {
  for (const [sentence, due] of [
    ['We have not received the return that was due on 20 March 2026. Please reply before 12 May 2026.', '2026-05-12'],
    ['L’affaire sera appelée à l’audience fixée au 10 février 2027 devant le tribunal judiciaire.', '2027-02-10'],
    ['À défaut de régularisation avant le samedi 7 novembre 2026, une majoration sera appliquée.', '2026-11-07'],
    ['Votre envoi est à votre disposition jusqu’au 26/06/2026 inclus au bureau de poste.', '2026-06-26'],
    ['Votre envoi est à retirer du 12/06/2026 et jusqu’au 26/06/2026 inclus.', '2026-06-26'],
  ] as const)
    assert.deepEqual(dated(['Lyon, le 5 avril 2026'], ['Madame, Monsieur,', sentence]), ['2026-04-05', due], sentence);
});

test('a term given in days, weeks or months is counted from the date of the letter', () => {
  for (const [sentence, due] of [
    ['Nous vous mettons en demeure de régler cette somme sous huit jours.', '2026-02-08'],
    ['Nous comptons sur votre règlement sous huitaine.', '2026-02-08'],
    ['Please arrange payment within 14 days of the date of this letter.', '2026-02-14'],
    ['Zahlbar innerhalb von dreißig Tagen ohne Abzug.', '2026-03-02'],
    ['Vi invitiamo a provvedere al pagamento entro dieci giorni.', '2026-02-10'],
    ['Vous pouvez contester cette décision dans un délai de deux mois devant le tribunal.', '2026-03-31'],
    ['Chaque partie peut y mettre fin en respectant un préavis de soixante jours.', null],
    ['Nous vous répondrons dans un délai de huit jours.', null],
  ] as const)
    assert.equal(dated(['Lyon, le 31 janvier 2026'], ['Madame, Monsieur,', sentence])[1], due, sentence);
});

test('a sum in words is no date', () => {
  assert.deepEqual(findDates('la somme de deux mille vingt-cinq euros'), []);
});

const dateOf = (head: string[], body?: string[]): string | null => read(printLetter({ address: [], head, ...(body ? { body } : {}) })).date;

test('an act is of the day it was served and not of the hearing, also where that day begins on the next line', () => {
  const body = ["J'ai donné assignation d'avoir à comparaître le 11 novembre 2025 à 9 h 00 devant le président du tribunal de commerce."];
  assert.equal(dateOf(["L'AN DEUX MILLE VINGT-CINQ et le deux octobre"], body), '2025-10-02');
  const page = printPage(1654, 2339, [
    { text: "L'an deux mille vingt-cinq", xPx: 130, yPx: 800 },
    { text: 'et le deux octobre', xPx: 130, yPx: 836 },
    { text: body[0]!, xPx: 130, yPx: 1100 },
  ]);
  assert.equal(read(page).date, '2025-10-02');
});

test('a statement of account is of the day it was drawn up and not of its old balance', () => {
  assert.equal(dateOf(['Relevé n° 3 arrêté au 09/11/2025', 'Ancien solde créditeur au 10/10/2025  14.504,63']), '2025-11-09');
});

test('a delivery note on which only the day of delivery is printed is of that day, an invoice is not', () => {
  const note = ['BORDEREAU DE LIVRAISON', 'N° de bordereau : BL-268532', 'Date de livraison : 8 janvier 2026'];
  const goods = ['Marchandises reçues en bon état. Réserves à confirmer au transporteur sous 3 jours.'];
  assert.equal(dateOf(note, goods), '2026-01-08');
  assert.equal(dateOf(['FACTURE n° 268532', 'Livraison le 8 janvier 2026', 'Total TTC  120,00 €'], ['Net à payer  120,00 €']), null);
});
