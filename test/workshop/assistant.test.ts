import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openAssistant } from '#workshop/assistant.ts';
import { readCodes } from '#workshop/codes.ts';
import type { Raster } from '#workshop/raster.ts';
import { partReader } from '#workshop/read-part.ts';
import { openRecogniser } from '#workshop/recogniser.ts';

const assistant = await openAssistant();
after(() => assistant.close());

async function sheet(name: string): Promise<Raster> {
  const image = sharp(fileURLToPath(new URL(`../lab/letters/${name}`, import.meta.url)))
    .toColourspace('b-w')
    .resize({ width: 1654 });
  const { data, info } = await image.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, gray: new Uint8Array(data) };
}

test('an assistant reads what its child would read, word for word, and finds the same codes', async () => {
  const page = await sheet('reminder.png');
  // As a part of a page comes: a window on the pixels of all of it.
  const part = { ...page, heightPx: 900, gray: page.gray.subarray(300 * page.widthPx, 1200 * page.widthPx) };
  const recogniser = await openRecogniser();
  const [words, own] = await Promise.all([assistant.readPart(part, 200, []), partReader(recogniser)(part, 200, [])]);
  assert.ok(own.length > 20);
  assert.deepEqual(words, own);
  const card = await sheet('registered-notice.png');
  const [codes, ownCodes] = await Promise.all([assistant.readCodes(card, 200), readCodes(card, 200)]);
  assert.ok(ownCodes.length > 0);
  assert.deepEqual(codes, ownCodes);
});

test('what breaks under the assistant is told to who asked, and the next question is answered', async () => {
  const wrong = { widthPx: 4, heightPx: 4, gray: new Uint8Array(3) };
  const [refused, answered] = await Promise.allSettled([
    assistant.readPart({ ...wrong, widthPx: -1 }, 200, []),
    assistant.readCodes({ widthPx: 64, heightPx: 64, gray: new Uint8Array(4096).fill(255) }, 200),
  ]);
  assert.ok(refused.status === 'rejected' && refused.reason instanceof Error);
  assert.deepEqual(answered, { status: 'fulfilled', value: [] });
});

test('questions are answered in the order they were asked, each with its own answer', async () => {
  const blank = { widthPx: 200, heightPx: 60, gray: new Uint8Array(12_000).fill(255) };
  const ended: string[] = [];
  const ask = async (name: string, question: Promise<unknown>) => {
    assert.deepEqual(await question, []);
    ended.push(name);
  };
  await Promise.all([
    ask('words', assistant.readPart(blank, 200, [])),
    ask('codes', assistant.readCodes(blank, 200)),
    ask('again', assistant.readPart(blank, 200, [])),
  ]);
  assert.deepEqual(ended, ['words', 'codes', 'again']);
});
