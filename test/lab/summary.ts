import type { BatchId } from '#base/ids.ts';
import type { Outcome } from '#base/words.ts';
import type { Directory } from '#domain/directory.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/store.ts';

/** What became of a file, one line per document it became, as the summary of `npm start -- --once` prints it. */
export interface Detail {
  file: string;
  number: string;
  class: string | null;
  department: string | null;
  recipient: string | null;
  confidence: number;
  outcome: Outcome;
  mailbox: string | null;
  uid: number | null;
}

export interface Summary {
  items: number;
  documents: number;
  filed: number;
  review: number;
  closed: number;
  notices: number;
  labels: number;
  elapsedMs: number;
  details: Detail[];
}

/** How one document ended: what the register says, in one word. */
export function outcomeOf(document: ProjectionRows['document'], filing: ProjectionRows['filing'] | undefined): Outcome {
  if (document.state === 'close' || document.state === 'erased') return 'closed';
  if (document.state === 'review') return 'review';
  if (filing?.state === 'filed') return 'filed';
  if (filing?.state === 'held') return 'held';
  return 'failed';
}

/** A file that became no document. Only its outcome says something: `held` for a blank sheet, `failed` for what did not come through. */
export const withoutDocument = (file: string, outcome: 'held' | 'failed'): Detail => ({
  ...{ file, number: '', class: null, department: null, recipient: null, confidence: 0 },
  ...{ outcome, mailbox: null, uid: null },
});

/** What became of the batches, read from the register: a line at least for each of the sheets that lay in the feeder, but for separators. */
export function summarise(
  state: Reader,
  directory: Directory,
  batches: readonly BatchId[],
  loaded: readonly { sheet: number; name: string }[],
): Omit<Summary, 'notices' | 'labels' | 'elapsedMs'> {
  const nameOf = new Map(loaded.map(({ sheet, name }) => [sheet, name]));
  const details: Detail[] = [];
  const told = new Set<number>();
  const items = new Set<string>();
  for (const batch of batches) {
    for (const document of state.all('document', { batch_id: batch }, 'sheet')) {
      items.add(document.item_id);
      const item = state.get('item', { id: document.item_id })!;
      const filing = state.all('filing', { document_id: document.id }).findLast((one) => one.state !== 'cancelled');
      const person = directory.people.find((one) => one.id === document.person_id);
      const sheets = new Set(
        state
          .all('page', { document_id: document.id }, 'ordinal')
          .filter((page) => page.ordinal !== null)
          .map((page) => page.sheet),
      );
      for (const sheet of sheets) told.add(sheet);
      // A document of several sheets has a line for each file it came from.
      for (const file of new Set([...sheets].map((sheet) => nameOf.get(sheet) ?? `sheet ${sheet}`))) {
        details.push({
          file,
          number: item.number,
          class: document.class,
          department: directory.departments.find((one) => one.id === document.department_id)?.name ?? null,
          recipient: person ? `${person.firstName} ${person.lastName}`.trim() : null,
          confidence: Math.round(document.confidence * 1000) / 1000,
          outcome: outcomeOf(document, filing),
          mailbox: filing?.state === 'filed' ? filing.mailbox : null,
          uid: filing?.uid ?? null,
        });
      }
    }
  }
  const pages = batches.flatMap((batch) => state.all('page', { batch_id: batch }));
  for (const { sheet, name } of loaded) {
    if (told.has(sheet)) continue;
    const sides = pages.filter((page) => page.sheet === sheet);
    // A separator is no mail.
    if (sides.some(({ role }) => role === 'separator')) continue;
    const isBlank = sides.length > 0 && sides.every(({ role }) => role === 'blank');
    details.push(withoutDocument(name, isBlank ? 'held' : 'failed'));
  }
  const documents = batches.flatMap((batch) => state.all('document', { batch_id: batch }));
  const ended = documents.map((document) =>
    outcomeOf(
      document,
      state.all('filing', { document_id: document.id }).findLast((one) => one.state !== 'cancelled'),
    ),
  );
  const count = (outcome: Outcome) => ended.filter((one) => one === outcome).length;
  return {
    items: items.size,
    documents: documents.length,
    filed: count('filed'),
    review: count('review'),
    closed: count('closed'),
    details,
  };
}
