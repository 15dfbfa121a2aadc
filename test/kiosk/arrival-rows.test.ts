import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArrivalRow } from '#contract/arrivals.ts';
import { endOf, laidOver } from '../../kiosk-ui/state/arrival-rows.ts';

const row = (registered: number, position = registered) => ({ itemId: `it_${registered}`, registered, position }) as ArrivalRow;
const run = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => row(from - i));
const shown = (rows: readonly ArrivalRow[]) => rows.map((one) => one.registered);
const newest = { below: Number.POSITIVE_INFINITY };

test('what came stands on top, and older rows go on standing under it without a gap or a double', () => {
  const known = run(100, 41);
  const page = { rows: run(103, 44), next: 44 };
  assert.deepEqual(shown(laidOver(known, page.rows, { ...newest, end: endOf(page) })), shown(run(103, 41)));
});

test('a reading that does not reach what is known leaves nothing older behind it', () => {
  const page = { rows: run(300, 241), next: 241 };
  assert.deepEqual(shown(laidOver(run(100, 41), page.rows, { ...newest, end: endOf(page) })), shown(run(300, 241)));
});

test('a row far down changes, and one that left the list goes, when its stretch is read again', () => {
  const reading = [row(50, 999), ...run(48, 45)];
  const rows = laidOver(run(100, 41), reading, { below: 51, end: 45 });
  assert.deepEqual(shown(rows), [...shown(run(100, 50)), ...shown(run(48, 41))]);
  assert.equal(rows.find((one) => one.registered === 50)?.position, 999);
});

test('nothing is kept below the last row there is', () => {
  const page = { rows: run(10, 5), next: null };
  assert.deepEqual(shown(laidOver(run(9, 1), page.rows, { ...newest, end: endOf(page) })), shown(run(10, 5)));
});
