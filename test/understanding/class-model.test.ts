import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClassInput } from '#understanding/class-features.ts';
import { classify, decodeModel, encodeModel, learn, trainFromSeed } from '#understanding/class-model.ts';
import { foldWords } from '#understanding/folding.ts';
import { classInputOf } from '#understanding/understand.ts';
import { directory, HOUSE, model, printEnvelope, printLetter, read } from './printed-page.ts';

const letter = (text: string): ClassInput => ({ title: '', text: foldWords(text), shape: ['letter', 'sentences'] });

for (const [text, id] of [
  ['Facture du mois, montant hors taxes, TVA, net à payer par virement', 'invoice'],
  ['Your account is overdue and the invoice remains unpaid, please settle at once', 'reminder'],
  ['Hiermit bewerbe ich mich um die Stelle, mein Lebenslauf liegt bei', 'job_application'],
  ['Un perito effettuerà il sopralluogo per il sinistro, franchigia di polizza', 'insurance'],
  ['Agenzia delle Entrate, imposta dovuta, sanzioni', 'tax'],
  ['Das Konto wurde belastet, die Lastschrift mangels Deckung nicht eingelöst', 'bank'],
  ['Entre les soussignés il a été convenu, le présent contrat prend effet', 'contract'],
  ['Merci de noter ma demande de congé parental, mon bulletin de paie', 'hr'],
] as const) {
  test(`calls "${text}" ${id} and says why`, () => {
    const guess = classify(model(), letter(text));
    assert.equal(guess.id, id);
    assert.ok(guess.words.length > 0 && guess.words.every((w) => foldWords(text).includes(w)));
  });
}

test('an envelope is an envelope whatever is printed on it', () => {
  assert.equal(read(printEnvelope({ address: [...HOUSE], mark: 'RECOMMANDÉ AVEC AVIS DE RÉCEPTION' })).class.id, 'envelope');
});

test('calls what is none of its classes none of these, says what came nearest, and files nothing by it', () => {
  const poem = 'Le vent se lève sur la colline, un berger chante, ses moutons dorment près du ruisseau';
  const guess = classify(model(), letter(poem));
  assert.deepEqual([guess.id, guess.others[0]!.confidence, guess.others.length], [null, guess.confidence, model().classes.length]);
  const u = read(printLetter({ address: [...HOUSE], body: [poem] }));
  assert.deepEqual([u.class.id, u.class.why.rule, u.class.why.class], [null, 'class_none', u.class.why.class]);
  assert.deepEqual([u.routed, u.reason, u.candidates], [false, 'low_confidence', []]);
});

test('a page without a word is of no class', () => {
  for (const shape of [['card', 'few', 'silent'], ['letter'], []])
    assert.equal(classify(model(), { title: '', text: '', shape }).id, null, shape.join());
});

const PRESS = [
  'Revue de presse du lundi : les articles parus dans les journaux régionaux',
  'Coupures de presse, édition du matin, articles sur notre secteur',
  'Voici la revue des journaux et magazines, article signé par la rédaction',
  'Dossier de presse : parution dans le quotidien, rubrique économie',
  'Synthèse des articles de presse, journaux télévisés et radios',
];
const UNSEEN = [
  'Revue de presse hebdomadaire, articles des journaux nationaux',
  'Articles parus cette semaine dans la presse régionale',
  'Coupures de journaux, rubrique économie, rédaction',
  'Presse : synthèse des parutions dans les magazines',
];

test('learns a class it never saw from five examples, without unlearning the others', () => {
  let taught = model();
  for (const text of PRESS) taught = learn(taught, { classId: 'press', input: letter(text) });
  for (const text of UNSEEN) assert.equal(classify(taught, letter(text)).id, 'press', text);
  assert.equal(classify(taught, letter('Facture du mois, montant hors taxes, TVA, net à payer par virement')).id, 'invoice');
  assert.equal(classify(taught, letter('Votre compte présente un solde débiteur, malgré nos relances')).id, 'reminder');
  assert.ok(!model().classes.includes('press'), 'the model it came from is untouched');
  assert.notEqual(taught.version, model().version);
});

test('what stands in every letter to us tells nothing of its class', () => {
  const shared = { address: [...HOUSE], sender: ['Ateliers Novelle', 'accueil@novelle.example'] };
  const input = (body: string): ClassInput => classInputOf([printLetter({ ...shared, body: [body] })], directory);
  const { text, title } = input(PRESS[0]!);
  for (const word of foldWords(HOUSE.join(' ')).split(' ')) assert.ok(!` ${title} ${text} `.includes(` ${word} `), word);
  assert.ok(!text.includes('novelle example') && text.includes('revue de presse'), text);
});

test('a correction changes the next decision about the same text', () => {
  const text = letter('Bulletin municipal, informations aux riverains du quartier');
  const before = classify(model(), text).id;
  const other = before === 'advertising' ? 'legal' : 'advertising';
  assert.equal(classify(learn(model(), { classId: other, input: text }), text).id, other);
});

test('a class taken from the seed is known again from examples only, and stays so in a file', () => {
  const poor = trainFromSeed({ without: ['tax'] });
  const text = letter('Avis d’imposition, impôt sur les sociétés, majoration, direction des finances publiques');
  assert.equal(classify(model(), text).id, 'tax');
  assert.ok(!poor.classes.includes('tax') && poor.version !== model().version);
  const taught = learn(poor, { classId: 'tax', input: letter('Revue de presse du lundi : les articles parus dans les journaux') });
  assert.notEqual(
    classify(learn(taught, { classId: 'hr', input: letter('Bulletin de paie du mois') }), text).id,
    'tax',
    'the seed is not replayed',
  );
  const again = decodeModel(encodeModel(taught))!;
  assert.deepEqual([again.without, again.version], [taught.without, taught.version]);
});

test('a model written to a file decides the same, and a damaged file is refused', () => {
  const again = decodeModel(encodeModel(model()))!;
  const text = letter('Your account is overdue');
  assert.deepEqual(classify(again, text), classify(model(), text));
  assert.equal(decodeModel('{"format":1}'), null);
  assert.equal(decodeModel('nonsense'), null);
});

test('a page means the same whatever was read before it', () => {
  const page = printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], head: ['Lyon, le 2 février 2026'] });
  const first = JSON.stringify(read(page));
  read(printEnvelope({ address: [...HOUSE], mark: 'CONFIDENTIEL' }));
  read(printLetter({ address: ['FONDERIE LARZAC', '48000 MENDE'] }));
  assert.equal(JSON.stringify(read(page)), first);
});
