import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DepartmentId } from '#base/ids.ts';
import { SEPARATOR_MODES } from '#base/words.ts';
import { matchesMask } from '#domain/code-mask.ts';
import { parseSeparatorCode, SEPARATOR_TEXT_MAX, type SeparatorSheet, writeSeparatorCode } from '#domain/separator-code.ts';
import { type SeparationRules, separationOfPage } from '#domain/separator-page.ts';

const KEY = Buffer.alloc(32, 7);
const PLAIN: SeparatorSheet = { mode: 'next', departmentId: null, urgent: false, registered: false, day: null };
const qr = (text: string) => ({ format: 'QRCode', text });
const rules: SeparationRules = {
  separation: 'sheet',
  key: KEY,
  plain: false,
  barcode: { mask: 'SEP-####', format: null, page: 'separator' },
  isDepartment: (id) => id === 'accounts',
  today: '2026-11-27',
};
const seen = (text: string, more: Partial<SeparationRules> = {}, patch: string | null = null) =>
  separationOfPage({ codes: text === '' ? [] : [qr(text)], patch }, { ...rules, ...more });

test('says what the clerk ordered, whatever the department is called', () => {
  const sheet = fc.record({
    mode: fc.constantFrom(...SEPARATOR_MODES),
    departmentId: fc.option(
      fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((id) => id.isWellFormed()),
    ) as fc.Arbitrary<DepartmentId | null>,
    urgent: fc.boolean(),
    registered: fc.boolean(),
    day: fc.option(fc.constantFrom('2026-11-27', '2028-02-29')),
  });
  fc.assert(
    fc.property(sheet, (ordered) => {
      const text = writeSeparatorCode(ordered, KEY);
      if (text.length > SEPARATOR_TEXT_MAX) return;
      const { mode, ...orders } = ordered;
      assert.deepEqual(parseSeparatorCode(text, KEY), { mode, orders });
    }),
  );
});

test('one changed character of a sheet, or the key of another box, and it steers nothing', () => {
  const text = writeSeparatorCode({ ...PLAIN, departmentId: 'accounts' as DepartmentId, urgent: true }, KEY);
  for (let i = 'VMSEP2:'.length; i < text.length; i++) {
    const changed = `${text.slice(0, i)}${text[i] === 'x' ? 'y' : 'x'}${text.slice(i + 1)}`;
    assert.ok('fault' in parseSeparatorCode(changed, KEY)!, changed);
  }
  assert.deepEqual(parseSeparatorCode(text, Buffer.alloc(32, 8)), { fault: 'other-box' });
});

test('whatever text a stranger prints is a sheet of the first version, a fault, or no separator at all', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `VMSEP1:${rest}`),
    fc.string().map((rest) => `VMSEP2:${rest}`),
    fc.string({ maxLength: 2000 }).map((rest) => `VMSEP9:${rest}`),
  );
  fc.assert(
    fc.property(text, (given) => {
      const read = parseSeparatorCode(given, KEY);
      assert.ok(read === null || 'fault' in read || /^VMSEP1:(SHEET|ITEM|ENVELOPE)$/.test(given), given);
    }),
  );
  assert.deepEqual(parseSeparatorCode(`VMSEP1:${'I'.repeat(1000)}`, KEY), { fault: 'malformed' });
});

test('the sheets that are printed already are read for ever', () => {
  assert.deepEqual(parseSeparatorCode('VMSEP1:ENVELOPE', KEY), { mode: 'envelope', orders: null });
});

test('a sheet without a seal steers nobody’s mail unless IT says so: it is a page, and the clerk is told', () => {
  for (const text of ['VMSEP1:SHEET', 'VMSEP1:ITEM', 'VMSEP1:ENVELOPE']) {
    assert.deepEqual(seen(text), { separator: null, orders: null, notes: ['unsealed'] });
    const separator = text.slice('VMSEP1:'.length).toLowerCase();
    assert.deepEqual(seen(text, { plain: true }), { separator, orders: null, notes: [] });
  }
});

test('what is sealed counts, though a code without a seal stands on the same page', () => {
  const sealed = writeSeparatorCode({ ...PLAIN, urgent: true }, KEY);
  const both = { codes: [qr('VMSEP1:SHEET'), qr(sealed)], patch: null };
  for (const plain of [true, false]) assert.equal(separationOfPage(both, { ...rules, plain }).separator, 'next');
});

test('a separator of a later version, a torn one and one of another box are pages as any other, and the clerk is told', () => {
  const foreign = writeSeparatorCode(PLAIN, Buffer.alloc(32, 8));
  for (const [text, note] of [
    ['VMSEP3:whatever', 'other-version'],
    ['VMSEP1:PILE', 'malformed'],
    [foreign, 'other-box'],
  ] as const)
    assert.deepEqual(seen(text), { separator: null, orders: null, notes: [note] });
});

test('a sheet printed for another day still divides and steers; its day alone is not believed', () => {
  const text = writeSeparatorCode({ ...PLAIN, departmentId: 'accounts' as DepartmentId, urgent: true, day: '2026-11-26' }, KEY);
  const old = seen(text);
  assert.deepEqual(
    [old.separator, old.orders?.departmentId, old.orders?.urgent, old.orders?.day, old.notes],
    ['next', 'accounts', true, null, ['other-day']],
  );
  assert.equal(seen(text, { today: '2026-11-26' }).orders?.day, '2026-11-26');
  assert.equal(seen(text, { today: null }).orders?.day, null);
});

test('a department that the directory has not got steers nothing', () => {
  const { separator, orders, notes } = seen(writeSeparatorCode({ ...PLAIN, departmentId: 'gone' as DepartmentId }, KEY));
  assert.deepEqual([separator, orders?.departmentId, notes], ['next', null, ['unknown-department']]);
});

test('patch codes divide where the batch is divided by them, and nowhere else', () => {
  assert.equal(seen('', { separation: 'patch' }, 'T').separator, 'next');
  assert.equal(seen('', { separation: 'patch' }, '2').separator, 'first');
  assert.equal(seen('', { separation: 'patch' }, '6').separator, null);
  assert.equal(seen('', {}, 'T').separator, null);
});

test('the house’s own barcodes divide as the house has said, and a label or a sheet of ours is never one', () => {
  const barcode = { mask: '*', format: null, page: 'first' } as const;
  assert.equal(seen('SEP-0042', { separation: 'barcode' }).separator, 'next');
  assert.equal(seen('SEP-004X', { separation: 'barcode' }).separator, null);
  assert.equal(seen('SEP-0042').separator, null);
  assert.equal(seen('anything', { separation: 'barcode', barcode }).separator, 'first');
  assert.equal(seen('VM-2026-000123-M', { separation: 'barcode', barcode }).separator, null);
  assert.equal(seen('VMSEP9:x', { separation: 'barcode', barcode }).separator, null);
  assert.equal(seen('anything', { separation: 'barcode', barcode: { ...barcode, format: 'Code39' } }).separator, null);
});

test('a mask matches character by character, and only its last star matches more', () => {
  for (const [text, mask, wanted] of [
    ['SEP-17', 'SEP-##', true],
    ['SEP-1', 'SEP-##', false],
    ['SEP-177', 'SEP-##', false],
    ['SEP-177', 'SEP-*', true],
    ['SEP-', 'SEP-*', true],
    ['SEP', 'SEP-*', false],
    ['é9x', '@#?', true],
    ['9éx', '@#?', false],
    ['a*b', 'a*b', true],
    ['axb', 'a*b', false],
    ['', '*', true],
  ] as const)
    assert.equal(matchesMask(text, mask), wanted, `${text} ~ ${mask}`);
});
