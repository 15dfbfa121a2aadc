import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAgain } from '#workshop/look-again.ts';
import type { Box } from '#workshop/page-look.ts';
import type { Raster } from '#workshop/raster.ts';
import type { ReadOptions, ReadWord, Recogniser } from '#workshop/recogniser.ts';

const PAGE: Raster = { widthPx: 1000, heightPx: 400, gray: new Uint8Array(1000 * 400).fill(255) };

function word(text: string, x0: number, confidence: number, line = 0, y0 = 100): ReadWord {
  const box: Box = [x0, y0, x0 + 10 * text.length, y0 + 20];
  return { text, box, confidence, line, block: line, symbols: [] };
}

/** Gives these words to whoever asks, at their place in the strip that begins with the print at `from`. */
function secondReading(...words: ReadWord[]) {
  const asked: (ReadOptions | undefined)[] = [];
  let [x0, y0] = [0, 0];
  const recogniser: Recogniser = {
    async read(_strip, dpi, options) {
      asked.push(options);
      // Every line is brought to forty pixels, with half of its height to the left of it and a quarter above.
      const scale = dpi / 200;
      const [left, top] = [x0 - 20 / scale, y0 - 10 / scale];
      return words.map((w) => ({ ...w, box: w.box.map((v, i) => (v - (i % 2 === 0 ? left : top)) * scale) as Box }));
    },
    warm: async () => {},
  };
  return {
    asked,
    from(firstX0: number, firstY0 = 100) {
      [x0, y0] = [firstX0, firstY0];
      return recogniser;
    },
  };
}

const texts = (words: readonly ReadWord[]) => words.map((w) => w.text);

test('a page read with confidence is not read again', async () => {
  const again = secondReading();
  const words = [word('Facture', 100, 0.96), word('12', 200, 0.9)];
  assert.deepEqual(texts(await lookAgain(again.from(100), PAGE, 200, words, [[100, 100, 220, 120]])), ['Facture', '12']);
  assert.equal(again.asked.length, 0);
});

test('of an unsure word the surer reading stands, and sure words beside it stay', async () => {
  const words = [word('Code', 100, 0.96), word('APE', 160, 0.95), word('64947', 220, 0.39)];
  const better = secondReading(word('Cade', 100, 0.8), word('APE', 160, 0.93), word('6494Z', 220, 0.91));
  assert.deepEqual(texts(await lookAgain(better.from(100), PAGE, 200, words, [])), ['Code', 'APE', '6494Z']);
  assert.equal(better.asked[0]?.segmentation, 'line');
  const worse = secondReading(word('6494?', 220, 0.2));
  assert.deepEqual(texts(await lookAgain(worse.from(100), PAGE, 200, words, [])), ['Code', 'APE', '64947']);
});

test('words that a second reading runs together or takes apart are not taken for better', async () => {
  const words = [word('14', 100, 0.66), word('h', 130, 0.66)];
  const together = secondReading({ ...word('14h', 100, 0.72), box: [100, 100, 140, 120] });
  assert.deepEqual(texts(await lookAgain(together.from(100), PAGE, 200, words, [])), ['14', 'h']);
  const apart = secondReading(word('roux', 100, 0.72), word('@postes', 140, 0.72));
  assert.deepEqual(texts(await lookAgain(apart.from(100), PAGE, 200, [word('roux@postes', 100, 0.66)], [])), ['roux@postes']);
});

test('what is cut by the edge of a strip is nothing new', async () => {
  const words = Array.from({ length: 7 }, (_, i) => word(i === 0 ? 'zq' : 'sure', 100 + 50 * i, i === 0 ? 0.4 : 0.95));
  // Four neighbours go with the unsure word; of the sixth its beginning stands in the margin.
  const again = secondReading(word('ou', 100, 0.9), word('€', 350, 0.95), word('16', 345, 0.95));
  assert.deepEqual(texts(await lookAgain(again.from(100), PAGE, 200, words, [])), ['ou', ...Array(6).fill('sure')]);
});

test('a figure beside a line that nobody has read is read with its line', async () => {
  const words = [word('Classeur', 100, 0.96), word('57,56', 400, 0.95)];
  const again = secondReading(word('Classeur', 100, 0.9), word('2', 300, 0.8), word('57,56', 400, 0.9));
  const print: Box[] = [
    [100, 100, 180, 120],
    [300, 102, 310, 118],
    [400, 100, 450, 120],
  ];
  const found = await lookAgain(again.from(100), PAGE, 200, words, print);
  assert.deepEqual(texts(found), ['Classeur', '2', '57,56']);
  assert.deepEqual(found[1]?.box, [300, 100, 310, 120]);
  assert.ok(found.every((w) => w.line === 0));
});

test('a line nobody has read comes below the one above it, a smudge does not', async () => {
  const words = [word('Adresse', 100, 0.96), word('Objet', 100, 0.96, 1, 200)];
  const line = secondReading(word('02', 100, 0.8, 0, 140), word('61', 130, 0.8, 0, 140));
  const found = await lookAgain(line.from(100, 140), PAGE, 200, words, [[100, 140, 150, 160]]);
  assert.deepEqual(
    found.map((w) => [w.text, w.line]),
    [
      ['Adresse', 0],
      ['02', 1],
      ['61', 1],
      ['Objet', 2],
    ],
  );
  const smudge = secondReading(word('vn', 100, 0.8, 0, 140));
  assert.deepEqual(texts(await lookAgain(smudge.from(100, 140), PAGE, 200, words, [[100, 140, 150, 160]])), ['Adresse', 'Objet']);
});

test('the two sides of a frame do not make what stands in it be read twice', async () => {
  const words = [word('SCELLE', 100, 0.92)];
  const again = secondReading(word('SCELLE', 100, 0.95));
  const frame: Box[] = [
    [80, 80, 90, 140],
    [180, 80, 190, 140],
  ];
  assert.deepEqual(texts(await lookAgain(again.from(80, 80), PAGE, 200, words, frame)), ['SCELLE']);
});

test('a page of noise is looked at again in a few places only', async () => {
  const noise = Array.from({ length: 300 }, (_, i) => word('zq', 100, 0.3, i, 10 + i));
  const again = secondReading();
  assert.equal((await lookAgain(again.from(100), PAGE, 200, noise, [])).length, 300);
  assert.ok(again.asked.length <= 12, `${again.asked.length} looks`);
});

test('a word without height, as a damaged line gives it, is left alone', async () => {
  const flat: ReadWord = { ...word('l', 100, 0.3), box: [100, 100, 100, 100] };
  const again = secondReading();
  assert.deepEqual(texts(await lookAgain(again.from(100), PAGE, 200, [flat], [])), ['l']);
  assert.equal(again.asked.length, 0);
});
