/** What the index knows of one document. `position` orders the hits: newest first. */
export interface SearchEntry {
  /** Register position of the event that made the document; unique. */
  position: number;
  documentId: string;
  itemId: string;
  number: string;
  departmentId: string | null;
  departmentName: string;
  personName: string;
  sender: string;
  subject: string;
  class: string | null;
  direction: string;
  /** Words of all pages; empty for closed mail. */
  text: string;
}

export interface SearchIndex {
  /** Puts documents in, each in place of what was known of it; durable on return. */
  put(entries: readonly SearchEntry[]): void;
  /** Takes documents out, every trace of their words included once the log is emptied. */
  remove(documentIds: readonly string[]): void;
  /** Last position up to which the caller said the index is complete; 0 for a fresh one. */
  readonly completeTo: number;
}
