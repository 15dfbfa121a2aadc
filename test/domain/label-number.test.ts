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

test('no single wrong character and no swap of neighbours passes for a number', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  fc.assert(
    fc.property(parts, fc.nat(30), character, (p, at, wrong) => {
      const number = labelNumber(p);
      const compact = [...number.replaceAll('-', '')];
      const place = at % compact.length;
      const changed = compact.with(place, wrong).join('');
      if (changed !== compact.join('')) assert.notEqual(parseLabelNumber(changed)?.number, number);
      if (changed !== compact.join('')) assert.equal(parseLabelNumber(changed), null);
      const next = (place + 1) % compact.length;
      if (next === 0 || compact[place] === compact[next]) return;
      const swapped = compact.with(place, compact[next]!).with(next, compact[place]!).join('');
      assert.equal(parseLabelNumber(swapped), null, swapped);
    }),
    { numRuns: 500 },
  );
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
