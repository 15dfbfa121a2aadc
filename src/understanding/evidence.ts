/** What the box knows about an item, and why. `rule` and `why` are codes with parameters: the kiosk turns them into its language. */
import type { AmountKind, Language, ReviewReason, SecrecyKind } from '#base/words.ts';
import type { Box } from './page-words.ts';

/** Why a field says what it says. */
export interface Evidence {
  /** Name of the field, and its kind where it is a list: `date`, `references.invoice_number`, `amounts.total`, `sender.iban`. */
  field: string;
  /** As the field gives it: dates ISO 8601, sums `1234.56 EUR`, identifiers as they are compared. */
  value: string;
  /** As it stands on the page, or in the data the document carries. */
  text: string;
  page: number;
  /** What the kiosk paints yellow; none where the document carries it without printing it. */
  boxes: Box[];
  rule: string;
  /** 0 to 1. */
  confidence: number;
}

export interface Why {
  rule: WhyRule;
  [parameter: string]: string | number;
}

export type WhyRule =
  | 'class_words'
  | 'class_none'
  | 'class_invoice_data'
  | 'person_printed'
  | 'person_alias'
  | 'person_birth_name'
  | 'person_misspelt'
  | 'person_initial'
  | 'person_last_name'
  | 'person_left'
  | 'person_told_by_department'
  | 'department_printed'
  | 'department_mailbox'
  | 'department_of_class'
  | 'department_of_sender'
  | 'possible_person';

export interface Reference {
  kind: string;
  value: string;
}

export interface Amount {
  value: number;
  /** ISO 4217. */
  currency: string;
  kind: AmountKind;
}

export interface Tracking {
  number: string;
  carrier: string;
  /** The check digit holds; null where the carrier has none that is known. */
  valid: boolean | null;
}

export interface SenderIds {
  siret?: string;
  siren?: string;
  vat?: string;
  iban?: string;
  email?: string;
  phone?: string;
}

export interface Candidate {
  departmentId: string;
  personId?: string;
  confidence: number;
  why: Why;
}

export interface Understanding {
  /** `id` null: none of the classes it knows; the confidence is then that of the likeliest, which `why` names. */
  class: { id: string | null; confidence: number; why: Why };
  /** `delegateId` stands in on the date of the letter. */
  recipient: { name: string; personId: string; department: string; confidence: number; delegateId: string | null } | null;
  department: { id: string; name: string; confidence: number } | null;
  /** Whom the item is addressed to as a house: our name, another's, or null where none is printed. */
  organisation: string | null;
  sender: { name: string | null; ids: SenderIds };
  date: string | null;
  dueDate: string | null;
  subject: string | null;
  references: Reference[];
  amounts: Amount[];
  tracking: Tracking[];
  /** Our own label, only with a valid check character: `VM-2026-000123-M`. */
  ownNumber: string | null;
  registered: boolean;
  secrecy: SecrecyKind | null;
  language: Language | null;
  /** It may be filed without a person. */
  routed: boolean;
  candidates: Candidate[];
  reason: ReviewReason | null;
  evidence: Evidence[];
}
