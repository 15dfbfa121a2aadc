import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepartmentId } from '#base/ids.ts';
import type { Decision } from '#domain/events.ts';
import { secondLook } from '#pipeline/second-look.ts';

const decision = (outcome: Decision['outcome'], departmentId: string | null, more: Partial<Decision> = {}): Decision => ({
  outcome,
  class: 'invoice',
  classConfidence: 0.9,
  departmentId: departmentId as DepartmentId | null,
  personId: null,
  confidence: 0.9,
  secrecy: null,
  registered: false,
  reason: outcome === 'review' ? 'low_confidence' : null,
  candidates: [],
  ...more,
});

test('files after the full read what the routing read left open', () => {
  assert.equal(secondLook(decision('review', null), decision('file', 'd1'))?.outcome, 'file');
});

test('leaves a decision alone that both reads agree on', () => {
  assert.equal(secondLook(decision('file', 'd1'), decision('file', 'd1')), null);
  assert.equal(secondLook(decision('review', null), decision('review', null)), null);
});

test('asks a person where the two reads are sure of different departments', () => {
  const again = secondLook(decision('file', 'd1'), decision('file', 'd2'));
  assert.deepEqual([again?.outcome, again?.reason], ['review', 'clues_disagree']);
});

test('takes a filing back that the full read finds a reason against', () => {
  const again = secondLook(decision('file', 'd1'), decision('review', null, { reason: 'two_departments' }));
  assert.deepEqual([again?.outcome, again?.reason], ['review', 'two_departments']);
});

test('closes mail whose mark only the full read has seen', () => {
  assert.equal(secondLook(decision('file', 'd1'), decision('close', 'd1', { secrecy: 'medical' }))?.outcome, 'close');
});
