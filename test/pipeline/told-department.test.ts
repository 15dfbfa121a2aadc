import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionFrom } from '#pipeline/deciding.ts';
import { directory, HOUSE, printLetter, read } from '#test/understanding/printed-page.ts';

const told = { department_id: 'hr', person_id: null, kind: 'letter' };

test('goes where its separator sheet says, to the person it is addressed to where that is one of the department', () => {
  const person = directory.people.find(({ active, absences }) => active && absences.length === 0)!;
  const reading = read(printLetter({ address: [`${person.title} ${person.firstName} ${person.lastName}`, ...HOUSE] }));
  assert.equal(reading.routed, true, 'the letter says its person beyond doubt');
  const of = (department_id: string, kind = 'letter') => decisionFrom(reading, { ...told, department_id, kind });
  const there = of(person.departmentId);
  assert.deepEqual([there.outcome, there.departmentId, there.personId, there.confidence], ['file', person.departmentId, person.id, 1]);
  const elsewhere = of('elsewhere');
  assert.deepEqual([elsewhere.outcome, elsewhere.departmentId, elsewhere.personId], ['file', 'elsewhere', null]);
  assert.deepEqual([there.registered, of('elsewhere', 'registered').registered], [false, true]);
});

test('closed mail stays closed, whatever the separator sheet says', () => {
  const reading = read(printLetter({ mark: 'PERSONNEL ET CONFIDENTIEL', address: HOUSE }));
  assert.equal(decisionFrom(reading, told).outcome, 'close');
});
