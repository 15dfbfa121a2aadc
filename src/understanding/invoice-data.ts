/** The data an electronic invoice carries about itself, read by the business terms of EN 16931 (BT-1 …). What does not parse is left out. */

import { everyText, everyXml, firstText, type InvoiceTerms, invoiceIn } from '#base/invoice-terms.ts';
import type { AmountKind } from '#base/words.ts';
import type { Xml } from '#base/xml.ts';
import { isCreditorReference, isIban, isSiren, isSiret } from './check-digits.ts';
import type { Reference, SenderIds } from './evidence.ts';
import { foldId } from './folding.ts';

export interface InvoiceData {
  /** BT-2 and BT-9, ISO 8601. */
  date: string | null;
  dueDate: string | null;
  /** The invoice's own number, BT-1, first. */
  references: Reference[];
  /** BT-109, BT-110, BT-112, and BT-115 where it is not the total. */
  amounts: { kind: AmountKind; value: number; currency: string }[];
  /** BG-4. */
  sender: { name: string | null; ids: SenderIds };
}

/** Of one kind; an invoice over a year of deliveries names each. */
const SAME_KIND_MAX = 20;

/** @param xml what `parseXml` made of the attachment; null where it names no number, no date and no sum. */
export function readInvoiceData(xml: Xml): InvoiceData | null {
  const found = invoiceIn(xml);
  if (found === null) return null;
  const { root, terms } = found;

  const number = firstText(root, terms.number);
  const currency = /^[A-Z]{3}$/.exec(firstText(root, terms.currency) ?? '')?.[0] ?? 'EUR';
  const sums = new Map<AmountKind, number>();
  for (const [kind, ways] of terms.amounts) {
    const value = money(firstText(root, ways));
    if (value !== null) sums.set(kind, value);
  }
  if (sums.get('due') === sums.get('total')) sums.delete('due');

  const references: Reference[] = number === null ? [] : [{ kind: 'invoice_number', value: number }];
  const seen = new Set([foldId(number ?? '')]);
  const add = (kind: string, value: string): void => {
    const key = foldId(value);
    if (/\d/.test(key) && !seen.has(key)) references.push({ kind, value });
    seen.add(key);
  };
  for (const [kind, ways] of terms.references)
    for (const value of everyText(root, ways).slice(0, SAME_KIND_MAX))
      add(isCreditorReference(foldId(value)) ? 'creditor_reference' : kind, value);

  const sender = senderOf(everyXml(root, terms.seller)[0], terms, everyText(root, terms.iban).map(foldId).find(isIban));
  for (const [kind, value] of [
    ['siret', sender.ids.siret],
    ['vat_number', sender.ids.vat],
    ['iban', sender.ids.iban],
  ] as const)
    if (value !== undefined) add(kind, value);

  const date = isoDate(firstText(root, terms.date));
  if (number === null && date === null && sums.size === 0) return null;
  return {
    date,
    dueDate: isoDate(firstText(root, terms.dueDate)),
    references,
    amounts: [...sums].map(([kind, value]) => ({ kind, value, currency })),
    sender,
  };
}

function senderOf(seller: Xml | undefined, terms: InvoiceTerms, iban: string | undefined): InvoiceData['sender'] {
  const ids: SenderIds = {};
  for (const id of everyText(seller, terms.legalIds).map(foldId)) {
    if (isSiret(id)) ids.siret ??= id;
    else if (isSiren(id)) ids.siren ??= id;
  }
  const vat = everyText(seller, terms.vat)
    .map(foldId)
    .find((id) => /^[A-Z]{2,3}[A-Z\d]*\d{6}/.test(id));
  const email = everyText(seller, terms.email).find((uri) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(uri));
  const phone = everyText(seller, terms.phone).find((number) => /^\+?[\d][\d .()/-]{5,24}$/.test(number));
  if (vat !== undefined) ids.vat = vat;
  if (iban !== undefined) ids.iban = iban;
  if (email !== undefined) ids.email = email.toLowerCase();
  if (phone !== undefined) ids.phone = phone;
  return { name: everyText(seller, terms.name)[0] ?? null, ids };
}

function money(said: string | null): number | null {
  if (said === null || !/^-?\d{1,12}(?:\.\d{1,6})?$/.test(said)) return null;
  // `-0.00` is 0.
  return Math.round(Number(said) * 100) / 100 + 0;
}

/** `20180305` (format 102 of UN/CEFACT) or `2018-03-05`, with or without what follows. */
function isoDate(said: string | null): string | null {
  const m = /^([1-9]\d{3})-?(\d\d)-?(\d\d)/.exec(said ?? '');
  if (!m) return null;
  const date = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return date.getUTCMonth() === Number(m[2]) - 1 ? date.toISOString().slice(0, 10) : null;
}
