import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldWords } from '#understanding/folding.ts';
import { type ClassedLetter, learnAgain } from './learning.ts';
import { asReadPage } from './printed-lines.ts';

const letter = (classId: string, text: string): ClassedLetter => ({
  classId,
  input: { title: '', text: foldWords(text), shape: ['letter', 'sentences'] },
});
const TOWNS = ['Lyon', 'Nantes', 'Rodez', 'Brest', 'Dijon', 'Tulle', 'Reims'];
const PRESS = TOWNS.map((town) =>
  letter('press', `Revue de presse de ${town} : coupures, articles des journaux et magazines, rubrique et parutions`),
);
const PAYSLIPS = TOWNS.map((town) => `Votre bulletin de paie et votre demande de congés, ${town}`);

test('of a class taught by five letters the others are found, and none of another class is taken for it', () => {
  const others = [letter('hr', PAYSLIPS[0]!), letter('invoice', 'Facture du mois, montant hors taxes, TVA, net à payer par virement')];
  assert.deepEqual(learnAgain('press', [...PRESS, ...others], 1), {
    draws: [{ found: 2, own: 2 }],
    swallowed: 0,
    others: 2,
    surelyWrong: [],
  });
});

test('a class that takes the letters of another is told, and whether they would be filed by it', () => {
  const taughtWrongly = PAYSLIPS.map((text) => letter('tax', text));
  const { swallowed, surelyWrong } = learnAgain('tax', [...taughtWrongly, letter('hr', PAYSLIPS[0]!)], 1);
  assert.equal(swallowed, 1);
  assert.deepEqual(
    surelyWrong.filter(({ after }) => after === 5).map(({ classId, called }) => [classId, called]),
    [['hr', 'tax']],
  );
});

test('lines and blocks of printed words are taken from the text', () => {
  const words = ['A', 'b', 'c', 'd'].map((text, at) => ({
    text,
    box: [at, 0, at + 1, 1] as [number, number, number, number],
    confidence: 1,
  }));
  const page = {
    text: 'A b\nc\n\nd',
    words,
    codes: [],
    widthPx: 10,
    heightPx: 10,
    dpi: 200,
    orientation: 0,
    skewDeg: 0,
    blank: false,
    language: null,
  } as const;
  const placed = asReadPage({ ...page, words: [...words], codes: [] }).words;
  assert.deepEqual(
    placed.map(({ text, line, block }) => [text, line, block]),
    [
      ['A', 0, 0],
      ['b', 0, 0],
      ['c', 1, 0],
      ['d', 3, 1],
    ],
  );
});
