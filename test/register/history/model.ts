import type { BatchId, BlobName, DepartmentId, DocumentId, FilingId, ItemId, NoticeId, PageId, PersonId } from '#base/ids.ts';
import type { NewEvent } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';

/** One choice of a history: what to do, and to which of the things there are. */
export interface Step {
  act: number;
  pick: number;
  chance: number;
}

/** The events of one choice; where there is nothing to do it to, of something that makes such a thing. */
export type Act = (model: Model, step: Step) => NewEvent[];

export interface Batch {
  id: BatchId;
  sheets: number;
  /** How often it was fed: a page is one of an attempt. */
  attempt: number;
  /** Which stand and are in no document yet, and which were set aside. */
  pages: PageId[];
  aside: PageId[];
  open: boolean;
}

/** The little that must be known of what happened for the next event to be a legal one. */
export class Model {
  sequence = 0;
  blobs = 0;
  batches: Batch[] = [];
  items: { id: ItemId; number: LabelNumber; documents: number; copies: number }[] = [];
  documents: { id: DocumentId; item: ItemId; batch: Batch; pages: PageId[]; revision: number }[] = [];
  filings: { id: FilingId; item: ItemId; document: DocumentId }[] = [];
  notices: { id: NoticeId; item: ItemId }[] = [];
  pages: PageId[] = [];

  blob(): BlobName {
    return (++this.blobs).toString(16).padStart(64, '0') as BlobName;
  }
}

export const of = <T>(list: readonly T[], { pick }: Step): T | undefined => (list.length > 0 ? list[pick % list.length] : undefined);
export const department = (step: Step): DepartmentId => `dp-${step.pick % 7}` as DepartmentId;
export const person = (step: Step): PersonId | null => (step.chance < 0.5 ? (`ps-${step.pick % 50}` as PersonId) : null);

/** What people and pages may say: half of a character and a zero byte among it. */
const SAID = ['1Z999AA1', 'Société Générale', 'نص', '', 'half \ud83c', 'zero\u0000byte', '\ufeff\u2028"\\'] as const;
export const said = (step: Step): string => of(SAID, step)!;
