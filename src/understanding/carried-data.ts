/**
 * What a document carries about itself for machines, put in place of what was read from its print: the attached data of an electronic
 * invoice, which its sender answers for, and the payment code. Where the same is printed, that place is shown.
 */
import { type FoundDate, findDates } from './dates.ts';
import type { Amount, Evidence, Understanding } from './evidence.ts';
import { foldId } from './folding.ts';
import type { InvoiceData } from './invoice-data.ts';
import { moneyIn } from './money.ts';
import type { Layout, Line } from './page-lines.ts';
import type { PaymentCode } from './payment-code.ts';

export type Fields = Pick<Understanding, 'date' | 'dueDate' | 'sender' | 'references' | 'amounts' | 'evidence'>;

/** @param data null for a document without, which comes back as it is. */
export function withInvoiceData(printed: Fields, data: InvoiceData | null, layouts: readonly Layout[]): Fields {
  if (data === null) return printed;
  const ids = data.references.map((r) => foldId(r.value));
  const others = printed.references.filter((r) => !ids.some((id) => id.includes(foldId(r.value))));
  const evidence: Evidence[] = [];
  const says = (field: string, value: string | null | undefined, text: string, isPrinted: (row: Line) => boolean): void => {
    if (value) evidence.push(placed(field, value, text, layouts, isPrinted));
  };
  says('date', data.date, data.date ?? '', (row) => findDates(row.text).some((d: FoundDate) => d.value === data.date));
  says('dueDate', data.dueDate, data.dueDate ?? '', (row) => findDates(row.text).some((d) => d.value === data.dueDate));
  says('sender', data.sender.name, data.sender.name ?? '', (row) => foldId(row.text).includes(foldId(data.sender.name ?? '')));
  for (const [id, value] of Object.entries(data.sender.ids))
    says(`sender.${id}`, value, value, (row) => foldId(row.text).includes(foldId(value)));
  for (const { kind, value } of data.references)
    says(`references.${kind}`, value, value, (row) => foldId(row.text).includes(foldId(value)));
  for (const { kind, value, currency } of data.amounts) {
    const shown = `${value.toFixed(2)} ${currency}`;
    says(`amounts.${kind}`, shown, shown, (row) => moneyIn(row.text).some((m) => Math.abs(m.value) === Math.abs(value)));
  }
  const amounts = data.amounts.length > 0 ? data.amounts : printed.amounts;
  const told = new Set(evidence.map((e) => e.field));
  const replaced = (e: Evidence): boolean =>
    told.has(e.field) ||
    (e.field.startsWith('amounts.') && data.amounts.length > 0) ||
    (e.field.startsWith('references.') && !others.some((r) => r.value === e.value));
  return {
    date: data.date ?? printed.date,
    dueDate: data.dueDate ?? printed.dueDate,
    sender: { name: data.sender.name ?? printed.sender.name, ids: { ...printed.sender.ids, ...data.sender.ids } },
    references: [...data.references, ...others],
    amounts,
    evidence: [...printed.evidence.filter((e) => !replaced(e)), ...evidence],
  };
}

/** The last row that prints it: sums are repeated, and stand at the end. */
function placed(field: string, value: string, text: string, layouts: readonly Layout[], isPrinted: (row: Line) => boolean): Evidence {
  const row = layouts.flatMap((l) => l.rows).findLast(isPrinted);
  return {
    field,
    value,
    text,
    page: row?.page ?? 0,
    boxes: row ? [row.box] : [],
    rule: 'invoice_data',
    confidence: row ? 0.99 : 0.9,
  };
}

/** Fills in what was not read. What it asks for is due, where that is not the total that was read already. */
export function withPaymentCode(printed: Fields, code: PaymentCode | null): Fields {
  if (code === null) return printed;
  const evidence: Evidence[] = [];
  const says = (field: string, value: string): void => {
    evidence.push({ field, value, text: value, page: code.page, boxes: [code.box], rule: 'payment_code', confidence: 0.99 });
  };
  const { amount } = code;
  const isNew = amount !== null && !printed.amounts.some((a) => (a.kind === 'total' || a.kind === 'due') && a.value === amount.value);
  const sum = amount === null ? '' : `${amount.value.toFixed(2)} ${amount.currency}`;
  if (isNew) says('amounts.due', sum);
  const known = new Set(printed.references.map((r) => foldId(r.value)));
  const references = code.references.filter((r) => !known.has(foldId(r.value)));
  for (const { kind, value } of references) says(`references.${kind}`, value);
  const date = printed.date ?? code.date;
  const dueDate = printed.dueDate ?? code.dueDate;
  if (printed.date === null && date !== null) says('date', date);
  if (printed.dueDate === null && dueDate !== null) says('dueDate', dueDate);
  const name = printed.sender.name ?? code.payee.name;
  if (printed.sender.name === null && name !== null) says('sender', name);
  return {
    date,
    dueDate,
    sender: { name, ids: { ...code.payee.ids, ...printed.sender.ids } },
    references: [...printed.references, ...references],
    amounts: isNew ? withDue(printed.amounts, amount) : printed.amounts,
    evidence: [...printed.evidence.filter((e) => !(isNew && e.field === 'amounts.other' && e.value === sum)), ...evidence],
  };
}

/** The sum in the code is exact: another one owed beside it is a reading of the same, and one printed without a word for it is it. */
const withDue = (amounts: readonly Amount[], due: Amount): Amount[] => [
  ...amounts
    .filter((a) => a.value !== due.value || a.currency !== due.currency)
    .map((a) => (a.kind === 'due' ? { ...a, kind: 'other' as const } : a)),
  due,
];
