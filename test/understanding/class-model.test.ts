import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClassInput } from '#understanding/class-features.ts';
import { classify, decodeModel, encodeModel, learn, trainFromSeed } from '#understanding/class-model.ts';
import { foldWords } from '#understanding/folding.ts';
import { classInputOf } from '#understanding/understand.ts';
import { directory, HOUSE, model, printEnvelope, printLetter, printPage, read } from './printed-page.ts';

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

/** Letters in words of their own, a line each: none of these lines is in the seed. */
const WORDED: [id: string, ...texts: string[]][] = [
  [
    'invoice',
    "Votre facture d'eau du 2e semestre. Consommation 184 m3, abonnement, assainissement. Total TTC à payer 742,16 €",
    'Pump overhaul, labour 5 hrs at 45.00. Goods total 297.80, VAT 59.56, invoice total 357.36',
    'Anstricharbeiten Halle 3, Lohnkosten, Gerüst. Rechnungssumme inkl. MwSt. 3.410,00 EUR, fällig ohne Abzug',
    'Fornitura cancello scorrevole. Imponibile 2.400,00, I.V.A. 22% 528,00, totale da saldare 2.928,00',
  ],
  [
    'reminder',
    '2ème RAPPEL. Échéance du 15/01 non soldée, merci de votre règlement sous 48 h',
    'Despite our letter, your remittance is still awaited. Please pay within seven days, account overdue',
    'Zahlungserinnerung. Sicher handelt es sich um ein Versehen, wir haben bisher keinen Geldeingang verbucht',
    "A tutt'oggi non ci risulta il saldo della fattura scaduta, preghiamo di provvedere con urgenza",
  ],
  [
    'contract',
    'Bail professionnel. Le bailleur loue au preneur les locaux ci-après, loyer annuel, fait en double exemplaire',
    'The hirer shall keep the equipment insured. Rental period 48 months, signature of hirer and date',
    'Leasinggeber und Leasingnehmer vereinbaren: Vertragsdauer 54 Monate, bitte unterzeichnet zurück',
    "L'appaltatore si obbliga ad eseguire le pulizie, tacito rinnovo, recesso con preavviso, firma",
  ],
  [
    'legal',
    "Vous êtes invité à comparaître le 14 mai à l'audience du tribunal. Le greffier",
    'The claim has been allocated to the fast track. The trial will take place in the week of 8 June, County Court',
    'In dem Rechtsstreit überreichen wir den Schriftsatz der Gegenseite, Amtsgericht, Kanzlei',
    "Il giudice ha fissato l'udienza, il mio assistito chiede il risarcimento, Tribunale",
  ],
  [
    'tax',
    'Votre réclamation est admise, dégrèvement de la cotisation foncière, service des impôts',
    'Non-domestic rate demand, rateable value 112,000, council revenues',
    'Stadt Kassel, Grundsteuer: Messbetrag, Hebesatz, Rechtsbehelfsbelehrung',
    'Somme iscritte a ruolo, ufficio tributi del comune, superficie dichiarata, tassa sui rifiuti',
  ],
  [
    'advertising',
    'Jusqu’au 30 avril, équipez vos équipes à petit prix ! Flashez le code, un mug offert',
    'Cut your fuel bill! Book a free demo and see how thousands are saving. Offer ends soon',
    'Greifen Sie zu: 30 % auf alle Drehstühle, Gratis-Katalog anfordern, nur für kurze Zeit',
    'Rinnova il tuo ufficio a prezzi mai visti! Approfittane subito, promo primavera',
  ],
  [
    'bank',
    'Votre découvert autorisé arrive à son terme, votre conseiller en agence, facilité de caisse',
    'Your overdraft of 20,000 will be reviewed, please send your accounts to the branch, base rate',
    'Der Kreditrahmen Ihres Kontos ist befristet, Kontokorrent, Sparkasse, Darlehen',
    'Il fido è in scadenza, il tasso del conto corrente cambia, la filiale',
  ],
  [
    'insurance',
    'Nous mandatons un expert pour évaluer les dommages du sinistre, gardez les photos, franchise',
    'Our surveyor will visit, do not dispose of damaged items, storm claim, policy excess',
    'Leitungswasser: unser Gutachter besichtigt den Schaden, Versicherung, Police',
    'Il perito farà la stima del danno, polizza incendio, premio alla firma',
  ],
  [
    'delivery_note',
    'Bon de livraison : vis 200, rondelles 500, deux colis, reçu conforme, nom et signature',
    'Packing slip: copier paper, 20 reams, carton 1 of 3, despatched today',
    'Lieferschein: Sechskantschraube 200 Stück, 2 Kolli, Ware erhalten',
    'Vite 200, rondella 500, colli 2, peso, vettore, firma conducente',
  ],
];
for (const [id, ...texts] of WORDED) {
  test(`knows ${id} in four languages by words the seed does not put so`, () => {
    for (const text of texts) assert.equal(classify(model(), letter(text)).id, id, text);
  });
}

/** What `--route-only` reads: everything over the small print. */
for (const title of ['AVIS DE PASSAGE', 'Sorry we missed you', 'Wir haben Sie nicht angetroffen', 'Avviso di giacenza']) {
  test(`takes a card headed "${title}" for a notice before its small print was read`, () => {
    const card = printPage(1180, 830, [
      { text: title, xPx: 60, yPx: 120, heightPx: 34 },
      ...HOUSE.map((text, i) => ({ text, xPx: 60, yPx: 260 + 36 * i })),
    ]);
    assert.equal(read(card, 'routing').class.id, 'registered_notice');
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
  assert.equal(classify(taught, letter('Malgré nos relances, la facture échue reste impayée, mise en demeure')).id, 'reminder');
  assert.ok(!model().classes.includes('press'), 'the model it came from is untouched');
  assert.notEqual(taught.version, model().version);
});

const COMPLAINTS = [
  'Réclamation : 48 bouteilles brisées à la livraison, nous demandons leur remplacement',
  'Les flacons livrés présentent un défaut, merci de reprendre la marchandise',
  'Je suis mécontente du vase, il était cassé, je demande le remboursement',
  'Réclamation qualité, défauts sur les bocaux, veuillez organiser le retour',
  'Marchandise défectueuse, notre plainte porte sur le lot, remplacez les pièces',
];
for (const text of [
  'Complaint: the goods arrived broken, please replace them or refund us',
  'Reklamation: die Ware hat Mängel und Fehler, wir bitten um Ersatz',
  'Reclamo: la merce è rotta e difettosa, chiediamo la sostituzione e il rimborso',
])
  test(`what five French letters teach is found in another language: ${text}`, () => {
    const taught = COMPLAINTS.reduce((m, french) => learn(m, { classId: 'complaint', input: letter(french) }), model());
    const guess = classify(taught, letter(text));
    assert.equal(guess.id, 'complaint');
    assert.ok(guess.words.length > 0 && guess.words.every((w) => foldWords(text).includes(w)));
  });

test('what any letter says is not taken for the class of five', () => {
  const dressed = (text: string): ClassInput =>
    letter(`Tél. 04 78 00 11 22 Objet : ${text} Madame, Monsieur, veuillez agréer nos salutations distinguées SIRET 123 RCS Lyon`);
  const taught = PRESS.reduce((m, text) => learn(m, { classId: 'press', input: dressed(text) }), model());
  assert.equal(classify(taught, dressed(UNSEEN[0]!)).id, 'press');
  for (const [id, french] of WORDED) {
    const guess = classify(taught, dressed(french!));
    assert.ok(guess.id === id || guess.confidence < 0.5, `${id}: ${guess.id} ${guess.confidence}`);
  }
});

test('the same examples teach the same, one by one or at once', () => {
  const examples = PRESS.map((text) => ({ classId: 'press', input: letter(text) }));
  const [one, all] = [examples.reduce((m, example) => learn(m, example), model()), learn(model(), ...examples)];
  assert.deepEqual(one, all);
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
