/** Numbers that companies, accounts and payments are known by, wherever they stand: proved by their check digits, or named by the word before them. */
import { ibanLength, isCreditorReference, isIban, isQrReference, isSiren, isSiret, isVatFr, luhn } from './check-digits.ts';
import { foldId } from './folding.ts';

export type IdentifierKind = 'iban' | 'vat_number' | 'siret' | 'siren' | 'creditor_reference' | 'payment_reference';

export interface Identifier {
  kind: IdentifierKind;
  value: string;
  /** The check digits hold. */
  proved: boolean;
  /** The words before it say that it is the reader's, not the writer's. */
  yours: boolean;
}

const VAT_LABEL = /(?:T\.?V\.?A|VAT|U\.?ST|UID|I\.?V\.?A|B\.?T\.?W|MWST|UMSATZSTEUER)/;
/** Shapes of the VAT numbers met in European mail, country code included. */
const VAT_SHAPES =
  /^(?:FR[\dA-HJ-NP-Z]{2}\d{9}|DE\d{9}|IT\d{11}|GB\d{9}(?:\d{3})?|BE[01]\d{9}|NL\d{9}B\d{2}|LU\d{8}|ATU\d{8}|CHE\d{9}|ES[A-Z\d]\d{7}[A-Z\d]|PT\d{9}|PL\d{10}|IE\d[A-Z\d]\d{5}[A-Z]{1,2}|DK\d{8}|SE\d{12}|FI\d{8}|CZ\d{8,10}|XI\d{9})$/;
const YOURS = /(?:CLIENT|VOTRE|ACHETEUR|DESTINATAIRE|YOUR|CUSTOMER|BUYER|IHRE|KUNDEN?|EMPF|CLIENTE|VOSTR[AO]|UW)\s?(?:\w+\s?){0,2}\W*$/;
/** A stop between its groups may be read as a comma or colon. */
const GROUPED = '(?:[ .,:\\u00a0]?[A-Z\\d]){8,14}';

/** @param below the row underneath: an IBAN that begins at the end of one row goes on in the next. */
export function identifiersIn(text: string, below = ''): Identifier[] {
  const upper = text.toUpperCase();
  const out: Identifier[] = [];
  const add = (kind: IdentifierKind, value: string, proved: boolean, at = 0): void => {
    if (!out.some((o) => o.value === value)) out.push({ kind, value, proved, yours: YOURS.test(upper.slice(Math.max(0, at - 40), at)) });
  };
  for (const m of ibansIn(upper, below)) add('iban', m.value, m.proved);
  for (const m of upper.matchAll(
    new RegExp(`(?<![A-Z\\d])((?:FR|DE|IT|GB|BE|NL|LU|AT|CHE|ES|PT|PL|IE|DK|SE|FI|CZ|XI)[- ]?${GROUPED})(?![ .]?\\d)`, 'g'),
  )) {
    const labelled = VAT_LABEL.test(upper.slice(Math.max(0, m.index - 60), m.index));
    const run = foldId(m[1]!);
    const vat = cutVat(run) ?? (labelled ? cutVat(run.slice(0, 2) + asDigits(run.slice(2))) : null);
    const proved = vat !== null && ((/^FR\d/.test(vat) && isVatFr(vat)) || (/^IT/.test(vat) && luhn(vat.slice(2))));
    if (vat !== null && (proved || labelled || /^(?:DE|IT|GB|BE|AT|CH)/.test(vat)) && !isPartOfIban(out, vat))
      add('vat_number', vat, proved, m.index);
  }
  for (const m of upper.matchAll(/P\.? ?I\.?V\.?A\.?\W{0,3}([IL1|]T ?)?([\dO]{11})(?!\d)/g)) {
    const vat = asDigits(m[2]!);
    if (luhn(vat)) add('vat_number', `${m[1] ? 'IT' : ''}${vat}`, true, m.index);
  }
  for (const m of upper.matchAll(/(?<!\d)(\d{3}\s?\d{3}\s?\d{3})\s?(\d{5})(?!\s?\d)/g)) {
    const siret = foldId(m[0]);
    if (isSiret(siret)) add('siret', siret, true, m.index);
  }
  // Behind its name, letters that were read for digits are digits again, if the check then holds.
  for (const m of text.matchAll(/SIRET[^\p{L}\d]{0,4}((?:[ .]?[\dA-Za-z$§]){14})(?![\p{L}\d])/giu)) {
    const siret = asDigits(m[1]!.replaceAll(/[ .]/g, ''));
    if (isSiret(siret)) add('siret', siret, true, m.index);
  }
  for (const m of upper.matchAll(/(?:SIREN|RCS)[^\d]{0,30}(\d{3}\s?\d{3}\s?\d{3})(?!\s?\d)|(?<!\d)(\d{3} \d{3} \d{3}) R\.?C\.?S/g)) {
    const siren = foldId(m[1] ?? m[2]!);
    if (isSiren(siren)) add('siren', siren, true, m.index);
  }
  for (const m of upper.matchAll(/(?<![A-Z\d])RF\s?\d{2}(?:\s?[A-Z\d]{1,4}){1,6}/g)) {
    const rf = foldId(m[0]);
    if (isCreditorReference(rf)) add('creditor_reference', rf, true);
  }
  for (const m of upper.matchAll(/(?<!\d)\d{2}(?: ?\d{5}){5}(?! ?\d)/g)) {
    const reference = foldId(m[0]);
    if (isQrReference(reference)) add('payment_reference', reference, true);
  }
  return out;
}

/** Of letters and digits that ran on, the VAT number at the start; the longest that has a shape. */
function cutVat(run: string): string | null {
  for (let length = Math.min(run.length, 14); length >= 10; length--)
    if (VAT_SHAPES.test(run.slice(0, length)) && !/^\d/.test(run.slice(length))) return run.slice(0, length);
  return null;
}

const isPartOfIban = (found: readonly Identifier[], vat: string): boolean =>
  found.some((o) => o.kind === 'iban' && o.value.startsWith(vat.slice(0, 10)));

function ibansIn(upper: string, below: string): { value: string; proved: boolean }[] {
  const out: { value: string; proved: boolean }[] = [];
  const goesOn = /(?<![A-Z\d])[A-Z]{2}[\dO]{2}(?:\s?[A-Z\d]{1,4}){0,6}\s*$/.test(upper) && /^\s*[\dA-Z]{2,4}(?: |$)/.test(below);
  const whole = goesOn ? `${upper.trimEnd()} ${below.trimStart().toUpperCase()}` : upper;
  // Right behind its word its groups may be broken anywhere: `DE 14 7350 …`, `BE0 344 913692 6081`.
  for (const m of whole.matchAll(/IBAN[^A-Z\d]{0,6}([A-Z]{2}(?:[ .-]?[A-Z\dÉ]){13,40})/g)) {
    const iban = cutIban(foldId(m[1]!));
    if (iban !== null) out.push({ value: iban, proved: true });
  }
  for (const m of whole.matchAll(/(?<![A-Z\d])[A-Z]{2}[\dO]{2}(?:\s?(?!IBAN|BIC|SWIFT)[A-Z\dÉ]{1,4}){3,9}/g)) {
    const iban = cutIban(foldId(m[0]));
    if (iban !== null) out.push({ value: iban, proved: true });
    // Printed as an IBAN and of the right length, but the check fails: shown to the clerk, never used to identify the sender.
    else if (/IBAN[^A-Z\d]{0,6}$/.test(whole.slice(0, m.index))) {
      const read = foldId(m[0]);
      const id = read.slice(0, 2) + asDigits(read.slice(2, 4)) + read.slice(4);
      const length = ibanLength(id.slice(0, 2));
      if (length !== null && id.length >= length && out.length === 0) out.push({ value: id.slice(0, length), proved: false });
    }
  }
  return out;
}

/** Where the ISO 13616 registry has letters only. */
const BANK_LETTERS: Readonly<Record<string, [from: number, to: number]>> = { GB: [4, 8], IE: [4, 8], IT: [4, 5], NL: [4, 8], SM: [4, 5] };

/** The IBAN at the start of a run that may have run on into the next word. Where the check fails by misread letters, they are tried as digits. */
function cutIban(run: string): string | null {
  const length = ibanLength(run.slice(0, 2));
  const text = length === null ? run : run.slice(0, length);
  if (isIban(text)) return text;
  if (length === null || text.length < length) return null;
  // Of the bank's own number letters are letters where the country has them.
  const [from, to] = BANK_LETTERS[text.slice(0, 2)] ?? [4, 4];
  const digits =
    text.slice(0, 2) + asDigits(text.slice(2, 4)) + asDigits(text.slice(4, from)) + text.slice(from, to) + asDigits(text.slice(to));
  return isIban(digits) ? digits : null;
}

const READ_FOR: Readonly<Record<string, string>> = {
  o: '0',
  q: '0',
  d: '0',
  i: '1',
  l: '1',
  n: '1',
  z: '2',
  s: '5',
  $: '5',
  '§': '5',
  b: '8',
  g: '9',
};

const asDigits = (text: string): string => text.replaceAll(/[a-z$§]/gi, (c) => READ_FOR[c.toLowerCase()] ?? c);
