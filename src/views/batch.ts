/** The pile that is being scanned, or the last one. */
import type { BatchItem, BatchView, CurrentBatch, SetAsideSide } from '#contract/batch.ts';
import type { Condition, ItemKind, SeparatorNote } from '#contract/words.ts';
import { missingSheets } from '#domain/missing-sheets.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import { inPaperOrder, pageView } from './page-views.ts';
import { momentAt, type Sight } from './sight.ts';
import { suspicionsOf } from './suspicions.ts';

type BatchRow = ProjectionRows['batch'];
type PageRow = ProjectionRows['page'];
type DocumentRow = ProjectionRows['document'];

const MOST = { items: 1000, pages: 500, seen: 4, suspicions: 40, notes: 40, missing: 20, setAside: 200 };
/** What a double feed or a jam took in with the sheet it stopped at. */
const TAKES_TWO = new Set(['double-feed', 'media-jam']);

export function currentBatch({ read }: Sight, deviceNames: Readonly<Record<string, string>>): CurrentBatch {
  const batch = read.query<BatchRow>('SELECT * FROM batch ORDER BY position DESC LIMIT 1')[0];
  return { batch: batch ? batchView(read, batch, deviceNames) : null };
}

function batchView(read: Reader, batch: BatchRow, deviceNames: Readonly<Record<string, string>>): BatchView {
  const all = read.all('page', { batch_id: batch.id }).sort(inPaperOrder);
  const pages = all.filter((page) => page.role !== 'removed');
  const standing = read.all('document', { batch_id: batch.id }, 'sheet').filter((one) => one.state !== 'removed');
  const documents = new Map(standing.map((one) => [one.id, one]));
  const separators = pages.filter((page) => page.role === 'separator');
  const dividing = new Set(separators.map(({ sheet }) => sheet));
  // What is printed on the back of a separator belongs to nothing.
  const written = pages.filter(({ role, sheet, document_id }) => role === 'content' && document_id === null && dividing.has(sheet));
  const pending = pages.filter((page) => isPending(page, documents) && !written.includes(page));
  const blank = batch.separation === 'blank' ? [] : blankSheetsOf(pages);
  return {
    batchId: batch.id,
    deviceId: batch.scanner,
    device: batch.scanner === null ? null : (deviceNames[batch.scanner] ?? batch.scanner),
    state: stateOf(batch, pending.length),
    opened: momentAt(read, batch.position),
    sheets: sheetsOf(pages),
    sides: pages.length,
    missing: batch.state === 'open' ? [] : missingSheets(pages, sidesOf(batch)).slice(0, MOST.missing),
    blankSides: pages.filter((page) => page.role === 'blank').length,
    setAside: [
      ...suspectsAt(batch, all).map((page) => setAside(read, page, 'suspect')),
      ...written.map((page) => setAside(read, page, 'written')),
      ...blank.map((page) => setAside(read, page, 'blank')),
      ...separators.map((page) => setAside(read, page, 'separator')),
    ].slice(0, MOST.setAside),
    separators: sheetsOf(separators),
    notes: notesOf(pages),
    sidesRead: pages.length - pending.length,
    items: itemsOf(read, pages, documents),
    stop: batch.state === 'stopped' ? stopOf(read, batch, pages, documents) : null,
  };
}

/** A batch whose beginning is not known may have been scanned on one side. */
const sidesOf = ({ source, scanner }: BatchRow): 1 | 2 => (source === 'adf-duplex' && scanner !== null ? 2 : 1);
const sheetsOf = (pages: readonly PageRow[]): number => new Set(pages.map((page) => page.sheet)).size;

const setAside = (read: Reader, page: PageRow, as: SetAsideSide['as']): SetAsideSide => ({ page: pageView(read, page, undefined), as });

/** The sides of sheets with nothing on any side that are in no document. */
const blankSheetsOf = (pages: readonly PageRow[]): PageRow[] =>
  [...Map.groupBy(pages, ({ sheet }) => sheet).values()]
    .filter((sides) => sides.every((side) => side.role === 'blank' && side.document_id === null))
    .flat();

/** What is kept of the sheet that stopped the batch because another was drawn with it, as long as it has not come again. */
function suspectsAt({ at_sheet: sheet }: BatchRow, pages: readonly PageRow[]): PageRow[] {
  const ofSheet = pages.filter((page) => page.sheet === sheet);
  const kept = ofSheet.filter(({ role, suspect, blob }) => suspect === 1 && role === 'removed' && blob !== null);
  return ofSheet.some(({ role }) => role !== 'removed') ? [] : kept.filter(({ attempt }) => attempt === kept.at(-1)!.attempt);
}

/** Not looked at, or its document not decided yet. */
function isPending(page: PageRow, documents: ReadonlyMap<string, DocumentRow>): boolean {
  if (page.role === null) return true;
  if (page.role !== 'content') return false;
  return page.document_id === null || documents.get(page.document_id)?.state === 'divided';
}

function stateOf(batch: BatchRow, pending: number): BatchView['state'] {
  if (batch.state === 'open') return 'feeding';
  if (batch.state === 'stopped') return 'stopped';
  if (pending > 0) return 'reading';
  // A batch that ended without a condition, with a sheet still to feed, was stopped by a person.
  return batch.at_sheet === null ? 'finished' : 'cancelled';
}

function itemsOf(read: Reader, pages: readonly PageRow[], documents: ReadonlyMap<string, DocumentRow>): BatchItem[] {
  const ids = [...new Set([...documents.values()].map((one) => one.item_id))].slice(0, MOST.items);
  return ids.map((id) => {
    const item = read.get('item', { id })!;
    const own = pages.filter((page) => page.document_id !== null && documents.get(page.document_id)?.item_id === id);
    const closed = item.secrecy !== null;
    return {
      itemId: id,
      number: item.number,
      kind: item.kind as ItemKind,
      closed,
      pages: closed ? [] : own.slice(0, MOST.pages).map((page) => pageView(read, page, documents.get(page.document_id!))),
      suspicions: closed ? [] : suspicionsIn(own, documents),
      position: item.last_position,
    };
  });
}

function suspicionsIn(own: readonly PageRow[], documents: ReadonlyMap<string, DocumentRow>): BatchItem['suspicions'] {
  const ids = new Set(own.map((page) => page.document_id!));
  return [...ids].flatMap((id) => suspicionsOf(documents.get(id)!, own)).slice(0, MOST.suspicions);
}

const notesOf = (pages: readonly PageRow[]): BatchView['notes'] =>
  pages.flatMap(({ sheet, notes }) => (JSON.parse(notes) as SeparatorNote[]).map((note) => ({ sheet, note }))).slice(0, MOST.notes);

function stopOf(read: Reader, batch: BatchRow, pages: readonly PageRow[], documents: ReadonlyMap<string, DocumentRow>): BatchView['stop'] {
  const first = batch.at_sheet;
  const condition = (batch.condition ?? 'other') as Condition;
  // As long as the feeder has not stopped again: what it drew at once since then goes back.
  const wasOne =
    condition === 'double-feed' && pages.some((page) => page.suspect === 1 && page.sheet + 1 === first && page.attempt >= batch.runs);
  const putBack = first === null || wasOne ? [] : TAKES_TWO.has(condition) ? [first, first + 1] : [first];
  const seen = pages.filter((page) => putBack.includes(page.sheet)).slice(0, MOST.seen);
  return {
    condition,
    putBack,
    seen: seen.map((page) => pageView(read, page, page.document_id === null ? undefined : documents.get(page.document_id))),
  };
}
