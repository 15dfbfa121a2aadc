/**
 * What a payment code says that somebody printed to be paid: the Swiss QR-bill (Swiss Implementation Guidelines QR-bill 2.3, §4.2, with
 * Swico's billing information S1) and the European SEPA QR code (EPC069-12 version 3). Lines in a fixed order; what is out of order is no such code.
 */
import { isCreditorReference, isIban, isQrReference } from './check-digits.ts';
import type { Amount, Reference, SenderIds } from './evidence.ts';
import { foldId } from './folding.ts';
import type { Layout } from './page-lines.ts';
import type { Box } from './page-words.ts';

export interface PaymentCode {
  page: number;
  box: Box;
  /** Who is to be paid. */
  payee: { name: string | null; ids: SenderIds };
  /** Null where the payer fills it in. */
  amount: Amount | null;
  references: Reference[];
  /** Swiss billing information only. */
  date: string | null;
  dueDate: string | null;
}

export function findPaymentCode(layouts: readonly Layout[]): PaymentCode | null {
  for (const layout of layouts) {
    for (const { text, box } of layout.page.codes) {
      const lines = text.slice(0, 1_000).split(/\r?\n/);
      const said = lines[0] === 'SPC' ? swiss(lines) : lines[0] === 'BCD' ? european(lines) : null;
      if (said) return { page: layout.index, box, ...said };
    }
  }
  return null;
}

type Said = Omit<PaymentCode, 'page' | 'box'>;

function swiss(lines: readonly string[]): Said | null {
  const at = (index: number): string => lines[index]?.trim() ?? '';
  const iban = foldId(at(3));
  if (!/^02\d\d$/.test(at(1)) || !isIban(iban) || at(30) !== 'EPD') return null;
  const [kind, reference] = [at(27), foldId(at(28))];
  const holds = kind === 'QRR' ? isQrReference(reference) : kind === 'SCOR' && isCreditorReference(reference);
  const bill = billing(at(31));
  const references: Reference[] = [
    ...bill.references,
    ...(holds ? [{ kind: kind === 'QRR' ? 'payment_reference' : 'creditor_reference', value: reference }] : []),
    { kind: 'iban', value: iban },
  ];
  return {
    payee: { name: at(5) || null, ids: { iban, ...(bill.uid ? { vat: bill.uid } : {}) } },
    amount: amountOf(at(18), at(19)),
    references,
    date: bill.date,
    dueDate: bill.dueDate,
  };
}

/** `//S1/10/10201409/11/190512/20/1400.000-53/30/106017086/40/0:30`; a slash in a value is written `\/`. */
function billing(line: string): { references: Reference[]; uid: string | null; date: string | null; dueDate: string | null } {
  const tags = new Map<string, string>();
  if (line.startsWith('//S1/')) {
    const parts = line.slice(5).split(/(?<!\\)\//);
    for (let i = 0; i + 1 < parts.length; i += 2) tags.set(parts[i]!, parts[i + 1]!.replaceAll(/\\([/\\])/g, '$1').trim());
  }
  const date = shortDate(tags.get('11'));
  // Without a discount in the net term: `2:10;0:30` is 2 % within ten days, all within thirty.
  const days = /(?:^|;)0:(\d{1,3})(?:;|$)/.exec(tags.get('40') ?? '')?.[1];
  const named = (tag: string, kind: string): Reference[] => (tags.get(tag) ? [{ kind, value: tags.get(tag)! }] : []);
  return {
    references: [...named('10', 'invoice_number'), ...named('20', 'your_reference')],
    uid: /^\d{9}$/.test(tags.get('30') ?? '') ? `CHE${tags.get('30')}` : null,
    date,
    dueDate: date === null || days === undefined ? null : new Date(Date.parse(date) + Number(days) * 86_400_000).toISOString().slice(0, 10),
  };
}

function european(lines: readonly string[]): Said | null {
  const at = (index: number): string => lines[index]?.trim() ?? '';
  const iban = foldId(at(6));
  if (!/^00[12]$/.test(at(1)) || !/^(SCT|INST)$/.test(at(3)) || !isIban(iban)) return null;
  const [, currency = '', value = ''] = /^([A-Z]{3})(\d+(?:\.\d{1,2})?)$/.exec(at(7)) ?? [];
  const reference = foldId(at(9));
  return {
    payee: { name: at(5) || null, ids: { iban } },
    amount: amountOf(value, currency),
    references: [
      ...(isCreditorReference(reference) ? [{ kind: 'creditor_reference', value: reference }] : []),
      { kind: 'iban', value: iban },
    ],
    date: null,
    dueDate: null,
  };
}

function amountOf(value: string, currency: string): Amount | null {
  if (!/^\d{1,9}(?:\.\d{1,2})?$/.test(value) || !/^[A-Z]{3}$/.test(currency) || Number(value) === 0) return null;
  return { value: Number(value), currency, kind: 'due' };
}

/** `190512`: 12 May 2019. */
function shortDate(text: string | undefined): string | null {
  const m = /^(\d\d)(\d\d)(\d\d)$/.exec(text ?? '');
  if (!m) return null;
  const date = new Date(Date.UTC(2000 + Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return date.getUTCMonth() === Number(m[2]) - 1 ? date.toISOString().slice(0, 10) : null;
}
