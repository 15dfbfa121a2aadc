import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeGraphic, zebraChecksum } from './zpl-graphic.ts';

const checksum = (text: string) => zebraChecksum(text).toString(16).toUpperCase().padStart(4, '0');
const z64 = (bits: Buffer) => {
  const base64 = deflateSync(bits).toString('base64');
  return `:Z64:${base64}:${checksum(base64)}`;
};

test('the checksum is CRC-16/XMODEM as the catalogues give it', () => {
  assert.equal(zebraChecksum('123456789'), 0x31c3);
  assert.equal(zebraChecksum(''), 0);
  assert.equal(zebraChecksum('A'), 0x58e5);
});

test('decodes rows by hand: plain digits, run lengths, filled and repeated rows', () => {
  const hex = (parameters: string) => decodeGraphic(parameters).bits.toString('hex');
  assert.equal(hex('A,4,4,2,AA55aa55'), 'aa55aa55');
  assert.equal(hex('A,8,8,2,HA,:!,'), 'aa00aa00ffff0000', 'H = twice, comma = rest white, colon = same row, ! = rest black');
  assert.equal(hex('A,22,22,22,gI81GF'), `${'8'.repeat(23)}1${'f'}${'0'.repeat(19)}`, 'g + I = 23 times');
  assert.equal(hex('A,6,6,2,FFFF'), 'ffff00000000', 'a picture that ends early stays white');
  assert.equal(hex('A,4,4,2,\r\nFF00\r\n00FF\r\n'), 'ff0000ff', 'line ends do not count');
});

test('any picture survives Z64, B64 and plain digits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3, maxLength: 300 }), (bytes) => {
      const bits = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 3)));
      const head = `A,${bits.length},${bits.length},3,`;
      const base64 = bits.toString('base64');
      for (const data of [bits.toString('hex'), z64(bits), `:B64:${base64}:${checksum(base64)}`]) {
        assert.deepEqual(decodeGraphic(head + data), { bytesPerRow: 3, rows: bits.length / 3, bits });
      }
    }),
    { numRuns: 50 },
  );
});

test('refuses a wrong checksum, a zip that unpacks to more, and numbers that do not fit', () => {
  const bits = Buffer.alloc(64, 0x5a);
  const good = z64(bits);
  assert.equal(decodeGraphic(`A,64,64,8,${good}`).rows, 8);
  const wrong = good.slice(0, -4) + (good.endsWith('0000') ? '0001' : '0000');
  assert.throws(() => decodeGraphic(`A,64,64,8,${wrong}`), /checksum/);
  assert.throws(() => decodeGraphic(`A,64,64,8,${good.slice(0, -5)}`), /without a four-digit checksum/);
  assert.throws(() => decodeGraphic(`A,64,64,8,${z64(Buffer.alloc(1_000_000))}`));
  assert.throws(() => decodeGraphic(`A,72,72,8,${good}`), /announced 72/);
  assert.throws(() => decodeGraphic('A,64,64,7,00'), /do not fill/);
  assert.throws(() => decodeGraphic('A,2,2,1,AABBCC'), /more data/);
  assert.throws(() => decodeGraphic('A,999999999,999999999,1,00'), /memory/);
  assert.throws(() => decodeGraphic('B,2,2,1,00'), /only A/);
  assert.throws(() => decodeGraphic('A,2,2,1,:'), /out of place/);
});
