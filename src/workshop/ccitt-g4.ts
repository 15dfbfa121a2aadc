/** Run codes of ITU-T T.4, tables 2 and 3: the index is the length of the run. */
const codes = (table: string): string[] => table.trim().split(/\s+/);
const WHITE_SHORT = codes(`00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010 101011
  0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010 00011011 00010010
  00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010 00001011
  01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100`);
const BLACK_SHORT = codes(`0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
  0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010
  000011001011 000011001100 000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 000011010100
  000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110
  000001010111 000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000
  000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111`);
/** From 64 in steps of 64; from 1792 on both colours have the same. */
const LONGEST = codes(`00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111
  000000011100 000000011101 000000011110 000000011111`);
const WHITE_LONG = [
  ...codes(`11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011
  011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011`),
  ...LONGEST,
];
const BLACK_LONG = [
  ...codes(`0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101
  0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110
  0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101`),
  ...LONGEST,
];
const LONG_MOST = 2560;
const PASS = '0001';
const HORIZONTAL = '001';
/** ITU-T T.6, table 1: the change lies three to the left … three to the right of the one above it. */
const VERTICAL = ['0000010', '000010', '010', '1', '011', '000011', '0000011'];
const END = '000000000001'.repeat(2);

/** Bits one after the other, the first in the highest place. */
class BitWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #held = 0;
  #heldBits = 0;

  write(code: string): void {
    for (let i = 0; i < code.length; i++) {
      this.#held = (this.#held << 1) | (code.charCodeAt(i) & 1);
      if (++this.#heldBits === 8) this.#flush();
    }
  }

  #flush(): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = this.#held;
    this.#held = this.#heldBits = 0;
  }

  end(): Uint8Array {
    while (this.#heldBits > 0) this.write('0');
    return this.#bytes.subarray(0, this.#length);
  }
}

function writeRun(bits: BitWriter, length: number, black: boolean): void {
  const [long, short] = black ? [BLACK_LONG, BLACK_SHORT] : [WHITE_LONG, WHITE_SHORT];
  let rest = length;
  for (; rest > LONG_MOST + 63; rest -= LONG_MOST) bits.write(long[LONG_MOST / 64 - 1]!);
  if (rest > 63) bits.write(long[(rest >> 6) - 1]!);
  bits.write(short[rest & 63]!);
}

/** Where the colour of a row changes, white before its first pixel; ended by its width twice, so that one may look two further. */
function changesOf(gray: Uint8Array, from: number, widthPx: number): number[] {
  const changes: number[] = [];
  let last = 255;
  for (let x = 0; x < widthPx; x++) {
    const value = gray[from + x]!;
    if (value === last) continue;
    changes.push(x);
    last = value;
  }
  changes.push(widthPx, widthPx);
  return changes;
}

/**
 * An image of black and white alone in the coding of facsimile group 4 (ITU-T T.6), without loss: what PDF calls `CCITTFaxDecode`
 * with `/K -1`, and TIFF compression 4.
 *
 * @param gray one byte per pixel, 0 or 255 and nothing between
 */
export function encodeGroup4(gray: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const bits = new BitWriter();
  let above = [widthPx, widthPx];
  for (let y = 0; y < heightPx; y++) {
    const row = changesOf(gray, y * widthPx, widthPx);
    // T.6 §2.2: a0 stands before the row at first; a1, a2 are the next changes of this row, b1, b2 those above and of the other colour.
    let a0 = -1;
    let black = false;
    let own = 0;
    let other = 0;
    while (a0 < widthPx) {
      const a1 = row[own]!;
      // Changes above alternate: those to black stand at even places.
      while (other > 0 && above[other - 1]! > a0) other--;
      while (above[other]! < widthPx && (above[other]! <= a0 || (other & 1) !== Number(black))) other++;
      const b1 = above[other]!;
      const b2 = above[other + 1] ?? widthPx;
      if (b2 < a1) {
        bits.write(PASS);
        a0 = b2;
      } else if (Math.abs(a1 - b1) <= 3) {
        bits.write(VERTICAL[a1 - b1 + 3]!);
        a0 = a1;
        black = !black;
        own++;
      } else {
        const a2 = row[own + 1]!;
        bits.write(HORIZONTAL);
        writeRun(bits, a1 - Math.max(a0, 0), black);
        writeRun(bits, a2 - a1, !black);
        a0 = a2;
        own += 2;
      }
    }
    above = row;
  }
  bits.write(END);
  return bits.end();
}
