import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Departments, People } from '#contract/people.ts';
import { departments, people } from '#views/people.ts';
import { namesOf } from '#views/sight.ts';
import { fits } from './contract.ts';
import { DIRECTORY } from './mailroom.ts';

const directory = structuredClone(DIRECTORY);
directory.people[1]!.birthName = 'Müller';
directory.departments[0]!.aliases = ['Factures'];
const names = namesOf(directory);
const find = (q: string, limit?: number) => fits(People, people(names, { q, ...(limit === undefined ? {} : { limit }) })).matches;

test('three letters find a person by the beginning of any word of the name, accents or none', () => {
  assert.deepEqual(
    find('vas').map((one) => one.name),
    ['Hélène Vasseur', 'Paul Vassal'],
  );
  assert.equal(find('hele')[0]!.personId, 'vasseur');
  assert.equal(find('HÉL')[0]!.personId, 'vasseur');
  assert.deepEqual(find('sseur'), []);
});

test('the letters that matched are marked where they stand in the name', () => {
  const [match] = find('berth');
  assert.deepEqual(match!.matched, [7, 12]);
  assert.equal(match!.name.slice(7, 12), 'Berth');
});

test('another name finds too, and says so by marking nothing', () => {
  assert.deepEqual(
    find('mull').map((one) => [one.personId, one.matched]),
    [['bertholet', null]],
  );
  assert.deepEqual(
    find('fact').map((one) => [one.departmentId, one.personId]),
    [['accounts', null]],
  );
});

test('who has left is shown as such, after those who are here', () => {
  const [here, left] = find('vas');
  assert.equal(here!.left, null);
  assert.deepEqual(left!.left, { atMs: Date.UTC(2025, 5, 30), confirmed: true });
});

test('no more are given than were asked for', () => {
  assert.equal(find('v', 1).length, 1);
  assert.deepEqual(find('   '), []);
});

test('departments are listed by name', () => {
  assert.deepEqual(
    fits(Departments, departments(names)).departments.map((one) => one.name),
    ['Comptabilité', 'Juridique', 'Ressources humaines'],
  );
});
