/**
 * Check digits of postal, carrier and business identifiers. Each function takes letters and digits only (`foldId`) and says
 * whether the check holds; shape is part of the check. Sources: UPU S10, ISO/IEC 7064, ISO 13616, ISO 11649, GS1, Luhn,
 * Swiss Implementation Guidelines QR-bill annex B.
 */
const digits = (text: string): number[] => Array.from(text, Number);

/** GS1 and La Poste: weights 3,1 from the right over everything but the check digit, modulo 10. */
export function mod10(text: string): boolean {
  if (!/^\d{2,}$/.test(text)) return false;
  const d = digits(text);
  const sum = d.slice(0, -1).reduceRight((s, x, i) => s + x * ((d.length - 2 - i) % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === d.at(-1);
}

export function luhn(text: string): boolean {
  if (!/^\d{2,}$/.test(text)) return false;
  const sum = digits(text)
    .reverse()
    .reduce((s, x, i) => s + (i % 2 === 0 ? x : x * 2 > 9 ? x * 2 - 9 : x * 2), 0);
  return sum % 10 === 0;
}

export const isSiren = (text: string): boolean => /^\d{9}$/.test(text) && text !== '000000000' && luhn(text);

/** La Poste's establishments (SIREN 356000000), but not its seat, carry a multiple of five as the sum of digits instead. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || /^0+$/.test(text)) return false;
  if (text.startsWith('356000000') && text !== '35600000000048') return digits(text).reduce((s, x) => s + x, 0) % 5 === 0;
  return luhn(text);
}

/** `FR`, two key characters, SIREN. Only the numeric key can be checked; the lettered one (no I, no O) passes by shape. */
export function isVatFr(text: string): boolean {
  const m = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(text);
  if (!m) return false;
  if (!/^\d\d$/.test(m[1]!)) return true;
  return (12 + 3 * (Number(m[2]) % 97)) % 97 === Number(m[1]);
}

/** Remainder modulo 97 of letters and digits, letters counting A = 10 … Z = 35. */
function mod97(text: string): number {
  let rest = 0;
  for (const c of text) {
    const value = Number.parseInt(c, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Lengths of the IBANs met in European mail (ISO 13616 registry). */
const IBAN_LENGTHS: Record<string, number> = {
  AT: 20, BE: 16, CH: 21, CZ: 24, DE: 22, DK: 18, ES: 24, FI: 18, FR: 27, GB: 22, GR: 27, HU: 28, IE: 22, IT: 27, LI: 21, LU: 20,
  MC: 27, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SK: 24,
}; // biome-ignore format: a table reads better packed

/** The length the country's IBANs have, or null for a country that is not known here. */
export const ibanLength = (country: string): number | null => IBAN_LENGTHS[country] ?? null;

export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const length = ibanLength(text.slice(0, 2));
  return (length === null || length === text.length) && mod97(text.slice(4) + text.slice(0, 4)) === 1;
}

/** ISO 11649 creditor reference. */
export const isCreditorReference = (text: string): boolean =>
  /^RF\d{2}[A-Z0-9]{1,21}$/.test(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1;

/** Carry digits of the modulo 10 recursive check of Swiss payment references. */
const CARRY = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** The 27 digits of a QR reference; spaces and leading zeros belong to it as printed. */
export const isQrReference = (text: string): boolean =>
  /^\d{27}$/.test(text) && (10 - digits(text.slice(0, -1)).reduce((carry, x) => CARRY[(carry + x) % 10]!, 0)) % 10 === Number(text.at(-1));

/** UPU S10: two letters, eight digits, check digit, two letters. The suffix need not be a country: Chronopost uses others. */
export function isS10(text: string): boolean {
  const m = /^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$/.exec(text);
  if (!m) return false;
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const check = 11 - (digits(m[1]!).reduce((s, x, i) => s + x * weights[i]!, 0) % 11);
  return (check === 10 ? 0 : check === 11 ? 5 : check) === Number(m[2]);
}

/** La Poste and Colissimo: digit, letter, ten digits and a check digit; the two-character prefix is not counted. */
export const isLaPoste = (text: string): boolean => /^\d[A-Z]\d{11}$/.test(text) && mod10(text.slice(2));

/** `1Z` and sixteen: letters count (ASCII - 63) mod 10, weights 1,2 alternating. */
export function isUps(text: string): boolean {
  if (!/^1Z[0-9A-Z]{15}\d$/.test(text)) return false;
  const sum = Array.from(text.slice(2, 17), (c) => (c <= '9' ? Number(c) : (c.charCodeAt(0) - 63) % 10)).reduce(
    (s, x, i) => s + x * (i % 2 === 0 ? 1 : 2),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(text[17]);
}

/** Ten or eleven digits, the last being the rest modulo 7 of those before. One number in seven passes by chance. */
export const isDhlExpress = (text: string): boolean => /^\d{10,11}$/.test(text) && Number(text.slice(0, -1)) % 7 === Number(text.at(-1));

/** Twelve digits, weights 3 1 7, modulo 11 modulo 10. */
export const isFedex = (text: string): boolean =>
  /^\d{12}$/.test(text) && (digits(text.slice(0, 11)).reduce((s, x, i) => s + x * [3, 1, 7][i % 3]!, 0) % 11) % 10 === Number(text[11]);

/** Serial shipping container code, 18 digits, with or without its application identifier 00. */
export const isSscc = (text: string): boolean => /^(00)?\d{18}$/.test(text) && mod10(text.slice(-18));

/** Deutsche Post Identcode (12) and Leitcode (14): weights 4, 9. */
export function isIdentcode(text: string): boolean {
  if (!/^(\d{12}|\d{14})$/.test(text)) return false;
  const d = digits(text);
  const sum = d.slice(0, -1).reduce((s, x, i) => s + x * (i % 2 === 0 ? 4 : 9), 0);
  return (10 - (sum % 10)) % 10 === d.at(-1);
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO/IEC 7064 MOD 37,36: the check character over these letters and digits. */
export function mod37Character(text: string): string {
  let product = 36;
  for (const c of text) {
    const sum = (product + ALPHABET.indexOf(c)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET[(37 - product) % 36]!;
}

export const isMod37 = (text: string): boolean => /^[A-Z0-9]{2,}$/.test(text) && mod37Character(text.slice(0, -1)) === text.at(-1);

/** DPD: fourteen digits and a MOD 37,36 character. */
export const isDpd = (text: string): boolean => /^\d{14}[0-9A-Z]$/.test(text) && isMod37(text);
