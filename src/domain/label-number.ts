import type { Branded } from '#base/ids.ts';

/** What a label says: station prefix, year, sequence, check character: `VM-2026-000123-M`. */
export type LabelNumber = Branded<'label-number'>;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SHAPE = /^([A-Z][A-Z0-9]{1,3})-(\d{4})-(\d{6})-([0-9A-Z])$/;

/** ISO/IEC 7064 MOD 37,36 check character over letters and digits (hyphens left out by the caller). */
export function mod3736(text: string): string {
  let p = 36;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Error(`not a letter or digit: ${character}`);
    const sum = (p + value) % 36 || 36;
    p = (sum * 2) % 37;
  }
  return ALPHABET[(37 - p) % 36]!;
}

export interface LabelParts {
  prefix: string;
  year: number;
  sequence: number;
}

/** @throws Error (a bug) when the sequence does not fit six digits: blocks are never that large. */
export function labelNumber({ prefix, year, sequence }: LabelParts): LabelNumber {
  if (sequence < 1 || sequence > 999_999) throw new Error(`sequence ${sequence} does not fit a label`);
  const body = `${prefix}${year}${String(sequence).padStart(6, '0')}`;
  return `${prefix}-${year}-${String(sequence).padStart(6, '0')}-${mod3736(body)}` as LabelNumber;
}

/** The parts of a number with a right check character, or null. Accepts the copy index of a 2-D code (`…;2`) and spaces or missing hyphens. */
export function parseLabelNumber(text: string): (LabelParts & { number: LabelNumber; copy: number | null }) | null {
  const [head = '', copyText] = text.trim().toUpperCase().split(';');
  const compact = head.replace(/[\s-]/g, '');
  const spaced = /^([A-Z][A-Z0-9]{1,3}?)(\d{4})(\d{6})([0-9A-Z])$/.exec(compact);
  if (!spaced) return null;
  const candidate = `${spaced[1]}-${spaced[2]}-${spaced[3]}-${spaced[4]}`;
  const m = SHAPE.exec(candidate);
  if (!m || mod3736(`${m[1]}${m[2]}${m[3]}`) !== m[4]) return null;
  const copy = copyText !== undefined && /^\d{1,2}$/.test(copyText) ? Number(copyText) : null;
  return { prefix: m[1]!, year: Number(m[2]), sequence: Number(m[3]), number: candidate as LabelNumber, copy };
}
