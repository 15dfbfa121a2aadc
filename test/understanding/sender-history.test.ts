import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDirectory } from '#domain/directory.ts';
import type { SenderIds, Understanding } from '#understanding/evidence.ts';
import { remember, type Sent, senderKeys, usualDepartment } from '#understanding/sender-history.ts';
import { understand } from '#understanding/understand.ts';
import { HOUSE, model, printLetter } from './printed-page.ts';

const FIRM = { name: 'Ateliers Novelle', ids: { email: 'contact@novelle.example', phone: '04 76 11 22 33' } };
function wrote(
  ...letters: [departmentId: string, sender?: { name: string | null; ids: SenderIds }, corrected?: boolean][]
): Map<string, Sent[]> {
  const history = new Map<string, Sent[]>();
  for (const [i, [departmentId, sender = FIRM, corrected = false]] of letters.entries())
    remember(history, sender, { documentId: `d${i}`, departmentId, corrected });
  return history;
}

test('three letters to one department make a habit, two do not', () => {
  assert.deepEqual(usualDepartment(FIRM, wrote(['buy'], ['buy'], ['buy'])), { departmentId: 'buy', letters: 3 });
  assert.equal(usualDepartment(FIRM, wrote(['buy'], ['buy'])), null);
});
test('one letter elsewhere, or one that was corrected, is no habit', () => {
  assert.equal(usualDepartment(FIRM, wrote(['buy'], ['buy'], ['buy'], ['law'])), null);
  assert.equal(usualDepartment(FIRM, wrote(['buy'], ['buy'], ['buy', FIRM, true], ['buy'])), null);
});
test('what became of a letter later replaces what was known of it', () => {
  const history = wrote(['buy'], ['buy'], ['buy']);
  remember(history, FIRM, { documentId: 'd1', departmentId: 'law', corrected: true });
  assert.equal(usualDepartment(FIRM, history), null);
});
test('a firm is the same by any of its numbers, and a letter counts once', () => {
  const plain = { name: null, ids: { siret: '732 829 320 00074' } };
  const other = { name: 'Novelle', ids: { siret: '732 829 320 00025', phone: '04 76 11 22 33' } };
  const history = wrote(['buy', plain], ['buy', other], ['buy', FIRM]);
  assert.deepEqual(usualDepartment(other, history), { departmentId: 'buy', letters: 3 });
  assert.equal(usualDepartment(plain, history), null, 'the letter with the telephone alone is not known to be of the same firm');
});
test('the domain of a public mail provider is nobody', () => {
  assert.deepEqual(senderKeys({ name: null, ids: { email: 'a.b@gmail.com' } }), ['mail:a.b@gmail.com']);
  assert.deepEqual(senderKeys({ name: null, ids: { email: 'a.b@novelle.example' } }), ['mail:novelle.example']);
});
test('a sender of whom nothing was read has no history', () =>
  assert.equal(usualDepartment({ name: null, ids: {} }, wrote(['buy'])), null));
test('one sender fills no more than fifty places', () => {
  const history = wrote(...Array.from({ length: 200 }, (): [string] => ['buy']));
  assert.equal(usualDepartment(FIRM, history)?.letters, 50);
});

const USUAL = ['person', 'department', 'class'];
function read(
  history: Map<string, Sent[]>,
  decides: string[],
  letter: { to?: string[]; body?: string[]; house?: string[] } = {},
): Understanding {
  const directory = parseDirectory({
    organisation: 'Fabrique Orvanne',
    address: HOUSE.slice(1),
    departments: [
      { id: 'buy', name: 'Achats', decides },
      { id: 'payable', name: 'Comptabilité', classes: ['invoice'] },
    ],
    people: [{ id: 'p1', first_name: 'Hélène', last_name: 'Garancier', department_id: 'payable' }],
  });
  const body = letter.body ?? ['Madame, Monsieur,', 'Nous vous prions de trouver ci-joint les échantillons dont nous avions parlé.'];
  const page = printLetter({ address: [...(letter.to ?? []), ...(letter.house ?? HOUSE)], body });
  return understand({ pages: [page], directory, model: model(), depth: 'routing', ownPrefix: 'VM', senders: history });
}
const HABIT = wrote(['buy'], ['buy'], ['buy']);
test('where nobody is named and the class does not tell, the habit is the first button', () => {
  const u = read(HABIT, USUAL);
  assert.deepEqual([u.routed, u.reason, u.candidates[0]?.departmentId], [false, 'no_addressee', 'buy']);
  assert.deepEqual(u.candidates[0]?.why, { rule: 'department_of_sender', words: 'Ateliers Novelle', letters: 3 });
  assert.notEqual(read(new Map(), USUAL).candidates[0]?.departmentId, 'buy');
});
test('where no address was read the habit is a button all the same, and files nothing', () => {
  const u = read(HABIT, [...USUAL, 'sender'], { house: [] });
  assert.deepEqual([u.routed, u.reason, u.candidates[0]?.departmentId], [false, 'no_addressee', 'buy']);
  assert.equal(u.candidates[0]?.why.rule, 'department_of_sender');
  const foreign = read(HABIT, [...USUAL, 'sender'], { house: ['Minoterie Coulange', '8 rue des Meuniers', '71000 MACON'] });
  assert.ok(!foreign.candidates.some(({ why }) => why.rule === 'department_of_sender'), 'what is for another firm is not ours');
});
test('files by habit where IT lets the sender decide', () => {
  const u = read(HABIT, [...USUAL, 'sender']);
  assert.deepEqual([u.routed, u.department?.id], [true, 'buy']);
  assert.equal(read(wrote(['buy'], ['buy']), [...USUAL, 'sender']).routed, false);
});
test('who is named, and a sure class, come before the habit', () => {
  assert.equal(read(HABIT, [...USUAL, 'sender'], { to: ['Mme Hélène Garancier'] }).recipient?.personId, 'p1');
  assert.equal(read(HABIT, [...USUAL, 'sender'], { to: ['Mme Sidonie Kerouac'] }).reason, 'unknown_person');
  const body = ['FACTURE N° F-2041', 'Désignation Qté P.U. HT Montant HT', 'Total HT 100,00 €', 'TVA 20,00 €', 'Total TTC 120,00 €'];
  assert.equal(read(HABIT, [...USUAL, 'sender'], { body }).department?.id, 'payable');
});
