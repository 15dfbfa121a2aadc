import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evenNumber } from '#test/even-number.ts';
import { barOf, curveOf, NEVER, type Outcome } from '#understanding/class-thresholds.ts';
import { understand } from '#understanding/understand.ts';
import { directory, HOUSE, model, printLetter } from './printed-page.ts';

const many = (n: number, confidence: number, right = true): Outcome[] => Array.from({ length: n }, () => ({ confidence, right }));

test('a class of the seed begins at 0.75, one that a customer added files nothing by itself', () => {
  assert.equal(barOf('invoice', []), 0.75);
  assert.equal(barOf('press_review', []), NEVER);
});

test('a wrong one lifts the bar above itself at once, and right ones beside it bring it back', () => {
  const wrong = many(1, 0.9, false);
  assert.equal(barOf('invoice', wrong), 0.901);
  assert.equal(barOf('invoice', [...wrong, ...many(20, 0.95)]), 0.901);
  assert.equal(barOf('invoice', [...wrong, ...many(25, 0.95)]), 0.75);
  assert.equal(barOf('invoice', many(1, 1, false)), NEVER, 'nothing is surer than a wrong one that was quite sure');
});

test('below the bar of the seed a class files only what it has shown 48 times without a mistake', () => {
  assert.equal(barOf('invoice', [...many(400, 0.99), ...many(47, 0.6)]), 0.75);
  assert.equal(barOf('invoice', many(48, 0.6)), 0.6);
  assert.equal(barOf('invoice', [...many(48, 0.6), ...many(1, 0.6, false)]), 0.75);
  assert.equal(barOf('invoice', many(400, 0.4)), 0.75, 'below one half nothing is shown');
});

test('a class a customer added files by itself once 48 letters of it were right, and no more when one is wrong then', () => {
  assert.equal(barOf('press_review', many(47, 0.9)), NEVER);
  const shown = [...many(40, 0.9), ...many(8, 0.8)];
  assert.equal(barOf('press_review', shown), 0.8);
  assert.equal(barOf('press_review', [...shown, ...many(1, 0.95, false)]), NEVER);
  assert.equal(barOf('press_review', [...many(48, 0.9), ...many(5, 0.7, false), ...many(1, 0.6)]), 0.9);
});

test('of what lies at or above any bar no more than one in fifty was wrong, or fewer than the seed answers for', () => {
  const outcomes = fc.array(fc.record({ confidence: evenNumber(0, 1), right: fc.boolean() }), { maxLength: 200 });
  fc.assert(
    fc.property(outcomes, fc.constantFrom('invoice', 'press_review'), (given, classId) => {
      const bar = barOf(classId, given);
      const above = given.filter(({ confidence }) => confidence >= Math.max(bar, classId === 'invoice' ? 0.75 : 0));
      const wrong = above.filter(({ right }) => !right).length;
      assert.ok(bar >= 0.5 && (bar <= 1 || bar === NEVER));
      assert.ok(wrong <= 0.02 * (above.length + 50.5), `${wrong} of ${above.length} at ${bar}`);
    }),
  );
});

test('the curve counts each document once', () => {
  const curve = curveOf('invoice', [...many(3, 1), ...many(2, 0.75, false), ...many(1, 0.2)]);
  assert.deepEqual([curve.letters, curve.right, curve.bar], [6, 4, 0.751]);
  assert.deepEqual(
    curve.bins.filter(({ letters }) => letters > 0),
    [
      { from: 0, letters: 1, right: 1 },
      { from: 0.75, letters: 2, right: 0 },
      { from: 0.95, letters: 3, right: 3 },
    ],
  );
  assert.equal(curveOf('press_review', []).bar, null);
});

test('a letter to nobody in particular is filed by its class at or above the bar of that class only', () => {
  const page = printLetter({
    address: [...HOUSE],
    body: ['Facture du mois', 'Montant hors taxes, TVA, net à payer par virement, date de facture'],
  });
  const routed = (bar: number) =>
    understand({
      ...{ pages: [page], directory, model: model(), depth: 'routing', ownPrefix: 'VM' },
      thresholds: { route: 0.85, routeByClass: (classId) => (classId === 'invoice' ? bar : 0) },
    }).routed;
  assert.deepEqual([routed(0.5), routed(NEVER)], [true, false]);
});
