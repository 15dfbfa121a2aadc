import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Suspicion } from '#domain/events.ts';
import { type OpenedPage, type PageOpening, pageOpening, suspectMissingSeparator } from '#understanding/missing-separator.ts';
import { directory, HOUSE, printLetter, printPage } from './printed-page.ts';

const A4: PageOpening = { addressed: false, sender: null, domain: null, date: null, numbered: null, widthMm: 210, heightMm: 297 };
const first = (more: Partial<PageOpening> = {}): PageOpening => ({
  ...A4,
  addressed: true,
  sender: 'Verrerie des Aulnes',
  date: '2026-03-12',
  ...more,
});
const sheets = (...openings: PageOpening[]): OpenedPage[] => openings.map((opening) => ({ opening, beginsSheet: true }));
const numbered = (page: number, of: number | null = null) => ({ numbered: { page, of } });
const told = (found: Suspicion[]) => found.map(({ kind, page }) => `${kind} ${page}`);

test('suspects a second letter by what its first page says, and nothing where a letter simply goes on', () => {
  const cases: [name: string, pages: OpenedPage[], wanted: string[]][] = [
    ['one page', sheets(first()), []],
    ['a letter of three pages', sheets(first(numbered(1, 3)), { ...A4, ...numbered(2, 3) }, { ...A4, ...numbered(3, 3) }), []],
    ['page one again', sheets(first(numbered(1, 2)), { ...A4, ...numbered(2, 2) }, { ...A4, ...numbered(1, 2) }), ['first-page-again 3']],
    ['a contract numbered by itself behind its letter', sheets(first(), { ...A4, ...numbered(1, 4) }, { ...A4, ...numbered(2, 4) }), []],
    ['another letterhead', sheets(first(), first({ sender: 'Crédit Régional du Forez' })), ['other-sender 2']],
    ['the same letterhead, misread', sheets(first(), first({ sender: 'Verrerle des AuInes' })), []],
    [
      'the same firm by its e-mail address',
      sheets(first({ domain: 'aulnes.example' }), first({ sender: 'Service Facturation', domain: 'aulnes.example' })),
      [],
    ],
    ['an invoice of another day behind its reminder', sheets(first(), first({ date: '2026-02-01' })), ['other-date 2']],
    [
      'a date and a name on a page that is addressed to nobody',
      sheets(first(), { ...A4, sender: 'Conditions générales', date: '2025-01-01' }),
      [],
    ],
    ['a cheque clipped to a letter', sheets(first(), { ...A4, widthMm: 175, heightMm: 80 }), ['other-paper 2']],
    ['a page fed sideways', sheets(first(), { ...A4, widthMm: 297, heightMm: 210 }), []],
    ['pages of unknown size', sheets(first({ widthMm: 0, heightMm: 0 }), A4), []],
    [
      'a third letter is held against the second',
      sheets(first(), first({ sender: 'Mairie de Charlieu' }), first({ sender: 'Mairie de Charlieu' })),
      ['other-sender 2'],
    ],
  ];
  for (const [name, pages, wanted] of cases) assert.deepEqual(told(suspectMissingSeparator(pages, [])), wanted, name);
});

test('never suspects the back of a sheet: nobody puts a separator there', () => {
  const back = { opening: first({ sender: 'Crédit Régional du Forez', ...numbered(1) }), beginsSheet: false };
  assert.deepEqual(suspectMissingSeparator([{ opening: first(numbered(1)), beginsSheet: true }, back], []), []);
});

test('far more pages than this house gets is suspect, once it is known what it gets', () => {
  const pages = (n: number) => sheets(...Array.from({ length: n }, () => A4));
  const usual = [...Array.from({ length: 19 }, () => 2), 4, 40];
  assert.deepEqual(told(suspectMissingSeparator(pages(13), usual)), ['many-pages null']);
  assert.deepEqual(suspectMissingSeparator(pages(12), [...usual, ...Array.from({ length: 5 }, () => 4)]), []);
  assert.deepEqual(suspectMissingSeparator(pages(9), usual), []);
  assert.deepEqual(suspectMissingSeparator(pages(50), usual.slice(0, 19)), []);
});

test('however many letters lie in one item, no more is told than somebody reads', () => {
  const pages = sheets(...Array.from({ length: 60 }, (_, i) => first({ sender: i % 2 ? 'Mairie de Charlieu' : 'Crédit Régional' })));
  assert.equal(suspectMissingSeparator(pages, []).length, 10);
});

test('reads off a page how it opens', () => {
  const page = printLetter({
    sender: ['Verrerie des Aulnes SARL', '9 chemin de la Halle', '71110 MARCIGNY', 'gestion@verrerie-aulnes.example'],
    address: HOUSE,
    head: ['Marcigny, le 12 mars 2026'],
    footer: 'Verrerie des Aulnes - SIRET 512 604 118 00027 - Page 1 sur 3',
  });
  const { addressed, sender, domain, date, numbered: number } = pageOpening(page, directory);
  assert.deepEqual(
    [addressed, sender, domain, date, number],
    [true, 'Verrerie des Aulnes SARL', 'verrerie-aulnes.example', '2026-03-12', { page: 1, of: 3 }],
  );
});

test('reads the number of a page as it is printed in four languages, and takes no other number for one', () => {
  const numberIn = (text: string, yPx = 2250) => pageOpening(printPage(1654, 2339, [{ text, xPx: 130, yPx }]), directory).numbered;
  for (const [text, page, of] of [
    ['Page 2 sur 3', 2, 3],
    ['page 1/4', 1, 4],
    ['Seite 2 von 5', 2, 5],
    ['Pagina 1 di 2', 1, 2],
    ['Page 3 of 3', 3, 3],
    ['- 1/2 -', 1, 2],
    ['p. 7', 7, null],
  ] as const)
    assert.deepEqual(numberIn(text), { page, of }, text);
  for (const text of ['SIRET 512 604 118', '12/03/2026', '3/2', 'Capital 10 000 €', 'page suivante'])
    assert.equal(numberIn(text), null, text);
  assert.equal(numberIn('Page 2 sur 3', 1200), null);
});
