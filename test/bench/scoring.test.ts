import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { resultsIn } from './scored-folder.ts';
import { departmentKeys, type ScoredItem, scoreReading } from './scoring.ts';
import { scoreBlanks, scoreCodes, scoreInvoices, scoreSkew, scoreWords } from './scoring-shapes.ts';
import { measuresOf, scoreAll } from './scoring-table.ts';
import { asTyped, bagOf, figuresIn, fold, median, ratio, wilson } from './scoring-text.ts';
import type { TruthFile } from './scoring-truth.ts';

type Page = DocumentRead['pages'][number];
type Told = Partial<Omit<DocumentRead, 'pages' | 'class' | 'department'>> & {
  pages?: Partial<Page>[];
  class?: string;
  department?: string;
};

function read({ pages = [{}], class: classId = 'invoice', department, ...more }: Told = {}): DocumentRead {
  const page: Page = {
    ...{
      text: '',
      widthPx: 1000,
      heightPx: 1400,
      dpi: 200,
      orientation: 0,
      skewDeg: 0,
      blank: false,
      language: 'fr',
      words: [],
      codes: [],
    },
  };
  return {
    file: 'a.png',
    pages: pages.map((one) => ({ ...page, ...one })),
    class: { id: classId, confidence: 0.9, why: '' },
    recipient: null,
    department: department === undefined ? null : { id: 'd1', name: department, confidence: 0.9 },
    organisation: null,
    sender: { name: null, ids: {} },
    ...{ date: null, dueDate: null, subject: null, references: [], amounts: [], tracking: [], ownNumber: null },
    ...{ registered: false, secrecy: null, routed: false, candidates: [], reason: null },
    timings: { routeMs: 900, totalMs: 2000 },
    ...more,
  };
}

let nth = 0;
const item = (file: TruthFile, result: DocumentRead | null, text = ''): ScoredItem => ({
  ...{ name: `item-${nth++}`, file: { document_class: 'invoice', ...file }, text, read: result },
});
const score = (...items: ScoredItem[]) => scoreReading(items);
const ACCOUNTS = { routable: true, department_expected: 'Comptabilité' };
const filed = (department?: string, more: Told = {}): DocumentRead =>
  read({ routed: true, ...(department ? { department } : {}), ...more });

test('filed counts as right only in the department expected, under any of its names', () => {
  const key = departmentKeys({ departments: [{ id: 'd02', name: 'Comptabilité', name_en: 'Accounts' }] });
  const items = ['Comptabilite', 'Accounts', 'd02', 'Achats'].map((name) => item(ACCOUNTS, filed(name)));
  const { routedRight, wrongDepartment, wrongRate } = scoreReading([...items, item(ACCOUNTS, filed())], key);
  assert.deepEqual([routedRight, wrongDepartment, wrongRate], [0.6, 2, 0.4]);
});

test('filing what nobody should have decided, or closed mail, is wrong even where the department is right', () => {
  const s = score(
    item({ ...ACCOUNTS, routable: false, why_not: 'homonym', case: 'twins' }, filed('Comptabilité')),
    item({ ...ACCOUNTS, routable: false, secrecy: 'medical', kind: 'closed' }, filed('Comptabilité')),
  );
  assert.deepEqual([s.routedRight, s.wrongUnroutable, s.wrongClosed, s.unroutable, s.closed], [0, 1, 1, 1, 1]);
  assert.deepEqual(s.byCase, { twins: 1, closed: 1 });
});

test('review is needed where nobody decides for the clerk, unneeded elsewhere; what was not read is neither', () => {
  const s = score(item(ACCOUNTS, read()), item({ ...ACCOUNTS, routable: false, why_not: 'unknown_person' }, read()), item(ACCOUNTS, null));
  assert.deepEqual([s.reviewUnneeded, s.reviewNeeded, s.review, s.missing, s.routedWrong], [1, 1, 2, 1, 0]);
});

test('what was not read has no class, no words, no date', () => {
  const s = score(
    item({ date: '2026-01-02' }, null, 'deux mots'),
    item({ date: '2026-01-02' }, read({ date: '2026-01-02', pages: [{ text: 'deux mots' }] }), 'deux mots'),
  );
  assert.deepEqual([s.class, s.recall, s.precision, s.date], [0.5, 0.5, 1, 0.5]);
});

test('words are counted as often as they occur, whatever their order, case, apostrophe or dash', () => {
  const s = score(item({}, read({ pages: [{ text: 'B a’c A' }, { text: 'x–y' }] }), "a b A a'c x-y"));
  // Truth: a a a b c x-y; printed: b a c a x-y.
  assert.deepEqual([s.recall, s.precision], [ratio(5, 6), 1]);
});

test('closed mail is seen by any mark, of the right kind by those accepted; a decoy called closed is told', () => {
  const s = score(
    item({ routable: false, secrecy: 'medical', secrecy_accept: ['medical', 'personal'] }, read({ secrecy: 'personal' })),
    item({ routable: false, secrecy: 'union' }, read({ secrecy: 'ballot' })),
    item({ routable: false, secrecy: 'union' }, read()),
    item({ routable: true, decoy: true }, read({ secrecy: 'medical' })),
  );
  assert.deepEqual([s.secrecyRecall, s.secrecyKind, s.secrecyPrecision], [0.6667, 0.3333, 0.6667]);
  assert.deepEqual([s.decoys, s.decoysCalledClosed], [1, 1]);
});

test('the delegate is right for somebody absent; naming a leaver who is printed counts neither way', () => {
  const named = (personId: string): DocumentRead => read({ recipient: { name: '', personId, department: '', confidence: 1 } });
  const s = score(
    item({ person_expected: 'p1', recipient: { delegate_expected: 'p2' } }, named('p2')),
    item({ person_expected: 'p3', recipient: { printed_person: 'p4' } }, named('p4')),
    item({ person_expected: null }, named('p9')),
    item({ person_expected: 'p5' }, named('p5')),
  );
  assert.deepEqual([s.person, s.personPrecision], [0.6667, 0.75]);
});

test('a reference is right whole only, and every other number given is one too many', () => {
  const truth: TruthFile = {
    routable: true,
    references: [{ kind: 'invoice', value: 'FA-12 345' }],
    tracking_numbers: ['LX123456785FR'],
    own_number: 'VM-2026-000123-M',
  };
  const given = ['FA12345', 'FA123', 'LX 123456785 FR', 'VM2026000123M'].map((value) => ({ kind: 'x', value }));
  const s = score(item(truth, read({ references: given as DocumentRead['references'] })));
  assert.deepEqual([s.references, s.referencesPrecision], [1, 0.5]);
});

test('an identifier of the sender is one too many only where the set lists them all', () => {
  const sender = { name: null, ids: { siren: '732829320' } } as DocumentRead['sender'];
  const [text, references] = ['SIREN 732 829 320', { number: 'A1' }];
  const given = { sender, references: [{ kind: 'x', value: 'A1' }] as DocumentRead['references'] };
  assert.equal(score(item({ references }, read(given), text)).referencesPrecision, 1);
  assert.equal(score(item({ references }, read(given), 'not printed')).referencesPrecision, 0.5);
  assert.equal(score(item({ references, routable: true }, read(given), text)).referencesPrecision, 0.5);
});

test('any amount printed is right; total and due are one answer, another kind is a miss', () => {
  const amounts = [
    { value: 100, kind: 'net' },
    { value: 120, kind: 'due' },
    { value: 7, kind: 'other' },
  ];
  const given = [
    { value: 120, kind: 'total' },
    { value: 100, kind: 'vat' },
    { value: 7, kind: 'other' },
    { value: 55, kind: 'other' },
  ].map((one) => ({ ...one, currency: 'EUR' })) as DocumentRead['amounts'];
  const s = score(item({ amounts }, read({ amounts: given })));
  assert.deepEqual([s.amount, s.amountPrecision, s.amountKind, s.amountKindPrecision], [1, 0.75, 0.5, 0.5]);
});

test('where a set lists totals only, any figure with two decimals on the page is a printed amount', () => {
  const given = [{ value: 1234.5, currency: 'EUR', kind: 'other' }] as DocumentRead['amounts'];
  assert.equal(score(item({ total: 99 }, read({ amounts: given }), 'montant 1 234,50 €')).amountPrecision, 1);
  assert.equal(score(item({ amounts: [{ value: 99, kind: 'total' }] }, read({ amounts: given }), '1 234,50')).amountPrecision, 0);
  assert.deepEqual(figuresIn('1.234,50 le 12/10/2025, 3 pièces, £12.00'), [1234.5, 12]);
});

test('our own number is read from a code, and one with a wrong check character is asked of nobody', () => {
  const label = [{ format: 'Code128', text: 'VM-2026-000123-M', box: [0, 0, 1, 1] }] as Page['codes'];
  const s = score(
    item({ own_number: 'VM-2026-000123-M' }, read({ pages: [{ codes: label }] })),
    item({ own_number_wrong_check: 'VM-2026-000123-X' }, read()),
  );
  assert.equal(s.ownNumberRead, 1);
});

test('a document is blank when all its sides are; one written side called blank is told', () => {
  const s = score(
    item({ blank: true }, read({ pages: [{ blank: true }, {}] })),
    item({ blank: true }, read({ pages: [{ blank: true }] })),
    item({}, read({ pages: [{}, { blank: true }] })),
  );
  assert.deepEqual([s.blank, s.calledBlank], [0.5, 1]);
});

test('shares are rounded to the nearest, ties to even, and Wilson intervals stay between 0 and 1', () => {
  assert.deepEqual([ratio(1, 32), ratio(3, 32), ratio(1, 3), ratio(1, 0)], [0.0312, 0.0938, 0.3333, null]);
  assert.deepEqual([wilson(0, 140), wilson(5, 5), wilson(0, 0)], [[0, 0.0267], [0.5655, 1], null]);
  assert.deepEqual([median([3, 1, 2]), median([4, 1]), median([])], [2, 2.5, null]);
  assert.deepEqual(
    [fold('Réf. n° 12-a'), [...bagOf('À 12,50 €.')]],
    [
      'REFN12A',
      [
        ['à', 1],
        ['12', 1],
        ['50', 1],
      ],
    ],
  );
});

test('of a code only the text counts, and a find where there is none is false', () => {
  const found = (text: string): DocumentRead => read({ pages: [{ codes: [{ format: 'EAN13', text, box: [0, 0, 1, 1] }] }] });
  const s = scoreCodes([
    item({ format: 'UPCA', text: '0752', expected_none: false }, found('0752')),
    item({ format: 'QRCode', text: 'abc', expected_none: false }, found('abcd')),
    item({ format: 'QRCode', text: '', expected_none: true }, found('x')),
    item({ format: 'QRCode', text: '', expected_none: true }, null),
  ]);
  assert.deepEqual([s?.decoded, s?.codes, s?.falseFinds, s?.withNone], [1, 2, 1, 2]);
  assert.equal(scoreCodes([item({}, read())]), null);
});

test('what a typewriter wrote is read right with I, l and 1 and capital accents alike', () => {
  const texts = [{ truth: 'Etat I9l7 élu', printed: 'État 1917 elu' }];
  assert.deepEqual([scoreWords(texts).recall, scoreWords(texts, asTyped).recall], [0, 0.6667]);
});

test('an electronic invoice has its number among the references, its date, and its total as total or due', () => {
  const fields = { invoice_number: 'FA-7', date: '2026-02-03', total: 12.5 };
  const right = {
    references: [{ kind: 'invoice', value: 'FA7' }],
    date: '2026-02-03',
    amounts: [{ value: 12.5, currency: 'EUR', kind: 'due' }],
  };
  const wrong = {
    references: [{ kind: 'invoice', value: 'FA77' }],
    date: '2026-02-04',
    amounts: [{ value: 12.5, currency: 'EUR', kind: 'other' }],
  };
  const s = scoreInvoices([item({ fields }, read(right as Told)), item({ fields: [{ ...fields, amount: 12.5 }] }, read(wrong as Told))]);
  assert.deepEqual([s?.number, s?.date, s?.total, s?.astray.length], [0.5, 0.5, 0.5, 1]);
});

test('tilt is measured either way, on sides that are not blank', () => {
  const tilted = (skew_deg: number, skewDeg: number, blank = false) =>
    item({ degradation: { skew_deg } }, read({ pages: [{ skewDeg, blank }] }));
  const s = scoreSkew([tilted(1, 1.1), tilted(-1, -1.3), tilted(2, 0, true)]);
  assert.deepEqual([s?.pages, s?.medianDeg, s?.largestDeg, s?.within], [2, 0.2, 0.3, 0.5]);
});

test('sides of sets without classes are blank or written too', () => {
  const plain = (file: TruthFile, blank: boolean, text = ''): ScoredItem => ({ name: '', file, text, read: read({ pages: [{ blank }] }) });
  const items = [plain({ blank: true }, true), plain({ blank: false }, true), plain({}, true, 'written'), plain({}, true)];
  assert.deepEqual(scoreBlanks(items), { blanks: 1, seen: 1, calledBlank: 2 });
});

test('the table has a line for what the set knows, and none for what it does not', () => {
  const lines = (items: ScoredItem[]): string[] => measuresOf(scoreAll(items, fold)).map(({ what }) => what);
  const letters = lines([item({ ...ACCOUNTS, date: '2026-01-02' }, filed('Comptabilité'), 'mot')]);
  assert.ok(['word recall', 'class', '  invoice', 'filed wrong, of all', 'date of the letter'].every((what) => letters.includes(what)));
  assert.ok(!letters.some((what) => what.startsWith('codes') || what.startsWith('own number') || what.startsWith('tilt')));
  assert.deepEqual(lines([item({ document_class: 'form' }, read(), 'mot')]), ['word recall', 'written sides called blank']);
});

test('lines that are no results are passed over, and broken ones counted', () => {
  const { results, broken } = resultsIn('reading …\n{"file":"a.png"}\n{"file":\n\n');
  assert.deepEqual([results.length, broken], [1, 1]);
});
