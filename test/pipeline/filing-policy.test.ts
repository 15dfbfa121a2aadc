import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepartmentId } from '#base/ids.ts';
import { parseDirectory } from '#domain/directory.ts';
import { filingPolicy, ownRoot } from '#pipeline/filing-policy.ts';

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

test('creates folders below the fixed head of the rule and nowhere else', () => {
  assert.equal(ownRoot('Post/{department}/{year}'), 'Post');
  assert.equal(ownRoot('Courrier/Scans/{department}'), 'Courrier/Scans');
  assert.equal(ownRoot('Post'), 'Post');
});
