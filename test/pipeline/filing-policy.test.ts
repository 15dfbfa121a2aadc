import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepartmentId } from '#base/ids.ts';
import { parseDirectory } from '#domain/directory.ts';
import { filingPolicy, folderNames, ownRoot } from '#pipeline/filing-policy.ts';

const rules = { target: 'imap', domain: 'box.example', folder: 'Post/{department}/{year}', grace_seconds: 120, urgent_classes: [] };
const directory = parseDirectory({
  organisation: 'Ardoise et Fils',
  departments: [
    { id: 'd1', name: 'Services Généraux', mailbox: 'services.generaux+courrier@ardoise.example' },
    { id: 'd2', name: 'Sans boîte' },
  ],
});

test('names a folder by the department’s mailbox, without what divides folders on a server', () => {
  const { mailboxOf } = filingPolicy(rules, directory);
  assert.equal(mailboxOf('d1' as DepartmentId, 2026), 'Post/services-generaux-courrier/2026');
  assert.equal(mailboxOf('d2' as DepartmentId, 2026), 'Post/d2/2026');
});

const named = (...departments: [string, string | null][]) => departments.map(([id, mailbox]) => ({ id, mailbox }));
const foldersOf = (...departments: [string, string | null][]) => Object.fromEntries(folderNames(named(...departments)));

test('never gives two departments one folder, not even one that differs in capitals only', () => {
  assert.deepEqual(foldersOf(['d1', 'rh@siege.example'], ['d2', 'RH@usine.example'], ['d3', 'achats@siege.example']), {
    d1: 'rh-d1',
    d2: 'RH-d2',
    d3: 'achats',
  });
  // The longer name of the first two is the third's own.
  const taken = foldersOf(['d1', 'rh@siege.example'], ['d2', 'rh@usine.example'], ['d3', 'rh-d1@siege.example']);
  assert.equal(new Set(Object.values(taken)).size, 3);
  const signs = foldersOf(['a.b', null], ['a-b', null], ['a/b', null]);
  assert.equal(new Set(Object.values(signs)).size, 3);
});

test('gives the same folders whatever the order of the directory', () => {
  const all: [string, string | null][] = [
    ['d1', 'rh@siege.example'],
    ['d2', 'rh@usine.example'],
    ['a.b', null],
    ['a-b', null],
  ];
  assert.deepEqual(foldersOf(...all), foldersOf(...all.toReversed()));
});

test('a department that has left the directory does not get the folder of one that is in it', () => {
  const { mailboxOf } = filingPolicy(rules, directory);
  assert.notEqual(mailboxOf('services-generaux-courrier' as DepartmentId, 2026), mailboxOf('d1' as DepartmentId, 2026));
});

test('creates folders below the fixed head of the rule and nowhere else', () => {
  assert.equal(ownRoot('Post/{department}/{year}'), 'Post');
  assert.equal(ownRoot('Courrier/Scans/{department}'), 'Courrier/Scans');
  assert.equal(ownRoot('Post'), 'Post');
});
