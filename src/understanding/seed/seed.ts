/** The text the class model is first trained on: headings and sentences per class, one per line, in four languages; our own writing. */
import type { DocumentClass } from '#base/words.ts';

export interface ClassSeed {
  /** What stands over such a document. */
  titles: string;
  /** What is said in it. */
  lines: string;
}

export interface LanguageSeed {
  classes: Record<DocumentClass, ClassSeed>;
  /** What any letter may say; teaches the model to ignore it. */
  neutral: string;
  /** Lines of addresses; every class carries some. */
  address: string;
}

export const seedLines = (text: string): string[] =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);
