import { type DepartmentId, type DocumentId, type ItemId, mintId } from '#base/ids.ts';
import { event, type NewEvent } from './events.ts';
import { parseLabelNumber } from './label-number.ts';

/** What the customer has decided about filing. */
export interface FilingPolicy {
  /** Id of the filing target in use. */
  target: string;
  /** Undo is free for this long. */
  graceMs: number;
  /** Classes that are filed at once. */
  urgentClasses: readonly string[];
  /** Domain of Message-IDs and of the box's own address. */
  domain: string;
  /** Folder path of a department's mail; folders rotate by year because append and search cost grow with size. */
  mailboxOf(departmentId: DepartmentId, year: number): string;
}

/** One message per document, target and revision, for ever (DESIGN.md, The way of a page). */
export const filedMessageId = (number: string, seq: number, target: string, revision: number, domain: string): string =>
  `<mp.${number}.d${seq}.${target}.v${revision}@${domain}>`;

/** Of the number, as the label says it: the clock may have told another. */
function yearOf(number: string): number {
  const parts = parseLabelNumber(number);
  if (!parts) throw new Error(`not a number of an item: ${number}`);
  return parts.year;
}

/** Plans the filing of a document that has been decided. */
export function planFiling(
  policy: FilingPolicy,
  what: {
    itemId: ItemId;
    number: string;
    documentId: DocumentId;
    seq: number;
    departmentId: DepartmentId;
    class: string | null;
    /** A separator sheet said so. */
    urgent: boolean;
    revision: number;
  },
): NewEvent {
  return event('filing.planned@1', what.itemId, {
    filingId: mintId('filing'),
    documentId: what.documentId,
    target: policy.target,
    departmentId: what.departmentId,
    mailbox: policy.mailboxOf(what.departmentId, yearOf(what.number)),
    revision: what.revision,
    messageId: filedMessageId(what.number, what.seq, policy.target, what.revision, policy.domain),
    graceMs: what.urgent || (what.class !== null && policy.urgentClasses.includes(what.class)) ? 0 : policy.graceMs,
  });
}
