import assert from 'node:assert/strict';
import { test } from 'node:test';
import { believeProven, settleLookAlikes } from '#workshop/look-alikes.ts';

const settled = (text: string): string =>
  settleLookAlikes(text.split(' ').map((t) => ({ text: t, box: [0, 0, 1, 1], confidence: 0.9, line: 0, block: 0 })))
    .map((word) => word.text)
    .join(' ');

test('an o among figures is a zero', () => {
  assert.equal(settled('T. o1 99 o8o 652 ooo40 118o, 1o/12/2o25'), 'T. 01 99 080 652 00040 1180, 10/12/2025');
});

test('the second half of a British postcode begins with a figure', () => {
  assert.equal(settled('LEEDS LS11 SQT, HULL HU9 sPR'), 'LEEDS LS11 5QT, HULL HU9 5PR');
});

test('a French activity code ends with a letter', () => {
  assert.equal(settled('Code APE 64947'), 'Code APE 6494Z');
  assert.equal(settled('Code NAF 44292.'), 'Code NAF 4429Z.');
});

test('abbreviations in the heads of tables, a company and a German street are what only they can be', () => {
  assert.equal(settled('Qué PU. HT TNV.A. 20 %'), 'Qté P.U. HT T.V.A. 20 %');
  assert.equal(settled('Ashfield & Sons Led'), 'Ashfield & Sons Ltd');
  assert.equal(settled('Bahnhofstrabe 12, Lindenstrafe 3'), 'Bahnhofstraße 12, Lindenstraße 3');
});

test('an Italian VAT number is settled by its check digit, and left where it does not agree', () => {
  assert.equal(settled('P.IVA 1T04532932599, ITO2132472859'), 'P.IVA IT04532932599, IT02132472859');
  assert.equal(settled('1T04532932598'), '1T04532932598');
});

test('the first of a month begins with a figure', () => {
  assert.equal(settled('Lyon, le ler mars'), 'Lyon, le 1er mars');
});

test('a telephone number begins with its T, which is a word', () => {
  assert.equal(settled('1.02 61 91 87 91'), 'T. 02 61 91 87 91');
  assert.equal(settled('1.02 61 91'), '1.02 61 91');
});

test('the number of a postal item is settled and believed by its check digit, and left where it does not agree', () => {
  const read = (text: string) => believeProven({ text, confidence: 0 });
  assert.deepEqual(read('RN4647094876B.'), { text: 'RN464709487GB.', confidence: 0.9 });
  assert.deepEqual(read('RN4647094876B:'), { text: 'RN464709487GB:', confidence: 0.9 });
  assert.deepEqual(read('CXO55639504GB'), { text: 'CX055639504GB', confidence: 0.9 });
  assert.deepEqual(read('RN464709487GB'), { text: 'RN464709487GB', confidence: 0.9 });
  for (const text of ['RN4647094866B.', 'RN464709486GB', 'RN46470948GB', 'order']) assert.deepEqual(read(text), { text, confidence: 0 });
});

test('words, ordinals and references are left as they were read', () => {
  const text =
    'die Vertragsstrafe beträgt Led lighting PUR. Oo 1o O2 no o A4 SUR B2 SET APE 6494Z ref. 64947 SQT RN464709487GB LS11 5QT IO5 x2o GO2 2O';
  assert.equal(settled(text), text);
  const lines = settleLookAlikes([
    { text: 'LS11', box: [0, 0, 1, 1], confidence: 0.9, line: 0, block: 0 },
    { text: 'SQT', box: [0, 0, 1, 1], confidence: 0.9, line: 1, block: 0 },
  ]);
  assert.equal(lines[1]?.text, 'SQT');
});
