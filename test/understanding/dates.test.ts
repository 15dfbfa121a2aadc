import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDates } from '#understanding/dates.ts';
import { printEnvelope, printLetter, read } from './printed-page.ts';

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
