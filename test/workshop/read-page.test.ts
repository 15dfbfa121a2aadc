import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { readHead, readPage } from '#workshop/read-page.ts';
import { partReader } from '#workshop/read-part.ts';
import { openRecogniser } from '#workshop/recogniser.ts';
import { lines, scanned } from '../lab/letter-press.ts';

test('of columns whose lines stand at different heights every line is read once', async () => {
  const column = (x: number, y: number, from: number) => {
    const texts = Array.from({ length: 36 }, (_, i) => `Ligne ${from + i} du contrat de location`);
    return { texts, drawing: lines(x, y, texts) };
  };
  // No row is free of print for the head to end in.
  const [left, right] = [column(25, 60, 100), column(115, 62.6, 200)];
  const { data, info } = await sharp(await scanned(left.drawing + right.drawing))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const page = { widthPx: info.width, heightPx: info.height, gray: new Uint8Array(data) };
  const recogniser = await openRecogniser();
  const { text } = await readPage(recogniser, page, 200, () => readHead(recogniser, partReader(recogniser), page, 200));
  assert.deepEqual(text.split(/\n+/).sort(), [...left.texts, ...right.texts].sort());
});
