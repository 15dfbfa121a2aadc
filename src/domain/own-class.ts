import { DOCUMENT_CLASSES } from '#base/words.ts';

/** A class of documents that the customer added to those every box knows. Its id stands in the register and never changes; its names may. */
export interface OwnClass {
  id: string;
  fr: string;
  en: string;
  /** It has its names and is found by them, and is neither offered nor learned any more. */
  retired: boolean;
}

/** Whether a document may be given this class today. */
export const isOffered = (id: string, own: readonly OwnClass[]): boolean =>
  DOCUMENT_CLASSES.some((one) => one === id) || own.some((one) => one.id === id && !one.retired);
