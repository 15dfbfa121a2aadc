/** The cases a clerk would argue about. Each name says what the box must do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Understanding } from '#understanding/evidence.ts';
import { HOUSE, printEnvelope, printLetter, read } from './printed-page.ts';

const [NAME, ...STREET] = HOUSE as [string, ...string[]];
const to = (...lines: string[]): string[] => [...lines, NAME, ...STREET];
const INVOICE = ['FACTURE N° F-2041', 'Désignation Qté P.U. HT Montant HT', 'Total HT 100,00 €', 'TVA 20,00 €', 'Total TTC 120,00 €'];

function filed(u: Understanding, department: string, person: string | null = null): void {
  assert.equal(u.reason, null);
  assert.equal(u.routed, true);
  assert.equal(u.department?.id, department);
  assert.equal(u.recipient?.personId ?? null, person);
}
function review(u: Understanding, reason: string): void {
  assert.equal(u.routed, false);
  assert.equal(u.reason, reason);
}

test('files by the person who is named', () => filed(read(printLetter({ address: to('Mme Hélène GARANCIER') })), 'acc', 'p1'));
test('files by a person named under the firm', () =>
  filed(read(printLetter({ address: [NAME, 'M. Luc Marchetti', ...STREET] })), 'hr', 'p9'));
test('reads a name printed last name first', () => filed(read(printLetter({ address: to('GARANCIER Hélène') })), 'acc', 'p1'));
test('knows a birth name', () => filed(read(printLetter({ address: to('Mme Hélène Tissot') })), 'acc', 'p1'));
test('knows an alias', () => filed(read(printLetter({ address: to('Nelly Garancier') })), 'acc', 'p1'));
test('takes a name with two letters wrong for the one person it fits', () =>
  filed(read(printLetter({ address: to('Mme Hélene Garencler') })), 'acc', 'p1'));
test('accepts an initial where only one person fits', () => filed(read(printLetter({ address: to('M. J.-M. Delvaux') })), 'it', 'p2'));
test('does not choose between two people an initial fits', () => review(read(printLetter({ address: to('L. Marchetti') })), 'homonym'));
test('accepts a last name alone where only one person has it', () => filed(read(printLetter({ address: to('M. Delvaux') })), 'it', 'p2'));
test('reads umlauts written out', () => filed(read(printLetter({ address: to('Herrn Dr. Juergen Grossmann') })), 'it', 'p11'));

test('does not choose between homonyms of two departments', () => {
  const u = read(printLetter({ address: to('M. Paul Sorel') }));
  review(u, 'homonym');
  assert.deepEqual(
    u.candidates
      .slice(0, 2)
      .map((c) => c.personId)
      .sort(),
    ['p4', 'p5'],
  );
});
test('lets the printed department tell homonyms apart', () =>
  filed(read(printLetter({ address: to('M. Paul Sorel', 'Service Juridique') })), 'law', 'p5'));
test('files to the department two people of one name share', () =>
  filed(read(printLetter({ address: to('Pasquier', 'Service Paie') })), 'pay'));

test('sends the post of somebody who moved to the department of today', () =>
  filed(read(printLetter({ address: to('Mme Irène Vauquelin', 'Paie') })), 'law', 'p8'));
test('sends the post of somebody who left to the successor', () =>
  filed(read(printLetter({ address: to('M. Bruno Castellane') })), 'acc', 'p1'));
test('asks where somebody left and nobody followed', () =>
  review(read(printLetter({ address: to('Mme Odile Ferrand') })), 'former_no_successor'));
test('names the delegate of somebody who is away on the date of the letter', () => {
  const u = read(printLetter({ address: to('M. Jean-Marc Delvaux'), head: ['Grenoble, le 12 janvier 2026'] }));
  filed(u, 'it', 'p2');
  assert.equal(u.recipient?.delegateId, 'p3');
});
test('needs no delegate on the day after an absence', () => {
  const u = read(printLetter({ address: to('M. Jean-Marc Delvaux'), head: ['Grenoble, le 21 janvier 2026'] }));
  assert.equal(u.recipient?.delegateId, null);
});

test('asks about a name nobody here has', () => review(read(printLetter({ address: to('Mme Sidonie Kerouac') })), 'unknown_person'));
test('files an unknown name by the department printed with it', () =>
  filed(read(printLetter({ address: to('Mme Sidonie Kerouac', 'Informatique') })), 'it'));
test('does not take a similar name in another department than the one printed', () =>
  review(read(printLetter({ address: to('Mme Hélène Garanciez', 'Informatique') })), 'clues_disagree'));
test('files by a department printed in English', () => filed(read(printLetter({ address: to('Payroll') })), 'pay'));
test('files by the alias of a department', () => filed(read(printLetter({ address: to('DSI') })), 'it'));
test('files by the generic mailbox in the head', () =>
  filed(read(printLetter({ address: [...HOUSE], head: ['Transmis aussi par courriel à paie@orvanne.example'] })), 'pay'));
test('does not let the class decide beside an address of ours that cannot be placed', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Transmis aussi par courriel à pxie@orvanne.example'], body: INVOICE }));
  review(u, 'unknown_person');
});
test('does not choose between two departments on one line', () =>
  review(read(printLetter({ address: [...HOUSE], head: ["À l'attention des services Paie et Informatique"] })), 'two_departments'));
test('does not choose between departments on two lines', () =>
  review(read(printLetter({ address: to('Paie', 'Service Juridique') })), 'two_departments'));
test('does not choose between two people of two departments', () =>
  review(read(printLetter({ address: to('Mme Hélène Garancier'), head: ["À l'attention de M. Luc Marchetti"] })), 'two_departments'));

test('reads an attention line away from the address', () =>
  filed(
    read(printLetter({ address: [...HOUSE], head: ['Grenoble, le 3 mars 2026', "À l'attention de Mme Aïcha Benmoussa"] })),
    'it',
    'p3',
  ));
for (const line of [
  'Attn: Mrs Claire Pasquier',
  'z. Hd. Frau Claire Pasquier',
  'Alla c.a. di Sig.ra Claire Pasquier',
  "à l'attn de Mme Claire Pasquier",
  "A l'att. de Mme Claire Pasquier",
  'A lattention de Mme Claire Pasquier',
  'A Pattention de Mme Claire Pasquier',
  'A Fattention de Mme Claire Pasquier',
  "Al'attention de Mme Claire Pasquier",
  "A l'atention de Mme Claire Pasquier",
  'F.A.O. Mrs Claire Pasquier',
  'zu Hd. Frau Claire Pasquier',
  'zu Händen Frau Claire Pasquier',
  "All'att.ne della Sig.ra Claire Pasquier",
  'Alla cortese att.ne Sig.ra Claire Pasquier',
  'Pour : Mme Claire Pasquier',
  "À l'attention de :   Mme Claire Pasquier",
]) {
  test(`reads "${line}"`, () => filed(read(printLetter({ address: [...HOUSE], head: [line] })), 'pay', 'p12'));
}
test('reads the name under an attention line that ends with a colon', () =>
  filed(read(printLetter({ address: [...HOUSE], head: ["À l'attention de :", 'Mme Claire Pasquier'] })), 'pay', 'p12'));
test('does not take a heading of the body for an attention line', () =>
  filed(read(printLetter({ address: [...HOUSE], body: ['Madame, Monsieur,', "À l'attention de M. Luc Marchetti", ...INVOICE] })), 'acc'));
test('does not take a colleague named in an e-mail address for the addressee', () => {
  const u = read(printLetter({ address: to('Mme Hélène Garancier'), head: ['Copie : bruno.castellane@orvanne.example'] }));
  filed(u, 'acc', 'p1');
});
test('does not read mailboxes of the body', () =>
  filed(read(printLetter({ address: to('Paie'), body: ['Madame, Monsieur,', 'Merci de répondre à rh@orvanne.example.'] })), 'pay'));
for (const line of ['Mme Aïcha Benmoussa', 'Mme Sidonie Kerouac', 'Service Paie']) {
  test(`does not let the class decide over "${line}" in the head`, () => {
    const u = read(printLetter({ address: [...HOUSE], head: ['Grenoble, le 3 mars 2026', line], body: INVOICE }));
    assert.equal(u.routed, false);
  });
}
test('offers who is named in the head to the clerk', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Grenoble, le 3 mars 2026', 'Mme Aïcha Benmoussa'], body: INVOICE }));
  review(u, 'low_confidence');
  assert.equal(u.candidates[0]?.personId, 'p3');
});
for (const line of ['Mme Aïcha Benmoussa - Bâtiment C', 'Mme Aïcha Benmoussa, 2e étage', 'Mme Aïcha Benmoussa Hall B']) {
  test(`reads the name of "${line}"`, () => filed(read(printLetter({ address: to(line) })), 'it', 'p3'));
}
for (const line of ['Service Paie - Bâtiment B', 'Service Paie, 2e étage']) {
  test(`reads the department of "${line}"`, () => filed(read(printLetter({ address: to(line) })), 'pay'));
}
for (const name of [
  'Mr John Hall',
  'Mrs Ann Lane',
  'Ms Sue Park',
  'Sig. Aldo Piazza',
  'M. Jean Place',
  'Susan Park',
  'M. Wu',
  'DAF',
  'HR',
]) {
  test(`asks about "${name}", whom nobody here knows`, () =>
    review(read(printLetter({ address: to(name), body: INVOICE })), 'unknown_person'));
}
for (const line of [
  'Bâtiment C',
  '12 Foundry Lane',
  'Hall 3',
  'Piazza Garibaldi 4',
  'Firma',
  'An die Firma',
  'Frau',
  'Messrs',
  'An die',
  'The Company',
  'URGENT',
  'Par porteur',
]) {
  test(`names nobody with "${line}" over the house`, () => filed(read(printLetter({ address: to(line), body: INVOICE })), 'acc'));
}
for (const line of ['Spett.le ditta', 'Société']) {
  test(`does not take "${line}" over our name for another firm`, () =>
    filed(read(printLetter({ address: to(line), body: INVOICE })), 'acc'));
}
test('reads a name a blank line above the house', () =>
  filed(read(printLetter({ address: ['Mme Aïcha Benmoussa', '', '', NAME, ...STREET], body: INVOICE })), 'it', 'p3'));
test('knows the house a blank line above its street', () =>
  filed(read(printLetter({ address: [NAME, '', ...STREET], body: INVOICE })), 'acc'));
test('reads a name between a date and the house', () =>
  filed(read(printLetter({ address: ['Grenoble, le 3 mars 2026', 'Mme Aïcha Benmoussa', '', NAME, ...STREET] })), 'it', 'p3'));
test('does not read a date above the house as a name', () =>
  filed(read(printLetter({ address: ['Grenoble, le 3 mars 2026', '', NAME, ...STREET], body: INVOICE })), 'acc'));
test('does not file by an initial against the department printed with it', () =>
  review(read(printLetter({ address: to('A. Benmoussa', 'Paie') })), 'clues_disagree'));
test('does not file by a last name alone against the department printed with it', () =>
  review(read(printLetter({ address: to('Mme Benmoussa', 'Paie') })), 'clues_disagree'));

test('gives mail in care of a member of staff to that member', () =>
  filed(read(printLetter({ address: [NAME, 'Mme Sidonie Kerouac', 'c/o M. Luc Marchetti', ...STREET] })), 'hr', 'p9'));
test('reads "aux bons soins de" as care of', () =>
  filed(read(printLetter({ address: ['Mme Sidonie Kerouac', 'Aux bons soins de Mme Aïcha Benmoussa', NAME, ...STREET] })), 'it', 'p3'));

test("does not take the sender's contact for the addressee", () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Dossier suivi par : Luc Marchetti'], body: INVOICE }));
  filed(u, 'acc');
});
test('does not take people named in the body for the addressee', () => {
  const u = read(
    printLetter({ address: to('Paie'), body: ['Madame, Monsieur,', 'Comme convenu avec M. Luc Marchetti, voici les pièces.'] }),
  );
  filed(u, 'pay');
});
test('lets the class decide where nobody is named', () => filed(read(printLetter({ address: [...HOUSE], body: INVOICE })), 'acc'));
test('does not let the class decide where an unknown person is named', () =>
  review(read(printLetter({ address: to('Mme Sidonie Kerouac'), body: INVOICE })), 'unknown_person'));
test('asks where neither a name nor the class tells', () => {
  const u = read(printEnvelope({ address: [...HOUSE] }));
  assert.equal(u.routed, false);
});

test("sends another firm's letter to review", () =>
  review(read(printLetter({ address: ['FONDERIE LARZAC', '12 RUE HAUTE', '48000 MENDE'], body: INVOICE })), 'other_company'));
test("sends the neighbour's letter to review although his street is ours", () =>
  review(read(printLetter({ address: ['FONDERIE LARZAC', '26 QUAI DES TANNEURS', '77250 MORET'], body: INVOICE })), 'other_company'));
test('does not take a firm with nearly our name elsewhere for us', () =>
  review(read(printLetter({ address: ['FABRIQUE ORVENNE', '3 RUE DU LAC', '74000 ANNECY'], body: INVOICE })), 'other_company'));
test('takes our name misread at our own address for us', () =>
  filed(read(printLetter({ address: ['FABRIQUE ORVENNE', 'Mme Hélène Garancier', ...STREET] })), 'acc', 'p1'));
test('does not take our own letterhead for the addressee', () => {
  const u = read(
    printLetter({
      sender: [NAME, '24 QUAI DES TANNEURS', '77250 MORET CEDEX', 'Tél. 01 60 00 00 00', 'contact@orvanne.example'],
      address: ['FONDERIE LARZAC', '12 RUE HAUTE', '48000 MENDE'],
    }),
  );
  review(u, 'other_company');
});
for (const number of ['24', '1180']) {
  test(`sends a letter of ours that came back to review, house number ${number}`, () => {
    const u = read(
      printLetter({
        sender: [NAME, `${number} QUAI DES TANNEURS`, 'CS 70118', '77250 MORET CEDEX', 'Service Paie'],
        address: ['M. Paul Durand', '12 RUE HAUTE', '48000 MENDE'],
      }),
    );
    review(u, 'other_company');
  });
}
test('finds the addressee under our own letterhead when a colleague writes', () => {
  const u = read(
    printLetter({
      sender: [NAME, '24 QUAI DES TANNEURS', '77250 MORET CEDEX', 'Tél. 01 60 00 00 00'],
      address: to('M. Luc Marchetti'),
    }),
  );
  filed(u, 'hr', 'p9');
});
test('says so where no addressee is printed', () => review(read(printLetter({ head: ['À qui de droit'] })), 'no_addressee'));
test('calls an empty page unreadable', () => review(read(printLetter({ sender: [], body: [] })), 'unreadable'));

test('keeps closed mail closed and still says whose it is', () => {
  const u = read(printEnvelope({ address: to('Mme Hélène Garancier'), mark: 'PERSONNEL ET CONFIDENTIEL' }));
  assert.equal(u.secrecy, 'personal');
  assert.equal(u.routed, false);
  assert.equal(u.reason, null);
  assert.equal(u.department?.id, 'acc');
});
test('does not read fields of closed mail', () => {
  const u = read(printLetter({ address: to('Mme Hélène Garancier'), mark: 'CONFIDENTIEL', body: INVOICE }));
  assert.equal(u.secrecy, 'confidential');
  assert.deepEqual([u.amounts, u.references, u.subject], [[], [], null]);
});
test('does not close a letter for the name of our works council', () => {
  const u = read(printLetter({ address: to('Comité Social et Économique') }));
  assert.equal(u.secrecy, null);
  filed(u, 'cse');
});
test('does not close a letter for our department of personnel', () =>
  filed(read(printLetter({ address: to('Gestion du Personnel') })), 'hr'));
test('does not close a letter for a footer about confidential content', () => {
  const u = read(printLetter({ address: to('Paie'), footer: 'Ce message peut contenir des informations confidentielles.' }));
  filed(u, 'pay');
});

test('our own mailbox within the address is no letterhead, and tells the department', () =>
  filed(read(printEnvelope({ address: ['By email: dsi@orvanne.example', NAME, ...STREET] })), 'it'));
test('an address under the sender’s line is one, however small print was misread', () => {
  const misread = 'olksbank Tal - Ried eG - Am Güterbahnhof 4b - 77652 7765 2 Of';
  filed(read(printLetter({ address: [misread, ...to('Mme Hélène Tissot')] })), 'acc', 'p1');
});
test('asks where an invoice names only whom it was sent to by e-mail as well', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ['Copie par courriel : dsi@orvanne.example'], body: INVOICE }));
  review(u, 'low_confidence');
  assert.equal(u.candidates[0]?.departmentId, 'it');
});
test('a copy by e-mail does not speak against who is addressed', () =>
  filed(read(printLetter({ address: to('Mme Hélène Garancier'), head: ['Copie par courriel : dsi@orvanne.example'] })), 'acc', 'p1'));
test('the word over an address names nobody, in any language', () => {
  for (const word of ['Addressee', 'Destinatario', 'Anschrift', 'Empfänger', 'Destinataire'])
    filed(read(printEnvelope({ address: [word, 'By email: dsi@orvanne.example', NAME, ...STREET] })), 'it');
});
test('our mailbox behind "for the attention of" is a department and no unknown person', () =>
  filed(read(printLetter({ address: [...HOUSE], head: ['Destinataire : dsi@orvanne.example'] })), 'it'));
