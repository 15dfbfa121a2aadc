/**
 * A TrueType font of two empty glyphs, for text that is searched and never seen. One glyph stands for every character, so
 * no reading of any script is lost, nothing is subset per document, and the result is always the same few hundred bytes.
 * Each glyph is 1000 units high (all ascent) and 500 wide: a word set at the height of its box covers exactly that box.
 */
export const GLYPH_WIDTH = 500;

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, i * 2);
  return bytes;
};
const u32 = (...values: number[]): Buffer => u16(...values.flatMap((value) => [value >>> 16, value]));

const sum = (bytes: Buffer): number => {
  let total = 0;
  for (let i = 0; i < bytes.length; i += 4) total = (total + bytes.readUInt32BE(i)) >>> 0;
  return total;
};
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

const HEAD_ADJUSTMENT_AT = 8;

/** The font file (OpenType specification, the six tables a PDF viewer needs: ISO 32000-1 §9.9 table 126). */
export function glyphlessFont(): Buffer {
  const tables: [tag: string, bytes: Buffer][] = [
    ['glyf', Buffer.alloc(4)],
    [
      'head',
      Buffer.concat([
        u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
        u16(0b1011, 1000),
        u32(0, 0, 0, 0), // created and modified: never
        u16(0, 0, GLYPH_WIDTH, 1000, 0, 8, 2, 0, 0),
      ]),
    ],
    ['hhea', Buffer.concat([u32(0x00010000), u16(1000, -1, 0, GLYPH_WIDTH, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2)])],
    ['hmtx', u16(GLYPH_WIDTH, 0, GLYPH_WIDTH, 0)],
    ['loca', u16(0, 0, 0)],
    ['maxp', Buffer.concat([u32(0x00010000), u16(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)])],
  ];
  const records: Buffer[] = [];
  let offset = 12 + 16 * tables.length;
  for (const [tag, bytes] of tables) {
    records.push(Buffer.concat([Buffer.from(tag), u32(sum(padded(bytes)), offset, bytes.length)]));
    offset += padded(bytes).length;
  }
  const file = Buffer.concat([u32(0x00010000), u16(6, 64, 2, 32), ...records, ...tables.map(([, bytes]) => padded(bytes))]);
  const headAt = records[1]!.readUInt32BE(8);
  file.writeUInt32BE((0xb1b0afba - sum(file)) >>> 0, headAt + HEAD_ADJUSTMENT_AT);
  return file;
}
