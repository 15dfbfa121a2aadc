import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as check from '#understanding/check-digits.ts';

const cases: [string, (id: string) => boolean, string[], string[]][] = [
  ['UPU S10', check.isS10, ['RB123456785GB', 'EY604176344FR', 'XX062633073JB'], ['RB123456786GB', 'RB12345678GB']],
  ['La Poste', check.isLaPoste, ['6A15602676300', '6A15602683841', '6M17554710224', '4M00533946516', '6Q01929938641'], ['6A15602676301']],
  ['UPS', check.isUps, ['1Z879E930346834440'], ['1Z879E930346834441']],
  ['FedEx', check.isFedex, ['986578788855'], ['986578788856']],
  ['DHL Express', check.isDhlExpress, ['3318810025', '73891051146'], ['3318810026']],
  ['SSCC', check.isSscc, ['00340433836442636597'], ['00340433836442636598']],
  ['Identcode', check.isIdentcode, ['563102430313'], ['563102430314']],
  ['DPD', check.isDpd, ['01015026003653C'], ['01015026003653D']],
  ['SIRET', check.isSiret, ['73282932000074', '35600000000048'], ['73282932000075', '00000000000000']],
  ['SIREN', check.isSiren, ['732829320'], ['732829321', '000000000']],
  ['French VAT number', check.isVatFr, ['FR44732829320'], ['FR45732829320', 'FRIO732829320']],
  ['IBAN', check.isIban, ['FR1420041010050500013M02606'], ['FR1420041010050500013M02607', 'FR14200410100505']],
  ['creditor reference', check.isCreditorReference, ['RF18539007547034'], ['RF19539007547034']],
  [
    'Swiss QR reference',
    check.isQrReference,
    ['210000000003139471430009017'],
    ['210000000003139471430009018', '21000000000313947143000901'],
  ],
  ['MOD 37,36', check.isMod37, ['VM2026000123M'], ['VM2026000123N']],
];
for (const [name, holds, right, wrong] of cases) {
  test(`accepts published ${name} numbers and refuses changed ones`, () => {
    for (const id of right) assert.equal(holds(id), true, id);
    for (const id of wrong) assert.equal(holds(id), false, id);
  });
}

test("uses La Poste's own rule for its establishments", () => {
  // 35600000012340: digits add up to 24, no multiple of five; 35600000012350 to 25.
  assert.equal(check.isSiret('35600000012350'), true);
  assert.equal(check.isSiret('35600000012340'), false);
});

test('MOD 37,36 finds every single changed character', () => {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 20 }),
      fc.nat(),
      fc.nat({ max: 34 }),
      (text, at, shift) => {
        const whole = text + check.mod37Character(text);
        const i = at % whole.length;
        const other = alphabet[(alphabet.indexOf(whole[i]!) + 1 + shift) % 36]!;
        assert.equal(check.isMod37(whole), true);
        assert.equal(check.isMod37(whole.slice(0, i) + other + whole.slice(i + 1)), false);
      },
    ),
  );
});

test('no check function fails on any text', () => {
  const functions = cases.map(([, holds]) => holds);
  fc.assert(fc.property(fc.string(), (text) => functions.every((holds) => typeof holds(text) === 'boolean')));
});
