import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { labelNumber, mod3736, parseLabelNumber } from '#domain/label-number.ts';

const parts = fc.record({
  prefix: fc.stringMatching(/^[A-Z][A-Z0-9]{1,3}$/),
  year: fc.integer({ min: 1000, max: 9999 }),
  sequence: fc.integer({ min: 1, max: 999_999 }),
});

test('gives the check characters of published examples of ISO/IEC 7064 MOD 37,36', () => {
  // ISO/IEC 7064 itself, the Global Release Identifier (GRid) standard and the ISAN user guide.
  assert.equal(mod3736('A12425GABC1234002'), 'M');
  assert.equal(mod3736('B159D8FA01240000'), 'K');
  assert.equal(labelNumber({ prefix: 'VM', year: 2026, sequence: 123 }), 'VM-2026-000123-M');
});

test('what it writes it reads, also with spaces, small letters or no hyphens', () => {
  fc.assert(
    fc.property(parts, (p) => {
      const number = labelNumber(p);
      for (const text of [number, number.toLowerCase(), number.replaceAll('-', ''), ` ${number.replaceAll('-', ' ')} `])
        assert.deepEqual(parseLabelNumber(text), { ...p, number, copy: null }, text);
      assert.equal(parseLabelNumber(`${number};2`)?.copy, 2);
    }),
  );
});

test('no single wrong character passes for a number', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  fc.assert(
    fc.property(parts, fc.nat(30), character, (p, at, wrong) => {
      const compact = [...labelNumber(p).replaceAll('-', '')];
      const place = at % compact.length;
      if (compact[place] !== wrong) assert.equal(parseLabelNumber(compact.with(place, wrong).join('')), null);
    }),
    { numRuns: 500 },
  );
});

test('of swapped neighbours more than 99 in 100 are found out, which is what MOD 37,36 can do', () => {
  let [passed, swaps] = [0, 0];
  for (let sequence = 1; sequence < 100_000; sequence += 37) {
    const compact = [...labelNumber({ prefix: 'VM', year: 2026, sequence }).replaceAll('-', '')];
    for (let at = 0; at + 1 < compact.length; at++) {
      if (compact[at] === compact[at + 1]) continue;
      swaps += 1;
      if (
        parseLabelNumber(
          compact
            .with(at, compact[at + 1]!)
            .with(at + 1, compact[at]!)
            .join(''),
        )
      )
        passed += 1;
    }
  }
  assert.ok(passed / swaps < 0.01, `${passed} of ${swaps}`);
});

test('refuses what is no number of ours', () => {
  for (const text of [
    '',
    'VM',
    'VM-2026-000123',
    'VM-2026-000123-N',
    '-2026-000123-M',
    'VM-2026-000123-M-M',
    'ÄM-2026-000123-M',
    '\u0000',
    'VM-2026-00012３-M',
  ])
    assert.equal(parseLabelNumber(text), null, text);
  for (const sequence of [0, 1_000_000]) assert.throws(() => labelNumber({ prefix: 'VM', year: 2026, sequence }), /does not fit/);
  assert.throws(() => mod3736('a'), /not a letter or digit/);
});
