import type { BlobName, DocumentId, ItemId, PageId } from '#base/ids.ts';
import { event, type NewEvent } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { JobState, NewJob } from '#store/jobs.ts';
import { type Act, type ActOutcome, type BatchId, type Desk, refuse, type Touching, type UndoMending } from './act.ts';
import { takeBackFilings } from './decide.ts';
import type { EraseJobPayload } from './opened-in-error.ts';
import { nextRun, type ScanJobPayload } from './start-scan.ts';

type BatchRow = ProjectionRows['batch'];
type PageRow = ProjectionRows['page'];
type DocumentRow = ProjectionRows['document'];

export const stands = (page: Pick<PageRow, 'role'>): boolean => page.role !== 'removed';

/**
 * The sheets from `from` on are taken out of a batch that stopped: the last ones leave it, or go back into the tray in another order, or with
 * one more between them. Scanning goes on from there.
 */
export const takeBackSheets: Act<Touching & { batchId: BatchId; from: number }> = {
  name: 'take-back-sheets',
  decide({ batchId, from }, desk) {
    const { batch, pages } = stopped(desk, batchId);
    const taken = pages.filter(({ sheet }) => sheet >= from);
    if (taken.length === 0) throw refuse('take sheets back', 'there is no such sheet');
    return { ...remove(desk, batch, taken, from), answer: { batchId } };
  },
};

/** One sheet of a batch that stopped is scanned again, alone, under its own number; where the batch stands does not change. */
export const rescanSheet: Act<Touching & { batchId: BatchId; sheet: number }> = {
  name: 'rescan-sheet',
  decide({ batchId, sheet }, desk) {
    const { batch, pages } = stopped(desk, batchId);
    if (sheet > Math.max(0, ...pages.map((page) => page.sheet))) throw refuse('scan a sheet again', 'there is no such sheet');
    const old = pages.filter((page) => page.sheet === sheet);
    const removed = old.length === 0 ? { events: [], jobs: [] } : remove(desk, batch, old, batch.at_sheet);
    const payload: ScanJobPayload = { ...nextRun(desk, batch), firstSheet: sheet, sheets: 1 };
    return {
      ...removed,
      jobs: [...(removed.jobs ?? []), { name: 'scan', subject: batchId, payload, priority: 20, unique: true }],
      answer: { batchId },
    };
  },
};

function stopped(desk: Desk, batchId: BatchId): { batch: BatchRow; pages: PageRow[] } {
  const batch = desk.state.get('batch', { id: batchId });
  if (batch?.state !== 'stopped') throw refuse('mend this batch', 'it has not stopped');
  refuseWhileFed(desk, batchId, 'mend this batch');
  return { batch, pages: desk.state.all('page', { batch_id: batchId }).filter(stands) };
}

/** Nothing is moved in a batch that is being fed, or is about to be: a scan that was ordered counts on where the batch stands. */
export function refuseWhileFed(desk: Desk, batchId: BatchId, act: string): void {
  if (desk.feeding(batchId) || scanOf(desk, batchId) !== undefined) throw refuse(act, 'its sheets are being scanned');
}

/** How the scan stands that was ordered for a batch and has not begun; undefined: none was. */
const scanOf = ({ state }: Desk, batchId: BatchId): JobState | undefined =>
  state.query<{ state: JobState }>(`SELECT state FROM job WHERE subject = ? AND name = 'scan'`, batchId)[0]?.state;

/**
 * What was made of the sheets goes with them, as long as it is the box's own work and went nowhere: items of nothing but these sheets are void,
 * filings in their grace period are cancelled. All else is mail that somebody has, which is corrected where it is.
 */
export function remove(
  desk: Desk,
  batch: BatchRow,
  pages: readonly PageRow[],
  atSheet: number | null,
  shared: 'refuse items with other mail' | 'items with other mail stay' = 'refuse items with other mail',
): ActOutcome {
  if (pages.some(({ role }) => role === null)) throw refuse('take sheets back', 'they are still being looked at');
  const documents = [...new Set(pages.map((page) => page.document_id))]
    .filter((id) => id !== null)
    .map((id) => desk.state.get('document', { id })!);
  const taken = new Set(pages.map(({ id }) => id));
  const items = [...new Set(documents.map((document) => document.item_id))];
  const staying = new Set(shared === 'items with other mail stay' ? items.filter((id) => hasOtherMail(desk, id, documents)) : []);
  for (const id of items) refuseKept(desk, id, taken, staying.has(id) ? documents.filter((one) => one.item_id === id) : null);
  const filings = documents.map((document) => takeBackFilings(desk, document));
  const voided = items
    .filter((id) => !staying.has(id))
    .map((id): NewEvent => {
      const number = desk.state.get('item', { id })!.number as LabelNumber;
      return event('item.voided@1', id as ItemId, { number, by: desk.actor });
    });
  const body = { batchId: batch.id as BatchId, pages: [...taken] as PageId[], documents: documents.map(({ id }) => id as DocumentId) };
  const undo: UndoMending = {
    ...{ batchId: batch.id as BatchId, atSheet: batch.at_sheet, untilMs: null },
    newestAttempt: Math.max(...desk.state.all('page', { batch_id: batch.id }).map(({ attempt }) => attempt)),
    pages: pages.map(({ id, role }) => ({ pageId: id as PageId, role: role as UndoMending['pages'][number]['role'] })),
  };
  return {
    events: [...filings.flatMap(({ events }) => events), ...voided, event('sheets.removed@1', null, { ...body, atSheet, by: desk.actor })],
    jobs: [{ name: 'divide', subject: batch.id, priority: 8, unique: true }, ...(documents.length === 0 ? [] : [forget(batch, documents)])],
    cancelled: [
      ...filings.flatMap(({ cancelled }) => cancelled),
      ...documents.flatMap(({ id }) => ['route', 'read', 'index'].map((name) => ({ name, subject: id }))),
    ],
    forgotten: { subjects: documents.map(({ id }) => id), keys: [] },
    undo,
  };
}

/** What was read of the documents, and their words in the search, go; the images stay. */
function forget(batch: BatchRow, documents: readonly DocumentRow[]): NewJob {
  const readings = documents.flatMap((document) => [document.routing_reading, document.full_reading]);
  const payload: EraseJobPayload = {
    documents: documents.map(({ id }) => id),
    blobs: readings.filter((name) => name !== null) as BlobName[],
    keys: [],
  };
  return { name: 'erase', subject: batch.id, payload, priority: 5 };
}

const hasOtherMail = (desk: Desk, itemId: string, documents: readonly DocumentRow[]): boolean =>
  desk.state.all('document', { item_id: itemId }).some(({ id, state }) => state !== 'removed' && !documents.some((one) => one.id === id));

/** @param alone the documents that go, where their item stays; null: the item goes with all it has */
function refuseKept(desk: Desk, itemId: string, taken: ReadonlySet<string>, alone: readonly DocumentRow[] | null): void {
  const no = (why: string) => refuse('take sheets back', `${desk.state.get('item', { id: itemId })!.number} ${why}`);
  if (alone === null) {
    if (desk.state.get('item', { id: itemId })!.source !== 'scan') throw no('was registered by hand');
    if (desk.state.all('label', { item_id: itemId }).length > 0) throw no('has a label');
    if (desk.state.all('custody', { item_id: itemId }).length > 0) throw no('was handed over');
  }
  for (const document of alone ?? desk.state.all('document', { item_id: itemId })) {
    if (document.state === 'removed') continue;
    if (document.state === 'close' || document.state === 'erased') throw no('is closed mail');
    if (desk.state.all('page', { document_id: document.id }).some(({ id }) => !taken.has(id))) throw no('has other sheets too');
    if (document.decided_by?.startsWith('operator:')) throw no('was decided by a person');
    if (desk.state.all('filing', { document_id: document.id }).some(({ state }) => state !== 'planned' && state !== 'cancelled'))
      throw no('was filed');
  }
}

/** The sheets stand again as they were scanned, and are divided anew, under new numbers. */
export function undoMending(desk: Desk, plan: UndoMending): ActOutcome {
  const batch = desk.state.get('batch', { id: plan.batchId });
  const fedSince = desk.state.all('page', { batch_id: plan.batchId }).some(({ attempt }) => attempt > plan.newestAttempt);
  // A scan that only waits for its scanner finds that nothing is left to feed.
  const isFed = desk.feeding(plan.batchId) || scanOf(desk, plan.batchId) === 'running';
  if (batch?.state !== 'stopped' || fedSince || isFed) throw refuse('undo', 'scanning has gone on since');
  if (plan.pages.some(({ pageId }) => desk.state.get('page', { id: pageId })?.blob === null))
    throw refuse('undo', 'its images are not kept any more');
  return {
    events: [event('sheets.restored@1', null, { batchId: plan.batchId, pages: plan.pages, atSheet: plan.atSheet, by: desk.actor })],
    jobs: [{ name: 'divide', subject: plan.batchId, priority: 8, unique: true }],
    cancelled: [{ name: 'scan', subject: plan.batchId }],
    answer: { batchId: plan.batchId },
  };
}
