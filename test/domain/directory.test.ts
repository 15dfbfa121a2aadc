import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import { parseDirectory } from '#domain/directory.ts';

const refuses = (input: unknown, what: RegExp): void =>
  assert.throws(
    () => parseDirectory(input, 'people.json'),
    (error) => isFailure(error, 'DIRECTORY_INVALID') && what.test(error.message) && error.message.includes('people.json'),
  );

test('makes departments from the names people carry where none are listed', () => {
  const d = parseDirectory({
    organisation: 'Fabrique',
    organisation_en: 'Works',
    people: [
      { first_name: 'A', last_name: 'B', department: 'Service Paie', department_en: 'Payroll' },
      { first_name: 'C', last_name: 'D', department: 'Service Paie' },
    ],
  });
  assert.deepEqual(
    d.departments.map((x) => [x.id, x.name, x.nameEn]),
    [['service-paie', 'Service Paie', 'Payroll']],
  );
  assert.equal(new Set(d.people.map((p) => p.id)).size, 2);
  assert.ok(d.organisationAliases.includes('Works'));
});

const martins = [
  { first_name: 'Jean', last_name: 'Martin', department: 'Paie', email: 'jean.martin@fabrique.example' },
  { first_name: 'Jean', last_name: 'Martin', department: 'Achats' },
  { first_name: 'Jean', last_name: 'Martin', department: 'Ventes' },
];
const idsOf = (people: object[]): (string | undefined)[] => {
  const read = parseDirectory({ organisation: 'Fabrique', people }).people;
  return martins.map(
    ({ department, email }) => read.find((one) => (email ? one.email === email : one.departmentId === department.toLowerCase()))?.id,
  );
};

test('an id made from an entry stays with its person when others come, go or move in the file', () => {
  const before = idsOf(martins);
  assert.equal(new Set(before).size, 3);
  const newcomer = { first_name: 'Anne', last_name: 'Aubert', department: 'Paie' };
  assert.deepEqual(idsOf([newcomer, ...martins.toReversed()]), before);
  assert.deepEqual(idsOf(martins.slice(1)), [undefined, ...before.slice(1)]);
  assert.deepEqual(idsOf([{ ...martins[0]!, department: 'Direction' }, ...martins.slice(1)]), before, 'also when they change department');
});

test('an id made from an entry does not say the name', () => {
  for (const id of idsOf(martins)) assert.doesNotMatch(id!, /martin|jean|fabrique/);
});

test('refuses people whom nothing tells apart, and says which', () => {
  const twice = [martins[1]!, { last_name: 'Aubert', department: 'Paie' }, martins[1]!];
  refuses({ organisation: 'X', people: twice }, /people\[0\] and people\[2\] cannot be told apart; give each an id/);
  refuses({ organisation: 'X', people: twice.map((one) => ({ ...one, id: 'p1' })) }, /people\[0\] and people\[1\]/);
});

test('says where a directory is wrong', () => {
  refuses(null, /not an object/);
  refuses({ people: [] }, /organisation is missing/);
  refuses({ organisation: 'X', people: [{ last_name: 'A' }] }, /people\[0\]\.department is missing/);
  refuses({ organisation: 'X', people: [{ last_name: 'A', department_id: 'd9' }] }, /people\[0\]\.department_id d9 is no department/);
  refuses(
    {
      organisation: 'X',
      departments: [
        { id: 'a', name: 'P' },
        { id: 'a', name: 'Q' },
      ],
    },
    /same id/,
  );
  refuses({ organisation: 'x'.repeat(500) }, /longer than 200/);
  refuses({ organisation: 'X', departments: 7 }, /not a list/);
  refuses(
    { organisation: 'X', people: [{ last_name: 'A', department: 'P', absences: [{ from: 'today' }] }] },
    /absences\[0\]\.from is not a date/,
  );
});

test('refuses more people than one box serves', () => {
  refuses({ organisation: 'X', people: { length: 10 } }, /not a list/);
  refuses({ organisation: 'X', people: new Array(200_001).fill(0) }, /more than 200000/);
});

test('reads what may file to a department, and refuses what nothing is decided by', () => {
  const houseWith = (decides: unknown) => ({ organisation: 'Fabrique', departments: [{ name: 'Paie', decides }] });
  assert.deepEqual(parseDirectory(houseWith(['class', 'person'])).departments[0]!.decides, ['class', 'person']);
  assert.deepEqual(parseDirectory(houseWith(undefined)).departments[0]!.decides, ['person', 'department', 'class']);
  refuses(houseWith(['class', 'colour']), /departments\[0\]\.decides\[1\] is none of person, department, class, sender/);
  refuses(houseWith(['class', 'class']), /departments\[0\]\.decides names one twice/);
  refuses(houseWith('class'), /departments\[0\]\.decides is not a list/);
});
