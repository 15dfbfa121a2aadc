import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { understand } from '#understanding/understand.ts';
import { directory, model, printPage } from './printed-page.ts';

/** What the fields are made of, so that chance puts together what no letter says. */
const PIECES = [
  ...[
    'facture',
    'n°',
    'Rechnung',
    'Nr.',
    'Total',
    'HT',
    'TTC',
    'TVA',
    '20',
    '%',
    '€',
    'EUR',
    'CHF',
    '-',
    '/',
    '.',
    ',',
    ':',
    '1',
    '12',
    '123',
    '1.234,56',
    '1',
    '90540',
  ],
  ...[
    'le',
    '3',
    'mars',
    '2026',
    '03.04.26',
    'échéance',
    'sous',
    'huit',
    'jours',
    'avant',
    'Objet',
    ':',
    'IBAN',
    'FR76',
    '3000',
    '6000',
    'SIRET',
    '732',
    '829',
    '320',
    '00074',
  ],
  ...[
    'Tél.',
    '04',
    '+33',
    'RB',
    '123456785',
    'GB',
    '2C',
    'VM-2026-000123-M',
    'REF',
    'DOS-',
    '883226',
    '(',
    ')',
    '\u0000',
    '🏷',
    'İ',
    'ﬁ',
    'ß',
    '\u202e',
    '__proto__',
  ],
];

test('no words whatever make a field fail, and each stands somewhere on the page', () => {
  const rows = fc.array(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(rows, (lines) => {
      const page = printPage(
        1654,
        2339,
        lines.map((words, i) => ({ text: words.join(' '), xPx: 130, yPx: 100 + i * 180 })),
      );
      const u = understand({ pages: [page], directory, model: model(), depth: 'full', ownPrefix: 'VM', today: '2026-02-01' });
      for (const { boxes, confidence, value, field } of u.evidence) {
        assert.ok(boxes.length > 0 && value !== '', field);
        assert.ok(confidence > 0 && confidence <= 1, field);
      }
      for (const { value, currency } of u.amounts) assert.ok(Number.isFinite(value) && /^[A-Z]{3}$/.test(currency));
      for (const day of [u.date, u.dueDate]) if (day !== null) assert.match(day, /^\d{4}-\d\d-\d\d$/);
    }),
    { numRuns: 150 },
  );
});
