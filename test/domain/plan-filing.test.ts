import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepartmentId, DocumentId, ItemId } from '#base/ids.ts';
import { labelNumber } from '#domain/label-number.ts';
import { planFiling } from '#domain/plan-filing.ts';

test('a document is filed under the year of its number, whatever the clock said when it was registered', () => {
  const policy = {
    ...{ target: 'imap', graceMs: 0, urgentClasses: [], domain: 'box.example' },
    mailboxOf: (id: DepartmentId, year: number) => `${id}/${year}`,
  };
  const planned = planFiling(policy, {
    ...{ itemId: 'it_1' as ItemId, documentId: 'dc_1' as DocumentId, departmentId: 'd1' as DepartmentId },
    ...{ number: labelNumber({ prefix: 'VM', year: 2029, sequence: 7 }), seq: 1, class: null, urgent: false, revision: 1 },
  });
  assert.equal((planned.body as { mailbox: string }).mailbox, 'd1/2029');
});

test('what a separator sheet says is urgent waits for no grace period', () => {
  const policy = { target: 'imap', graceMs: 120_000, urgentClasses: ['legal'], domain: 'box.example', mailboxOf: () => 'box' };
  const what = {
    ...{ itemId: 'it_1' as ItemId, documentId: 'dc_1' as DocumentId, departmentId: 'd1' as DepartmentId },
    ...{ number: labelNumber({ prefix: 'VM', year: 2029, sequence: 7 }), seq: 1, class: 'invoice', revision: 1 },
  };
  const graceOf = (more: { urgent: boolean; class?: string }) =>
    (planFiling(policy, { ...what, ...more }).body as { graceMs: number }).graceMs;
  assert.deepEqual([graceOf({ urgent: true }), graceOf({ urgent: false }), graceOf({ urgent: false, class: 'legal' })], [0, 120_000, 0]);
});
