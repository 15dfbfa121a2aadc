import type { PageId } from '#base/ids.ts';
import type { Separation, SeparatorMark, SeparatorOrders } from './events.ts';
import type { LabelNumber } from './label-number.ts';

/** A page as division sees it. `role` null: not looked at yet. */
export interface BatchPage {
  id: PageId;
  sheet: number;
  side: 'front' | 'back';
  attempt: number;
  role: 'content' | 'blank' | 'separator' | null;
  separator: SeparatorMark | null;
  orders: SeparatorOrders | null;
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
  /** What the separator sheets before it said. */
  orders: SeparatorOrders | null;
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
 * The newest attempt of each side counts; older ones were put back by the operator. One that stands in a document already is not placed twice:
 * somebody may have it.
 */
function settledSheets(pages: readonly BatchPage[], duplex: boolean, complete: boolean): { sheets: Sheet[]; all: boolean } {
  const newest = new Map<string, BatchPage>();
  for (const page of pages) {
    const key = `${page.sheet}${page.side}`;
    const known = newest.get(key);
    const counts = !known || known.attempt < page.attempt ? page : known;
    newest.set(key, { ...counts, documentId: page.documentId ?? known?.documentId ?? null });
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

export interface BatchRules {
  separation: Separation;
  /** Of a batch that is divided by count. */
  sheetsPerItem: number | null;
  duplex: boolean;
  complete: boolean;
}

const gathers = (mode: Separation): boolean => mode !== 'sheet' && mode !== 'envelope';

/** What two sheets of ours with nothing between them say together: the later one has the last word, on what it speaks of. */
const together = (before: SeparatorOrders | null, after: SeparatorOrders | null): SeparatorOrders | null =>
  before === null || after === null
    ? (after ?? before)
    : {
        departmentId: after.departmentId ?? before.departmentId,
        urgent: after.urgent || before.urgent,
        registered: after.registered || before.registered,
        day: after.day ?? before.day,
      };

/**
 * Divides as much of a batch as is settled: sheets 1 to n, all looked at. A sheet missing from a complete batch ends the open group.
 *
 * `sheet`: each sheet is an item of its own. `envelope`: all up to the next separator is one item, each sheet a document of its own. All
 * else: all up to the next separator or label is one document of one item; for `blank` a sheet with nothing on any side divides too, for
 * `count` every so many sheets do, blank ones and lost ones counted. A separator sheet changes what follows, and takes the place of what the
 * batch is divided by, unless its mode is `next`; one of our own labels on a sheet begins a group that belongs to that label's item.
 *
 * Orders of a sheet of ours hold up to the next sheet of ours: patch codes, the house's barcodes, blank sheets, counts and labels divide what is
 * under one order. A label on a separator waits for the first sheet that follows, whatever else divides before it. Doubled separators change
 * nothing, and one printed on both sides says what both say; what else is written on its back is in no document: it is set aside, and listed.
 * Blank sides are kept with their document, out of its pages.
 *
 * Runs again with every further page and gives only what is new: placed pages are walked through for their mode.
 * A group that gathers is given once it has ended: by what divides it, or because the batch is `complete`.
 */
export function divideBatch(pages: readonly BatchPage[], batch: BatchRules): DividedDocument[] {
  const documents: DividedDocument[] = [];
  const perItem = Math.max(1, batch.sheetsPerItem ?? 1);
  let mode = batch.separation;
  let orders: SeparatorOrders | null = null;
  let group = 0;
  let groupNumber: LabelNumber | null = null;
  let placed: string | null = null;
  let open: DividedDocument | null = null;
  /** The sheet that counting began with. */
  let countedFrom = 1;
  /** Nothing has come since the last separator. */
  let justDivided = false;

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
  /** Of the separators that nothing has followed yet. */
  const waitingNumber = () => (justDivided ? groupNumber : null);

  const settled = settledSheets(pages, batch.duplex, batch.complete);
  let before = 0;
  for (const { sheet, sides } of settled.sheets) {
    // Nobody knows what the missing sheet was: it may have been a separator.
    if (sheet > before + 1) beginGroup(null);
    before = sheet;
    const separators = sides.filter((side) => side.role === 'separator');
    for (const separator of separators) {
      beginGroup(separator.ownNumber ?? waitingNumber());
      const isOurs = separator.separator !== 'next' || separator.orders !== null;
      if (isOurs) orders = justDivided ? together(orders, separator.orders) : separator.orders;
      mode = modeAfter(separator.separator, mode);
      countedFrom = sheet + 1;
      justDivided = true;
    }
    if (separators.length > 0) continue;
    if (mode === 'count' && sheet > countedFrom && (sheet - countedFrom) % perItem === 0) beginGroup(waitingNumber());
    const content = sides.filter((side) => side.role === 'content');
    const blankPages = sides.filter((side) => side.role === 'blank').map((side) => side.id);
    if (content.length === 0) {
      if (mode === 'blank' && sides.length === (batch.duplex ? 2 : 1)) beginGroup(waitingNumber());
      else open?.blankPages.push(...blankPages);
      continue;
    }
    const number = content.find((side) => side.ownNumber !== null)?.ownNumber ?? null;
    const isLabelled = number !== null && number !== groupNumber;
    const isFirst = content.some((side) => side.separator === 'first');
    if (mode === 'sheet' || isLabelled || isFirst) {
      beginGroup(number ?? waitingNumber());
      if (isLabelled || isFirst) countedFrom = sheet;
    }
    justDivided = false;
    const placedHere = sides.find((side) => side.documentId !== null)?.documentId ?? null;
    if (placedHere !== null) {
      // A sheet before it that became mail afterwards is not joined with what follows it.
      finish();
      placed = placedHere;
      continue;
    }
    const contentPages = content.map((side) => side.id);
    if (open && gathers(mode)) {
      open.pages.push(...contentPages);
      open.blankPages.push(...blankPages);
      continue;
    }
    finish();
    open = { group, sameItemAs: placed, number: groupNumber, orders, pages: contentPages, blankPages, sheet };
    if (!gathers(mode)) finish();
  }
  // The feeder has ended, but its last sheets may still wait to be looked at: the open group ends with the last of them.
  if (batch.complete && settled.all) finish();
  return documents;
}

const modeAfter = (mark: SeparatorMark | null, mode: Separation): Separation =>
  mark === 'sheet' || mark === 'item' || mark === 'envelope' ? mark : mode;
