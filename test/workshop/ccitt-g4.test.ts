import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { encodeGroup4 } from '#workshop/ccitt-g4.ts';

/** A TIFF of one strip around the coded rows, so that libtiff decodes them (TIFF 6.0 §2, §11). */
function tiffOf(coded: Uint8Array, widthPx: number, heightPx: number): Buffer {
  const fields: [tag: number, type: 3 | 4, value: number][] = [
    [256, 4, widthPx],
    [257, 4, heightPx],
    [258, 3, 1],
    [259, 3, 4], // compression: group 4
    [262, 3, 0], // white is zero
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, heightPx],
    [279, 4, coded.length],
  ];
  const directory = Buffer.alloc(2 + 12 * fields.length + 4);
  directory.writeUInt16LE(fields.length, 0);
  for (const [i, [tag, type, value]] of fields.entries()) {
    const at = 2 + 12 * i;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  const data = Buffer.concat([head, coded, Buffer.alloc(coded.length & 1)]);
  data.writeUInt32LE(data.length, 4);
  return Buffer.concat([data, directory]);
}

const decoded = (coded: Uint8Array, widthPx: number, heightPx: number): Promise<Buffer> =>
  sharp(tiffOf(coded, widthPx, heightPx), { failOn: 'warning' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();

test('libtiff gives back every row, whatever the runs', async () => {
  const run = fc.integer({ min: 1, max: 90 });
  const image = fc.integer({ min: 1, max: 300 }).chain((widthPx) =>
    fc.record({
      widthPx: fc.constant(widthPx),
      rows: fc.array(fc.record({ runs: fc.array(run, { maxLength: 40 }), black: fc.boolean(), like: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(image, async ({ widthPx, rows }) => {
      const gray = new Uint8Array(widthPx * rows.length).fill(255);
      for (const [y, { runs, black, like }] of rows.entries()) {
        // A row like the one above with one run moved is what printed pages are made of.
        if (like && y > 0) gray.copyWithin(y * widthPx, (y - 1) * widthPx + (runs.length & 3) * Number(y > 1), y * widthPx);
        let x = like ? (runs[0] ?? 0) : 0;
        for (const [i, length] of (like ? runs.slice(0, 3) : runs).entries()) {
          const value = (i & 1) === Number(black) ? 255 : 0;
          gray.fill(value, y * widthPx + Math.min(x, widthPx), y * widthPx + Math.min(x + length, widthPx));
          x += length;
        }
      }
      assert.ok((await decoded(encodeGroup4(gray, widthPx, rows.length), widthPx, rows.length)).equals(gray));
    }),
    { numRuns: 300 },
  );
});

test('each run length has its code, in white and in black', async () => {
  // Row y: y white pixels, y black ones, the rest white; under a row of checks nothing is taken from above.
  const widthPx = 6000;
  const lengths = [...Array.from({ length: 130 }, (_, i) => i), ...Array.from({ length: 45 }, (_, i) => 128 + 64 * i), 2623, 2624, 2999];
  const gray = new Uint8Array(widthPx * lengths.length * 2).fill(255);
  for (const [i, length] of lengths.entries()) {
    for (let x = 0; x < widthPx; x += 2) gray[2 * i * widthPx + x] = 0;
    gray.fill(0, (2 * i + 1) * widthPx + length, (2 * i + 1) * widthPx + 2 * length);
  }
  assert.ok((await decoded(encodeGroup4(gray, widthPx, lengths.length * 2), widthPx, lengths.length * 2)).equals(gray));
});
