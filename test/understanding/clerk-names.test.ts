/** How people and departments are written on envelopes, and whom a clerk takes them for. Each name says what the box must do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDirectory } from '#domain/directory.ts';
import type { Understanding } from '#understanding/evidence.ts';
import { understand } from '#understanding/understand.ts';
import { HOUSE, model, printLetter } from './printed-page.ts';

const staff = (id: string, first: string, last: string, department: string, more: object = {}): object => ({
  id,
  first_name: first,
  last_name: last,
  department_id: department,
  active: true,
  aliases: [],
  ...more,
});
const directory = parseDirectory({
  organisation: 'Fabrique Orvanne',
  organisation_aliases: ['Orvanne SA', 'Orvanne'],
  organisation_en: 'Orvanne Works',
  address: HOUSE.slice(1),
  departments: [
    { id: 'payable', name: 'Comptabilité fournisseurs', name_en: 'Accounts Payable', aliases: [], mailbox: 'compta@orvanne.example' },
    { id: 'receivable', name: 'Comptabilité clients', name_en: 'Accounts Receivable', aliases: [] },
    { id: 'hr', name: 'Ressources humaines', name_en: 'Human Resources', aliases: ['RH', 'Personalabteilung', 'Risorse Umane'] },
    { id: 'it', name: 'Informatique', name_en: 'Information Technology', aliases: ['DSI', "Systèmes d'information"] },
    { id: 'qse', name: 'Qualité, Sécurité, Environnement', name_en: 'Quality, Health & Safety', aliases: ['QSE'] },
    { id: 'buy', name: 'Achats', name_en: 'Purchasing', aliases: ['Einkauf', 'Ufficio Acquisti'], mailbox: 'achats@orvanne.example' },
    { id: 'sell', name: 'Ventes', name_en: 'Sales', aliases: ['Vertrieb'], mailbox: 'ventes@orvanne.example' },
    { id: 'law', name: 'Service Juridique', name_en: 'Legal', aliases: ['Rechtsabteilung', 'Ufficio Legale'] },
    { id: 'rd', name: 'Recherche et développement', name_en: 'Research & Development', aliases: ['R&D'] },
    { id: 'top', name: 'Direction générale', name_en: 'General Management', aliases: ['Geschäftsleitung'] },
  ],
  people: [
    staff('lefevre', 'Anne-Sophie', 'Lefèvre-Duclos', 'payable', { birth_name: 'Lefèvre' }),
    staff('arnsberg', 'Sabine', 'von Arnsberg', 'law'),
    staff('herouville', 'Ludovic', "D'Hérouville", 'hr'),
    staff('santis', 'Giovanni', 'De Santis', 'buy'),
    staff('oconnell', 'Sean', "O'Connell", 'it'),
    staff('legoff', 'Thierry', 'Le Goff', 'qse'),
    staff('roussel', 'Nathalie', 'Roussel', 'sell', { birth_name: 'Pinchon', aliases: ['Nath Roussel'] }),
    staff('mueller', 'Karl-Heinz', 'Müller', 'it', {
      absences: [
        { from: '2026-02-01', to: '2026-02-20', delegate: 'oconnell' },
        { from: '2026-03-01', to: '2026-03-10' },
        { from: '2026-04-01', to: '2026-04-10', delegate: 'gone' },
      ],
    }),
    staff('marc', 'Marc', 'Antoine', 'receivable'),
    staff('antoine', 'Antoine', 'Marc', 'law'),
    staff('gone', 'Bernard', 'Castelnau', 'payable', { active: false, successor: 'gone-too' }),
    staff('gone-too', 'Solange', 'Peyrade', 'payable', { active: false, successor: 'stays' }),
    staff('stays', 'Odette', 'Vernay', 'receivable'),
    staff('round', 'Zyad', 'Ferhat', 'it', { active: false, successor: 'about' }),
    staff('about', 'Zoé', 'Calmels', 'it', { active: false, successor: 'round' }),
    staff('sorel-left', 'Paul', 'Sorel', 'it', { active: false }),
    staff('sorel', 'Paul', 'Sorel', 'sell'),
    staff('garcia', 'Maria', 'García López', 'buy'),
    staff('achard', 'Étienne', 'Achard', 'rd', { previous_departments: [{ department: 'Achats' }, { department: 'Ventes' }] }),
    staff('jean', 'Jean', 'Martin', 'sell'),
    staff('jean-pierre', 'Jean-Pierre', 'Martin', 'it'),
    staff('weiss', 'Élodie', 'Weiß', 'rd'),
    staff('di-fazio', 'Ines', 'Di Fazio', 'hr'),
    staff('fazio', 'Denis-Ivo', 'Fazio', 'it'),
    staff('wu', 'Li', 'Wu', 'rd'),
    staff('wahl', 'Emil', 'Wahl', 'rd'),
  ],
});

const [NAME, ...STREET] = HOUSE as [string, ...string[]];
const read = (lines: string[], head: string[] = []): Understanding =>
  understand({
    pages: [printLetter({ address: [...lines, NAME, ...STREET], head })],
    directory,
    model: model(),
    depth: 'routing',
    ownPrefix: 'VM',
    today: '2026-02-10',
  });
const outcome = (u: Understanding): string | null => (u.routed ? (u.recipient?.personId ?? u.department?.id ?? null) : u.reason);

/** `why`, whom, and how it is printed: lines over the house, parted by ` // `. */
const ADDRESSED: [why: string, whom: string, ...printed: string[]][] = [
  ['reads both halves of a double name', 'lefevre', 'Mme Anne-Sophie LEFEVRE DUCLOS', 'Mme Lefèvre-Duclos'],
  ['reads a double name in the other order', 'lefevre', 'Mme Anne-Sophie Duclos-Lefèvre'],
  ['reads one half of a double name with the whole first name', 'lefevre', 'Mme Anne-Sophie Duclos', 'Mme Anne Sophie Lefèvre'],
  ['reads initials, with and without points', 'lefevre', 'Mme A.-S. Lefèvre-Duclos', 'Mme AS Lefèvre-Duclos', 'Mme A. S. Lefèvre-Duclos'],
  ['tells people of one last name apart by run-together initials', 'jean-pierre', 'M. JP Martin', 'M. J.-P. Martin'],
  ['takes "Di" for a part of the name, not for initials', 'di-fazio', 'Sig.ra Di Fazio'],
  ['does not choose where an initial fits two', 'homonym', 'M. J. Martin'],
  ['reads "née" and "épouse" between two names', 'roussel', 'Mme Nathalie Roussel née Pinchon', 'Mme Nathalie Pinchon épouse Roussel'],
  ['reads a birth name in brackets', 'roussel', 'Mme Nathalie Roussel (née Pinchon)'],
  ['reads married and birth name as a double name', 'roussel', 'Mme Nathalie Roussel-Pinchon', 'Mme Nathalie Pinchon-Roussel'],
  ['reads married and birth name without a first name', 'roussel', 'Mme Roussel-Pinchon', 'Mme Pinchon Roussel'],
  ['does not take the birth name alone', 'unknown_person', 'Mme Pinchon'],
  ['does not take a short last name a letter off, with nothing else to tell', 'low_confidence', 'M. Verney', 'Mme Roussell'],
  ['takes it where the department agrees', 'stays', 'Mme Verney // Comptabilité clients'],
  ['takes a long last name a letter off', 'herouville', 'M. Dherouvllle'],
  ['does not close a letter to a colleague who is called like a mark', 'wahl', 'E. Wahl', 'Herrn Emil Wahl'],
  ['reads an initial with the birth name', 'roussel', 'Mme N. Pinchon'],
  ['reads an alias', 'roussel', 'Nath Roussel'],
  ['does not take another first name for a colleague', 'unknown_person', 'Mme Véronique Roussel'],
  ['does not take half a double name with an initial', 'unknown_person', 'Mme M. López'],
  ['reads a name without its "von"', 'arnsberg', 'Frau Sabine Arnsberg', 'Frau Sabine v. Arnsberg'],
  ['reads titles of profession', 'arnsberg', 'Frau Rechtsanwältin Sabine von Arnsberg', 'Frau Dr. Dipl.-Ing. Sabine von Arnsberg'],
  ['reads an office between title and name', 'arnsberg', 'Madame la Directrice Sabine von Arnsberg'],
  ['reads an apostrophe lost', 'herouville', 'M. Ludovic DHEROUVILLE', "Monsieur L. d'Hérouville"],
  ['reads Italian forms of address', 'santis', 'Preg.mo Sig. De Santis Giovanni', 'Egr. Dott. Giovanni DESANTIS', 'Gent.mo Avv. De Santis'],
  ['reads what stands behind an English name', 'oconnell', "Sean O'Connell Esq.", "Mr Sean O'Connell, MBA", "Sean O'Connell, IT Manager"],
  ['reads a name of two words in one', 'legoff', 'M. LEGOFF', 'M. LE GOFF Thierry', 'M. T. LE GOFF'],
  ['reads a first name of two words in one', 'mueller', 'Herrn Karlheinz Müller', 'Herrn K.-H. Müller', 'Herrn Karl Heinz Mueller'],
  ['reads ß as ss', 'weiss', 'Frau Élodie Weiss', 'Frau WEISS'],
  ['reads a name of two letters', 'wu', 'Mr Li Wu', 'Mr Wu Li'],
  ['reads two last names, or the first of them', 'garcia', 'Sra. Maria Garcia Lopez', 'Mme Maria García'],
  ['does not choose between a name and the same turned round', 'homonym', 'M. Marc Antoine', 'M. Antoine MARC'],
  ['follows successors who left in turn', 'stays', 'M. Bernard Castelnau'],
  ['asks where successors lead back to one who left', 'former_no_successor', 'M. Zyad Ferhat'],
  ['does not choose between a colleague and one of the same name who left', 'homonym', 'M. Paul Sorel'],
  ['lets the printed department tell them apart', 'sorel', 'M. Paul Sorel // Ventes'],
  [
    'gives the post of who moved to today, whichever old department is printed',
    'achard',
    'M. Étienne Achard // Achats',
    'M. Achard // Ventes',
  ],
  ['lets a person beat the group printed with it', 'roussel', 'Mme Nathalie Roussel // Service Achats'],
  ['does not choose between two people on one line', 'two_departments', 'Mme Nathalie Roussel et M. Thierry Le Goff'],
  [
    'gives mail in care of a colleague to the colleague',
    'roussel',
    'M. Jean Ferrier // c/o Mme Nathalie Roussel',
    'Jean Ferrier c/o Nathalie Roussel',
  ],
  ['reads "p.a." and "z.H." before a name', 'roussel', 'p.a. Mme Nathalie Roussel', 'z.H. Frau Nathalie Roussel'],
  ['takes "c/o" and our own name for the house', 'roussel', 'Mme Nathalie Roussel // c/o Fabrique Orvanne'],
  ['knows the house by an alias', 'roussel', 'Orvanne SA // Mme Nathalie Roussel', 'Orvanne Works // Mme Nathalie Roussel'],
  [
    'reads departments in four languages',
    'hr',
    'Personalabteilung',
    'Human Resources',
    'Risorse Umane',
    'Direction des ressources humaines',
  ],
  ['reads a department in two languages on one line', 'hr', 'Ressources Humaines / Human Resources'],
  ['reads shortened words before a department', 'buy', 'Uff. Acquisti', 'Abt. Einkauf', 'Sce Achats'],
  ['reads a preposition before a department', 'top', 'An die Geschäftsleitung', 'À la Direction générale'],
  ['reads "and" for "&"', 'rd', 'Research and Development', 'R&D', 'Service R & D'],
  ['reads "and" in a longer name', 'qse', 'Quality, Health and Safety', 'Qualité Sécurité Environnement'],
  ['reads who heads a department as the department', 'buy', 'Monsieur le Responsable des Achats'],
  ['does not choose between departments that begin alike', 'two_departments', 'Service Comptabilité'],
  ['reads the one of them that is printed whole', 'receivable', 'Service Comptabilité Clients'],
  ['does not choose between two departments on one line', 'two_departments', 'Achats et Ventes', 'Einkauf / Vertrieb'],
  ['asks about an office nobody is known by', 'unknown_person', 'Monsieur le Directeur'],
];
for (const [why, whom, ...printed] of ADDRESSED) {
  for (const text of printed) test(`${why}: "${text}"`, () => assert.equal(outcome(read(text.split(' // '))), whom));
}

test('offers both departments that begin alike', () => {
  const { candidates } = read(['Service Comptabilité']);
  assert.deepEqual(
    candidates
      .slice(0, 2)
      .map((c) => c.departmentId)
      .sort(),
    ['payable', 'receivable'],
  );
});
test('does not take whom a copy goes to for the addressee', () => {
  const u = read([], ['Kopie an ventes@orvanne.example', "À l'attention du service Achats"]);
  assert.equal(outcome(u), 'buy');
});
test('reads a name that begins with Le whole behind "à l’attention de", and takes it for nobody else', () => {
  const house = parseDirectory({
    organisation: 'Fabrique Orvanne',
    address: HOUSE.slice(1),
    departments: ['buy', 'law'].map((id) => ({ id, name: id })),
    people: [staff('meant', 'Léa', 'Le Verienard', 'buy'), staff('other', 'Léa', 'Le Marabert', 'law', { birth_name: 'Norienard' })],
  });
  // The second as it came off a bad scan: without its Le it is nearer to the other's birth name.
  for (const name of ['LE VERIENARD Léa', 'LE VERIEMARD Léa']) {
    const page = printLetter({ address: HOUSE, head: [`À l'attention de ${name}`] });
    const u = understand({ pages: [page], directory: house, model: model(), depth: 'routing', ownPrefix: 'VM', today: '2026-02-01' });
    assert.equal(outcome(u), 'meant', name);
  }
});
test('does not choose between two mailboxes', () => {
  assert.equal(outcome(read([], ['achats@orvanne.example', 'ventes@orvanne.example'])), 'two_departments');
});
test('lets a person beat a mailbox', () => {
  assert.equal(outcome(read(['Mme Nathalie Roussel'], ['achats@orvanne.example'])), 'roussel');
});

const delegate = (date: string): string | null | undefined => read(['Herrn Karl-Heinz Müller'], [date]).recipient?.delegateId;
test('looks absences up by the date of the letter, and by today where it has none', () => {
  assert.equal(delegate('Moret, le 20 février 2026'), 'oconnell');
  assert.equal(delegate('Moret, le 21 février 2026'), null);
  assert.equal(read(['Herrn Karl-Heinz Müller']).recipient?.delegateId, 'oconnell');
});
test('names no delegate where none is given, or the delegate left', () => {
  assert.equal(delegate('Moret, le 3 mars 2026'), null);
  assert.equal(delegate('Moret, le 3 avril 2026'), null);
});

const INVOICE = ['FACTURE N° F-2041', 'Désignation Qté P.U. HT Montant HT', 'Total HT 100,00 €', 'TVA 20,00 €', 'Total TTC 120,00 €'];
function invoiceTo(lines: string[], decides: string[]): Understanding {
  const house = parseDirectory({
    organisation: 'Fabrique Orvanne',
    address: HOUSE.slice(1),
    departments: [
      { id: 'payable', name: 'Comptabilité fournisseurs', classes: ['invoice'], decides },
      { id: 'buy', name: 'Achats' },
    ],
    people: [staff('santis', 'Giovanni', 'De Santis', 'buy'), staff('lefevre', 'Anne', 'Lefèvre', 'payable')],
  });
  const page = printLetter({ address: [...lines, NAME, ...STREET], body: INVOICE });
  return understand({ pages: [page], directory: house, model: model(), depth: 'routing', ownPrefix: 'VM' });
}
const CLASS_FIRST = ['class', 'person', 'department'];
test('lets a department take what it is before whom it names, where IT says so', () => {
  for (const lines of [['Sig. Giovanni De Santis'], ['Service Achats'], ['Sig. Giovanni De Santis', 'Achats'], ['Mme Sidonie Kerouac']])
    assert.equal(outcome(invoiceTo(lines, CLASS_FIRST)), 'payable', lines.join());
  assert.equal(outcome(invoiceTo(['Sig. Giovanni De Santis'], ['person', 'department', 'class'])), 'santis');
});
test('lets the class beat a person and not a department where it stands between them', () => {
  const between = ['department', 'class', 'person'];
  assert.equal(outcome(invoiceTo(['Sig. Giovanni De Santis'], between)), 'payable');
  assert.equal(outcome(invoiceTo(['Service Achats'], between)), 'buy');
});
test("leaves another firm's mail to the clerk whatever comes first", () => {
  assert.equal(outcome(invoiceTo(['Ferrand Transports SARL'], CLASS_FIRST)), 'other_company');
});
test('asks, with the department first, where what was found may not decide for it', () => {
  const byClass = invoiceTo([], ['person', 'department']);
  assert.equal(outcome(byClass), 'low_confidence');
  assert.equal(byClass.candidates[0]?.departmentId, 'payable');
  assert.equal(outcome(invoiceTo(['Mme Anne Lefèvre'], ['department', 'class'])), 'payable');
  assert.equal(outcome(invoiceTo(['Comptabilité fournisseurs'], ['person'])), 'low_confidence');
});
