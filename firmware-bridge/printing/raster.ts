import type { LabelBits } from '../supervisor/driver.ts';

export const rowBytesOf = (widthDots: number): number => Math.ceil(widthDots / 8);

/** The rows of a label as it came, 1 = black, with dots beyond the width white, whatever the padding bits said. */
export function withoutPadding({ widthDots, bits }: LabelBits): Uint8Array {
  const rowBytes = rowBytesOf(widthDots);
  const spare = rowBytes * 8 - widthDots;
  if (spare === 0) return bits;
  const clean = Uint8Array.from(bits);
  for (let at = rowBytes - 1; at < clean.length; at += rowBytes) clean[at]! &= 0xff << spare;
  return clean;
}

/** One row after the other. */
export function* rowsOf(label: LabelBits): Generator<Uint8Array> {
  const rowBytes = rowBytesOf(label.widthDots);
  const bits = withoutPadding(label);
  for (let at = 0; at < bits.length; at += rowBytes) yield bits.subarray(at, at + rowBytes);
}

/** For languages in which 1 is white. */
export const inverted = (bits: Uint8Array): Uint8Array => bits.map((byte) => ~byte);
