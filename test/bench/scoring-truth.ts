/** What is true of an item, as its JSON says: two generations of ground truth in one shape. Pure. */
import { fold } from './scoring-text.ts';

/** The file beside a page. Later sets say `routable`, list every reference and amount, and name the person. */
export interface TruthFile {
  document_class?: string;
  document_kind?: string;
  kind?: string;
  case?: string;
  routable?: boolean;
  why_not?: string | null;
  department_expected?: string | null;
  person_expected?: string | null;
  recipient?: { department_expected?: string | null; delegate_expected?: string | null; printed_person?: string | null } | null;
  secrecy?: string | null;
  secrecy_accept?: string[] | null;
  decoy?: boolean;
  references?: Record<string, string | null> | { kind: string; value: string }[] | null;
  amounts?: TrueAmount[] | null;
  net_total?: number | null;
  vat_total?: number | null;
  total?: number | null;
  amount?: number | null;
  tracking_numbers?: (string | { number?: string })[] | null;
  own_number?: string | null;
  own_number_wrong_check?: string | null;
  sender?: { phone?: string | null; email?: string | null } | null;
  date?: string | null;
  degradation?: { orientation_cw?: number | null; skew_deg?: number | null } | null;
  blank?: boolean;
  format?: string;
  text?: string;
  expected_none?: boolean;
  fields?: InvoiceFields | InvoiceFields[];
}

/** Of an electronic invoice; `amount` is the total in sets that were written by hand. */
export interface InvoiceFields {
  invoice_number?: string;
  date?: string;
  total?: number | string;
  amount?: number;
}

export interface TrueAmount {
  value: number;
  /** `net`, `vat`, `total`, `due`, `other`; null where it is not known. */
  kind?: string | null;
}

export interface Truth {
  classId: string;
  department: string | null;
  /** False where the set says nothing of people. */
  saysPerson: boolean;
  person: string | null;
  delegate: string | null;
  printedPerson: string | null;
  routable: boolean;
  whyNot: string | null;
  secrecy: string | null;
  secrecyAccepted: string[];
  decoy: boolean;
  references: Set<string>;
  amounts: TrueAmount[];
  /** Every printed amount is listed, or only totals. */
  listsAmounts: boolean;
  /** Every identifier of a company is listed too. */
  listsIdentifiers: boolean;
  tracking: Set<string>;
  /** Our own label, if its check character is right. */
  ownNumber: string | null;
  /** Our own labels, also one with a wrong check character. */
  own: Set<string>;
  contact: Set<string>;
  date: string | null;
  orientation: number | null;
  blank: boolean;
  /** What the item tests, where the set says so. */
  kind: string;
  case: string;
}

const told = <T>(list: readonly (T | null | undefined | '')[]): T[] => list.filter((one): one is T => Boolean(one));

/** Null where the file says nothing of a document. */
export function truthOf(file: TruthFile): Truth | null {
  if (file.document_class === undefined) return null;
  const later = file.routable !== undefined;
  const recipient = file.recipient ?? {};
  const department = later && file.department_expected !== undefined ? file.department_expected : recipient.department_expected;
  const references = file.references ?? [];
  const values = Array.isArray(references) ? references.map((one) => one.value) : Object.values(references);
  return {
    classId: file.document_class,
    department: department ?? null,
    saysPerson: file.person_expected !== undefined,
    person: file.person_expected ?? null,
    delegate: recipient.delegate_expected ?? null,
    printedPerson: recipient.printed_person ?? null,
    routable: file.routable ?? true,
    whyNot: file.why_not ?? null,
    secrecy: file.secrecy ?? null,
    secrecyAccepted: file.secrecy_accept ?? told([file.secrecy]),
    decoy: file.decoy ?? false,
    references: new Set(told(values.map(fold))),
    amounts: file.amounts ?? totalsOf(file),
    listsAmounts: Boolean(file.amounts),
    listsIdentifiers: later,
    tracking: new Set((file.tracking_numbers ?? []).map((one) => fold(typeof one === 'string' ? one : one.number))),
    ownNumber: file.own_number ? fold(file.own_number) : null,
    own: new Set(told([file.own_number, file.own_number_wrong_check]).map(fold)),
    contact: new Set(told([file.sender?.phone, file.sender?.email]).map(fold)),
    date: file.date ?? null,
    orientation: file.degradation?.orientation_cw ?? null,
    blank: file.blank === true,
    kind: file.kind ?? '',
    case: file.case ?? '',
  };
}

/** Letters that ask for money print one sum, which is due; what the sum of another letter is, nobody wrote down. */
const ASK_FOR_MONEY = ['reminder', 'tax', 'legal'];

function totalsOf({ net_total, vat_total, total, amount, document_class = '' }: TruthFile): TrueAmount[] {
  const totals = [
    { value: net_total, kind: 'net' },
    { value: vat_total, kind: 'vat' },
    { value: total, kind: 'total' },
  ].flatMap(({ value, kind }) => (typeof value === 'number' ? [{ value, kind }] : []));
  if (totals.length > 0 || typeof amount !== 'number') return totals;
  return [{ value: amount, kind: ASK_FOR_MONEY.includes(document_class) ? 'due' : null }];
}
