import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { openForReading } from '#store/database.ts';
import { openSearchIndex, type SearchEntry } from '#store/search-index.ts';
import { matchOf, type SearchFilters, searchIndex } from '#store/search-query.ts';
import { temporaryFolder } from '#test/register/state-folder.ts';

const entry = (position: number, more: Partial<SearchEntry> = {}): SearchEntry => ({
  position,
  documentId: `dc_${position}`,
  itemId: `it_${position}`,
  number: 'VM-2026-000123-M',
  departmentId: `dp-${position % 3}`,
  departmentName: 'Comptabilité',
  personName: 'Zoé Müller',
  sender: 'Électricité de Brest',
  subject: 'Votre facture',
  class: position % 2 ? 'invoice' : 'reminder',
  direction: 'in',
  text: `Veuillez trouver ci-joint la facture numéro ${1000 + position}`,
  ...more,
});

function open(t: Pick<TestContext, 'after'>, count = 10) {
  const folder = temporaryFolder(t);
  const file = join(folder, 'search.db');
  const index = openSearchIndex(file);
  index.put(Array.from({ length: count }, (_, at) => entry(at + 1)));
  const reader = openForReading(file);
  t.after(() => {
    reader.close();
    index.close();
  });
  const find = (typed: string, filters?: SearchFilters): number[] => searchIndex(reader, typed, filters).map(({ position }) => position);
  return { file, index, reader, find };
}

test('finds by words of text, sender, person, department, subject and number, whatever case and accents', (t) => {
  const { find } = open(t, 3);
  for (const typed of ['facture', 'FACTURE electricite', 'zoe', 'comptabilité', 'VM-2026-000123-M', 'numero 1002', '« facture, brest! »'])
    assert.ok(find(typed).includes(2), typed);
  assert.deepEqual(find('1002'), [2]);
  assert.deepEqual(find('facture introuvable'), []);
  assert.deepEqual(find('   …'), []);
});

test('takes the last word as a beginning from three letters on, unless a space follows', (t) => {
  const { find } = open(t, 1);
  assert.deepEqual([find('fac'), find('trouver fact'), find('fa'), find('fac '), find('fac trouver')], [[1], [1], [], [], []]);
});

test('shows the newest first, in pages', (t) => {
  const { find } = open(t, 10);
  assert.deepEqual(find('facture', { limit: 4 }), [10, 9, 8, 7]);
  assert.deepEqual(find('facture', { limit: 4, before: 7 }), [6, 5, 4, 3]);
});

test('filters by department, class and direction, and shows nothing to who may see no department', (t) => {
  const { find, index } = open(t, 9);
  assert.deepEqual(find('facture', { departmentIds: ['dp-1'] }), [7, 4, 1]);
  assert.deepEqual(find('facture', { departmentIds: ['dp-1', 'dp-2'], class: 'invoice' }), [7, 5, 1]);
  assert.deepEqual(find('', { class: 'reminder', direction: 'in' }), [8, 6, 4, 2]);
  assert.deepEqual(find('facture', { class: null }), []);
  index.put([entry(4, { class: null }), entry(5, { class: null })]);
  assert.deepEqual(find('facture', { class: null }), [5, 4]);
  assert.deepEqual(find('', { class: null, departmentIds: ['dp-2'] }), [5]);
  assert.deepEqual(find('facture', { departmentIds: [] }), []);
  assert.deepEqual(find('facture', { departmentIds: ['dp-9'] }), []);
});

test('by relevance a word in a name or the subject comes before one in the text, and the newest first among equals', (t) => {
  const { index, find } = open(t, 8);
  index.put([
    entry(2, { subject: 'Résiliation', text: 'résiliation' }),
    entry(3, { sender: 'Résiliations Express' }),
    entry(5, { text: 'votre résiliation' }),
    entry(6, { text: 'une résiliation' }),
  ]);
  assert.deepEqual(find('résiliation', { order: 'relevance' }), [3, 2, 6, 5]);
  assert.deepEqual(find('résiliation', { order: 'relevance', limit: 2 }), [3, 2]);
  assert.deepEqual(find('résiliation', { order: 'newest' }), [6, 5, 3, 2]);
});

test('marks the words that matched', (t) => {
  const { reader } = open(t, 1);
  assert.match(searchIndex(reader, 'trouver')[0]!.snippet, /Veuillez \u0002trouver\u0003 ci-joint/);
});

test('a document put again is found by its new words only, and one taken out not at all', (t) => {
  const { index, find } = open(t, 5);
  index.put([entry(2, { text: 'contrat', subject: '', departmentId: 'dp-9' })]);
  assert.deepEqual(find('facture'), [5, 4, 3, 1]);
  assert.deepEqual(find('contrat', { departmentIds: ['dp-9'] }), [2]);
  index.remove(['dc_4', 'dc_unknown']);
  assert.deepEqual(find('facture'), [5, 3, 1]);
});

test('says that it must be filled until it was, and is made anew when its form is another', (t) => {
  const { index, file } = open(t, 5);
  assert.equal(index.needsFilling, true);
  index.filled();
  index.close();
  const again = openSearchIndex(file);
  assert.equal(again.needsFilling, false);
  again.close();
  const db = new BetterSqlite(file);
  db.pragma('user_version = 77');
  db.close();
  const fresh = openSearchIndex(file);
  assert.equal(fresh.needsFilling, true);
  fresh.close();
});

test('whatever is typed is words and never syntax', (t) => {
  const { reader } = open(t, 2);
  assert.deepEqual(searchIndex(reader, 'a\u{1E94B}b, कि हिन्दी, 𐵊ab'), []);
  const nasty = fc.string({
    unit: fc.constantFrom('"', "'", '*', '(', ')', ':', '^', '-', '+', '{', '}', 'AND ', 'NOT ', 'NEAR', 'a', 'é', '\u0000', '😀', ' '),
  });
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (typed) => void searchIndex(reader, typed, { order: 'relevance' })),
  );
  assert.equal(matchOf('"'), null);
});
