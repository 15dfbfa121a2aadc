import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SearchQuery, SearchResults } from '#contract/search.ts';
import { NO_CLASS } from '#contract/words.ts';
import { openReader } from '#register/reader.ts';
import { openForReading } from '#store/database.ts';
import { markedSnippet, markWords, search } from '#views/search.ts';
import { namesOf } from '#views/sight.ts';
import { fits } from './contract.ts';
import { CLOSED, DECIDED, DIRECTORY, type Mailroom, openMailroom, type Scanned } from './mailroom.ts';

function index(
  { store }: Mailroom,
  { itemId, documentId, number }: Scanned,
  text: string,
  departmentId = 'accounts',
  classId: string | null = 'invoice',
): void {
  const { divided_position: position } = store.read.get('document', { id: documentId })!;
  store.search.put([
    {
      ...{ position, documentId, itemId, number, departmentId, departmentName: 'Comptabilité', personName: '' },
      ...{ sender: 'Papeterie du Vieux Pont', subject: '', class: classId, direction: 'in', text },
    },
  ]);
}

function look(t: { after(fn: () => void): void }, { store, clock }: Mailroom) {
  const db = openForReading(store.databaseFile);
  db.prepare('ATTACH ? AS search').run(store.searchFile);
  t.after(() => db.close());
  const sight = { read: openReader(db), names: namesOf(DIRECTORY) };
  return (q: string, more: Partial<SearchQuery> = {}) =>
    fits(SearchResults, { ...search(sight, db, fits(SearchQuery, { q, ...more }), clock.wallMs()), tookMs: 1 });
}

test('hits come newest first, with what matched marked and where the item goes', async (t) => {
  const mailroom = await openMailroom(t);
  const older = await mailroom.hands.scanned(DECIDED);
  const newer = await mailroom.hands.scanned(DECIDED);
  index(mailroom, older, 'Facture de papier');
  index(mailroom, newer, 'Une autre facture, réglée');
  mailroom.hands.sender(newer.documentId, 'Papeterie du Vieux Pont');
  const found = look(t, mailroom)('factu');
  assert.deepEqual(
    found.hits.map((one) => one.itemId),
    [newer.itemId, older.itemId],
  );
  assert.deepEqual([found.count, found.more, found.total, found.next], [2, false, 2, null]);
  assert.ok(found.hits[0]!.snippet.some((part) => part.mark && part.text === 'facture'));
  assert.equal(found.hits[0]!.to!.department, 'Comptabilité');
});

test('several documents of one item are one hit, and a list is read on where it ended', async (t) => {
  const mailroom = await openMailroom(t);
  const { hands } = mailroom;
  const items = [];
  for (let n = 0; n < 5; n++) items.push(await hands.scanned(DECIDED));
  for (const item of items) index(mailroom, item, 'mot commun');
  const first = items[0]!;
  const { front } = await hands.sheet(first.batchId, 2);
  const again = hands.divide(first.itemId, first.batchId, 2, [front], [], 2);
  hands.decide({ itemId: first.itemId, documentId: again }, DECIDED);
  index(mailroom, { ...first, documentId: again }, 'mot commun');
  const ask = look(t, mailroom);
  const all = ask('commun').hits.map((one) => one.itemId);
  assert.deepEqual(
    all,
    [items[0], items[4], items[3], items[2], items[1]].map((one) => one!.itemId),
  );
  const page = ask('commun', { limit: 2 });
  const rest = ask('commun', { limit: 4, before: page.next! });
  assert.deepEqual([...new Set([...page.hits, ...rest.hits].map((one) => one.itemId))], all);
});

test('filters leave out what does not fit', async (t) => {
  const mailroom = await openMailroom(t);
  const letter = await mailroom.hands.scanned(DECIDED);
  mailroom.clock.advance(60_000);
  const parcel = await mailroom.hands.scanned(DECIDED, 'parcel');
  for (const one of [letter, parcel]) index(mailroom, one, 'bordereau', one === letter ? 'accounts' : 'staff');
  const ask = look(t, mailroom);
  const ids = (more: Partial<SearchQuery>) => ask('bordereau', more).hits.map((one) => one.itemId);
  assert.deepEqual(ids({ kind: 'parcel' }), [parcel.itemId]);
  assert.deepEqual(ids({ departmentId: 'accounts' }), [letter.itemId]);
  assert.deepEqual(ids({ sinceMs: mailroom.clock.wallMs() - 1000 }), [parcel.itemId]);
  assert.deepEqual(ids({ class: 'legal' }), []);
  const counts = [{ kind: 'parcel' }, { sinceMs: mailroom.clock.wallMs() - 1000 }, { kind: 'registered' }, {}] as const;
  assert.deepEqual(
    counts.map((more) => ask('bordereau', more).count),
    [1, 1, 0, 2],
  );
});

test('all of a class is found without a word, newest first, and all that is of none', async (t) => {
  const mailroom = await openMailroom(t);
  const letters = [];
  for (const classId of ['invoice', null, 'press_review', null]) {
    const letter = await mailroom.hands.scanned(DECIDED);
    index(mailroom, letter, 'bordereau', 'accounts', classId);
    letters.push(letter.itemId);
  }
  const ask = look(t, mailroom);
  const ids = (more: Partial<SearchQuery>) => ask('', more).hits.map((one) => one.itemId);
  assert.deepEqual(ids({ class: NO_CLASS }), [letters[3], letters[1]]);
  assert.deepEqual(ids({ class: 'press_review' }), [letters[2]]);
  assert.deepEqual(ids({ departmentId: 'accounts' }), letters.toReversed());
  assert.deepEqual([ask('', { class: NO_CLASS }).count, ask('').count], [2, 0]);
  assert.deepEqual(ids({}), []);
});

test('a number is found as it is printed and as it is drawn, also where nothing was read', async (t) => {
  const mailroom = await openMailroom(t);
  const { itemId, number } = mailroom.hands.register('parcel');
  const [prefix, year, sequence, check] = number.split('-') as [string, string, string, string];
  const ask = look(t, mailroom);
  for (const typed of [
    number,
    number.toLowerCase(),
    `${prefix}${year.slice(2)}-${sequence}-${check}`,
    `${prefix}${year.slice(2)}-${sequence}`,
  ])
    assert.deepEqual(
      ask(typed).hits.map((one) => one.itemId),
      [itemId],
      typed,
    );
  assert.deepEqual(ask(`${prefix}-${year}-999999-0`).hits, []);
});

test('a closed item is found by its number and shows nothing else', async (t) => {
  const mailroom = await openMailroom(t);
  const closed = await mailroom.hands.scanned(CLOSED);
  await mailroom.hands.draw(closed.pages[0]!);
  mailroom.hands.sender(closed.documentId, 'Cabinet Merle');
  index(mailroom, closed, 'ordonnance');
  const ask = look(t, mailroom);
  for (const q of [closed.number, 'ordonnance']) {
    const [hit] = ask(q).hits;
    assert.deepEqual([hit!.itemId, hit!.sender, hit!.snippet, hit!.thumbnail, hit!.class], [closed.itemId, [], [], null, null]);
  }
});

test('marks are cut out of the snippet, and beginnings of words are marked in a name', () => {
  assert.deepEqual(markedSnippet('une \u0002facture\u0003, puis \u0002factures\u0003'), [
    { text: 'une ', mark: false },
    { text: 'facture', mark: true },
    { text: ', puis ', mark: false },
    { text: 'factures', mark: true },
  ]);
  assert.deepEqual(markWords('Hélène Guérin-Guérand', 'guer'), [
    { text: 'Hélène ', mark: false },
    { text: 'Guér', mark: true },
    { text: 'in-', mark: false },
    { text: 'Guér', mark: true },
    { text: 'and', mark: false },
  ]);
  assert.deepEqual(markWords('', 'x'), []);
});
