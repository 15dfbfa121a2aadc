import type { PageId } from '#base/ids.ts';
import type { Separation } from './events.ts';
import type { LabelNumber } from './label-number.ts';

/** A page as division sees it. `role` null: not looked at yet. */
export interface BatchPage {
  id: PageId;
  sheet: number;
  side: 'front' | 'back';
  attempt: number;
  role: 'content' | 'blank' | 'separator' | null;
  separator: Separation | null;
  ownNumber: LabelNumber | null;
  /** Set where an earlier division has placed the page. */
  documentId: string | null;
}

/** One document to be made. Documents of one `group` belong to one item. */
export interface DividedDocument {
  group: number;
  /** A document placed by an earlier call that belongs to the same item, where there is one. */
  sameItemAs: string | null;
  /** Our own number that was read: the document belongs to that item if the register knows it. */
  number: LabelNumber | null;
  pages: PageId[];
  blankPages: PageId[];
  sheet: number;
}

interface Sheet {
  sheet: number;
  sides: BatchPage[];
}

/**
 * The sheets from the first to the last that is settled; `all`: none waits behind them.
 *
 * While a batch goes on, a gap, a side that is not here yet or one that was not looked at holds up what follows, so that nothing is
 * attached to the wrong item. In a complete batch nothing more comes: a sheet may lack a side, and the batch a sheet.
 * The newest attempt of each side counts; older ones were put back by the operator.
 */
function settledSheets(pages: readonly BatchPage[], duplex: boolean, complete: boolean): { sheets: Sheet[]; all: boolean } {
  const newest = new Map<string, BatchPage>();
  for (const page of pages) {
    const key = `${page.sheet}${page.side}`;
    const known = newest.get(key);
    if (!known || known.attempt < page.attempt) newest.set(key, page);
  }
  const sheets: Sheet[] = [];
  const last = Math.max(0, ...pages.map((page) => page.sheet));
  for (let sheet = 1; sheet <= last; sheet++) {
    const front = newest.get(`${sheet}front`);
    const back = newest.get(`${sheet}back`);
    const isWhole = front !== undefined && (back !== undefined || !duplex);
    const sides = [front, back].filter((side) => side !== undefined);
    if ((!isWhole && !complete) || sides.some((side) => side.role === null)) return { sheets, all: false };
    if (sides.length > 0) sheets.push({ sheet, sides });
  }
  return { sheets, all: true };
}

/**
 * Divides as much of a batch as is settled: sheets 1 to n, all looked at. A sheet missing from a complete batch ends the open group.
 *
 * `sheet`: each sheet is an item of its own. `item`: all up to the next separator or label is one document of one item.
 * `envelope`: all up to the next separator is one item, each sheet a document of its own. A separator sheet changes
 * what follows; one of our own labels on a sheet begins a group that belongs to that label's item. Doubled separators
 * and blank backs of separators change nothing. Blank sides are kept with their document, out of its pages.
 *
 * Runs again with every further page and gives only what is new: placed pages are walked through for their mode.
 * A group of mode `item` is given once it has ended: by the next separator or label, or because the batch is `complete`.
 */
export function divideBatch(
  pages: readonly BatchPage[],
  batch: { separation: Separation; duplex: boolean; complete: boolean },
): DividedDocument[] {
  const documents: DividedDocument[] = [];
  let mode = batch.separation;
  let group = 0;
  let groupNumber: LabelNumber | null = null;
  let placed: string | null = null;
  let open: DividedDocument | null = null;

  const finish = () => {
    if (open) documents.push(open);
    open = null;
  };
  const beginGroup = (number: LabelNumber | null) => {
    finish();
    group++;
    groupNumber = number;
    placed = null;
  };

  const settled = settledSheets(pages, batch.duplex, batch.complete);
  let before = 0;
  for (const { sheet, sides } of settled.sheets) {
    // Nobody knows what the missing sheet was: it may have been a separator.
    if (sheet > before + 1) beginGroup(null);
    before = sheet;
    const separator = sides.find((side) => side.role === 'separator');
    if (separator) {
      beginGroup(separator.ownNumber);
      mode = separator.separator ?? mode;
      continue;
    }
    const content = sides.filter((side) => side.role === 'content');
    const blankPages = sides.filter((side) => side.role === 'blank').map((side) => side.id);
    if (content.length === 0) {
      open?.blankPages.push(...blankPages);
      continue;
    }
    const number = content.find((side) => side.ownNumber !== null)?.ownNumber ?? null;
    if (mode === 'sheet' || (number !== null && number !== groupNumber)) beginGroup(number);
    const placedHere = sides.find((side) => side.documentId !== null)?.documentId ?? null;
    if (placedHere !== null) {
      placed = placedHere;
      continue;
    }
    const contentPages = content.map((side) => side.id);
    if (open && mode === 'item') {
      open.pages.push(...contentPages);
      open.blankPages.push(...blankPages);
      continue;
    }
    finish();
    open = { group, sameItemAs: placed, number: groupNumber, pages: contentPages, blankPages, sheet };
    if (mode !== 'item') finish();
  }
  // The feeder has ended, but its last sheets may still wait to be looked at: the open group ends with the last of them.
  if (batch.complete && settled.all) finish();
  return documents;
}
