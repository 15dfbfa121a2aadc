import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDirectory } from '#domain/directory.ts';
import { departmentOfMailbox, departmentsIn, indexDepartments } from '#understanding/departments.ts';
import { emailsIn } from '#understanding/emails.ts';
import { foldWords } from '#understanding/folding.ts';
import { ocrDistance } from '#understanding/ocr-distance.ts';
import { indexPeople, matchName, whoIsMeant } from '#understanding/people.ts';
import { directory } from './printed-page.ts';

const people = indexPeople(directory);
const departments = indexDepartments(directory);
const meant = (name: string): string[] => (whoIsMeant(matchName(people, foldWords(name)))?.people ?? []).map((p) => p.id);

test('the distance is 0 only for equal texts, the same both ways, and cheap for what a recogniser confuses', () => {
  const word = fc.string({ unit: fc.constantFrom(...'aeilmnortu c1'), maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const there = ocrDistance(a, b, 20);
      assert.equal(there === 0, a === b);
      assert.equal(there, ocrDistance(b, a, 20));
      assert.ok(there <= Math.max(a.length, b.length));
    }),
  );
  assert.equal(ocrDistance('morn', 'mom'), 0.5);
  assert.equal(ocrDistance('martin', 'rnartin'), 0.5);
  assert.equal(ocrDistance('gauthier', 'gautheir'), 1);
  assert.equal(ocrDistance('sorel', 'sorxl'), 1);
});

test('the distance within a limit is the distance without one', () => {
  const letters = fc.constantFrom(...'cdilmnru');
  const word = fc.string({ unit: letters, maxLength: 10 });
  fc.assert(
    fc.property(word, word, letters, fc.nat(10), fc.constantFrom(0.5, 1, 2, 3), (a, b, letter, at, limit) => {
      for (const other of [b, a.slice(0, at) + letter + a.slice(at), a.replace('ui', 'i').replace('m', 'rn')]) {
        const whole = ocrDistance(a, other, 20);
        const limited = ocrDistance(a, other, limit);
        if (whole <= limit) assert.equal(limited, whole);
        else assert.ok(limited > limit);
      }
    }),
  );
});

test('finds every person by the name as printed, in either order and in capitals', () => {
  for (const p of directory.people) {
    for (const name of [
      `${p.firstName} ${p.lastName}`,
      `${p.lastName.toUpperCase()} ${p.firstName}`,
      `${p.title} ${p.firstName} ${p.lastName}`,
    ]) {
      assert.ok(meant(name).includes(p.id), name);
    }
  }
});
test('names nobody for a name that is too far', () => assert.deepEqual(meant('Mme Sidonie Kerouac'), []));
test('an exact name is not doubted because a similar one exists', () => assert.deepEqual(meant('Claire Pasquier'), ['p12']));
test('a first name that is another is no misspelling', () => assert.deepEqual(meant('Gérard Garancier'), []));
test('a name somebody here has is no misspelling of a name somebody else has', () => {
  assert.deepEqual(meant('Lucie Marchetti'), [], 'nobody is called Lucie, and Luc and Louise are two letters away');
  assert.deepEqual(meant('Paul Sorrel'), ['p4', 'p5']);
  const house = parseDirectory({
    organisation: 'Orvanne',
    departments: [{ id: 'a', name: 'Paie' }],
    people: [
      { id: 'x', first_name: 'Marie', last_name: 'Verdier', department_id: 'a', active: true, aliases: [] },
      { id: 'y', first_name: 'Maria', last_name: 'Verrier', department_id: 'a', active: true, aliases: [] },
    ],
  });
  const index = indexPeople(house);
  assert.deepEqual(whoIsMeant(matchName(index, 'marie verrier')), null);
  assert.deepEqual(whoIsMeant(matchName(index, 'marie verdicr'))?.people[0]?.id, 'x');
});
test('two letters may be wrong in a long name, one in a short one', () => {
  assert.deepEqual(meant('Hélène Garonciar'), ['p1']);
  assert.deepEqual(meant('Claire Posquiar'), ['p12']);
  assert.deepEqual(meant('Paul Sarxl'), []);
});
test('two letters may be swapped anywhere in a name', () => {
  for (const name of ['Osrel', 'Sroel', 'Soerl', 'Sorle']) assert.deepEqual(meant(`Paul ${name}`), ['p4', 'p5'], name);
});
test('first and last name may not both be wrong by a letter', () => assert.deepEqual(meant('Hélxne Gxrancier'), []));
test('matching survives any text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => Array.isArray(matchName(people, foldWords(text)))));
});

const named = (text: string): string[] => departmentsIn(departments, foldWords(text)).departments.map((d) => d.id);
test('reads departments by name, alias, other language, with and without "service"', () => {
  for (const [text, id] of [
    ['Service Comptabilité', 'acc'],
    ['Service Informatique', 'it'],
    ['HUMAN RESOURCES DEPARTMENT', 'hr'],
    ['Direction Juridique', 'law'],
    ['RH', 'hr'],
    ['Cornptabilite', 'acc'],
  ] as const) {
    assert.deepEqual(named(text), [id], text);
  }
});
test('a department is whole only where nothing else is said', () => {
  assert.equal(departmentsIn(departments, foldWords('Informatique Lyonnaise SARL')).whole, false);
  assert.equal(departmentsIn(departments, foldWords('Responsable du service Paie')).whole, true);
});
test('knows a generic mailbox even where its domain is misread or broken', () => {
  const mailbox = (text: string): string | undefined => emailsIn(text).map((e) => departmentOfMailbox(departments, e)?.id)[0];
  assert.equal(mailbox('écrire à paie@orvanne.example.'), 'pay');
  assert.equal(mailbox('paie@orvarne.example'), 'pay');
  assert.equal(mailbox('paie @orvanne .example'), 'pay');
  assert.equal(mailbox('paie@elsewhere.example'), undefined);
});
