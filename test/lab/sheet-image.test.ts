import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { scannedPages } from './sheet-image.ts';

const paper = sharp({
  create: { width: 400, height: 300, channels: 3, background: '#eee', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
});

test('a JPEG ends where its image ends: what lies behind is left out, what breaks off is refused', async () => {
  for (const progressive of [false, true]) {
    const jpeg = await paper.clone().jpeg({ progressive }).toBuffer();
    assert.deepEqual(await scannedPages(jpeg), [jpeg]);
    const trailer = Buffer.from('trailer of a camera\xff\xd9 with another end in it', 'latin1');
    assert.deepEqual(await scannedPages(Buffer.concat([jpeg, trailer])), [jpeg]);
    for (const bytes of [jpeg.length - 2, jpeg.length - 1, jpeg.length >> 1]) await assert.rejects(scannedPages(jpeg.subarray(0, bytes)));
  }
});
