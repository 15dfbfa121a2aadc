import { inflateSync } from 'node:zlib';

/** One-bit picture, rows padded to whole bytes, most significant bit leftmost, 1 = black. */
export interface Bitmap {
  bytesPerRow: number;
  rows: number;
  bits: Buffer;
}

const MAX_GRAPHIC_BYTES = 4 * 1024 * 1024;

/**
 * Decodes the parameters of one `^GF` (all after the two letters): format A as hexadecimal, as hexadecimal with the ASCII
 * run lengths of `~DG`, and as `:Z64:` or `:B64:` with its checksum.
 *
 * @throws Error naming what a printer would have stumbled over; a wrong checksum prints nothing.
 * @see ZPL II Programming Guide, ^GF and "Alternative data compression scheme".
 */
export function decodeGraphic(parameters: string): Bitmap {
  const [, format, total, perRow, data] = /^([A-Z]),\d*,(\d+),(\d+),(.*)$/s.exec(parameters) ?? [];
  if (format === undefined || data === undefined) throw new Error('^GF without its four numbers');
  if (format !== 'A') throw new Error(`^GF${format} is not understood, only A`);
  const [totalBytes, bytesPerRow] = [Number(total), Number(perRow)];
  if (bytesPerRow < 1 || totalBytes % bytesPerRow !== 0) throw new Error(`^GF rows of ${bytesPerRow} bytes do not fill ${totalBytes}`);
  if (totalBytes > MAX_GRAPHIC_BYTES) throw new Error(`^GF of ${totalBytes} bytes does not fit the memory`);
  const text = data.replace(/[\r\n\t ]/g, '');
  const bits = text.startsWith(':Z64:') || text.startsWith(':B64:') ? fromBase64(text, totalBytes) : fromHex(text, totalBytes, bytesPerRow);
  if (bits.length !== totalBytes) throw new Error(`^GF announced ${totalBytes} bytes and brought ${bits.length}`);
  return { bytesPerRow, rows: totalBytes / bytesPerRow, bits };
}

function fromBase64(text: string, totalBytes: number): Buffer {
  const [, kind, base64, checksum] = /^:(Z64|B64):([A-Za-z0-9+/]*={0,2}):([0-9A-Fa-f]{4})$/.exec(text) ?? [];
  if (base64 === undefined || checksum === undefined) throw new Error('^GF base64 data without a four-digit checksum');
  const own = zebraChecksum(base64);
  if (own !== Number.parseInt(checksum, 16)) throw new Error(`^GF checksum is ${checksum}, the data give ${hex4(own)}`);
  const bytes = Buffer.from(base64, 'base64');
  return kind === 'Z64' ? inflateSync(bytes, { maxOutputLength: totalBytes }) : bytes;
}

/** CRC-16 with polynomial 0x1021, start 0, not reflected (CRC-16/XMODEM), over the characters of the base64 text. */
export function zebraChecksum(base64: string): number {
  let crc = 0;
  for (let i = 0; i < base64.length; i++) {
    crc ^= base64.charCodeAt(i) << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

const hex4 = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');

/** `G`-`Y` repeat the next digit 1-19 times, `g`-`z` 20-400 times, both add up; `,` and `!` fill the row, `:` repeats the last one. */
function fromHex(text: string, totalBytes: number, bytesPerRow: number): Buffer {
  const digitsPerRow = bytesPerRow * 2;
  const digits = new Uint8Array(totalBytes * 2);
  let at = 0;
  let times = 0;
  const put = (digit: number, count: number) => {
    if (at + count > digits.length) throw new Error('^GF brought more data than announced');
    digits.fill(digit, at, at + count);
    at += count;
  };
  for (const sign of text) {
    const digit = Number.parseInt(sign, 16);
    const restOfRow = digitsPerRow - (at % digitsPerRow);
    if (!Number.isNaN(digit)) {
      put(digit, times || 1);
      times = 0;
    } else if (sign >= 'G' && sign <= 'Y') times += sign.charCodeAt(0) - 0x46;
    else if (sign >= 'g' && sign <= 'z') times += (sign.charCodeAt(0) - 0x66) * 20;
    else if (sign === ',') put(0, restOfRow);
    else if (sign === '!') put(15, restOfRow);
    else if (sign === ':' && at >= digitsPerRow && at % digitsPerRow === 0) {
      put(0, digitsPerRow);
      digits.copyWithin(at - digitsPerRow, at - 2 * digitsPerRow, at - digitsPerRow);
    } else throw new Error(`^GF data hold ${JSON.stringify(sign)} out of place`);
  }
  // A picture may end early; the rest stays white, as on the printer.
  return Buffer.from(Uint8Array.from({ length: totalBytes }, (_, i) => (digits[2 * i]! << 4) | digits[2 * i + 1]!));
}
