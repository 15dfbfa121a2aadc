/** What a code that was scanned is to this house. */
import { parseLabelNumber } from '#domain/label-number.ts';
import type { Reader } from '#register/reader.ts';

/** Longer texts are no label of ours: two kilobytes of a QR code are not searched for a number. */
const LONGEST_LABEL = 40;

/** The number where the code is one of our labels, and the item that bears it where this register has it. */
export function scannedCode(read: Reader, text: string): { number: string | null; itemId: string | null } {
  const number = text.length > LONGEST_LABEL ? null : (parseLabelNumber(text)?.number ?? null);
  return { number, itemId: number === null ? null : (read.get('item', { number })?.id ?? null) };
}
